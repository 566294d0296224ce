"""What is remembered of a chat: the language it chose."""

from __future__ import annotations

import aiosqlite


async def language(connection: aiosqlite.Connection, chat_id: int) -> str | None:
    """The language chosen in this chat by /language, else None."""
    rows = await connection.execute_fetchall("SELECT language FROM chats WHERE id = ?", (chat_id,))
    return next((row["language"] for row in rows), None)


async def set_language(connection: aiosqlite.Connection, chat_id: int, language: str) -> None:
    """Remembers the language of a chat."""
    await connection.execute(
        "INSERT INTO chats (id, language) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET language = excluded.language",
        (chat_id, language),
    )
