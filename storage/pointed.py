"""Posts by what a link says of them. Every read takes a Viewer: what he may not see is not there."""

from __future__ import annotations

import aiosqlite

from core.types import Viewer
from storage.visible import sql_for


async def of_message(connection: aiosqlite.Connection, viewer: Viewer, channel_id: int, message_id: int) -> int | None:
    """The id of the post that this message of the channel, maybe a part of an album, belongs to; else None."""
    condition, parameters = sql_for(viewer, "+posts.channel_id")
    rows = await connection.execute_fetchall(
        "SELECT posts.id FROM post_messages JOIN posts ON posts.id = post_messages.post_id"
        f" WHERE post_messages.channel_id = ? AND post_messages.message_id = ? AND {condition}",
        (channel_id, message_id, *parameters),
    )
    return next((row["id"] for row in rows), None)


async def of_fingerprint(connection: aiosqlite.Connection, viewer: Viewer, fingerprint: str) -> int | None:
    """The id of the post that was stored with this fingerprint, of several channels' the first one's; else None."""
    condition, parameters = sql_for(viewer, "+posts.channel_id")
    rows = await connection.execute_fetchall(
        f"SELECT posts.id FROM posts WHERE posts.fingerprint = ? AND posts.fingerprint <> '' AND {condition}"
        " ORDER BY posts.id LIMIT 1",
        (fingerprint, *parameters),
    )
    return next((row["id"] for row in rows), None)
