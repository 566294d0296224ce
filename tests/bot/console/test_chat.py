"""The terminal chat: lines and `#1` in, readable answers out."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.methods import GetMe, SendChatAction

from bot.console.chat import ConsoleChat
from bot.console.screen import TerminalScreen
from bot.console.session import BOT_USER, ConsoleSession
from core.richtext import Entity, RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis

Say = Callable[[str], Awaitable[str]]


def talker(letopis: Letopis, language: str, *, nice: bool = False) -> Say:
    """Says a line and returns what is written after it."""
    stream = io.StringIO()
    clock = lambda: letopis.telegram.world.now  # noqa: E731
    chat = ConsoleChat(letopis.dispatcher, TerminalScreen(stream, nice=nice), clock, language, "ru")

    async def say(line: str) -> str:
        stream.seek(0)
        stream.truncate()
        await chat.say(line)
        return stream.getvalue()

    return say


@pytest.fixture
def say(letopis: Letopis) -> Say:
    return talker(letopis, "ru")


async def test_a_conversation(say: Say) -> None:
    assert "Сейчас в архиве *24 поста*." in await say("/start")
    found = await say("  кофемолка  ")
    assert found.startswith("🔎 *кофемолка* · 2 поста\n\n1. *Кофемолка как встраиваемая система*\n")
    assert found.endswith("\n[1] 1  [2] 2\n[3] 🔗 Ссылка\n\n")
    opened = await say("#1")
    assert opened.startswith("Кофемолка как встраиваемая система\n")
    assert opened.endswith(
        "👍 36 ❤ 22 😁 15 ⚡ 4 · Тихий сервер\n[1] ≈ Похожие  [2] ☆ Сохранить\n[3] ↗ Поделиться  [4] ↩ К списку\n\n"
    )
    assert await say("#4") == found


async def test_buttons_are_numbered_through_all_rows(say: Say) -> None:
    assert (await say("сервер")).split("\n[1] 1  [2] 2  [3] 3  [4] 4  [5] 5\n[6] 1/2  [7] ›\n")[1:] != []
    assert "[5] 2/2" in await say("#7")


async def test_a_button_that_is_gone_is_pressed_no_more(say: Say) -> None:
    await say("/language")
    assert await say("#1") == "From now on I speak English.\n\n"
    assert await say("#2") == "(Кнопки #2 нет.)\n\n"


@pytest.mark.parametrize("line", ["#2024", "#" + "9" * 5000])
async def test_a_longer_number_is_a_hashtag(say: Say, line: str) -> None:
    assert (await say(line)).startswith("По запросу «#")


async def test_code_is_marked(say: Say) -> None:
    await say("sqlite хватает")
    assert "командой `PRAGMA journal_mode=WAL` и больше" in await say("#1")


async def test_nothing_is_answered_with_nothing(say: Say) -> None:
    assert await say("") == ""
    assert await say("   \n") == ""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", "(Кнопки #7 нет.)\n\n"),
        ("en-GB", "(There is no button #7.)\n\n"),
        ("tlh", "(Кнопки #7 нет.)\n\n"),
    ],
)
async def test_a_button_that_is_not_there(letopis: Letopis, language: str, told: str) -> None:
    say = talker(letopis, language)
    assert await say("#7") == told
    await say("кофемолка")
    assert await say("#7") == told
    assert await say("#0") == told.replace("7", "0")


async def test_a_hash_with_anything_else_is_a_search(say: Say) -> None:
    assert (await say("#кофе")).startswith("🔎 *#кофе* · ")


async def test_notifications_are_in_brackets(say: Say, letopis: Letopis) -> None:
    await say("сервер")
    letopis.telegram.advance(days=40)
    await letopis.services.upkeep.forget_old_cards(letopis.telegram.world.now)
    assert await say("#1") == "(Эта карточка устарела. Спросите ещё раз.)\n\n"


async def test_a_link_button_shows_its_address(empty: Letopis) -> None:
    await empty.store(IncomingPost(text=RichText("Пост"), message_ids=(7,)), username="svoi")
    say = talker(empty, "en")
    await say("/last")
    assert (await say("#1")).endswith(
        "[1] Open in the channel → https://t.me/svoi/7\n"
        "[2] ≈ Similar  [3] ☆ Save\n[4] ↗ Share  [5] ↩ Back to the list\n\n"
    )
    assert await say("#1") == "(https://t.me/svoi/7)\n\n"


async def test_every_kind_of_formatting_in_the_pipe_and_on_the_screen(empty: Letopis) -> None:
    text = "жирный курсив код ссылка 🎉 спойлер"
    entities = (
        Entity("bold", 0, 6),
        Entity("italic", 7, 6),
        Entity("code", 14, 3),
        Entity("text_link", 18, 6, url="https://example.org/"),
        Entity("spoiler", 28, 7),
    )
    await empty.store(IncomingPost(text=RichText(text, entities)))
    piped, seen = talker(empty, "ru"), talker(empty, "ru", nice=True)
    assert "*жирный* _курсив_ `код` ссылка 🎉 спойлер\n" in await piped("/random")
    card = await seen("/random")
    assert "жирный курсив код ссылка 🎉 спойлер" in card
    assert "╭" in card
    assert "🎲 Ещё" in card


async def test_notifications_on_the_screen(letopis: Letopis) -> None:
    assert await talker(letopis, "ru", nice=True)("#3") == "Кнопки #3 нет.\n"


async def test_the_session_answers_what_it_does_not_know(letopis: Letopis) -> None:
    session = ConsoleSession(TerminalScreen(io.StringIO(), nice=False), lambda: letopis.telegram.world.now)
    bot = Bot("2:console", session=session)
    assert await bot(GetMe()) == BOT_USER
    assert await bot(SendChatAction(chat_id=1, action="typing")) is True
    assert [chunk async for chunk in session.stream_content("https://example.org/")] == [b""]
    await bot.session.close()
