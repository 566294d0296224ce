"""The live side of the bot, put together: updates are kept, one task applies them, another tells what came of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Bot

from bot.app import Services
from bot.inbox import Keeper, KeptBeforeConfirmed
from bot.services.channel_offers import ChannelOffers
from bot.services.doubts import Doubts
from bot.services.inbox import Inbox
from bot.services.live import Live
from bot.services.membership import Memberships
from bot.services.missing import Missing
from bot.telling import Telling, Tongues


@dataclass(frozen=True, slots=True)
class LiveChannels:
    """The parts that the dispatcher, the polling and the tests need."""

    offers: ChannelOffers
    inbox: Inbox
    keeper: Keeper
    telling: Telling
    tongues: Tongues

    @asynccontextmanager
    async def applied(self) -> AsyncIterator[None]:
        """Applies what waits and what comes for as long as the block runs."""
        async with _running(self.inbox.run()):
            yield

    @asynccontextmanager
    async def told(self) -> AsyncIterator[None]:
        """Tells the operators for as long as the block runs."""
        async with _running(self.telling.run()):
            yield


def live_channels(
    bot: Bot,
    services: Services,
    memberships: Memberships | None,
    operator_ids: Collection[int],
    default_language: str,
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    *,
    quiet_s: float = 1.0,
) -> LiveChannels:
    """Puts the parts together; from now on the bot keeps updates before it confirms them.

    `quiet_s`: how long nothing new must have come before the operators are told.
    """
    database = services.database
    offers, missing = ChannelOffers(database, operator_ids), Missing(database)
    tongues = Tongues(services.chat_languages, default_language, zone)
    telling = Telling(bot, offers, missing, Doubts(database), tongues, operator_ids, clock, quiet_s=quiet_s)
    inbox = Inbox(database, Live(database, services.taking, offers, memberships), clock, telling.applied)
    keeper = Keeper(inbox, operator_ids)
    bot.session.middleware(KeptBeforeConfirmed(keeper, missing, clock, telling.wake))
    return LiveChannels(offers=offers, inbox=inbox, keeper=keeper, telling=telling, tongues=tongues)


@asynccontextmanager
async def _running(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
