"""Two archives that differ by what is hidden, and what may not be read out of the second: for the tests of every door.

Both hold the same posts of a public channel. The second one also holds a channel of members, of which every word, name,
number and count is its own, and posts of the public channel that are deleted. What is hidden is as long on average as
what is not: the average length of all posts is what a search may know.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FunctionType, ModuleType

from core.richtext import RichText
from core.topics import FoundTopic
from core.topics.records import TopicKind
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import archive, channels, topics
from storage.database import Connection, Database
from storage.search_index import SearchIndex
from tests.storage.archiving import store

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIZE, LONG_SIZE = 80, 5000
FIRST_SECRET_ID = 880_001
SECRET_TELEGRAM_ID = 1_987_654_321
PUBLIC_TELEGRAM_ID = 11
OPEN_TEXTS = (
    "Белый кот и общие слова #общее",
    "Собака стережёт дом #общее",
    "Кофе варится медленно, кот спит",
    "Обзор docker для начинающих",
    "Погода, дорога и дом",
    "Стихи о доме и общие слова",
    "Длинный рассказ про дорогу",
)
SECRET_TEXTS = (
    "Бункер под горой, супер-бункер #тайник #общее",
    "Сокровищница бункера и криптонит #тайник",
    "Криптонит хранится рядом с котом",
    "Кит, китята, коты и кофеварка",
    "Our zanzibar timeline, собакен и dockers",
    "Криптонитт в тайнике",
    *["Криптонит, сокровищница и кошак"] * 12,
    *["Длинный рассказ про криптонит"] * 3,
)
LONG = "Длинный"
DELETED_TEXTS = ("Угасший маяк и угасшая свеча #угасшее", "Угасшее общее слово")
SECRETS = (
    "бункер", "сокровищниц", "криптонит", "тайник", "кит", "китят", "кофеварк", "zanzibar", "timeline", "собакен",
    "dockers", "кошак", "горой", "подполь", "podpolye", "1987654321", "77000", "413", "90909", "💎", "схрон",
    "6660666", str(FIRST_SECRET_ID)[:4],
)  # fmt: skip
"""In lower case. Of ids the beginning: all of the secret posts' begin so."""

DELETED = ("угас", "маяк", "свеч")


@dataclass(frozen=True)
class Archive:
    """One of the two, open. `asked`: post ids that a forged card could name, the hidden ones among them."""

    database: Database
    index: SearchIndex
    public: Channel
    asked: tuple[int, ...]

    @property
    def guest(self) -> Viewer:
        """Sees the public channel alone."""
        return Viewer(frozenset({self.public.id}))

    def at_once(self) -> sqlite3.Connection:
        """A connection as the search thread has one; to be closed."""
        return sqlite3.connect(self.database.path)

    async def close(self) -> None:
        """Close everything."""
        await self.index.close()
        await self.database.close()


async def open_archive(path: Path) -> Archive:
    """An archive that `make_archive` made."""
    database = await Database.open(path)
    async with database.reading() as connection:
        (public,) = await channels.all_channels(connection, Viewer(await channels.public_ids(connection)))
        rows = await connection.execute_fetchall("SELECT id FROM posts ORDER BY id")
    return Archive(database, SearchIndex(path), public, tuple(row["id"] for row in rows))


async def make_archive(path: Path, *, hidden: bool) -> Archive:
    """A new archive with what is hidden, or without."""
    database = await Database.open(path)
    public = await _channel(
        database, ChannelRef(telegram_id=PUBLIC_TELEGRAM_ID, username="tiho", title="Тихий"), Visibility.PUBLIC
    )
    ids = await _fill(database, public, OPEN_TEXTS)
    async with database.transaction() as connection:
        shared = FoundTopic(key="общий", name="#общее", kind=TopicKind.HASHTAG, post_ids=tuple(ids[:2]))
        about = FoundTopic(
            key="дом", name="дом", kind=TopicKind.PHRASE, post_ids=(ids[1], *ids[4:6]), aliases=("доме",)
        )
        await topics.rebuild(connection, public.id, [shared, about])
    if hidden:
        await _hide(database, public)
    await database.close()
    return await open_archive(path)


async def _hide(database: Database, public: Channel) -> None:
    """Puts in what may not be seen."""
    deleted = await _fill(database, public, DELETED_TEXTS, first_message_id=201)
    async with database.transaction() as connection:
        await archive.mark_deleted(connection, deleted, NOW)
        await connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'posts'", (FIRST_SECRET_ID - 1,))
    ref = ChannelRef(telegram_id=SECRET_TELEGRAM_ID, username="podpolye", title="Подполье")
    secret = await _channel(database, ref, Visibility.MEMBERS, own_id=6_660_666)
    ids = await _fill(database, secret, SECRET_TEXTS, first_message_id=770_001, count=4137, emoji="💎", views=909_091)
    found = [
        FoundTopic(key="общий", name="#Общее_Схрона", kind=TopicKind.HASHTAG, post_ids=tuple(ids), aliases=("схрон",)),
        FoundTopic(
            key="тайник", name="#тайник", kind=TopicKind.HASHTAG, post_ids=tuple(ids[:2]), aliases=("тайникам",)
        ),
        FoundTopic(key="бункер", name="бункер", kind=TopicKind.PHRASE, post_ids=tuple(ids[:2])),
    ]
    async with database.transaction() as connection:
        await topics.rebuild(connection, secret.id, found)


async def _channel(database: Database, ref: ChannelRef, visibility: Visibility, own_id: int | None = None) -> Channel:
    async with database.transaction() as connection:
        channel = await channels.insert(connection, ref, visibility)
        if own_id is not None:
            await connection.execute("UPDATE channels SET id = ? WHERE id = ?", (own_id, channel.id))
        return await _stored(connection, ref)


async def _stored(connection: Connection, ref: ChannelRef) -> Channel:
    found = await channels.find(connection, ref)
    assert found is not None
    return found


async def _fill(
    database: Database,
    channel: Channel,
    texts: tuple[str, ...],
    *,
    first_message_id: int = 101,
    count: int = 5,
    emoji: str = "👍",
    views: int = 70,
) -> list[int]:
    posts = [
        IncomingPost(
            text=RichText(text.ljust(LONG_SIZE if text.startswith(LONG) else SIZE, "…")),
            message_ids=(first_message_id + number,),
            published_at=NOW - timedelta(days=number + 1),
            reactions={emoji: count - number},
            views=views,
            media=("photo",),
            source="test",
        )
        for number, text in enumerate(texts)
    ]
    return [post.id for post in await store(database, channel, *posts)]


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """All modules of a package."""
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(info.name)


def doors_of(module: ModuleType) -> Iterator[str]:
    """The names of a module's functions and methods that take a viewer or an asker; not of those of its own affair."""
    for name, member in vars(module).items():
        if getattr(member, "__module__", None) != module.__name__ or name.startswith("_"):
            continue
        functions = vars(member).items() if inspect.isclass(member) else [("", member)]
        for method, function in functions:
            own = not method.startswith("_") or method == "__init__"
            if not (own and isinstance(function, FunctionType)):
                continue
            if {"viewer", "asker"} & set(inspect.signature(function).parameters):
                yield ".".join(filter(None, (module.__name__, name, method)))
