"""What happens when time passes: APScheduler's glue and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.heartbeat import BEAT_S, beat, stop_beating
from bot.services.syncing import Syncing
from bot.services.upkeep import Upkeep
from bot.settings import Settings
from bot.sources.preview_pages import PreviewPages

_log = structlog.get_logger(__name__)

_HOUSEKEEPING_H = 6
_TOPICS_H = 3
_FIRST_TOPICS_AFTER = timedelta(minutes=5)
"""Not at once: it takes seconds of thinking, and those who write at the start want answers."""
_LOOK_S = 15
"""How often it is asked whether a sync is due; what is due stands in the database."""


@contextmanager
def scheduled_upkeep(upkeep: Upkeep, database_path: Path, clock: Callable[[], datetime]) -> Iterator[None]:
    """Beats for the health check and forgets what is old and looks for topics for as long as the block runs."""

    async def pulse() -> None:
        beat(database_path, clock())

    async def forget_what_is_old() -> None:
        with suppress(asyncio.CancelledError):  # the bot ends: another time is as good
            await upkeep.forget_old_cards(clock())
            await upkeep.forget_old_counts(clock())

    async def find_new_topics() -> None:
        with suppress(asyncio.CancelledError):
            await upkeep.find_new_topics()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(pulse, "interval", seconds=BEAT_S, next_run_time=clock())
    scheduler.add_job(forget_what_is_old, "interval", hours=_HOUSEKEEPING_H, next_run_time=clock())
    scheduler.add_job(find_new_topics, "interval", hours=_TOPICS_H, next_run_time=clock() + _FIRST_TOPICS_AFTER)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        stop_beating(database_path)


@asynccontextmanager
async def scheduled_sync(
    syncing: Syncing, settings: Settings, clock: Callable[[], datetime], asked: Callable[[], None]
) -> AsyncIterator[None]:
    """Keeps the channels that were synced once as fresh as SYNC_MINUTES says, for as long as the block runs.

    The scheduler only ticks: a task of its own does the work, and at the end of the block it is stopped where it is.
    `asked` is called when the operators are to be asked about posts that seem to be deleted.
    """
    if not settings.sync_minutes:
        yield
        return
    due = asyncio.Event()

    async def tick() -> None:
        due.set()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(tick, "interval", seconds=_LOOK_S)
    scheduler.start()
    due.set()
    working = asyncio.create_task(_sync_when_due(due, syncing, settings, clock, asked))
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        working.cancel()
        await asyncio.wait({working})


async def _sync_when_due(
    due: asyncio.Event,
    syncing: Syncing,
    settings: Settings,
    clock: Callable[[], datetime],
    asked: Callable[[], None],
) -> None:
    async with PreviewPages(settings.preview_url) as pages:
        while True:
            await due.wait()
            due.clear()
            try:
                if await syncing.sync_due(pages.page, clock, timedelta(minutes=settings.sync_minutes)):
                    asked()
            except Exception:  # noqa: BLE001 - such as a database that is busy for long: the next time may go well
                _log.warning("sync failed", exc_info=True)
