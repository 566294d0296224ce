"""Refusals of Telegram to copy a post's media: how long they stand."""

from __future__ import annotations

from datetime import timedelta

from core.types import Channel, ChannelRef, Post, Visibility
from storage import channels, media_refusals, posts
from storage.database import Database
from tests.storage.archiving import store, told
from tests.storage.making import STORED_AT


async def stands(database: Database, post: Post, *, hours_before: int = 1) -> bool:
    async with database.reading() as connection:
        (now_known,) = await posts.stored(connection, [post.id])
        return await media_refusals.stands(connection, now_known, STORED_AT - timedelta(hours=hours_before))


async def test_a_refusal_stands_for_its_post_until_it_is_too_old(database: Database, channel: Channel) -> None:
    one, other = await store(database, channel, told("а", 1), told("б", 2))
    async with database.transaction() as connection:
        await media_refusals.remember(connection, one, STORED_AT)
    assert await stands(database, one)
    assert not await stands(database, one, hours_before=-1)
    assert not await stands(database, other)
    async with database.transaction() as connection:
        await media_refusals.remember(connection, one, STORED_AT + timedelta(days=3))
    assert await stands(database, one, hours_before=-24)


async def test_it_ends_where_the_bot_becomes_an_administrator(database: Database) -> None:
    async with database.transaction() as connection:
        channel = await channels.insert(connection, ChannelRef(telegram_id=7, title="К"), Visibility.PUBLIC)
    (one,) = await store(database, channel, told("а", 1))
    async with database.transaction() as connection:
        await media_refusals.remember(connection, one, STORED_AT)
        await channels.set_bot_is_admin(connection, 7, is_admin=True)
    assert not await stands(database, one)
    async with database.transaction() as connection:
        (now_known,) = await posts.stored(connection, [one.id])
        await media_refusals.remember(connection, now_known, STORED_AT)
    assert await stands(database, one)
