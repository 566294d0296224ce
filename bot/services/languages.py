"""The language that a chat is answered in."""

from __future__ import annotations

from storage import chats
from storage.database import Database


class Languages:
    """Remembers what was chosen by /language."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def chosen(self, chat_id: int) -> str | None:
        """The language chosen in this chat, else None."""
        async with self._database.reading() as connection:
            return await chats.language(connection, chat_id)

    async def choose(self, chat_id: int, language: str) -> None:
        """Remembers a choice."""
        async with self._database.transaction() as connection:
            await chats.set_language(connection, chat_id, language)
