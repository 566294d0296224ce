"""What the bot tells its operators of its own accord: offers, posts that may be missing or deleted, forwards."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import Message

from bot.answering import send
from bot.i18n import Words, choose_language, words_of
from bot.services.channel_offers import ChannelOffers, OfferCard
from bot.services.doubts import Doubts
from bot.services.languages import Languages
from bot.services.live import Applied, ForwardTaken
from bot.services.missing import Missing
from bot.views.operators import Forwarded, doubt_screen, forwarded_screen, missing_screen, offer_screen
from bot.views.screen import Screen

_log = structlog.get_logger(__name__)

_QUIET_S = 1.0
_LONGEST_WAIT_S = 10.0
_BETWEEN_HOLES_S = 300.0
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 300.0
_AFTER_TROUBLE_S = 30.0
_UNREACHABLE = (TelegramForbiddenError, TelegramBadRequest, TelegramNotFound)
"""He never started the bot, has blocked it, or is no person: another try brings nothing until he writes."""


class Tongues:
    """The words for a chat that the bot writes to of its own accord."""

    def __init__(self, languages: Languages, default_language: str, zone: ZoneInfo) -> None:
        self._languages = languages
        self._default_language = default_language
        self._zone = zone
        self._spoken: dict[int, str | None] = {}

    def heard(self, chat_id: int, language: str | None) -> None:
        """Remembers, until the end of the process, what language a person's Telegram speaks."""
        self._spoken[chat_id] = language

    def forget_user(self, user_id: int) -> None:
        """Forgets what language a person's Telegram speaks."""
        self._spoken.pop(user_id, None)

    async def words_for(self, chat_id: int) -> Words:
        """In the language chosen there, else in the one that its person's Telegram speaks, where that is known."""
        chosen = await self._languages.chosen(chat_id)
        return words_of(choose_language(self._spoken.get(chat_id), chosen, self._default_language), self._zone)


class Telling:
    """Tells what waits in the archive to be told, and answers forwards; many things in a row are one message.

    `quiet_s`: how long nothing new must have come before it is told.
    """

    def __init__(
        self,
        bot: Bot,
        offers: ChannelOffers,
        missing: Missing,
        doubts: Doubts,
        tongues: Tongues,
        operator_ids: Collection[int],
        clock: Callable[[], datetime],
        *,
        quiet_s: float = _QUIET_S,
        between_holes_s: float = _BETWEEN_HOLES_S,
    ) -> None:
        self._bot = bot
        self._offers = offers
        self._missing = missing
        self._doubts = doubts
        self._tongues = tongues
        self._operator_ids = tuple(sorted(operator_ids))
        self._clock = clock
        self._quiet_s = quiet_s
        self._between_holes_s = between_holes_s
        self._holes_from_s = 0.0
        self._pause_s = _FIRST_PAUSE_S
        self._woken = asyncio.Event()
        self._forwards: list[ForwardTaken] = []
        self._unreachable: set[int] = set()
        self._told: set[tuple[str, int]] = set()

    def applied(self, applied: Applied) -> None:
        """Notes what an applied update leaves to tell."""
        if applied.forward is not None:
            self._forwards.append(applied.forward)
        if applied.news or applied.forward is not None:
            self._woken.set()

    def wake(self) -> None:
        """Something new waits in the archive to be told."""
        self._woken.set()

    def heard_of(self, user_id: int, language: str | None) -> None:
        """Somebody wrote; if it is an operator, he can be written to now, and in his language."""
        if user_id in self._operator_ids:
            self._tongues.heard(user_id, language)
        if user_id in self._unreachable:
            self._unreachable.discard(user_id)
            self._woken.set()

    async def run(self) -> None:
        """Tells what was left, then what comes, until it is cancelled."""
        while True:
            await self._quiet()
            try:
                wait_s = await self._tell()
            except Exception:  # noqa: BLE001 - nobody else would tell what comes after
                _log.error("operators not told", exc_info=True)
                wait_s = _AFTER_TROUBLE_S
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait_s)

    async def _quiet(self) -> None:
        """Returns when nothing new has come for a moment, or after the longest wait."""
        until_s = monotonic() + _LONGEST_WAIT_S
        is_loud = True
        while is_loud and monotonic() < until_s:
            self._woken.clear()
            await asyncio.sleep(self._quiet_s)
            is_loud = self._woken.is_set()

    async def _tell(self) -> float | None:
        """Tells everything; the seconds until something that is left can be told, None where nothing is left."""
        waits = [
            await tell() for tell in (self._answer_forwards, self._tell_offers, self._tell_missing, self._tell_doubts)
        ]
        return min((wait_s for wait_s in waits if wait_s is not None), default=None)

    async def _answer_forwards(self) -> float | None:
        taken, self._forwards = self._forwards, []
        for chat_id in dict.fromkeys(forward.chat_id for forward in taken):
            here = [forward for forward in taken if forward.chat_id == chat_id]
            words = await self._tongues.words_for(chat_id)
            try:
                await self._send(chat_id, forwarded_screen(_counted(here), words))
            except _Later as later:
                self._forwards = taken + self._forwards
                return later.after_s
            taken = [forward for forward in taken if forward.chat_id != chat_id]
        return None

    async def _tell_offers(self) -> float | None:
        for offer in await self._offers.untold():
            for operator_id in self._operator_ids:
                screen = offer_screen(offer, await self._tongues.words_for(operator_id))
                try:
                    sent = await self._send_once(f"offer {offer.telegram_id}", operator_id, screen)
                except _Later as later:
                    return later.after_s
                if sent is not None:
                    await self._offers.shown(offer, OfferCard(operator_id, sent.message_id), self._clock())
            if self._was_told(f"offer {offer.telegram_id}"):
                await self._offers.told(offer, self._clock())
        return None

    async def _tell_missing(self) -> float | None:
        holes, outages = await self._missing.holes(), await self._missing.outages()
        if not holes and not outages:
            return None
        if not outages and monotonic() < self._holes_from_s:
            return self._holes_from_s - monotonic()
        what = " ".join([*(hole.key for hole in holes), *(outage.key for outage in outages)])
        for operator_id in self._operator_ids:
            words = await self._tongues.words_for(operator_id)
            try:
                await self._send_once(what, operator_id, missing_screen(holes, outages, words))
            except _Later as later:
                return later.after_s
        if self._was_told(what):
            await self._missing.told(holes, outages, self._clock())
            self._holes_from_s = monotonic() + self._between_holes_s
        return None

    async def _tell_doubts(self) -> float | None:
        for doubt in await self._doubts.untold():
            what = f"doubt {doubt.channel.id}"
            for operator_id in self._operator_ids:
                screen = doubt_screen(doubt, await self._tongues.words_for(operator_id))
                try:
                    await self._send_once(what, operator_id, screen)
                except _Later as later:
                    return later.after_s
            if self._was_told(what):
                await self._doubts.told(doubt, self._clock())
                self._told -= {(what, operator_id) for operator_id in self._operator_ids}  # it may come again
        return None

    def _was_told(self, what: str) -> bool:
        return any((what, operator_id) in self._told for operator_id in self._operator_ids)

    async def _send_once(self, what: str, operator_id: int, screen: Screen) -> Message | None:
        """The message, where this operator is told this now; None where he was told, or cannot be."""
        if (what, operator_id) in self._told or operator_id in self._unreachable:
            return None
        sent = await self._send(operator_id, screen)
        if sent is not None:
            self._told.add((what, operator_id))
        return sent

    async def _send(self, chat_id: int, screen: Screen) -> Message | None:
        """The message; None for one who cannot be written to. Raises _Later for trouble that may pass."""
        try:
            sent = await send(self._bot, chat_id, screen)
        except _UNREACHABLE as error:
            _log.warning("operator cannot be told", user_id=chat_id, error=str(error))
            self._unreachable.add(chat_id)
            return None
        except (AiogramError, TimeoutError) as error:
            told_s = error.retry_after if isinstance(error, TelegramRetryAfter) else 0.0
            self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)
            _log.warning("operator not told yet", user_id=chat_id, error=type(error).__name__)
            raise _Later(max(told_s, self._pause_s)) from error
        self._pause_s = _FIRST_PAUSE_S
        return sent


class _Later(Exception):
    """Something that is to be sent cannot be sent now."""

    def __init__(self, after_s: float) -> None:
        super().__init__(after_s)
        self.after_s = after_s


def _counted(forwards: Sequence[ForwardTaken]) -> list[Forwarded]:
    """The forwards of each channel: an album is one post."""
    posts: dict[tuple[int, str], bool] = {}
    for number, forward in enumerate(forwards):
        key = forward.channel.id, forward.album_id or f"single {number}"
        posts[key] = posts.get(key, False) or forward.is_new
    channels = {forward.channel.id: forward.channel for forward in forwards}
    counts = Counter((channel_id, is_new) for (channel_id, _), is_new in posts.items())
    return [
        Forwarded(channel, added=counts[channel.id, True], known=counts[channel.id, False])
        for channel in channels.values()
    ]
