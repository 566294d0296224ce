"""A file with some hundred posts of all kinds, and what any answer over it has to keep."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.richtext import RichText
from core.search.retrieval import MOST_POSTS
from core.types import IncomingPost, SearchAnswer, Viewer, Visibility
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex
from tests.storage.indexing import OPERATOR, publish_posts
from tests.storage.making import make_channel

WORDS = (
    "кот пёс дом мета-обучение рекомендации docker machine learning GPT-4 C++ ёлка сталь стали люди don't сервер модель"
    " красный и в не на как #лето #machine_learning https://kot.example/ 2024 обзор ქართული 中文 عربي"
).split()
SCRIPTS = ("ქართული ენა და ლიტერატურა", "中文 搜索 测试", "بَحْث عربي طويل", "עברית קשה", "हिन्दी में खोज", "ไทย", "Ελλάδα")


@dataclass(frozen=True, slots=True)
class Archive:
    """A file with its index; `texts` by post ids; `guest` sees one of two channels."""

    index: SearchIndex
    texts: dict[int, str]
    guest: Viewer

    def search(self, query: str, viewer: Viewer = OPERATOR) -> SearchAnswer:
        return self.index.search_here(query, viewer).answer


def opened(path: Path) -> Iterator[Archive]:
    """The archive in a new file, for the fixture of a module."""
    texts, guest = asyncio.run(fill(path))
    index = SearchIndex(path)
    yield Archive(index, texts, guest)
    asyncio.run(index.close())


async def fill(path: Path) -> tuple[dict[int, str], Viewer]:
    rng = random.Random(7)
    database = await Database.open(path)
    channels = [await make_channel(database, "tihiy"), await make_channel(database, "tayno", Visibility.MEMBERS)]
    texts: dict[int, str] = {}
    for channel in channels:
        new = [" ".join(rng.choices(WORDS, k=rng.randint(1, 40))) for _ in range(180)]
        new += SCRIPTS if channel is channels[0] else ()
        day = datetime(2024, 1, 1, tzinfo=UTC)
        incoming = [
            IncomingPost(
                text=RichText(text),
                has_title=rng.random() < 0.2,
                published_at=day + timedelta(days=number) if number % 3 else None,
                reactions={"👍": number % 11},
                media=("photo",) if number % 4 == 0 else (),
                source="test",
            )
            for number, text in enumerate(new)
        ]
        texts |= {post.post_id: post.text for post in await publish_posts(database, channel, *incoming)}
    await database.close()
    return texts, Viewer(frozenset({channels[0].id}))


def checked(archive: Archive, reply: FoundPosts, viewer: Viewer) -> None:
    """An answer keeps its promises, whatever was asked."""
    answer = reply.answer
    assert len(answer.post_ids) == len(set(answer.post_ids)) == len(answer.scores) <= MOST_POSTS
    assert list(answer.scores) == sorted(answer.scores, reverse=True)
    assert all(score >= 0 for score in answer.scores)
    assert [post.id for post in reply.posts] == list(answer.post_ids[:5])
    assert all(viewer.may_see(post.channel.id) for post in reply.posts)
    for title, snippet in reply.shown:
        for shown in (title, snippet):
            place = 0
            for start, end in shown.ranges:
                assert place <= start < end <= len(shown.text)
                assert not unicodedata.category(shown.text[start]).startswith("M")
                assert end == len(shown.text) or not unicodedata.category(shown.text[end]).startswith("M")
                place = end


def ask(archive: Archive, query: str) -> None:
    for viewer in (OPERATOR, archive.guest, Viewer(frozenset())):
        for as_typed in (False, True):
            reply = archive.index.search_here(
                query, viewer, first=5, zone=ZoneInfo("Asia/Kathmandu"), as_typed=as_typed
            )
            checked(archive, reply, viewer)
