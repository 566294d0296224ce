"""An author lets his channel of members into a group, so that the group sees its posts, and takes it out again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import StrEnum

import structlog

from bot.services.membership import LONGEST_S, chat_id_of
from bot.services.viewers import Viewers
from core.types import Channel, Viewer, Visibility
from storage import channels, grants, notices
from storage.database import Database

_log = structlog.get_logger(__name__)

MOST_CHECKED = 8
"""Channels of one name whose administrators are asked for: a title alone can be many channels'."""

_ANONYMOUS = "letting_in.anonymous"
_TELEGRAMS_MARK = "-100"

Administrators = Callable[[int], Awaitable[frozenset[int]]]
"""Asks Telegram for the ids of a chat's creator and administrators, by the Bot API's chat id. May raise anything."""


class Letting(StrEnum):
    """What became of the wish. UNKNOWN: no channel of that name is the user's own; whether there is one is not told."""

    ALLOWED = "allowed"
    ALREADY = "already"
    DISALLOWED = "disallowed"
    NOT_IN = "not_in"
    PUBLIC = "public"
    SEVERAL = "several"
    NO_ADMIN = "no_admin"
    UNKNOWN = "unknown"


class LettingIn:
    """Keeps which channels of members are shown in which groups."""

    def __init__(self, database: Database, viewers: Viewers) -> None:
        self._database = database
        self._viewers = viewers

    async def allow(
        self, named: str, chat_id: int, user_id: int, administrators: Administrators, now: datetime
    ) -> Letting:
        """Lets the user's channel of that name into the chat.

        `named`: @username, title or id of Telegram's. The channel is his where he is an author of it or an operator.
        """
        channel = await self._meant(named, user_id, administrators)
        if isinstance(channel, Letting):
            return channel
        if not channel.bot_is_admin:
            return Letting.NO_ADMIN
        async with self._database.transaction() as connection:
            was_in = channel.id in await grants.of_chat(connection, chat_id)
            await grants.grant(connection, chat_id, channel, user_id, now)
        return Letting.ALREADY if was_in else Letting.ALLOWED

    async def disallow(
        self, named: str, chat_id: int, user_id: int, administrators: Administrators, _: datetime
    ) -> Letting:
        """Takes the user's channel of that name out of the chat. Parameters as in `allow`."""
        channel = await self._meant(named, user_id, administrators)
        if isinstance(channel, Letting):
            return channel
        async with self._database.transaction() as connection:
            was_in = await grants.revoke(connection, chat_id, channel)
        return Letting.DISALLOWED if was_in else Letting.NOT_IN

    async def is_first_anonymous(self, chat_id: int, now: datetime) -> bool:
        """Whether an anonymous asker has to be told, the first time in this chat, that he cannot prove who he is."""
        async with self._database.transaction() as connection:
            return await notices.first_time(connection, _ANONYMOUS, str(chat_id), now)

    async def _meant(self, named: str, user_id: int, administrators: Administrators) -> Channel | Letting:
        """The one channel of members that the name means among the user's own; else why there is none."""
        async with self._database.reading() as connection:
            every = await channels.all_channels(connection, Viewer.operator())
        of_name = [channel for channel in every if _is_named(channel, named)]
        for_members = [channel for channel in of_name if channel.visibility is Visibility.MEMBERS]
        his = await self._his(for_members[:MOST_CHECKED], user_id, administrators)
        if len(his) == 1:
            return his[0]
        if his:
            return Letting.SEVERAL
        return Letting.PUBLIC if len(for_members) < len(of_name) else Letting.UNKNOWN

    async def _his(self, found: Sequence[Channel], user_id: int, administrators: Administrators) -> list[Channel]:
        if self._viewers.is_operator(user_id):
            return list(found)
        are_his = await asyncio.gather(*(_is_author(channel, user_id, administrators) for channel in found))
        return [channel for channel, is_his in zip(found, are_his, strict=True) if is_his]


async def _is_author(channel: Channel, user_id: int, administrators: Administrators) -> bool:
    """Whether Telegram says so; it is asked only where the bot may see who is in the channel."""
    if not channel.bot_is_admin or channel.telegram_id is None:
        return False
    try:
        async with asyncio.timeout(LONGEST_S):
            return user_id in await administrators(chat_id_of(channel.telegram_id))
    except Exception as error:  # noqa: BLE001 - whatever stands between us and Telegram: nobody is proved an author
        _log.info("administrators not told", channel_id=channel.id, error=type(error).__name__)
        return False


def _is_named(channel: Channel, named: str) -> bool:
    """Whether a person can mean the channel by that: by its title, or its @username, or its id with or without -100."""
    wanted = " ".join(named.split()).casefold()
    names = [channel.title, channel.username, channel.username and f"@{channel.username}"]
    if channel.telegram_id is not None:
        names += [str(channel.telegram_id), f"{_TELEGRAMS_MARK}{channel.telegram_id}"]
    return wanted in {" ".join(name.split()).casefold() for name in names if name}
