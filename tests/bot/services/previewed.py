"""An archive that invented channels are synced into, without a network: for tests of what a sync does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Services
from bot.services.syncing import SyncReport, SyncState, SyncWish
from core.errors import SourceError
from core.types import Post, Viewer
from storage import posts
from tests.preview_server import PreviewChannel

NAME = "tihie_zametki"
BEGAN = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Sync:
    """`sync()` reads `channel` into the archive of `services`; `now` moves only when a test moves it.

    `wrong`: gives the page that comes instead of the right one, from the number of the request in this sync and the
    right page; or raises.
    """

    services: Services
    channel: PreviewChannel = field(default_factory=lambda: PreviewChannel(NAME))
    now: datetime = BEGAN
    wrong: Callable[[int, str], str | bytes] = lambda _, page: page
    asked: list[int | None] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    async def __call__(self, wish: SyncWish | None = None, name: str = NAME, **more: Any) -> SyncReport:
        self.asked.clear()
        return await self.services.syncing.sync(name, self.fetch, wish or SyncWish(), self.clock, **more)

    async def due(self, minutes: int = 30) -> bool:
        """What the schedule does."""
        self.asked.clear()
        return await self.services.syncing.sync_due(self.fetch, self.clock, timedelta(minutes=minutes))

    async def fetch(self, name: str, before: int | None) -> bytes:
        self.asked.append(before)
        self.names.append(name)
        page = self.wrong(len(self.asked), self.channel.page(before))
        return page if isinstance(page, bytes) else page.encode()

    def clock(self) -> datetime:
        return self.now

    def later(self, **apart: float) -> None:
        self.now += timedelta(**apart)

    async def posts(self) -> dict[int | None, Post]:
        """The live posts by message id."""
        async with self.services.database.reading() as connection:
            return {post.message_id: post async for post in posts.each(connection, Viewer.operator())}

    async def state(self) -> SyncState:
        (state,) = await self.services.syncing.states()
        return state


def failing_at(number: int, error: BaseException | None = None) -> Callable[[int, str], str]:
    """The answer to the request of this number does not come."""

    def wrong(asked: int, page: str) -> str:
        if asked == number:
            raise error or SourceError("error.preview_failed", url="u", reason="r")
        return page

    return wrong
