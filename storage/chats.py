"""What is remembered of a chat: the language it chose; of a group also how it wants to be answered."""

from __future__ import annotations

from dataclasses import dataclass

import aiosqlite


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """How a chat is answered. `language`: chosen by /language, else None. `quiet`: answers are the asker's alone.

    `bot_is_admin`: whether the bot is an administrator of the group, as far as it was told.
    """

    language: str | None = None
    quiet: bool = False
    bot_is_admin: bool = False


async def settings(connection: aiosqlite.Connection, chat_id: int) -> ChatSettings:
    """How this chat is answered; as if it had chosen nothing where it is unknown."""
    rows = await connection.execute_fetchall("SELECT language, quiet, bot_is_admin FROM chats WHERE id = ?", (chat_id,))
    for row in rows:
        return ChatSettings(language=row["language"], quiet=bool(row["quiet"]), bot_is_admin=bool(row["bot_is_admin"]))
    return ChatSettings()


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


async def set_quiet(connection: aiosqlite.Connection, chat_id: int, *, quiet: bool) -> None:
    """Remembers whether a group's answers are the asker's alone."""
    await connection.execute(
        "INSERT INTO chats (id, quiet) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET quiet = excluded.quiet",
        (chat_id, quiet),
    )


async def quiet_chats(connection: aiosqlite.Connection) -> list[int]:
    """Ids of the groups whose answers are the asker's alone."""
    rows = await connection.execute_fetchall("SELECT id FROM chats WHERE quiet ORDER BY id")
    return [row["id"] for row in rows]


async def set_bot_is_admin(connection: aiosqlite.Connection, chat_id: int, *, is_admin: bool) -> None:
    """Remembers whether the bot is an administrator of a group."""
    await connection.execute(
        "INSERT INTO chats (id, bot_is_admin) VALUES (?, ?)"
        " ON CONFLICT (id) DO UPDATE SET bot_is_admin = excluded.bot_is_admin",
        (chat_id, is_admin),
    )


async def greet_first(connection: aiosqlite.Connection, chat_id: int) -> bool:
    """Notes that a group is greeted; False where it was greeted since the bot was added."""
    cursor = await connection.execute(
        "INSERT INTO chats (id, greeted) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET greeted = 1 WHERE greeted = 0",
        (chat_id,),
    )
    return cursor.rowcount > 0


async def bot_left(connection: aiosqlite.Connection, chat_id: int) -> None:
    """The bot is in the group no more: should it come again, it greets again. What the group chose stays."""
    await connection.execute("UPDATE chats SET greeted = 0, bot_is_admin = 0 WHERE id = ?", (chat_id,))


async def move_chat(connection: aiosqlite.Connection, old_id: int, new_id: int) -> None:
    """A group has become a supergroup with another id: what it chose is the new one's, which counts as greeted."""
    await connection.execute(
        "INSERT INTO chats (id, language, quiet, greeted, bot_is_admin)"
        " SELECT ?, max(language), coalesce(max(quiet), 0), 1, coalesce(max(bot_is_admin), 0)"
        " FROM chats WHERE id = ?"
        " ON CONFLICT (id) DO UPDATE SET language = coalesce(language, excluded.language),"
        " quiet = max(quiet, excluded.quiet), bot_is_admin = max(bot_is_admin, excluded.bot_is_admin), greeted = 1",
        (new_id, old_id),
    )
    await connection.execute("DELETE FROM chats WHERE id = ?", (old_id,))
