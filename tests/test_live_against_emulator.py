"""A live channel over HTTP against a strict emulator of the Bot API server, where one lies beside the checkout."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.conftest import CHECKOUT

TOKEN = "123456789:AAEmulatedTokenForTestsOnly"
COMMAND = [sys.executable, "-m", "bot", "run"]
ANSWER = re.compile(r"нашлось|🔎")
FINDABLE_S = 2.0


class Place:
    """An emulated Telegram: the operator's channel, a reader, and the bot."""

    def __init__(self, tgemu: Any, emulator: Any, folder: Path) -> None:
        self.tgemu = tgemu
        self.emulator = emulator
        self.olga = emulator.create_user("Ольга", started=True)
        self.anna = emulator.create_user("Анна", started=True)
        self.channel = emulator.create_channel("Новости", owner=self.olga, username="novosti", bot=False)
        self.talk = tgemu.Conversation(emulator, self.anna)
        self.env = {"DATABASE_PATH": str(folder / "letopis.db"), "ADMIN_IDS": str(self.olga.id)}

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Any]:
        process = self.tgemu.BotProcess(
            COMMAND, self.emulator, cwd=CHECKOUT, env=self.env, token_env="BOT_TOKEN", url_env="BOT_API_URL"
        )
        async with process as bot:
            await bot.wait_ready()
            yield bot
            assert not bot.tracebacks()

    async def found(self, query: str) -> str:
        self.talk.say(f"/search {query}")
        return str((await self.talk.expect(ANSWER)).text)

    async def until(self, query: str, *, found: bool = True) -> None:
        """Asks until the answer is there; it must be within two seconds."""
        began = monotonic()
        while ("🔎" in await self.found(query)) is not found:
            assert monotonic() - began < FINDABLE_S


@pytest.fixture
async def place(tgemu: Any, tmp_path: Path) -> AsyncIterator[Place]:
    async with tgemu.Emulator(validate=True, token=TOKEN) as emulator:
        yield Place(tgemu, emulator, tmp_path)
        emulator.assert_clean()
        assert emulator.journal.warnings == []


async def lives(place: Place) -> None:
    emulator, channel = place.emulator, place.channel
    emulator.add_bot(channel, place.olga)
    post = emulator.channel_posts(channel, "Чай остыл на подоконнике", signature="Ольга")
    await place.until("подоконник")
    emulator.channel_edits(post, "Кофе остыл на подоконнике")
    await place.until("кофе")
    await place.until("чай", found=False)
    emulator.set_reactions(post, **{"👍": 5, "❤": 2})
    emulator.channel_album(channel, ["photo", "video"], "Виды города с высоты")
    await place.until("высота")
    emulator.channel_posts(channel, "Что пьём утром?", kind="poll", data=["кефир", "ряженку"])
    await place.until("ряженка есть:опрос")
    emulator.channel_posts(channel, rich="<h1>Итоги</h1><p>о <b>погоде</b></p>")
    await place.until("погода")
    emulator.channel_posts(channel, "Дождь в горах", kind="photo")
    await place.until("дождь")
    emulator.pin(channel, place.olga, post)
    await place.found("кофе")
    place.talk.tap("1")
    await place.talk.expect("👍 5 ❤ 2")


async def takes_forwards(place: Place) -> None:
    emulator = place.emulator
    channel = emulator.create_channel("Старина", owner=place.olga, username="starina", bot=False)
    posts = [emulator.channel_posts(channel, f"Старый пост о метели {number}") for number in range(3)]
    posts += emulator.channel_album(channel, ["photo", "photo"], "Старый альбом")
    emulator.user_forwards(place.olga.id, place.olga, *posts)
    answer = await emulator.wait_message(place.olga.id, "добавлено")
    assert answer.text == "Старина @starina: добавлено 4, уже было 0"
    assert "4 поста" in await place.found("старый")


async def offers_a_strangers_channel(place: Place) -> None:
    emulator = place.emulator
    stranger = emulator.create_user("Степан")
    channel = emulator.create_channel("Чужое", owner=stranger, bot=False)
    emulator.add_bot(channel, stranger)
    emulator.channel_posts(channel, "Реклама верблюдов")
    card = await emulator.wait_message(place.olga.id, "Чужое")
    assert card.labels == ["Принять", "Не сейчас"]
    await place.until("верблюд", found=False)
    query = emulator.tap(place.olga, card, "Принять")
    await emulator.query_answer(query)
    emulator.channel_posts(channel, "Чай и пряники")
    olga = place.tgemu.Conversation(emulator, place.olga)
    olga.say("/search пряники")
    await olga.expect("🔎")
    assert "ничего не нашлось" in await place.found("пряники")


async def test_a_channel_lives_through_a_kill_between_telegrams_answer_and_the_search(place: Place) -> None:
    emulator, channel = place.emulator, place.channel
    async with place.bot() as bot:
        await lives(place)
        emulator.channel_posts(channel, "Полотенце сохнет на балконе")
        await emulator.settle()
        await bot.kill()
    emulator.channel_posts(channel, "Чемодан стоит на балконе")
    async with place.bot():
        await place.until("чемодан")
        assert "2 поста" in await place.found("балкон")
        await takes_forwards(place)
        await offers_a_strangers_channel(place)
