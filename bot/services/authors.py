"""Who has rights over which channels: its authors, as Telegram tells, over theirs, and operators over all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.services.letting_in import Administrators
from bot.services.membership import LONGEST_S, chat_id_of
from bot.services.viewers import Viewers
from core.types import Channel, Viewer
from storage import channels
from storage.database import Database

_log = structlog.get_logger(__name__)

KEPT_S = 300.0
FAILURE_KEPT_S = 30.0
MOST_AT_ONCE = 8
"""Channels that Telegram is asked about at the same time."""


@dataclass(frozen=True, slots=True)
class _Known:
    ids: frozenset[int]
    until_s: float


class Authors:
    """Answers whose channels are whose. Who administers a channel is kept for 5 minutes, that it was not told for 30 s.

    A channel's authors are its creator and its administrators; they are told only where the bot is one of them.
    `administrators`: None where there is no Telegram to ask. `monotonic`: seconds that only grow.
    """

    def __init__(
        self,
        database: Database,
        viewers: Viewers,
        administrators: Administrators | None,
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._viewers = viewers
        self._administrators = administrators
        self._monotonic = monotonic
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)
        self._known: dict[int, _Known] = {}

    async def viewer_of(self, user_id: int, *, fresh: bool = False) -> Viewer:
        """Sees the channels that the user has rights over: an operator all, most people none.

        `fresh`: Telegram is asked anew, for who is about to change something.
        """
        if self._viewers.is_operator(user_id):
            return Viewer.operator()
        if self._administrators is None:
            return Viewer(frozenset())
        async with self._database.reading() as connection:
            every = await channels.all_channels(connection, Viewer.operator())
        told = [channel for channel in every if channel.bot_is_admin]
        authors = await asyncio.gather(*(self._authors_of(channel, self._administrators, fresh) for channel in told))
        return Viewer(frozenset(channel.id for channel, ids in zip(told, authors, strict=True) if user_id in ids))

    def forget_user(self, user_id: int) -> None:
        """Keeps no answer any more that names the user; whether he is an author is asked anew when he comes back."""
        for channel_id in [one for one, known in self._known.items() if user_id in known.ids]:
            del self._known[channel_id]

    async def _authors_of(self, channel: Channel, administrators: Administrators, fresh: bool) -> frozenset[int]:  # noqa: FBT001
        """Ids of the channel's authors; nobody where Telegram does not say it in time."""
        known = self._known.get(channel.id)
        if known is not None and not fresh and self._monotonic() < known.until_s:
            return known.ids
        ids, kept_s = frozenset[int](), FAILURE_KEPT_S
        try:
            async with asyncio.timeout(LONGEST_S), self._turns:
                if channel.telegram_id is not None:
                    ids, kept_s = await administrators(chat_id_of(channel.telegram_id)), KEPT_S
        except Exception as error:  # noqa: BLE001 - whatever stands between us and Telegram: nobody is proved an author
            _log.info("administrators not told", channel_id=channel.id, error=type(error).__name__)
        self._known[channel.id] = _Known(ids, self._monotonic() + kept_s)
        return ids
