"""The real process against a real server over HTTP: from its start to its end, and nothing secret in what it writes."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.importing import import_paths
from bot.clock import utc_now
from bot.heartbeat import heartbeat_path, is_alive
from bot.i18n import languages
from bot.services.importing import ImportWish
from tests.holding_server import HoldingServer
from tests.program import running
from tests.telegram import FakeTelegram, World

SAMPLE = Path(__file__).resolve().parents[1] / "bot" / "console" / "sample_channel.txt"
SCOPES = ("all_private_chats", "all_group_chats", "all_chat_administrators")
MENUS = {(scope, code) for scope in SCOPES for code in ("", *languages())}


@pytest.fixture
async def server() -> AsyncIterator[HoldingServer]:
    async with HoldingServer(World()) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "letopis.db"


async def test_a_conversation_menus_and_a_stop_while_a_poll_hangs(server: HoldingServer, database: Path) -> None:
    await import_paths(database, [SAMPLE], ImportWish())
    telegram = FakeTelegram(world=server.world)
    anna = telegram.user("Анна", language_code="ru")
    async with running(server.url, database) as program:
        await program.until(lambda: server.is_polled and set(server.world.commands) == MENUS)
        assert is_alive(database, utc_now())
        assert "24" in (await anna.send("/start")).text
        await program.until(lambda: "search warmed up" in program.written)
        found = (await anna.send("/search резервная копия")).only
        assert found.labels[0] == "1"
        opened = (await anna.tap("1")).only
        assert opened.kind == "edit"
        assert opened.text != found.text
        assert server.is_polled
        assert await program.stopped() == 0
    telegram.assert_clean()
    assert not heartbeat_path(database).exists()
    assert sorted(path.name for path in database.parent.iterdir()) == [database.name]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_an_answer_that_is_under_way_is_given_before_the_end(server: HoldingServer, database: Path) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    async with running(server.url, database) as program:
        await program.until(lambda: server.is_polled)
        async with server.held("sendMessage") as held:
            await anna.send("/help")
            await program.until(held.is_waiting)
            program.process.send_signal(signal.SIGTERM)
            await program.until(lambda: not server.is_polled)
        assert await program.ended(5) == 0
    assert "/search" in anna.last.text


async def test_a_stop_while_telegram_does_not_answer_at_the_start(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database) as program, server.held("getMe") as held:
        await program.until(held.is_waiting)
        assert await program.stopped(signal.SIGINT) == 0


async def test_a_token_that_telegram_refuses(server: HoldingServer, database: Path) -> None:
    server.world.token = "42:another"
    async with running(server.url, database) as program:
        assert await program.ended() == 1
        assert program.written.splitlines()[-1] == "Telegram refuses BOT_TOKEN. Check it with @BotFather."


async def test_without_a_token(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database, token=None) as program:
        assert await program.ended() == 1
        assert program.written == "BOT_TOKEN is not set: put the token that @BotFather gives into .env.\n"


async def test_a_stop_while_it_still_loads(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database) as program:
        await program.until(lambda: "starting" in program.written)
        assert await program.stopped() == 0
