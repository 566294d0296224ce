"""The posts of the archive. Every read that shows a post takes a Viewer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime

import aiosqlite

from core.links import links_of
from core.matching import Known
from core.richtext import RichText, entity_from_json, entity_to_json
from core.types import IncomingPost, Post, Viewer
from storage.channels import row_to_channel
from storage.visible import sql_for

_POST = """
    SELECT posts.*,
           channels.telegram_id AS channel_telegram_id,
           channels.username AS channel_username, channels.title AS channel_title,
           channels.visibility AS channel_visibility,
           (SELECT json_group_array(message_id) FROM
               (SELECT message_id FROM post_messages WHERE post_id = posts.id ORDER BY message_id)) AS message_ids
    FROM posts JOIN channels ON channels.id = posts.channel_id
"""
_BATCH = 500


def row_to_post(row: sqlite3.Row) -> Post:
    """A row of the join above."""
    return Post(
        id=row["id"],
        channel=row_to_channel(row, prefix="channel_"),
        fingerprint=row["fingerprint"],
        stored_at=_instant(row["stored_at"]),
        deleted_at=_instant_or_none(row["deleted_at"]),
        text=RichText(row["text"], tuple(entity_from_json(item) for item in json.loads(row["entities"]))),
        message_ids=tuple(json.loads(row["message_ids"])),
        has_title=bool(row["has_title"]),
        published_at=_instant_or_none(row["published_at"]),
        edited_at=_instant_or_none(row["edited_at"]),
        reactions=None if row["reactions"] is None else json.loads(row["reactions"]),
        reactions_exact=bool(row["reactions_exact"]),
        views=row["views"],
        media=tuple(json.loads(row["media"])),
        poll=None if row["poll"] is None else json.loads(row["poll"]),
        album_id=row["album_id"],
        forwarded_from=row["forwarded_from"],
        reply_to=row["reply_to"],
        signature=row["signature"],
        pinned=bool(row["pinned"]),
        cut_off=bool(row["cut_off"]),
        source=row["source"],
    )


async def by_ids(connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Post]:
    """The posts of these ids that the viewer may see, in the order of `post_ids`."""
    return _in_order(await connection.execute_fetchall(*_by_ids(viewer, post_ids)), post_ids)


def by_ids_at_once(connection: sqlite3.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Post]:
    """The same for the search thread, which holds a connection of its own."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return _in_order(cursor.execute(*_by_ids(viewer, post_ids)), post_ids)


async def visible_ids(connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[int]:
    """Those of the ids whose posts the viewer may see, in their order."""
    found = set(await _ids(connection, viewer, "AND posts.id IN (SELECT value FROM json_each(?))", _json(post_ids)))
    return [post_id for post_id in post_ids if post_id in found]


async def known(connection: aiosqlite.Connection, channel_id: int) -> list[Known]:
    """All posts of a channel as `core.matching` compares them with incoming ones, deleted ones too."""
    rows = await connection.execute_fetchall(
        "SELECT id, fingerprint, text, cut_off, (SELECT json_group_array(message_id) FROM post_messages"
        " WHERE post_id = posts.id) AS message_ids FROM posts WHERE channel_id = ? ORDER BY id",
        (channel_id,),
    )
    return [
        Known(
            id=row["id"],
            fingerprint=row["fingerprint"],
            text=row["text"],
            message_ids=tuple(json.loads(row["message_ids"])),
            cut_off=bool(row["cut_off"]),
        )
        for row in rows
    ]


async def texts(connection: aiosqlite.Connection, viewer: Viewer, channel_id: int) -> list[tuple[int, str]]:
    """Id and text of each post of a channel that the viewer may see, in the order of storing."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        f"SELECT posts.id, posts.text FROM posts WHERE {condition} AND posts.channel_id = ? ORDER BY posts.id",
        (*parameters, channel_id),
    )
    return [(row["id"], row["text"]) for row in rows]


async def stored(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> list[Post]:
    """The posts of these ids, deleted ones too: for those who change the archive, not for those who show it."""
    rows = await connection.execute_fetchall(
        f"{_POST} WHERE posts.id IN (SELECT value FROM json_each(?))", (_json(post_ids),)
    )
    return [row_to_post(row) for row in rows]


async def count(connection: aiosqlite.Connection, viewer: Viewer) -> int:
    """How many posts the viewer may see."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(f"SELECT count(*) AS n FROM posts WHERE {condition}", parameters)
    return int(next(iter(rows))["n"])


async def all_ids(connection: aiosqlite.Connection, viewer: Viewer) -> list[int]:
    """Ids of all posts that the viewer may see."""
    return await _ids(connection, viewer, "ORDER BY posts.id")


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
    return await _ids(
        connection,
        viewer,
        "AND posts.reactions_total > 0 AND (? < 0 OR posts.published_at > ?)"
        " ORDER BY posts.reactions_total DESC, posts.published_at DESC, posts.id DESC LIMIT ?",
        since,
        since,
        limit,
    )


async def each(connection: aiosqlite.Connection, viewer: Viewer, channel_id: int | None = None) -> AsyncIterator[Post]:
    """All posts that the viewer may see, of one channel or all, in the order of storing; read in batches."""
    condition, parameters = sql_for(viewer)
    last = 0
    while True:
        rows = list(
            await connection.execute_fetchall(
                f"{_POST} WHERE posts.id > ? AND (? IS NULL OR posts.channel_id = ?) AND {condition}"
                " ORDER BY posts.id LIMIT ?",
                (last, channel_id, channel_id, *parameters, _BATCH),
            )
        )
        for row in rows:
            yield row_to_post(row)
        if len(rows) < _BATCH:
            return
        last = rows[-1]["id"]


async def insert(
    connection: aiosqlite.Connection, channel_id: int, new: Sequence[tuple[str, IncomingPost]], now: datetime
) -> list[int]:
    """Stores new posts of a channel, each with its fingerprint, and returns their ids, ascending.

    The ids are given here, not by SQLite: a few statements for any number of posts, for each costs a hop.
    """
    if not new:
        return []
    rows = await connection.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = 'posts'")
    last = next((row["seq"] for row in rows), 0)
    ids = list(range(last + 1, last + 1 + len(new)))
    stored_at = int(now.timestamp())
    values = [
        (post_id, channel_id, fingerprint, stored_at, *_columns(post).values())
        for post_id, (fingerprint, post) in zip(ids, new, strict=True)
    ]
    names = ("id", "channel_id", "fingerprint", "stored_at", *_columns(new[0][1]))
    marks = ", ".join("?" * len(names))
    await connection.executemany(f"INSERT INTO posts ({', '.join(names)}) VALUES ({marks})", values)
    await _store_parts(connection, channel_id, [(post_id, post) for post_id, (_, post) in zip(ids, new, strict=True)])
    return ids


async def update(connection: aiosqlite.Connection, stored: Post, post: IncomingPost) -> None:
    """Stores a known post anew; its fingerprint and the time of storing stay."""
    columns = _columns(post)
    assignments = ", ".join(f"{name} = ?" for name in columns)
    await connection.execute(f"UPDATE posts SET {assignments} WHERE id = ?", (*columns.values(), stored.id))
    await connection.execute("DELETE FROM post_links WHERE post_id = ?", (stored.id,))
    await _store_parts(connection, stored.channel.id, [(stored.id, post)])


async def _ids(connection: aiosqlite.Connection, viewer: Viewer, rest: str, *more: int | str) -> list[int]:
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        f"SELECT posts.id FROM posts WHERE {condition} {rest}", (*parameters, *more)
    )
    return [row["id"] for row in rows]


def _by_ids(viewer: Viewer, post_ids: Sequence[int]) -> tuple[str, tuple[str, ...]]:
    condition, parameters = sql_for(viewer)
    statement = f"{_POST} WHERE posts.id IN (SELECT value FROM json_each(?)) AND {condition}"
    return statement, (_json(post_ids), *parameters)


def _in_order(rows: Iterable[sqlite3.Row], post_ids: Sequence[int]) -> list[Post]:
    found = {row["id"]: row_to_post(row) for row in rows}
    return [found[post_id] for post_id in post_ids if post_id in found]


def _json(post_ids: Sequence[int]) -> str:
    return json.dumps(list(post_ids))


async def _store_parts(
    connection: aiosqlite.Connection, channel_id: int, parts_of: Sequence[tuple[int, IncomingPost]]
) -> None:
    """What stands in other tables: the message ids and the links of each post."""
    messages = [(channel_id, message_id, post_id) for post_id, post in parts_of for message_id in post.message_ids]
    await connection.executemany(
        "INSERT OR IGNORE INTO post_messages (channel_id, message_id, post_id) VALUES (?, ?, ?)", messages
    )
    links = [(post_id, url) for post_id, post in parts_of for url in links_of(post.text)]
    await connection.executemany("INSERT INTO post_links (post_id, url) VALUES (?, ?)", links)


def _columns(post: IncomingPost) -> dict[str, str | int | None]:
    reactions = post.reactions
    return {
        "message_id": post.message_ids[0] if post.message_ids else None,
        "text": post.text.text,
        "entities": json.dumps([entity_to_json(entity) for entity in post.text.entities], ensure_ascii=False),
        "has_title": post.has_title,
        "published_at": _seconds_or_none(post.published_at),
        "edited_at": _seconds_or_none(post.edited_at),
        "reactions": None if reactions is None else json.dumps(dict(reactions), ensure_ascii=False),
        "reactions_exact": post.reactions_exact,
        "reactions_total": sum((reactions or {}).values()),
        "views": post.views,
        "media": json.dumps(post.media),
        "poll": None if post.poll is None else json.dumps(dict(post.poll), ensure_ascii=False),
        "album_id": post.album_id,
        "forwarded_from": post.forwarded_from,
        "reply_to": post.reply_to,
        "signature": post.signature,
        "pinned": post.pinned,
        "cut_off": post.cut_off,
        "source": post.source,
    }


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _instant_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else _instant(seconds)


def _seconds_or_none(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
