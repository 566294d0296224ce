"""Who may see what: the viewer that a chat looks through."""

from __future__ import annotations

from collections.abc import Collection

from bot.services.membership import Memberships, chat_id_of
from core.types import Channel, Viewer
from storage import channels, grants
from storage.database import Database


class Viewers:
    """In private an operator sees everything, anybody else the public channels and those that he is a member of.

    Everywhere else the chat looks, whoever asks in it: it sees the public channels and those that an author let in.
    A channel of members is shown to none but operators while the bot is no administrator of it. `memberships`: None
    where there is no Telegram to ask.
    """

    def __init__(
        self, database: Database, operator_ids: Collection[int], memberships: Memberships | None = None
    ) -> None:
        self._database = database
        self._operator_ids = frozenset(operator_ids)
        self._memberships = memberships

    async def of_chat(self, chat_id: int, user_id: int | None) -> Viewer:
        """The viewer for what this user (None: an anonymous sender) is shown in this chat.

        A private chat has its user's id, so an operator in a group is shown what the group may see.
        """
        if user_id is None or chat_id != user_id:
            return await self._of_group(chat_id)
        if self.is_operator(user_id):
            return Viewer.operator()
        return await self._of_reader(user_id)

    async def guest(self) -> Viewer:
        """A stranger: the public channels alone."""
        async with self._database.reading() as connection:
            return Viewer(await channels.public_ids(connection))

    def is_operator(self, user_id: int) -> bool:
        """Whether this user runs the bot."""
        return user_id in self._operator_ids

    def forget_user(self, user_id: int) -> None:
        """Keeps nothing in memory of what Telegram said of this user."""
        if self._memberships is not None:
            self._memberships.forget_user(user_id)

    async def _of_group(self, chat_id: int) -> Viewer:
        async with self._database.reading() as connection:
            public, of_members = await channels.readable(connection)
            let_in = await grants.of_chat(connection, chat_id) if of_members else frozenset()
        return Viewer(public | {channel.id for channel in of_members if channel.bot_is_admin and channel.id in let_in})

    async def _of_reader(self, user_id: int) -> Viewer:
        async with self._database.reading() as connection:
            public, for_members = await channels.readable(connection)
        return Viewer(public | await self._his(user_id, for_members))

    async def _his(self, user_id: int, for_members: Collection[Channel]) -> frozenset[int]:
        """Ids of those of the channels that the user is a member of."""
        if self._memberships is None:
            return frozenset()
        asked = {
            chat_id_of(channel.telegram_id): channel.id
            for channel in for_members
            if channel.bot_is_admin and channel.telegram_id is not None
        }
        return frozenset(asked[chat_id] for chat_id in await self._memberships.of_user(user_id, asked))
