"""Reads of posts. Those that show a post to somebody take a Viewer; the others serve those who change the archive."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from core.identity import fingerprint
from core.matching import Known
from core.types import Post, Viewer
from storage.post_rows import MESSAGE_IDS, POST, row_to_post
from storage.values import IN_LIST, as_list, instant, instant_or_none
from storage.visible import sql_for

_BATCH = 500
_KNOWN = f"SELECT id, fingerprint, text, cut_off, {MESSAGE_IDS} FROM posts WHERE channel_id = ?"


@dataclass(frozen=True, slots=True)
class TimeTold:
    """When a stored post was published, and whether the zone of that time is known."""

    published_at: datetime | None
    zone_known: bool


Times = dict[int, TimeTold]
"""By message ids."""


async def by_ids(connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Post]:
    """The posts of these ids that the viewer may see, in the order of `post_ids`."""
    return _in_order(await connection.execute_fetchall(*_by_ids(viewer, post_ids)), post_ids)


def by_ids_at_once(connection: sqlite3.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Post]:
    """The same for the search thread, which holds a connection of its own."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return _in_order(cursor.execute(*_by_ids(viewer, post_ids)), post_ids)


async def visible_ids(
    connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int], stored_until: datetime | None = None
) -> list[int]:
    """Those of the ids whose posts the viewer may see, in their order; `stored_until`: not those stored later."""
    latest = "" if stored_until is None else f"AND posts.stored_at <= {int(stored_until.timestamp())}"
    found = set(await _ids(connection, viewer, f"AND posts.id {IN_LIST} {latest}", as_list(post_ids)))
    return [post_id for post_id in post_ids if post_id in found]


async def texts(
    connection: aiosqlite.Connection, viewer: Viewer, channel_id: int, limit: int | None = None
) -> list[tuple[int, str]]:
    """Id and text of each post of a channel that the viewer may see, in the order of storing.

    With `limit`, of the newest ones alone, as `latest_ids` has them.
    """
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        f"SELECT posts.id, posts.text FROM posts WHERE {condition} AND posts.channel_id = ?"
        " ORDER BY posts.published_at DESC, posts.id DESC LIMIT ?",
        (*parameters, channel_id, -1 if limit is None else limit),
    )
    return sorted((row["id"], row["text"]) for row in rows)


async def count(connection: aiosqlite.Connection, viewer: Viewer) -> int:
    """How many posts the viewer may see."""
    # Two counts over indexes alone: to look into every post whether it is deleted would read the whole archive.
    condition, parameters = sql_for(viewer, deleted=True)
    of_all = f"SELECT count(*) FROM posts WHERE {condition}"
    statement = f"SELECT ({of_all}) - ({of_all} AND posts.deleted_at IS NOT NULL)"
    return await _number(connection, statement, *parameters, *parameters) or 0


async def all_ids(connection: aiosqlite.Connection, viewer: Viewer) -> list[int]:
    """Ids of all posts that the viewer may see."""
    return await _ids(connection, viewer, "ORDER BY posts.id")


async def id_range(connection: aiosqlite.Connection, viewer: Viewer) -> tuple[int, int]:
    """The smallest and the largest id of the posts that the viewer may see; (0, 0) where there are none."""
    condition, parameters = sql_for(viewer, "+posts.channel_id")  # the plus: read in the order of ids, till the first
    ends = [f"SELECT id FROM posts WHERE {condition} ORDER BY posts.id {order} LIMIT 1" for order in ("ASC", "DESC")]
    statement = f"SELECT coalesce(({ends[0]}), 0) AS first, coalesce(({ends[1]}), 0) AS last"
    (row,) = await connection.execute_fetchall(statement, (*parameters, *parameters))
    return row["first"], row["last"]


async def latest_ids(connection: aiosqlite.Connection, viewer: Viewer, limit: int) -> list[int]:
    """Ids of the newest posts: dated ones first by their date, then undated ones, the last stored first."""
    return await _ids(connection, viewer, "ORDER BY posts.published_at DESC, posts.id DESC LIMIT ?", limit)


async def top_ids(
    connection: aiosqlite.Connection, viewer: Viewer, limit: int, published_after: datetime | None = None
) -> list[int]:
    """Ids of the posts with the most reactions, equal ones newest first.

    With `published_after`, only posts known to be published later; posts without reactions are left out.
    """
    since = -1 if published_after is None else int(published_after.timestamp())
    condition, parameters = sql_for(viewer, "+posts.channel_id")  # the plus: read in the order of the index, till LIMIT
    rows = await connection.execute_fetchall(
        f"SELECT posts.id FROM posts WHERE {condition}"
        " AND posts.reactions_total > 0 AND (? < 0 OR posts.published_at > ?)"
        " ORDER BY posts.reactions_total DESC, posts.published_at DESC, posts.id DESC LIMIT ?",
        (*parameters, since, since, limit),
    )
    return [row["id"] for row in rows]


async def each(
    connection: aiosqlite.Connection, viewer: Viewer, channel_id: int | None = None, *, deleted: bool = False
) -> AsyncIterator[Post]:
    """All posts of the viewer's channels, or of that one of them, in the order of storing; read in batches.

    `deleted`: with those that are marked as deleted.
    """
    condition, parameters = sql_for(viewer, "+posts.channel_id", deleted=deleted)
    async for batch in _batches(
        connection, f"(? IS NULL OR +posts.channel_id = ?) AND {condition}", channel_id, channel_id, *parameters
    ):
        for post in batch:
            yield post


async def stored(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> list[Post]:
    """The posts of these ids, deleted ones too: for those who change the archive, not for those who show it."""
    rows = await connection.execute_fetchall(f"{POST} WHERE posts.id {IN_LIST}", (as_list(post_ids),))
    return [row_to_post(row) for row in rows]


async def each_stored(connection: aiosqlite.Connection, channel_id: int) -> AsyncIterator[list[Post]]:
    """All posts of a channel in batches, in the order of storing, deleted ones too."""
    async for batch in _batches(connection, "+posts.channel_id = ?", channel_id):
        yield batch


async def count_stored(connection: aiosqlite.Connection, channel_id: int) -> int:
    """How many posts a channel has, deleted ones too."""
    return await _number(connection, "SELECT count(*) FROM posts WHERE channel_id = ?", channel_id) or 0


async def count_nameless(connection: aiosqlite.Connection, channel_id: int) -> int:
    """How many of them have no message ids: mostly none, which the index of fingerprints tells at once."""
    counted = "SELECT count(*) FROM posts WHERE channel_id = ? AND message_id IS NULL"
    return await _number(connection, counted, channel_id) or 0


async def known(connection: aiosqlite.Connection, channel_id: int) -> list[Known]:
    """All posts of a channel as `core.matching` compares them with incoming ones, deleted ones too."""
    rows = await connection.execute_fetchall(f"{_KNOWN} ORDER BY id", (channel_id,))
    return [_row_to_known(row) for row in rows]


async def nameless(connection: aiosqlite.Connection, channel_id: int) -> list[Known]:
    """Those of them that have no message ids."""
    rows = await connection.execute_fetchall(f"{_KNOWN} AND message_id IS NULL ORDER BY id", (channel_id,))
    return [_row_to_known(row) for row in rows]


async def nameless_by_fingerprint(
    connection: aiosqlite.Connection, channel_id: int, fingerprints: Sequence[str]
) -> dict[str, int]:
    """Ids of a channel's posts without message ids, by those of the fingerprints that they have; deleted ones too."""
    rows = await connection.execute_fetchall(
        f"SELECT fingerprint, id FROM posts WHERE channel_id = ? AND message_id IS NULL AND fingerprint {IN_LIST}",
        (channel_id, as_list(fingerprints)),
    )
    return {row["fingerprint"]: row["id"] for row in rows}


async def channels_of(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> dict[int, int]:
    """The id of each post's channel; of posts that are in the archive, deleted ones too."""
    rows = await connection.execute_fetchall(
        f"SELECT id, channel_id FROM posts WHERE id {IN_LIST}", (as_list(post_ids),)
    )
    return {row["id"]: row["channel_id"] for row in rows}


async def holders(connection: aiosqlite.Connection, channel_id: int, message_ids: Sequence[int]) -> dict[int, int]:
    """The id of the post that stands for each of the messages, by message id; deleted posts too."""
    rows = await connection.execute_fetchall(
        f"SELECT message_id, post_id FROM post_messages WHERE channel_id = ? AND message_id {IN_LIST}",
        (channel_id, as_list(message_ids)),
    )
    return {row["message_id"]: row["post_id"] for row in rows}


async def albums(connection: aiosqlite.Connection, channel_id: int, album_ids: Sequence[str]) -> dict[str, int]:
    """The id of the post, of several the first stored, that is of each album, by album id; deleted posts too."""
    rows = await connection.execute_fetchall(
        f"SELECT album_id, min(id) AS id FROM posts WHERE channel_id = ? AND album_id {IN_LIST} GROUP BY album_id",
        (channel_id, as_list(album_ids)),
    )
    return {row["album_id"]: row["id"] for row in rows}


async def times(connection: aiosqlite.Connection, channel_id: int, message_ids: Sequence[int]) -> Times:
    """When the posts of the messages were published: by each of the ids that is stored, and by its post's first one."""
    rows = await connection.execute_fetchall(
        "SELECT asked.message_id, posts.message_id AS first_id, published_at, zone_known"
        " FROM post_messages AS asked JOIN posts ON posts.id = asked.post_id"
        f" WHERE asked.channel_id = ? AND asked.message_id {IN_LIST}",
        (channel_id, as_list(message_ids)),
    )
    found: Times = {}
    for row in rows:
        told = TimeTold(instant_or_none(row["published_at"]), bool(row["zone_known"]))
        found[row["message_id"]] = found[row["first_id"]] = told
    return found


async def published_range(connection: aiosqlite.Connection, channel_id: int) -> tuple[datetime, datetime] | None:
    """When the first and the last of a channel's dated posts were published, deleted ones too; None: there are none."""
    of_channel = "FROM posts WHERE channel_id = ?"
    first = await _number(connection, f"SELECT min(published_at) {of_channel}", channel_id)
    last = await _number(connection, f"SELECT max(published_at) {of_channel}", channel_id)
    return None if first is None or last is None else (instant(first), instant(last))


async def last_message_id(connection: aiosqlite.Connection, channel_id: int) -> int | None:
    """The highest message id of a channel's posts, deleted ones too."""
    return await _number(connection, "SELECT max(message_id) FROM post_messages WHERE channel_id = ?", channel_id)


async def _batches(
    connection: aiosqlite.Connection, condition: str, *parameters: int | str | None
) -> AsyncIterator[list[Post]]:
    """The posts that meet the condition, in the order of storing.

    With a plus before the columns that it names: they are gone through by number, once, and not sorted for each batch.
    """
    last = 0
    while True:
        rows = await connection.execute_fetchall(
            f"{POST} WHERE posts.id > ? AND {condition} ORDER BY posts.id LIMIT ?", (last, *parameters, _BATCH)
        )
        batch = [row_to_post(row) for row in rows]
        if batch:
            yield batch
        if len(batch) < _BATCH:
            return
        last = batch[-1].id


async def _ids(connection: aiosqlite.Connection, viewer: Viewer, rest: str, *more: int | str) -> list[int]:
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        f"SELECT posts.id FROM posts WHERE {condition} {rest}", (*parameters, *more)
    )
    return [row["id"] for row in rows]


async def _number(connection: aiosqlite.Connection, statement: str, *parameters: int | str) -> int | None:
    rows = await connection.execute_fetchall(statement, parameters)
    found: int | None = next(iter(rows))[0]
    return found


def _by_ids(viewer: Viewer, post_ids: Sequence[int]) -> tuple[str, tuple[str, ...]]:
    condition, parameters = sql_for(viewer)
    return f"{POST} WHERE posts.id {IN_LIST} AND {condition}", (as_list(post_ids), *parameters)


def _in_order(rows: Iterable[sqlite3.Row], post_ids: Sequence[int]) -> list[Post]:
    found = {row["id"]: row_to_post(row) for row in rows}
    return [found[post_id] for post_id in post_ids if post_id in found]


def _row_to_known(row: sqlite3.Row) -> Known:
    return Known(
        id=row["id"],
        fingerprint=row["fingerprint"] or fingerprint(row["text"], 0),
        text=row["text"],
        message_ids=tuple(json.loads(row["message_ids"])),
        cut_off=bool(row["cut_off"]),
    )
