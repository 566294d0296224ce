"""How large and how fresh the archive is."""

from __future__ import annotations

from datetime import timedelta

from core.types import Channel
from storage import freshness, preview_sync
from storage.button_state import ButtonState, save
from storage.database import Database
from storage.freshness import Chats
from storage.preview_sync import PreviewState
from tests.storage.archiving import store, told
from tests.storage.making import STORED_AT, delete_post, make_channel

LATER = STORED_AT + timedelta(days=3)


async def test_a_channel(database: Database, channel: Channel) -> None:
    old, new = STORED_AT - timedelta(days=9), STORED_AT - timedelta(days=1)
    first, second, _ = await store(
        database, channel, told("а", 1, published_at=old), told("б", 2, published_at=new), told("в", 3)
    )
    (last,) = await store(database, channel, told("г", 4, source="live"), now=LATER)
    await store(database, await make_channel(database, "drugoy"), told("д", 9, published_at=LATER), now=LATER)
    async with database.transaction() as connection:
        await preview_sync.save_state(connection, PreviewState(channel_id=channel.id, synced_at=STORED_AT))
        found = await freshness.of_channel(connection, channel)
    assert (found.channel, found.posts, found.newest) == (channel, 4, new)
    assert (found.stored_at, found.source, found.synced_at) == (LATER, "live", STORED_AT)
    for post in (second, last):
        await delete_post(database, post.id)
    async with database.reading() as connection:
        found = await freshness.of_channel(connection, channel)
    assert (found.posts, found.newest) == (2, first.published_at)


async def test_a_channel_without_posts(database: Database, channel: Channel) -> None:
    async with database.reading() as connection:
        found = await freshness.of_channel(connection, channel)
        assert await freshness.size_bytes(connection) > 4096
    assert (found.posts, found.newest, found.stored_at, found.source, found.synced_at) == (0, None, None, None, None)


async def test_chats_are_counted_by_their_cards(database: Database) -> None:
    async with database.transaction() as connection:
        assert await freshness.chats(connection) == Chats(0, 0)
        for number, chat_id in enumerate((5, 5, 6, -7, -7, -8, -9)):
            await save(connection, ButtonState(id=f"{number}", chat_id=chat_id, kind="search", payload={}), STORED_AT)
        assert await freshness.chats(connection) == Chats(2, 3)
