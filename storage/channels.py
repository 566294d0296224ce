"""The channels of the archive."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import aiosqlite

from core.types import Channel, ChannelRef, Viewer, Visibility
from storage.values import seconds, seconds_or_none


def row_to_channel(row: sqlite3.Row, prefix: str = "") -> Channel:
    """A row of `channels`; `prefix` tells its columns from another table's in a join."""
    return Channel(
        id=row[f"{prefix}id"],
        telegram_id=row[f"{prefix}telegram_id"],
        username=row[f"{prefix}username"],
        title=row[f"{prefix}title"],
        visibility=Visibility(row[f"{prefix}visibility"]),
        bot_is_admin=bool(row[f"{prefix}bot_is_admin"]),
        accepted=row[f"{prefix}accepted_at"] is not None,
    )


async def all_channels(connection: aiosqlite.Connection, viewer: Viewer) -> list[Channel]:
    """The channels that the viewer may see, in the order they came."""
    rows = await connection.execute_fetchall("SELECT * FROM channels ORDER BY id")
    return [row_to_channel(row) for row in rows if viewer.may_see(row["id"])]


async def public_ids(connection: aiosqlite.Connection) -> frozenset[int]:
    """Ids of the channels that anybody may read."""
    rows = await _rows(connection, "visibility = ?", Visibility.PUBLIC)
    return frozenset(row["id"] for row in rows)


async def member_channels(connection: aiosqlite.Connection) -> list[Channel]:
    """The channels that their members alone may read, in the order they came."""
    return [row_to_channel(row) for row in await _rows(connection, "visibility = ?", Visibility.MEMBERS)]


async def readable(connection: aiosqlite.Connection) -> tuple[frozenset[int], list[Channel]]:
    """What `public_ids` and `member_channels` tell, at once."""
    rows = await _rows(connection, "visibility IN (?, ?)", Visibility.PUBLIC, Visibility.MEMBERS)
    public = frozenset(row["id"] for row in rows if row["visibility"] == Visibility.PUBLIC)
    return public, [row_to_channel(row) for row in rows if row["visibility"] == Visibility.MEMBERS]


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
        found = await same_title(connection, ref.title)
        return found[0] if len(found) == 1 else None
    return None


async def same_title(connection: aiosqlite.Connection, title: str) -> list[Channel]:
    """The channels that bear exactly this title, in the order they came."""
    return [row_to_channel(row) for row in await _rows(connection, "title = ?", title)]


async def insert(
    connection: aiosqlite.Connection, ref: ChannelRef, visibility: Visibility, accepted_at: datetime | None = None
) -> Channel:
    """Stores a channel that `find` did not know. `accepted_at`: see `accept`; None: not accepted."""
    rows = await connection.execute_fetchall(
        "INSERT INTO channels (telegram_id, username, title, visibility, accepted_at) VALUES (?, ?, ?, ?, ?)"
        " RETURNING *",
        (ref.telegram_id, ref.username, ref.title, visibility, seconds_or_none(accepted_at)),
    )
    return row_to_channel(next(iter(rows)))


async def learn(connection: aiosqlite.Connection, channel: Channel, ref: ChannelRef) -> None:
    """Takes over what a source knows of a stored channel; what it does not know erases nothing."""
    await connection.execute(
        "UPDATE channels SET telegram_id = coalesce(?, telegram_id), username = coalesce(?, username),"
        " title = coalesce(?, title) WHERE id = ?",
        (ref.telegram_id, ref.username, ref.title, channel.id),
    )


async def rename(connection: aiosqlite.Connection, channel: Channel, ref: ChannelRef) -> None:
    """Takes over title and username as Telegram itself tells them now: without `ref.username` it has none any more.

    Another channel that was known by that username has it no more. An unknown title erases nothing.
    """
    await connection.execute(
        "UPDATE channels SET username = NULL WHERE username = ? AND id <> ?", (ref.username, channel.id)
    )
    await connection.execute(
        "UPDATE channels SET username = ?, title = coalesce(?, title) WHERE id = ?",
        (ref.username, ref.title, channel.id),
    )


async def set_visibility(connection: aiosqlite.Connection, channel: Channel, visibility: Visibility) -> None:
    """Decides whom the channel's posts are shown to."""
    await connection.execute("UPDATE channels SET visibility = ? WHERE id = ?", (visibility, channel.id))


async def accept(connection: aiosqlite.Connection, channel: Channel, now: datetime) -> None:
    """An operator wants the channel's posts: they are taken in live from now on. Again, it changes nothing."""
    await connection.execute(
        "UPDATE channels SET accepted_at = coalesce(accepted_at, ?) WHERE id = ?", (seconds(now), channel.id)
    )


async def set_bot_is_admin(connection: aiosqlite.Connection, telegram_id: int, is_admin: bool) -> None:  # noqa: FBT001
    """Remembers whether the bot is an administrator of the channel with this id of Telegram's, where it is stored."""
    await connection.execute("UPDATE channels SET bot_is_admin = ? WHERE telegram_id = ?", (is_admin, telegram_id))


async def saw_message(connection: aiosqlite.Connection, channel: Channel, message_id: int) -> int | None:
    """Remembers the highest message id that came live; returns the highest until now, None where none came yet."""
    rows = await _rows(connection, "id = ?", channel.id)
    before = next((row["last_message_id"] for row in rows), None)
    if before is None or message_id > before:
        await connection.execute("UPDATE channels SET last_message_id = ? WHERE id = ?", (message_id, channel.id))
    return before


async def delete_channel(connection: aiosqlite.Connection, channel: Channel) -> None:
    """Removes a channel without posts. Raises StorageError (through storage.database) where it has any."""
    await connection.execute("DELETE FROM channels WHERE id = ?", (channel.id,))


async def inherit(connection: aiosqlite.Connection, kept: Channel, gone: Channel) -> None:
    """Removes the empty channel `gone`; `kept`, the same channel, takes what is known of that and not of it.

    Whom `kept` is shown to stays. Raises StorageError as `delete_channel` does.
    """
    rows = await _rows(connection, "id = ?", gone.id)
    await delete_channel(connection, gone)
    # What Telegram has told of a channel belongs to its id.
    for row in rows:
        await connection.execute(
            "UPDATE channels SET username = coalesce(username, ?), title = coalesce(title, ?),"
            " accepted_at = coalesce(accepted_at, ?), telegram_id = coalesce(telegram_id, ?),"
            " bot_is_admin = CASE WHEN telegram_id IS NULL THEN ? ELSE bot_is_admin END,"
            " last_message_id = CASE WHEN telegram_id IS NULL THEN ? ELSE last_message_id END WHERE id = ?",
            (
                row["username"], row["title"], row["accepted_at"],
                row["telegram_id"], row["bot_is_admin"], row["last_message_id"], kept.id,
            ),
        )  # fmt: skip


async def _rows(connection: aiosqlite.Connection, condition: str, *values: str | int) -> list[sqlite3.Row]:
    return list(await connection.execute_fetchall(f"SELECT * FROM channels WHERE {condition} ORDER BY id", values))
