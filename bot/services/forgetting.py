"""Forgets a user, or a group: in the archive, and what the process itself remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from storage import forgetting
from storage.database import Database


class Forgetting:
    """Forgets. `in_memory`: what makes the parts of the process forget a user."""

    def __init__(self, database: Database, in_memory: Sequence[Callable[[int], None]]) -> None:
        self._database = database
        self._in_memory = in_memory

    async def forget_user(self, user_id: int) -> None:
        """Removes all that is kept of a user."""
        async with self._database.transaction() as connection:
            await forgetting.forget_user(connection, user_id)
        for forget in self._in_memory:
            forget(user_id)

    async def forget_group(self, chat_id: int) -> None:
        """Removes all that is kept of a group."""
        async with self._database.transaction() as connection:
            await forgetting.forget_group(connection, chat_id)
