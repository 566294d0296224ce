"""The real process against a real server over HTTP: from its start to its end, in good weather and in bad."""

from __future__ import annotations

import asyncio
import signal
import socket
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
from tests.program import HoldingServer, Program, running
from tests.telegram import BotApiServer, FakeTelegram, World

SAMPLE = Path(__file__).resolve().parents[1] / "bot" / "console" / "sample_channel.txt"
MENUS = {(scope, code) for scope in ("all_private_chats", "all_group_chats") for code in ("", *languages())}


@pytest.fixture
async def server() -> AsyncIterator[HoldingServer]:
    async with HoldingServer(World()) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "letopis.db"


async def ready(program: Program, server: BotApiServer) -> None:
    await program.until(lambda: server.is_polled and set(server.world.commands) == MENUS)


async def test_a_conversation_menus_and_a_stop_while_a_poll_hangs(server: HoldingServer, database: Path) -> None:
    await import_paths(database, [SAMPLE], ImportWish())
    telegram = FakeTelegram(world=server.world)
    anna = telegram.user("Анна", language_code="ru")
    async with running(server.url, database) as program:
        await ready(program, server)
        assert is_alive(database, utc_now())
        assert "24" in (await anna.send("/start")).text
        found = (await anna.send("/search резервная копия")).only
        assert found.labels[0] == "1"
        opened = (await anna.tap("1")).only
        assert opened.kind == "edit"
        assert opened.text != found.text
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
        await ready(program, server)
        async with server.held("sendMessage") as held:
            await anna.send("/help")
            await program.until(held.is_waiting)
            program.process.send_signal(signal.SIGTERM)
            await program.until(lambda: not server.is_polled)
        assert await program.ended(5) == 0
    assert "/search" in anna.last.text


async def test_an_answer_that_never_comes_through_does_not_keep_the_process(
    server: HoldingServer, database: Path
) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    async with running(server.url, database) as program:
        await ready(program, server)
        async with server.held("sendMessage") as held:
            await anna.send("/help")
            await program.until(held.is_waiting)
            assert await program.stopped() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_while_telegram_does_not_answer_at_the_start(
    server: HoldingServer, database: Path, number: signal.Signals
) -> None:
    async with running(server.url, database) as program:
        async with server.held("getMe") as held:
            await program.until(held.is_waiting)
            assert await program.stopped(number) == 0


async def test_a_stop_before_it_has_begun(database: Path) -> None:
    async with running("http://127.0.0.1:9", database) as program:
        await program.until(lambda: heartbeat_path(database).exists())
        assert await program.stopped() == 0


@pytest.mark.parametrize("refusal", ["another token", "not found"])
async def test_a_token_that_telegram_refuses(server: HoldingServer, database: Path, refusal: str) -> None:
    if refusal == "another token":
        server.world.token = "42:another"
    else:
        server.fail_next("getMe", 404)
    async with running(server.url, database) as program:
        assert await program.ended() == 1
        assert program.written.splitlines()[-1] == "Telegram refuses BOT_TOKEN. Check it with @BotFather."


async def test_without_a_token(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database, token=None) as program:
        assert await program.ended() == 1
        assert program.written == "BOT_TOKEN is not set: put the token that @BotFather gives into .env.\n"


async def test_up_with_a_token_runs_the_bot(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database, "up") as program:
        await ready(program, server)
        assert await program.stopped() == 0


async def test_a_server_that_is_away_at_the_start_is_waited_for(database: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    async with running(f"http://127.0.0.1:{port}", database) as program:
        await program.until(lambda: "telegram does not answer" in program.written)
        async with BotApiServer(World(), port=port) as server:
            await ready(program, server)
            assert await program.stopped() == 0


async def test_pages_of_a_proxy_in_the_place_of_answers(server: HoldingServer, database: Path) -> None:
    for method in ("getMe", "setMyCommands", "getUpdates", "deleteWebhook"):
        server.fail_next(method, 502)
    server.drop_next("setMyCommands")
    telegram = FakeTelegram(world=server.world)
    anna = telegram.user("Анна")
    async with running(server.url, database) as program:
        await ready(program, server)
        assert (await anna.send("/help")).cards
        assert await program.stopped() == 0
    telegram.assert_clean()


async def test_a_stop_while_the_menus_are_refused(server: HoldingServer, database: Path) -> None:
    server.fail_next("setMyCommands", 502, times=100)
    async with running(server.url, database) as program:
        await program.until(lambda: server.is_polled and "menu not set" in program.written)
        assert await program.stopped() == 0


async def test_a_webhook_of_another_time_is_taken_away(server: HoldingServer, database: Path) -> None:
    async with running(server.url, database) as program:
        await ready(program, server)
        assert await program.stopped() == 0
    methods = [name.lower() for name, _ in server.world.calls]
    assert methods.index("deletewebhook") < methods.index("getupdates")


async def test_two_processes_over_one_archive_start_and_stop(server: HoldingServer, database: Path) -> None:
    async with BotApiServer(World()) as other, running(server.url, database) as first:
        async with running(other.url, database) as second:
            await asyncio.gather(ready(first, server), ready(second, other))
            assert await asyncio.gather(first.stopped(), second.stopped()) == [0, 0]
