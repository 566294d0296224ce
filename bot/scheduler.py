"""What happens when time passes: APScheduler's glue and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.heartbeat import BEAT_S, beat, stop_beating
from bot.services.upkeep import Upkeep

_HOUSEKEEPING_H = 6


@contextmanager
def scheduled_upkeep(upkeep: Upkeep, database_path: Path, clock: Callable[[], datetime]) -> Iterator[None]:
    """Beats for the health check and forgets old cards for as long as the block runs."""

    async def pulse() -> None:
        beat(database_path, clock())

    async def forget_old_cards() -> None:
        with suppress(asyncio.CancelledError):  # the bot ends: another time is as good
            await upkeep.forget_old_cards(clock())

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(pulse, "interval", seconds=BEAT_S, next_run_time=clock())
    scheduler.add_job(forget_old_cards, "interval", hours=_HOUSEKEEPING_H, next_run_time=clock())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        stop_beating(database_path)
