from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import utc_now
from bot.heartbeat import heartbeat_path, is_alive
from bot.scheduler import scheduled_upkeep
from bot.services.upkeep import CARD_LIFE
from core.types import Viewer


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a file tells it
            await asyncio.sleep(0.01)


async def test_it_beats_while_it_runs_and_forgets_old_cards(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    async with open_services(path) as services:
        long_ago = utc_now() - CARD_LIFE - timedelta(days=1)
        await services.searching.search("нет такого", 7, Viewer.operator(), long_ago)
        with scheduled_upkeep(services.upkeep, path, utc_now):
            await until(lambda: is_alive(path, utc_now()))
            async with asyncio.timeout(20):
                while await cards(path):  # noqa: ASYNC110 - the database tells it
                    await asyncio.sleep(0.01)
        assert not heartbeat_path(path).exists()


async def cards(path: Path) -> int:
    async with open_services(path) as services, services.database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT count(*) FROM button_state")
        return int(next(iter(rows))[0])


async def test_a_job_that_the_end_interrupts_is_no_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "letopis.db"
    async with open_services(path) as services, services.database.transaction():
        with scheduled_upkeep(services.upkeep, path, utc_now):
            await until(lambda: is_alive(path, utc_now()))
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
