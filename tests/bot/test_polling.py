"""The bot's loop in this process: trouble at the start, in the middle and at the end."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import sleep

import pytest
from aiogram import Dispatcher
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.heartbeat import heartbeat_path
from bot.i18n import languages
from bot.running import run_bot
from bot.services.searching import Searching
from bot.services.upkeep import Upkeep
from bot.settings import Settings, load_settings
from core.errors import DatabaseBusy, SettingsError
from core.types import Viewer
from storage.search_index import FoundPosts, SearchIndex
from tests.holding_server import HoldingServer
from tests.telegram import TOKEN, BotApiServer, FakeTelegram, World

SCOPES = ("all_private_chats", "all_group_chats", "all_chat_administrators")
MENUS = {(scope, code) for scope in SCOPES for code in ("", *languages())}
SOON_S = 5


class Running:
    """`run_bot` at work."""

    def __init__(self, settings: Settings, logged: list[EventDict]) -> None:
        self.task = asyncio.create_task(run_bot(settings))
        self._logged = logged

    def has_logged(self, event: str) -> bool:
        return any(entry["event"] == event for entry in self._logged)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                assert not self.task.done(), self._logged
                await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Sends the signal; the bot must end soon."""
        signal.raise_signal(signal.SIGTERM)
        async with asyncio.timeout(SOON_S):
            await self.task


@asynccontextmanager
async def running(url: str, folder: Path) -> AsyncIterator[Running]:
    with capture_logs() as logged:
        bot = Running(settings(url, folder), logged)
        try:
            yield bot
        finally:
            bot.task.cancel()
            await asyncio.gather(bot.task, return_exceptions=True)
    assert not heartbeat_path(folder / "letopis.db").exists()


def settings(url: str, folder: Path, token: str = TOKEN) -> Settings:
    return load_settings({"BOT_TOKEN": token, "BOT_API_URL": url, "DATABASE_PATH": str(folder / "letopis.db")}, None)


@pytest.fixture
async def server() -> AsyncIterator[HoldingServer]:
    async with HoldingServer(World()) as opened:
        yield opened


def is_ready(server: BotApiServer) -> bool:
    return server.is_polled and set(server.world.commands) == MENUS


async def test_no_token(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        await run_bot(load_settings({}, None))
    assert caught.value.key == "error.no_token"


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_telegram_refuses(server: HoldingServer, tmp_path: Path, status: int) -> None:
    server.fail_next("getMe", status)
    with pytest.raises(SettingsError) as caught:
        await run_bot(settings(server.url, tmp_path))
    assert caught.value.key == "error.token_refused"
    assert not heartbeat_path(tmp_path / "letopis.db").exists()


async def test_a_server_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as reserved:
        port = reserved.getsockname()[1]
    async with running(f"http://127.0.0.1:{port}", tmp_path) as bot:
        await bot.until(lambda: bot.has_logged("telegram does not answer"))
        assert heartbeat_path(tmp_path / "letopis.db").exists()
        async with BotApiServer(World(), port=port) as server:
            await bot.until(lambda: is_ready(server))
            await bot.stop()


async def test_a_stop_while_nobody_answers_at_the_start(server: HoldingServer, tmp_path: Path) -> None:
    async with running(server.url, tmp_path) as bot, server.held("getMe") as held:
        await bot.until(held.is_waiting)
        await bot.stop()


async def test_a_stop_while_the_archive_is_made_ready(
    server: HoldingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def prepare(_upkeep: Upkeep) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Upkeep, "prepare", prepare)
    async with running(server.url, tmp_path) as bot:
        await bot.until(begun.is_set)
        await bot.stop()
    assert not server.world.calls


async def test_the_search_is_warmed_up_at_once(server: HoldingServer, tmp_path: Path) -> None:
    async with running(server.url, tmp_path) as bot, server.held("getMe") as held:
        await bot.until(lambda: held.is_waiting() and bot.has_logged("search warmed up"))
        await bot.stop()


async def test_a_stop_while_the_search_is_warmed_up(
    server: HoldingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def warm_up(_searching: Searching) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(Searching, "warm_up", warm_up)
    async with running(server.url, tmp_path) as bot:
        await bot.until(lambda: begun.is_set() and is_ready(server))
        await bot.stop()
        assert ended.is_set()
        assert not bot.has_logged("search not warmed up")


async def test_the_warm_up_is_over_before_the_index_is_closed(
    server: HoldingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that reads the vocabulary cannot be cancelled: closing waits for it."""
    begun, done = threading.Event(), threading.Event()
    search_here = SearchIndex.search_here

    def slow(index: SearchIndex, query: str, viewer: Viewer) -> FoundPosts:
        begun.set()
        sleep(0.3)
        found = search_here(index, query, viewer)
        done.set()
        return found

    monkeypatch.setattr(SearchIndex, "search_here", slow)
    async with running(server.url, tmp_path) as bot:
        await bot.until(begun.is_set)
        await bot.stop()
        assert done.is_set()


async def test_without_a_warm_up_the_bot_answers_too(
    server: HoldingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def warm_up(_searching: Searching) -> None:
        raise DatabaseBusy(reason="locked")

    monkeypatch.setattr(Searching, "warm_up", warm_up)
    telegram = FakeTelegram(world=server.world)
    anna = telegram.user("Анна")
    async with running(server.url, tmp_path) as bot:
        await bot.until(lambda: is_ready(server) and bot.has_logged("search not warmed up"))
        assert (await anna.send("чай")).cards
        await bot.stop()
    telegram.assert_clean()


async def test_pages_of_a_proxy_in_the_place_of_answers(server: HoldingServer, tmp_path: Path) -> None:
    for method in ("getMe", "deleteWebhook", "setMyCommands", "getUpdates"):
        server.fail_next(method, 502)
    telegram = FakeTelegram(world=server.world)
    anna = telegram.user("Анна")
    async with running(server.url, tmp_path) as bot:
        await bot.until(lambda: is_ready(server))
        assert (await anna.send("/help")).cards
        await bot.stop()
    telegram.assert_clean()
    assert "deletewebhook" in [method.lower() for method, _ in server.world.calls]


async def test_a_stop_while_the_menus_are_refused(server: HoldingServer, tmp_path: Path) -> None:
    server.fail_next("setMyCommands", 502, times=100)
    async with running(server.url, tmp_path) as bot:
        await bot.until(lambda: server.is_polled and bot.has_logged("menu not set"))
        await bot.stop()


async def test_an_answer_that_never_comes_through_is_given_up(server: HoldingServer, tmp_path: Path) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    async with running(server.url, tmp_path) as bot:
        await bot.until(lambda: is_ready(server))
        async with server.held("sendMessage") as held:
            await anna.send("/help")
            await bot.until(held.is_waiting)
            await bot.stop()
        assert bot.has_logged("stopping in the middle of an answer")
        assert not bot.has_logged("update failed")


async def test_a_loop_that_breaks_is_no_silent_end(
    server: HoldingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def start_polling(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Dispatcher, "start_polling", start_polling)
    with pytest.raises(RuntimeError, match="broken"):
        await run_bot(settings(server.url, tmp_path))
    assert not heartbeat_path(tmp_path / "letopis.db").exists()
