"""The least of a Bot API server that a bot needs: one private chat, in which one message comes after another.

It is no double to test against (tests/telegram is): it takes every request as right.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from aiohttp import web

TOKEN = "42:bench"
_USER = {"id": 7, "is_bot": False, "first_name": "Bench", "language_code": "ru"}
_BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_CHAT = {"id": 7, "type": "private", "first_name": "Bench"}
_LONGEST_POLL_S = 20.0


class Telegram:
    """`async with Telegram() as telegram:` serves at `telegram.url`."""

    def __init__(self) -> None:
        self.url = ""
        self._updates: deque[dict[str, Any]] = deque()
        self._number = 0
        self._sent = 0
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Begins to serve."""
        application = web.Application(client_max_size=1 << 24)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def say(self, text: str) -> None:
        """The user writes a message; the bot gets it at its next poll."""
        self._number += 1
        message = {"message_id": self._number, "date": 1_700_000_000, "chat": _CHAT, "from": _USER, "text": text}
        async with self._news:
            self._updates.append({"update_id": self._number, "message": message})
            self._news.notify_all()

    async def answered(self, messages: int) -> float:
        """Waits until the bot has sent so many messages in all; the time, by perf_counter, when the wait was over."""
        async with self._news:
            await self._news.wait_for(lambda: self._sent >= messages)
            return perf_counter()

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        params = dict(request.query) | dict(await request.post())
        result: object = True
        if method == "getme":
            result = _BOT
        elif method == "getupdates":
            result = await self._poll(int(str(params.get("offset") or 0)), float(str(params.get("timeout") or 0)))
        elif method.startswith(("send", "edit")):
            result = {"message_id": 1_000_000 + self._sent, "date": 1_700_000_000, "chat": _CHAT, "text": "."}
            async with self._news:
                self._sent += 1
                self._news.notify_all()
        elif method.startswith("get"):
            result = {} if method.endswith(("chat", "name", "description", "info")) else []
        return web.json_response({"ok": True, "result": result})

    async def _poll(self, offset: int, timeout_s: float) -> list[dict[str, Any]]:
        async with self._news:
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()
            try:
                async with asyncio.timeout(min(timeout_s, _LONGEST_POLL_S)):
                    await self._news.wait_for(lambda: bool(self._updates))
            except TimeoutError:
                return []
            return list(self._updates)[:100]
