"""Changes of the posts themselves. storage.archive calls them together with what is derived from the posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from core.links import links_of
from core.types import IncomingPost, Post
from storage.post_rows import COLUMNS, column_values
from storage.values import IN_LIST, as_list, seconds

_INSERT = (
    f"INSERT INTO posts (id, channel_id, fingerprint, stored_at, deleted_at, {', '.join(COLUMNS)})"
    f" VALUES (?, ?, ?, ?, ?{', ?' * len(COLUMNS)})"
)
_UPDATE = f"UPDATE posts SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE id = ?"


async def insert(
    connection: aiosqlite.Connection, channel_id: int, new: Sequence[tuple[str, IncomingPost]], now: datetime
) -> list[int]:
    """Stores new posts of a channel, each with its fingerprint, and returns their ids, ascending.

    Ones that the source calls deleted are stored so. The ids are given here, not by SQLite: a few statements for any
    number of posts, for each costs a hop.
    """
    if not new:
        return []
    rows = await connection.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = 'posts'")
    first = next((row["seq"] for row in rows), 0) + 1
    stored_at = seconds(now)
    values = [
        (post_id, channel_id, fingerprint, stored_at, stored_at if post.deleted else None, *column_values(post))
        for post_id, (fingerprint, post) in enumerate(new, first)
    ]
    await connection.executemany(_INSERT, values)
    ids = list(range(first, first + len(new)))
    told = [(post_id, channel_id, post) for post_id, (_, post) in zip(ids, new, strict=True)]
    await _store_messages(connection, told)
    await _store_links(connection, told)
    return ids


async def update(connection: aiosqlite.Connection, updates: Sequence[tuple[Post, IncomingPost]]) -> None:
    """Stores known posts anew; fingerprint, time of storing and deletion stay. Of a post told twice the last counts."""
    latest = {stored.id: (stored, post) for stored, post in updates}
    if not latest:
        return
    await connection.executemany(_UPDATE, [(*column_values(post), post_id) for post_id, (_, post) in latest.items()])
    await _store_messages(
        connection,
        [
            (post_id, stored.channel.id, post)
            for post_id, (stored, post) in latest.items()
            if post.message_ids != stored.message_ids
        ],
    )
    with_other_text = [
        (post_id, stored.channel.id, post) for post_id, (stored, post) in latest.items() if post.text != stored.text
    ]
    if with_other_text:
        ids = as_list(post_id for post_id, _, _ in with_other_text)
        await connection.execute(f"DELETE FROM post_links WHERE post_id {IN_LIST}", (ids,))
        await _store_links(connection, with_other_text)


async def set_pinned(connection: aiosqlite.Connection, channel_id: int, message_ids: Sequence[int]) -> int:
    """Marks the posts of these messages as pinned; returns how many were not marked yet."""
    cursor = await connection.execute(
        "UPDATE posts SET pinned = 1 WHERE pinned = 0 AND id IN"
        f" (SELECT post_id FROM post_messages WHERE channel_id = ? AND message_id {IN_LIST})",
        (channel_id, as_list(message_ids)),
    )
    return cursor.rowcount


async def mark_deleted(connection: aiosqlite.Connection, post_ids: Sequence[int], now: datetime) -> None:
    """Marks posts as deleted."""
    await connection.execute(f"UPDATE posts SET deleted_at = ? WHERE id {IN_LIST}", (seconds(now), as_list(post_ids)))


async def revive(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> None:
    """Takes the mark off again."""
    await connection.execute(f"UPDATE posts SET deleted_at = NULL WHERE id {IN_LIST}", (as_list(post_ids),))


async def remove(connection: aiosqlite.Connection, post_ids: Sequence[int]) -> None:
    """Removes posts with all that refers to them."""
    await connection.execute(f"DELETE FROM posts WHERE id {IN_LIST}", (as_list(post_ids),))


async def hand_over(connection: aiosqlite.Connection, heirs: Sequence[tuple[int, int]]) -> None:
    """What refers to a post refers to another one from now on; pairs of (post id, heir's id), done in their order.

    Rounds of random posts, saved posts and topics hold the heir once; topics of another channel let go. It counts as
    seen in the preview when either was last seen, and as not missed there: what was missed of one was not missed of the
    other.
    """
    pairs = [(heir, post_id) for post_id, heir in heirs]
    for table in ("random_shown", "bookmarks"):
        await connection.executemany(f"UPDATE OR IGNORE {table} SET post_id = ? WHERE post_id = ?", pairs)
    for posts_of, topics in (("post_topics", "topics"), ("found_posts", "found_topics")):
        await connection.executemany(
            f"UPDATE OR IGNORE {posts_of} SET post_id = ?1 WHERE post_id = ?2 AND topic_id IN"
            f" (SELECT id FROM {topics} WHERE channel_id = (SELECT channel_id FROM posts WHERE id = ?1))",
            pairs,
        )
    await connection.executemany(
        "INSERT INTO openings SELECT day, ?, opened FROM openings WHERE post_id = ?"
        " ON CONFLICT (day, post_id) DO UPDATE SET opened = opened + excluded.opened",
        pairs,
    )
    await connection.executemany(
        "INSERT INTO preview_sightings (post_id, seen_at) SELECT ?, seen_at FROM preview_sightings WHERE post_id = ?"
        " ON CONFLICT (post_id) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at),"
        " missed_at = NULL, missed_again_at = NULL",
        pairs,
    )


async def move(connection: aiosqlite.Connection, post_ids: Sequence[int], channel_id: int) -> None:
    """Gives posts to another channel; what topics of the old one say of them falls away.

    Raises StorageError (through storage.database) where the channel has a post of the same identity.
    """
    ids = as_list(post_ids)
    await connection.execute(f"UPDATE posts SET channel_id = ? WHERE id {IN_LIST}", (channel_id, ids))
    await connection.execute(f"UPDATE post_messages SET channel_id = ? WHERE post_id {IN_LIST}", (channel_id, ids))
    for posts_of in ("post_topics", "found_posts", "curated_posts"):
        await connection.execute(f"DELETE FROM {posts_of} WHERE post_id {IN_LIST}", (ids,))


async def _store_messages(connection: aiosqlite.Connection, told: Sequence[tuple[int, int, IncomingPost]]) -> None:
    """Remembers which messages are a post's; each (post id, channel id, post)."""
    messages = [
        (channel_id, message_id, post_id) for post_id, channel_id, post in told for message_id in post.message_ids
    ]
    if messages:
        await connection.executemany(
            "INSERT OR IGNORE INTO post_messages (channel_id, message_id, post_id) VALUES (?, ?, ?)", messages
        )


async def _store_links(connection: aiosqlite.Connection, told: Sequence[tuple[int, int, IncomingPost]]) -> None:
    """Remembers the addresses that a post links to."""
    links = [(post_id, url) for post_id, _, post in told for url in links_of(post.text)]
    if links:
        await connection.executemany("INSERT INTO post_links (post_id, url) VALUES (?, ?)", links)
