"""Syncing as a process of its own: killed in the middle, beside the running bot, and inside of it."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.holding_server import HoldingServer
from tests.preview_server import PreviewChannel, PreviewServer, Trouble, message
from tests.program import running
from tests.telegram import FakeTelegram, World

NAME = "tihie_zametki"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "letopis.db"


@pytest.fixture
async def preview(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PreviewServer]:
    channel = PreviewChannel(NAME)
    channel.post(*(message(number) for number in range(1, 61)))
    async with PreviewServer(channel) as server:
        monkeypatch.setenv("PREVIEW_URL", server.url)
        yield server


def ask(database: Path, sql: str) -> Any:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(sql).fetchone()[0]


async def test_killed_in_the_middle_it_goes_on(preview: PreviewServer, database: Path) -> None:
    preview.troubles.extend([None, Trouble(slow_s=30)])
    async with running("", database, "sync", NAME, token=None) as program:
        await program.until(lambda: len(preview.asked) >= 2)
        program.process.kill()
        await program.ended()
    assert ask(database, "SELECT count(*) FROM posts") == 20
    assert ask(database, "PRAGMA integrity_check") == "ok"
    assert preview.befores == [None, 41]
    async with running("", database, "sync", NAME, "--json", token=None) as program:
        assert await program.ended() == 0
    assert preview.befores == [None, 41, 21]
    assert ask(database, "SELECT count(*) FROM posts") == 60


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_told_to_stop_it_stops_at_once(preview: PreviewServer, database: Path, number: signal.Signals) -> None:
    preview.troubles.extend([None, Trouble(slow_s=30)])
    async with running("", database, "sync", NAME, token=None) as program:
        await program.until(lambda: len(preview.asked) >= 2)
        assert await program.stopped(number) != 0
    if number is signal.SIGINT:
        assert "goes on from there" in program.written
    assert ask(database, "SELECT count(*) FROM posts") == 20


async def test_the_bot_keeps_a_channel_fresh_and_stops_in_the_middle_of_that(
    preview: PreviewServer, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running("", database, "sync", NAME, token=None) as program:
        assert await program.ended() == 0
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE preview_state SET synced_at = synced_at - 600")
    preview.asked.clear()
    channel = preview.channels[NAME]
    channel.post(message(61, "Сладкий крыжовник."))
    preview.troubles.extend([None, Trouble(slow_s=30)])
    monkeypatch.setenv("SYNC_MINUTES", "5")
    async with HoldingServer(World()) as telegram:
        user = FakeTelegram(world=telegram.world).user("Анна", language_code="ru")
        async with running(telegram.url, database) as program:
            await program.until(lambda: telegram.is_polled and len(preview.asked) >= 2)
            assert "крыжовник" in (await user.send("крыжовник")).text
            async with running("", database, "sync", NAME, "--json", token=None) as beside:
                assert await beside.ended() == 0
            began_s = monotonic()
            assert await program.stopped() == 0
            assert monotonic() - began_s < 3
    assert preview.befores[:2] == [None, 42]
