"""A document over HTTP: the real bot, its real import process, and the end of both."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.holding_server import HoldingServer
from tests.program import running
from tests.telegram import FakeTelegram, World
from tests.telegram.files import send_file


@pytest.fixture
async def server() -> AsyncIterator[HoldingServer]:
    async with HoldingServer(World()) as opened:
        yield opened


def long_list(posts: int) -> bytes:
    return json.dumps(
        [
            {"id": number, "date": "2025-01-01T00:00:00+00:00", "channel": "@long", "text": f"Пост {number} о разном"}
            for number in range(1, posts + 1)
        ]
    ).encode()


def stored(database: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=0)) as connection:
        return int(connection.execute("SELECT count(*) FROM posts").fetchone()[0])
    return 0


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no such files on this system")
async def test_a_document_is_imported_while_the_bot_answers_and_a_stop_ends_both(
    server: HoldingServer, tmp_path: Path
) -> None:
    database = tmp_path / "letopis.db"
    telegram = FakeTelegram(world=server.world)
    olga = telegram.user("Ольга", language_code="ru")
    async with running(server.url, database, admin_ids=str(olga.id)) as program:
        await program.until(lambda: server.is_polled)
        telegram.patience_s = 20
        await send_file(olga, "list.json", long_list(50))
        await program.until(lambda: olga.last.text.startswith("long: 50 постов."))
        await send_file(olga, "list.json", long_list(20_000))
        await program.until(lambda: stored(database) > 50)
        assert "50" not in (await olga.send("/help")).text
        [child] = children(program.process.pid)
        assert await program.stopped() == 0
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    assert any("Меня останавливают" in event.card.text for event in server.world.events if event.card)
    assert [path.name for path in database.parent.iterdir()] == [database.name]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    telegram.assert_clean()
