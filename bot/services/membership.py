"""Who is in a channel: what Telegram says of a user counts, asked when it is needed and kept for a short while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

import structlog

_log = structlog.get_logger(__name__)

YES_KEPT_S = 300.0
NO_KEPT_S = 30.0
MOST_KEPT = 10_000
"""Answers kept at the same time, some 3 MB; the ones given first are forgotten first."""

LONGEST_S = 2.5
"""What one question may take, with the wait for its turn: a reader waits for it."""

MOST_AT_ONCE = 16
"""Questions that are with Telegram at the same time."""

_IN = frozenset({"creator", "administrator", "member"})
_AUTHORS = frozenset({"creator", "administrator"})
_RESTRICTED = "restricted"
_FIRST_CHANNEL = -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Membership:
    """What Telegram says of a user in a chat: the status of its ChatMember, and `is_member` where that has one."""

    status: str
    is_member: bool = False

    @property
    def is_in(self) -> bool:
        """Whether the user may read the chat; a status that Telegram may yet invent says no."""
        return self.status in _IN or (self.status == _RESTRICTED and self.is_member)

    @property
    def is_author(self) -> bool:
        """Whether the user has rights over a channel."""
        return self.status in _AUTHORS


Ask = Callable[[int, int], Awaitable[Membership]]
"""Asks Telegram for a user in a chat: (the Bot API's chat id, user id). May raise anything."""

_Pair = tuple[int, int]


def chat_id_of(channel_telegram_id: int) -> int:
    """The Bot API's chat id of a channel (core.types.ChannelRef): the bare id with -100 before its 10 digits."""
    return _FIRST_CHANNEL - channel_telegram_id


@dataclass(frozen=True, slots=True)
class _Known:
    is_in: bool
    until_s: float


class Memberships:
    """Answers who is in which chat, and keeps a yes for 5 minutes, a no for 30 s. Only Telegram's own yes is one.

    `monotonic`: seconds that only grow. Questions for the same user and chat at the same time are one.
    """

    def __init__(
        self,
        ask: Ask,
        monotonic: Callable[[], float],
        *,
        most_kept: int = MOST_KEPT,
        longest_s: float = LONGEST_S,
        at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._most_kept = most_kept
        self._longest_s = longest_s
        self._turns = asyncio.Semaphore(at_once)
        self._known: OrderedDict[_Pair, _Known] = OrderedDict()
        self._asking: dict[_Pair, asyncio.Task[bool]] = {}

    async def of_user(self, user_id: int, chat_ids: Collection[int]) -> frozenset[int]:
        """Those of the chats that the user is in; asked all at once, and a chat that does not answer in time is none.

        Ask only for chats whose member list the bot may see: elsewhere Telegram's answer means nothing.
        """
        known = {chat_id: self._remembered((chat_id, user_id)) for chat_id in set(chat_ids)}
        asked = {chat_id: self._question((chat_id, user_id)) for chat_id, is_in in known.items() if is_in is None}
        if asked:
            await asyncio.wait(asked.values())
        said = {chat_id: not task.cancelled() and task.result() for chat_id, task in asked.items()}
        return frozenset(chat_id for chat_id, is_in in (known | said).items() if is_in)

    def learn(self, chat_id: int, user_id: int, membership: Membership) -> None:
        """Takes over what an update (chat_member) tells.

        A no counts at once. A yes only ends a no, for the update may be an old one: the next question goes to Telegram.
        """
        pair = (chat_id, user_id)
        known = self._known.get(pair)
        asking = self._asking.pop(pair, None)  # its answer may be older than the update: nobody keeps it
        if not membership.is_in and (known or asking):
            self._keep(pair, is_in=False)
        elif membership.is_in and known and not known.is_in:
            del self._known[pair]

    def forget(self, chat_id: int) -> None:
        """Forgets all of a chat: the bot may not see its members any more, or does so anew."""
        for answers in (self._known, self._asking):
            for pair in [pair for pair in answers if pair[0] == chat_id]:
                del answers[pair]

    def forget_user(self, user_id: int) -> None:
        """Forgets all of a user."""
        for answers in (self._known, self._asking):
            for pair in [pair for pair in answers if pair[1] == user_id]:
                del answers[pair]

    def _remembered(self, pair: _Pair) -> bool | None:
        known = self._known.get(pair)
        if known is None:
            return None
        if self._monotonic() >= known.until_s:
            del self._known[pair]
            return None
        return known.is_in

    def _keep(self, pair: _Pair, *, is_in: bool) -> None:
        self._known[pair] = _Known(is_in, self._monotonic() + (YES_KEPT_S if is_in else NO_KEPT_S))
        self._known.move_to_end(pair)
        while len(self._known) > self._most_kept:
            self._known.popitem(last=False)

    def _question(self, pair: _Pair) -> asyncio.Task[bool]:
        """The question that is under way, or a new one; it ends by itself, whoever still waits for it."""
        if pair not in self._asking:
            self._asking[pair] = asyncio.create_task(self._answer(pair))
        return self._asking[pair]

    async def _answer(self, pair: _Pair) -> bool:
        """Whether Telegram says that the user is in; False where it does not say so in time, or something went between.

        A question that did not come to its turn is no answer to keep.
        """
        is_in, had_its_turn = False, False
        try:
            async with asyncio.timeout(self._longest_s), self._turns:
                had_its_turn = True
                is_in = (await self._ask(*pair)).is_in
        except Exception as error:  # noqa: BLE001 - whatever stands between us and Telegram: no yes was said
            _log.info("membership not told", chat_id=pair[0], user_id=pair[1], error=type(error).__name__)
        finally:
            is_current = self._asking.get(pair) is asyncio.current_task()
            if is_current:
                del self._asking[pair]
        if is_current and had_its_turn:
            self._keep(pair, is_in=is_in)
        return is_current and is_in
