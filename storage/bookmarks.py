"""The posts that people have saved, each for himself: ids alone, which who shows the posts looks up with a Viewer."""

from __future__ import annotations

from datetime import datetime

import aiosqlite

from storage.values import seconds


async def save(connection: aiosqlite.Connection, user_id: int, post_id: int, now: datetime) -> bool:
    """Saves a post for a user; False where it was saved already: then it keeps its place."""
    cursor = await connection.execute(
        "INSERT INTO bookmarks (user_id, post_id, saved_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (user_id, post_id, seconds(now)),
    )
    return cursor.rowcount > 0


async def remove(connection: aiosqlite.Connection, user_id: int, post_id: int) -> bool:
    """Takes a post out of what a user saved; whether it was there."""
    cursor = await connection.execute("DELETE FROM bookmarks WHERE user_id = ? AND post_id = ?", (user_id, post_id))
    return cursor.rowcount > 0


async def is_saved(connection: aiosqlite.Connection, user_id: int, post_id: int) -> bool:
    """Whether a user has saved a post."""
    rows = await connection.execute_fetchall(
        "SELECT 1 FROM bookmarks WHERE user_id = ? AND post_id = ?", (user_id, post_id)
    )
    return bool(list(rows))


async def of_user(connection: aiosqlite.Connection, user_id: int) -> list[int]:
    """Ids of the posts that a user has saved, the last saved first; not all need be visible to him now."""
    rows = await connection.execute_fetchall(
        "SELECT post_id FROM bookmarks WHERE user_id = ? ORDER BY id DESC", (user_id,)
    )
    return [row["post_id"] for row in rows]


async def forget_user(connection: aiosqlite.Connection, user_id: int) -> int:
    """Removes all that a user has saved; returns how many posts."""
    return (await connection.execute("DELETE FROM bookmarks WHERE user_id = ?", (user_id,))).rowcount
