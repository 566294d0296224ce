"""Groups: how they want to be answered, whether they were greeted, and their move to another id."""

from __future__ import annotations

import asyncio

from storage import chats, grants, random_shown
from storage.chats import ChatSettings
from storage.database import Database

SETTLING_S = 1.0
"""How long a supergroup that the bot finds itself in may turn out to be a group that has moved: three updates tell of
it, in no order, and a moved group is not greeted anew."""


class Groups:
    """Remembers what groups choose. `settling_s`: SETTLING_S, or what a test can wait for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.settling_s = SETTLING_S

    async def settings(self, chat_id: int) -> ChatSettings:
        """How a chat, of any kind, is answered."""
        async with self._database.reading() as connection:
            return await chats.settings(connection, chat_id)

    async def quiet_chats(self) -> list[int]:
        """Ids of the groups whose answers are the asker's alone."""
        async with self._database.reading() as connection:
            return await chats.quiet_chats(connection)

    async def set_quiet(self, chat_id: int, *, quiet: bool, bot_is_admin: bool) -> None:
        """From now on answers in the group are the asker's alone, or everybody's."""
        async with self._database.transaction() as connection:
            await chats.set_quiet(connection, chat_id, quiet=quiet)
            await chats.set_bot_is_admin(connection, chat_id, is_admin=bot_is_admin)

    async def bot_became(self, chat_id: int, *, is_admin: bool) -> None:
        """The bot, which is in the group, is an administrator of it or not."""
        async with self._database.transaction() as connection:
            await chats.set_bot_is_admin(connection, chat_id, is_admin=is_admin)

    async def bot_left(self, chat_id: int) -> None:
        """The bot is in the group no more. What the group chose is kept, in case it comes again."""
        async with self._database.transaction() as connection:
            await chats.bot_left(connection, chat_id)

    async def is_to_be_greeted(self, chat_id: int, *, may_be_moved: bool) -> bool:
        """Whether the bot, just added, has to greet: once until it is removed. The answer counts as the greeting.

        `may_be_moved`: the group may be another one that moves here just now, which has been greeted: that shows soon.
        """
        if may_be_moved:
            await asyncio.sleep(self.settling_s)
        async with self._database.transaction() as connection:
            return await chats.greet_first(connection, chat_id)

    async def moved(self, old_id: int, new_id: int) -> None:
        """A group has become a supergroup with another id; to be told twice does no harm.

        Its cards stay where they are: taps on the messages of the old group come from the old id.
        """
        async with self._database.transaction() as connection:
            for aggregate in (chats, grants, random_shown):
                await aggregate.move_chat(connection, old_id, new_id)
