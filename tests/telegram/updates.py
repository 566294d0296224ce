"""Updates that wait for the bot, as getUpdates gives them out."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from tests.telegram.model import JSON

LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Keeps every update until a later offset confirms it, but only the types that the bot asked for."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None
        self._waiting: deque[JSON] = deque()
        self._arrived = asyncio.Event()

    def allow(self, kinds: list[str] | None) -> None:
        """Take `allowed_updates` of a request: None changes nothing, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def add(self, update: JSON) -> bool:
        """Queue an update; False where its type was not asked for."""
        kind = next(name for name in update if name != "update_id")
        if kind in LEFT_OUT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return False
        self._waiting.append(update)
        self._arrived.set()
        return True

    def take(self, offset: int, limit: int) -> list[JSON]:
        """Forget what the offset confirms (a negative one: all but the last ones), give the next updates."""
        if offset < 0:
            self._waiting = deque(self._waiting, maxlen=-offset)
        while self._waiting and offset > self._waiting[0]["update_id"]:
            self._waiting.popleft()
        return list(self._waiting)[:limit]

    async def wait(self, timeout_s: float) -> None:
        """Return when an update arrives, or after the timeout."""
        self._arrived.clear()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), timeout_s)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    def __len__(self) -> int:
        """How many updates wait."""
        return len(self._waiting)
