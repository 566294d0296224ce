"""One log line an update: ids and the duration, never a text; and the count of updates that are being worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, Update, User
from aiogram.types.update import UpdateTypeLookupError

_log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Journal(BaseMiddleware):
    """Logs every update when it is done, and lets the end of the process wait for those still running."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any] | None] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Passes an update on and notes how long it took."""
        started_s = monotonic()
        task = asyncio.current_task()
        self._running.add(task)
        self._idle.clear()
        try:
            return await handler(event, data)
        finally:
            self._running.discard(task)
            if not self._running:
                self._idle.set()
            chat: Chat | None = data.get("event_chat")
            user: User | None = data.get("event_from_user")
            _log.info(
                "update",
                update_id=event.update_id if isinstance(event, Update) else None,
                kind=_kind(event),
                chat_id=chat.id if chat else None,
                user_id=user.id if user else None,
                ms=round((monotonic() - started_s) * 1000),
            )

    async def drained(self) -> None:
        """Returns when no update is being worked on."""
        await self._idle.wait()

    async def give_up(self) -> None:
        """Cancels the updates that are being worked on, and returns when none is."""
        for task in filter(None, self._running):
            task.cancel()
        await self.drained()


def _kind(event: TelegramObject) -> str | None:
    """What the update brings; None where a newer Telegram sends what aiogram does not know yet."""
    try:
        return event.event_type if isinstance(event, Update) else None
    except UpdateTypeLookupError:
        return None
