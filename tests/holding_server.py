"""The tests' Bot API server, with answers that can be kept waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.telegram import BotApiServer, World


@dataclass
class Hold:
    """Requests that are kept waiting."""

    waiting: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def is_waiting(self) -> bool:
        """Whether a request has come and waits."""
        return self.waiting > 0


class HoldingServer(BotApiServer):
    """A Bot API server that can keep requests waiting, by `async with server.held("sendMessage") as hold:`."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._holds: dict[str, Hold] = {}

    @asynccontextmanager
    async def held(self, method: str) -> AsyncIterator[Hold]:
        """Keeps the requests of a method waiting to the end of the block."""
        hold = self._holds[method.lower()] = Hold()
        try:
            yield hold
        finally:
            del self._holds[method.lower()]
            hold.released.set()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        hold = self._holds.get(request.match_info["method"].lower())
        if hold is not None:
            hold.waiting += 1
            await hold.released.wait()
        return await super()._answer(request)
