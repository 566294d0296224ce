"""Who may see what: the viewer that a chat looks through."""

from __future__ import annotations

from collections.abc import Collection

from core.types import Viewer
from storage import channels
from storage.database import Database


class Viewers:
    """In private an operator sees everything; everybody else, and every group, the public channels."""

    def __init__(self, database: Database, operator_ids: Collection[int]) -> None:
        self._database = database
        self._operator_ids = frozenset(operator_ids)

    async def of_chat(self, chat_id: int, user_id: int | None) -> Viewer:
        """The viewer for what this user (None: an anonymous sender) is shown in this chat.

        A private chat has its user's id, so an operator in a group is shown what the group may see.
        """
        if user_id is not None and chat_id == user_id and user_id in self._operator_ids:
            return Viewer.operator()
        return await self.guest()

    async def guest(self) -> Viewer:
        """A stranger: the public channels alone."""
        async with self._database.reading() as connection:
            return Viewer(await channels.public_ids(connection))
