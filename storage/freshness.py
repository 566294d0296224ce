"""How large and how fresh the archive is, counted from its indexes: no text is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from core.types import Channel
from storage.values import instant_or_none
from storage.visible import LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What a channel holds. `newest`: when its newest post was published.

    `stored_at`: when a new post last came in, from which `source` (core.types.IncomingPost). `synced_at`: the last
    sync that came to its end. None: never, or not known.
    """

    channel: Channel
    posts: int
    newest: datetime | None
    stored_at: datetime | None
    source: str | None
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chats:
    """How many chats have cards of the bot's: of those that were made in the last 30 days."""

    private: int
    groups: int


async def of_channel(connection: aiosqlite.Connection, channel: Channel) -> Freshness:
    """How large and fresh a channel is; for those who may see it."""
    rows = await connection.execute_fetchall(
        "SELECT (SELECT count(*) FROM posts WHERE channel_id = :id)"
        " - (SELECT count(*) FROM posts WHERE channel_id = :id AND deleted_at IS NOT NULL) AS posts,"
        f" (SELECT published_at FROM posts WHERE channel_id = :id AND {LIVE} ORDER BY published_at DESC LIMIT 1)"
        " AS newest, last.stored_at, last.source,"
        " (SELECT synced_at FROM preview_state WHERE channel_id = :id) AS synced_at"
        " FROM (SELECT 1) LEFT JOIN posts AS last"
        " ON last.id = (SELECT max(id) FROM posts INDEXED BY posts_by_time WHERE channel_id = :id)",
        {"id": channel.id},
    )
    row = next(iter(rows))
    return Freshness(
        channel=channel,
        posts=row["posts"],
        newest=instant_or_none(row["newest"]),
        stored_at=instant_or_none(row["stored_at"]),
        source=row["source"],
        synced_at=instant_or_none(row["synced_at"]),
    )


async def size_bytes(connection: aiosqlite.Connection) -> int:
    """The database file's size."""
    rows = await connection.execute_fetchall("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    return int(next(iter(rows))[0])


async def chats(connection: aiosqlite.Connection) -> Chats:
    """How many chats the bot has answered with a card: nothing else is kept of them to count."""
    rows = await connection.execute_fetchall(
        "SELECT count(DISTINCT chat_id) FILTER (WHERE chat_id > 0) AS private,"
        " count(DISTINCT chat_id) FILTER (WHERE chat_id < 0) AS groups FROM button_state"
    )
    row = next(iter(rows))
    return Chats(row["private"], row["groups"])
