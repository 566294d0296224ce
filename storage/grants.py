"""Which channels of members an author of theirs let into which chats."""

from __future__ import annotations

from datetime import datetime

import aiosqlite

from core.types import Channel
from storage.values import seconds


async def grant(
    connection: aiosqlite.Connection, chat_id: int, channel: Channel, granted_by: int, now: datetime
) -> None:
    """Lets a channel's posts be shown in a chat; `granted_by` is the author's Telegram id. The first grant stays."""
    await connection.execute(
        "INSERT INTO chat_channels (chat_id, channel_id, granted_by, granted_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (chat_id, channel.id, granted_by, seconds(now)),
    )


async def revoke(connection: aiosqlite.Connection, chat_id: int, channel: Channel) -> bool:
    """Takes a channel out of a chat again; whether it was let in."""
    cursor = await connection.execute(
        "DELETE FROM chat_channels WHERE chat_id = ? AND channel_id = ?", (chat_id, channel.id)
    )
    return cursor.rowcount > 0


async def of_chat(connection: aiosqlite.Connection, chat_id: int) -> frozenset[int]:
    """Ids of the channels that were let into a chat."""
    rows = await connection.execute_fetchall("SELECT channel_id FROM chat_channels WHERE chat_id = ?", (chat_id,))
    return frozenset(row["channel_id"] for row in rows)


async def of_channel(connection: aiosqlite.Connection, channel: Channel) -> frozenset[int]:
    """Ids of the chats that a channel was let into."""
    rows = await connection.execute_fetchall("SELECT chat_id FROM chat_channels WHERE channel_id = ?", (channel.id,))
    return frozenset(row["chat_id"] for row in rows)


async def inherit(connection: aiosqlite.Connection, kept: Channel, gone: Channel) -> None:
    """What `gone`, the same channel as `kept`, was let into, `kept` is let into."""
    await connection.execute(
        "INSERT OR IGNORE INTO chat_channels SELECT chat_id, ?, granted_by, granted_at FROM chat_channels"
        " WHERE channel_id = ?",
        (kept.id, gone.id),
    )


async def move_chat(connection: aiosqlite.Connection, old_id: int, new_id: int) -> None:
    """A group has become a supergroup with another id: what was let into the one is let into the other."""
    await connection.execute("UPDATE OR IGNORE chat_channels SET chat_id = ? WHERE chat_id = ?", (new_id, old_id))
    await connection.execute("DELETE FROM chat_channels WHERE chat_id = ?", (old_id,))
