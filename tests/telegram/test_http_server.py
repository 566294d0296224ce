from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates, SendPoll
from aiogram.types import BufferedInputFile

from tests.telegram import TOKEN, BotApiServer, FakeTelegram, World
from tests.telegram.echo_bot import build_dispatcher


@asynccontextmanager
async def bot_of(server: BotApiServer, token: str = TOKEN) -> AsyncIterator[Bot]:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    try:
        yield bot
    finally:
        await bot.session.close()


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(World()) as server:
        yield server


async def test_a_conversation_with_a_polling_bot(server: BotApiServer) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.quiet_s = 0.05
    anna = telegram.user("Анна")
    dispatcher = build_dispatcher()
    async with bot_of(server) as bot:
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
        card = (await anna.send("/start")).only
        assert (card.rendered, card.labels) == ("Привет, *Анна*!", ("Да", "Нет"))
        answers = await anna.tap("Нет")
        assert (answers.only.kind, answers.only.text) == ("edit", "Выбрано: Нет")
        assert answers.notification is not None
        assert answers.notification.is_alert
        answers = await anna.send("/report сто строк")
        assert answers.only.document is not None
        assert answers.only.document.data.decode() == "сто строк"
        assert "results" in await anna.inline_query("код")
        await dispatcher.stop_polling()
        await polling
    telegram.assert_clean()
    assert "Летопись: (отчёт.txt) Ваш отчёт" in telegram.transcript(anna)


async def test_every_way_to_pass_parameters(server: BotApiServer) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    await anna.send("/start")
    url = f"{server.url}/bot{TOKEN}/sendmessage"
    body = {"chat_id": anna.id, "text": "раз"}
    async with aiohttp.ClientSession() as client:
        ways: tuple[dict[str, Any], ...] = ({"json": body}, {"data": body}, {"params": body})
        for how in ways:
            async with client.post(url, **how) as response:
                assert (await response.json())["result"]["text"] == "раз"
        async with client.get(f"{url}?chat_id={anna.id}&text=раз") as response:
            assert response.status == 200
        async with client.post(url, data="{", headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
        async with client.post(url, json=[1]) as response:
            assert response.status == 400
        form = aiohttp.FormData({"chat_id": str(anna.id)})
        form.add_field("document", b"abc", filename="a.txt")
        async with client.post(f"{server.url}/bot{TOKEN}/sendDocument", data=form) as response:
            assert (await response.json())["result"]["document"]["file_name"] == "a.txt"
    telegram.assert_clean()


async def test_wrong_token_and_unknown_method(server: BotApiServer) -> None:
    async with bot_of(server, "42:wrong") as bot:
        with pytest.raises(TelegramUnauthorizedError):
            await bot.get_me()
    async with bot_of(server) as bot:
        assert (await bot.get_me()).id == server.world.bot.id
        with pytest.raises(TelegramNotFound):
            await bot(SendPoll(chat_id=1, question="?", options=["да", "нет"]))


async def test_two_pollers_are_in_conflict(server: BotApiServer) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    async with bot_of(server) as bot:
        first = asyncio.create_task(bot(GetUpdates(timeout=30)))
        await telegram.wait_for(lambda: server.is_polled, timeout_s=10)
        second = asyncio.create_task(bot(GetUpdates(timeout=30)))
        with pytest.raises(TelegramConflictError):
            await first
        await anna.send("раз")
        assert len(await second) == 1
        third = asyncio.create_task(bot(GetUpdates(offset=1 << 30, timeout=30)))
        await telegram.wait_for(lambda: server.is_polled, timeout_s=10)
        third.cancel()  # a poller that went away leaves the place free
        await telegram.wait_for(lambda: not server.is_polled, timeout_s=10)
    assert [violation.description[:8] for violation in server.world.take_violations()] == ["Conflict"]


async def test_faults_on_the_wire(server: BotApiServer) -> None:
    telegram = FakeTelegram(world=server.world)
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    await anna.send("/start")
    server.fail_next("sendMessage", 429, retry_after=3)
    server.fail_next("sendMessage", 500)
    server.fail_next("sendMessage", 502)
    server.drop_next("sendMessage")
    async with bot_of(server) as bot:
        for error in (TelegramRetryAfter, TelegramServerError, ClientDecodeError, TelegramNetworkError):
            with pytest.raises(error):
                await bot.send_message(anna.id, "раз")
        with pytest.raises(LookupError):
            anna.last.labels  # noqa: B018
        server.drop_next("*", after_effect=True)
        with pytest.raises(TelegramNetworkError):
            await bot.send_document(anna.id, BufferedInputFile(b"abc", "a.txt"))
    assert anna.last.document is not None
    telegram.assert_clean()
