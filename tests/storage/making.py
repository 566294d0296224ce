"""Channels and posts for the tests of storage."""

from __future__ import annotations

from datetime import UTC, datetime

from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Visibility
from storage import channels, post_changes
from storage.database import Database

STORED_AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


async def make_channel(
    database: Database, username: str | None = "tihiy", visibility: Visibility = Visibility.PUBLIC
) -> Channel:
    async with database.transaction() as connection:
        return await channels.insert(connection, ChannelRef(username=username, title=f"Канал {username}"), visibility)


async def make_post(database: Database, channel: Channel, text: str, post: IncomingPost | None = None) -> int:
    async with database.transaction() as connection:
        incoming = post or IncomingPost(text=RichText(text), source="text-dump")
        (post_id,) = await post_changes.insert(connection, channel.id, [(f"{text}.0", incoming)], STORED_AT)
        return post_id


async def delete_post(database: Database, post_id: int) -> None:
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE id = ?", (post_id,))
