"""Whatever is done to the archive, in any order: the rows are what was told, and the index agrees with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.types import Channel, IncomingPost, Post
from storage import archive, posts, search_upkeep
from storage.database import Connection, Database
from tests.storage.archiving import everything, told
from tests.storage.indexing import OPERATOR
from tests.storage.making import STORED_AT, make_channel

WORDS = "кот пёс мета-обучение GPT-4 докер C++ ёлка machine_learning сталь стали #лето https://a.example/ 42".split()


@dataclass
class Told:
    """A post as it should be."""

    channel_id: int
    text: str
    message_ids: tuple[int, ...]
    deleted: bool = False


@dataclass
class Actor:
    """Does things to an archive and keeps account of them."""

    database: Database
    rng: Random
    channels: list[Channel]
    account: dict[int, Told] = field(default_factory=dict)
    message_ids: count[int] = field(default_factory=lambda: count(1))

    def incoming(self) -> IncomingPost:
        ids = sorted(next(self.message_ids) for _ in range(self.rng.choice((0, 1, 1, 3))))
        return told(self.text(), *ids, deleted=self.rng.random() < 0.1)

    def text(self) -> str:
        return " ".join(self.rng.choices(WORDS, k=self.rng.randint(0, 6)))

    async def some(self, connection: Connection, channel: Channel, most: int) -> list[Post]:
        found = await everything(connection, channel)
        return self.rng.sample(found, min(len(found), self.rng.randint(0, most)))

    async def store(self, connection: Connection, *, indexed: bool = True) -> None:
        """New posts, some of which absorb or change stored ones in the same breath."""
        channel = self.rng.choice(self.channels)
        inserts = [(f"{next(self.message_ids)}.0", self.incoming()) for _ in range(self.rng.randint(0, 4))]
        found = await self.some(connection, channel, 6)
        cut = self.rng.randint(0, len(found))
        updates = [(post, told(self.text(), *post.message_ids)) for post in found[cut:]]
        absorbed: list[tuple[Post, Sequence[Post]]] = []
        if cut > 1:
            kept = found[0]
            absorbed.append((kept, found[1:cut]))
            ids = sorted(message_id for post in found[:cut] for message_id in post.message_ids)
            updates.append((kept, told(kept.text.text, *ids)))
        before = set(self.account)
        await archive.store(connection, channel.id, inserts, updates, STORED_AT, absorbed=absorbed, indexed=indexed)
        for kept, gone in absorbed:
            parts = [self.account.pop(part.id) for part in gone]
            self.account[kept.id].deleted &= all(part.deleted for part in parts)
        for post, after in updates:
            self.account[post.id].text, self.account[post.id].message_ids = after.text.text, after.message_ids
        new = [post.id for post in await everything(connection, channel) if post.id not in before]
        for post_id, (_, post_) in zip(new, inserts, strict=True):
            self.account[post_id] = Told(channel.id, post_.text.text, post_.message_ids, post_.deleted)

    async def store_alone(self, connection: Connection) -> None:
        await self.store(connection, indexed=False)

    async def mark_deleted(self, connection: Connection) -> None:
        ids = [post.id for post in await self.some(connection, self.rng.choice(self.channels), 4)]
        live = {post_id for post_id in ids if not self.account[post_id].deleted}
        assert await archive.mark_deleted(connection, [*ids, 10**6], STORED_AT) == len(live)
        for post_id in live:
            self.account[post_id].deleted = True

    async def revive(self, connection: Connection) -> None:
        dead = {post_id for post_id, post in self.account.items() if post.deleted}
        assert await archive.revive(connection, [*self.account, 10**6]) == len(dead)
        for post_id in dead:
            self.account[post_id].deleted = False

    async def remove(self, connection: Connection) -> None:
        ids = [post.id for post in await self.some(connection, self.rng.choice(self.channels), 2)]
        assert await archive.remove(connection, [*ids, 10**6]) == len(ids)
        for post_id in ids:
            del self.account[post_id]

    async def move(self, connection: Connection) -> None:
        one, other = self.rng.sample(self.channels, 2)
        moved = await self.some(connection, one, 4)
        await archive.move(connection, moved, other)
        for post in moved:
            self.account[post.id].channel_id = other.id

    async def join(self, connection: Connection) -> None:
        if len(self.channels) > 2:
            kept, gone = self.rng.sample(self.channels, 2)
            self.channels.remove(gone)
            await archive.join_channels(connection, kept, gone)
            for post in self.account.values():
                post.channel_id = kept.id if post.channel_id == gone.id else post.channel_id

    async def check(self) -> None:
        if await search_upkeep.needs_rebuild(self.database):
            await search_upkeep.rebuild(self.database)
        checked = await search_upkeep.check(self.database)
        live = [post for post in self.account.values() if not post.deleted]
        assert (checked.ok, checked.posts) == (True, len(live)), checked
        async with self.database.reading() as connection:
            stored = [post for channel in self.channels for post in await everything(connection, channel)]
            assert {
                post.id: Told(post.channel.id, post.text.text, post.message_ids, post.deleted) for post in stored
            } == self.account
            assert await posts.count(connection, OPERATOR) == len(live)
            assert list(await connection.execute_fetchall("PRAGMA foreign_key_check")) == []


Action = Callable[[Actor, Connection], Coroutine[None, None, None]]
actions: st.SearchStrategy[list[Action]] = st.lists(
    st.sampled_from(
        [
            Actor.store, Actor.store, Actor.store, Actor.store_alone, Actor.mark_deleted, Actor.revive, Actor.remove,
            Actor.move, Actor.join,
        ]
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


@given(doings=actions, seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_the_index_agrees_with_the_posts_after_anything(
    doings: list[Action], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def act(path: Path) -> None:
        database = await Database.open(path)
        try:
            actor = Actor(
                database, Random(seed), [await make_channel(database, name) for name in ("odin", "dva", "tri")]
            )
            for doing in (Actor.store, *doings):
                async with database.transaction() as connection:
                    await doing(actor, connection)
                await actor.check()
        finally:
            await database.close()

    asyncio.run(act(tmp_path_factory.mktemp("doings") / "letopis.db"))
