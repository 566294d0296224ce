"""The current round of /random in each chat: which posts it has shown, in all (scope "") and within a topic."""

from __future__ import annotations

import aiosqlite


async def shown(connection: aiosqlite.Connection, chat_id: int, scope: str) -> list[int]:
    """Ids of the posts shown in this chat's round of this scope, the latest last."""
    rows = await connection.execute_fetchall(
        "SELECT post_id FROM random_shown WHERE chat_id = ? AND scope = ? ORDER BY id", (chat_id, scope)
    )
    return [row["post_id"] for row in rows]


async def mark(connection: aiosqlite.Connection, chat_id: int, scope: str, post_id: int) -> None:
    """Counts a post as shown in this scope's round, and as its latest."""
    await connection.execute(
        "INSERT OR REPLACE INTO random_shown (chat_id, scope, post_id) VALUES (?, ?, ?)", (chat_id, scope, post_id)
    )


async def start_round(connection: aiosqlite.Connection, chat_id: int, scope: str) -> None:
    """Forgets what the scope's round has shown."""
    await connection.execute("DELETE FROM random_shown WHERE chat_id = ? AND scope = ?", (chat_id, scope))


async def move_chat(connection: aiosqlite.Connection, old_id: int, new_id: int) -> None:
    """A group has become a supergroup with another id: its rounds go on there."""
    await connection.execute("UPDATE OR IGNORE random_shown SET chat_id = ? WHERE chat_id = ?", (new_id, old_id))
    await connection.execute("DELETE FROM random_shown WHERE chat_id = ?", (old_id,))
