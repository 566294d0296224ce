"""The channels of the archive."""

from __future__ import annotations

import sqlite3

import aiosqlite

from core.types import Channel, ChannelRef, Viewer, Visibility


def row_to_channel(row: sqlite3.Row, prefix: str = "") -> Channel:
    """A row of `channels`; `prefix` tells its columns from another table's in a join."""
    return Channel(
        id=row[f"{prefix}id"],
        telegram_id=row[f"{prefix}telegram_id"],
        username=row[f"{prefix}username"],
        title=row[f"{prefix}title"],
        visibility=Visibility(row[f"{prefix}visibility"]),
    )


async def all_channels(connection: aiosqlite.Connection, viewer: Viewer) -> list[Channel]:
    """The channels that the viewer may see, in the order they came."""
    rows = await connection.execute_fetchall("SELECT * FROM channels ORDER BY id")
    return [row_to_channel(row) for row in rows if viewer.may_see(row["id"])]


async def public_ids(connection: aiosqlite.Connection) -> frozenset[int]:
    """Ids of the channels that anybody may read."""
    rows = await connection.execute_fetchall("SELECT id FROM channels WHERE visibility = ?", (Visibility.PUBLIC,))
    return frozenset(row["id"] for row in rows)


async def find(connection: aiosqlite.Connection, ref: ChannelRef) -> Channel | None:
    """The stored channel that a source means: by Telegram's id, else by username, else by title alone.

    A title decides only where the source knows nothing else of the channel and just one channel bears it.
    """
    if ref.telegram_id is not None:
        rows = await _rows(connection, "telegram_id = ?", ref.telegram_id)
        if rows:
            return row_to_channel(rows[0])
    if ref.username is not None:
        rows = await _rows(connection, "username = ?", ref.username)
        same = rows and (ref.telegram_id is None or rows[0]["telegram_id"] is None)
        return row_to_channel(rows[0]) if same else None
    if ref.telegram_id is None and ref.title is not None:
        rows = await _rows(connection, "title = ?", ref.title)
        return row_to_channel(rows[0]) if len(rows) == 1 else None
    return None


async def insert(connection: aiosqlite.Connection, ref: ChannelRef, visibility: Visibility) -> Channel:
    """Stores a channel that `find` did not know."""
    rows = await connection.execute_fetchall(
        "INSERT INTO channels (telegram_id, username, title, visibility) VALUES (?, ?, ?, ?) RETURNING *",
        (ref.telegram_id, ref.username, ref.title, visibility),
    )
    return row_to_channel(next(iter(rows)))


async def learn(connection: aiosqlite.Connection, channel: Channel, ref: ChannelRef) -> None:
    """Takes over what a source knows of a stored channel; what it does not know erases nothing."""
    await connection.execute(
        "UPDATE channels SET telegram_id = coalesce(?, telegram_id), username = coalesce(?, username),"
        " title = coalesce(?, title) WHERE id = ?",
        (ref.telegram_id, ref.username, ref.title, channel.id),
    )


async def set_visibility(connection: aiosqlite.Connection, channel: Channel, visibility: Visibility) -> None:
    """Decides whom the channel's posts are shown to."""
    await connection.execute("UPDATE channels SET visibility = ? WHERE id = ?", (visibility, channel.id))


async def _rows(connection: aiosqlite.Connection, condition: str, value: str | int) -> list[sqlite3.Row]:
    return list(await connection.execute_fetchall(f"SELECT * FROM channels WHERE {condition}", (value,)))
