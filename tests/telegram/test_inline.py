"""The double inline, and called as a guest: what Telegram checks of the bot's answers, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    MessageEntity,
)

from tests.telegram import FakeTelegram, FakeUser
from tests.telegram.echo_bot import build_dispatcher, keyboard


def article(id_: str = "1", text: str = "Кот", markup: InlineKeyboardMarkup | None = None) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text, entities=[MessageEntity(type="bold", offset=0, length=1)])
    return InlineQueryResultArticle(
        id=id_, title=f"О {text}", description="да", input_message_content=content, reply_markup=markup
    )


class Heard:
    """A bot that offers two cards, the second with a button, and remembers what it is told."""

    def __init__(self) -> None:
        self.chosen: list[ChosenInlineResult] = []
        self.taps: list[CallbackQuery] = []
        self.calls: list[Message] = []

    async def offer(self, query: InlineQuery) -> None:
        await query.answer([article(), article("2", "Пёс", keyboard("Ещё"))], next_offset="2", cache_time=5)

    async def choose(self, result: ChosenInlineResult) -> None:
        self.chosen.append(result)

    async def tap(self, query: CallbackQuery, bot: Bot) -> None:
        self.taps.append(query)
        await bot.edit_message_text("Больше", inline_message_id=query.inline_message_id)
        await query.answer()

    async def call(self, message: Message, bot: Bot) -> None:
        self.calls.append(message)
        assert message.guest_query_id is not None
        await bot.answer_guest_query(message.guest_query_id, article("1", "Кот", keyboard("Ещё")))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def telegram(heard: Heard) -> FakeTelegram:
    dispatcher = Dispatcher()
    dispatcher.inline_query.register(heard.offer)
    dispatcher.chosen_inline_result.register(heard.choose)
    dispatcher.callback_query.register(heard.tap)
    dispatcher.guest_message.register(heard.call)
    telegram = FakeTelegram()
    telegram.connect(dispatcher)
    return telegram


@pytest.fixture
def anna(telegram: FakeTelegram) -> FakeUser:
    return telegram.user("Анна")


async def test_a_card_is_chosen_and_changed(telegram: FakeTelegram, anna: FakeUser, heard: Heard) -> None:
    friends = telegram.group("Друзья", [anna], bot="left")
    answer = await anna.inline_query("кот", offset="0", chat_type="supergroup")
    assert (answer.titles, answer.texts, answer["next_offset"]) == (["О Кот", "О Пёс"], ["Кот", "Пёс"], "2")
    plain = await anna.choose(answer, chat=friends)
    card = await anna.choose(answer, 1, chat=friends)
    assert (plain.rendered, card.labels) == ("*К*от", ("Ещё",))
    assert [(result.result_id, result.query) for result in heard.chosen] == [("1", "кот"), ("2", "кот")]
    assert heard.chosen[0].inline_message_id is None
    changed = (await anna.tap("Ещё", card)).only
    assert (changed.kind, changed.text) == ("edit", "Больше")
    assert heard.taps[0].inline_message_id == heard.chosen[1].inline_message_id
    assert heard.taps[0].message is None
    assert telegram.transcript(anna) == (
        "Анна types: @letopis_bot кот (from 0)\nЛетопись offers:\n    О Кот — да\n    О Пёс — да"
    )
    telegram.assert_clean()


async def test_the_bot_hears_its_own_cards_where_it_is(telegram: FakeTelegram, anna: FakeUser) -> None:
    group = telegram.group("Чат", [anna])
    answer = await anna.inline_query("кот")
    for chat in (group, anna.chat):
        await anna.choose(answer, chat=chat)
    telegram.assert_clean()


@pytest.mark.parametrize(
    ("description", "wrong"),
    [
        ("RESULT_ID_DUPLICATE", {"results": [article(), article()]}),
        ("RESULT_ID_INVALID", {"results": [article("я" * 33)]}),
        ("too many inline", {"results": [article(str(number)) for number in range(51)]}),
        ("NEXT_OFFSET_INVALID", {"results": [], "next_offset": "я" * 33}),
        ("message is too long", {"results": [article(text="я" * 4097)]}),
        ("message text is empty", {"results": [article(text=" ")]}),
        ("BUTTON_DATA_INVALID", {"results": [article(markup=keyboard("a", data="я" * 33))]}),
        ("article with a title", {"results": [article().model_copy(update={"title": " "})]}),
        ("START_PARAM_INVALID", {"button": InlineQueryResultsButton(text="a", start_parameter="да"), "results": []}),
    ],
)
async def test_an_inline_answer_that_telegram_refuses(description: str, wrong: dict[str, Any]) -> None:
    telegram = FakeTelegram()
    bot = telegram.connect(Dispatcher())
    anna = telegram.user("Анна")
    answer = await anna.inline_query("кот")
    assert answer == {}
    with pytest.raises(TelegramBadRequest, match=description):
        await bot.answer_inline_query(answer.query.id, **wrong)
    assert len(telegram.world.take_violations()) == 1


async def test_an_inline_answer_is_given_once_and_soon() -> None:
    telegram = FakeTelegram()
    bot = telegram.connect(Dispatcher())
    anna = telegram.user("Анна")
    answer = await anna.inline_query("кот")
    button = InlineQueryResultsButton(text="Настроить", start_parameter="a_b")
    await bot.answer_inline_query(answer.query.id, [], button=button)
    assert telegram.transcript(anna).endswith("[Настроить]")
    with pytest.raises(TelegramBadRequest, match="too old"):
        await bot.answer_inline_query(answer.query.id, [])
    assert len(telegram.world.take_violations()) == 1
    late = await anna.inline_query("пёс")
    telegram.advance(seconds=11)
    with pytest.raises(TelegramBadRequest, match="too old"):
        await bot.answer_inline_query(late.query.id, [])
    telegram.assert_clean()
    assert len(telegram.world.refusals) == 1


async def test_a_guest_answers_with_one_card(telegram: FakeTelegram, anna: FakeUser, heard: Heard) -> None:
    friends = telegram.group("Друзья", [anna], bot="left", forum=True)
    topic = telegram.topic(friends, "Звери")
    assert (await anna.send("@letopis_bot кот", chat=friends)).silent
    telegram.world.guest_mode = True
    assert (await anna.send("просто так", chat=friends)).silent
    card = (await anna.send("@letopis_bot кот", chat=friends, thread=topic)).only
    assert (card.text, card.thread_id, card.labels) == ("Кот", topic, ("Ещё",))
    assert heard.calls[0].text == "@letopis_bot кот"
    assert (await anna.tap("Ещё", card)).only.text == "Больше"
    telegram.assert_clean()
    with pytest.raises(TelegramBadRequest, match="too old"):
        await telegram.bot.answer_guest_query(str(heard.calls[0].guest_query_id), article())
    await telegram.set_bot_status(friends, "member", anna)
    await anna.send("@letopis_bot кот", chat=friends)
    assert len(heard.calls) == 1


async def test_buttons_that_do_not_call_the_bot() -> None:
    telegram = FakeTelegram()
    telegram.connect(build_dispatcher())
    anna = telegram.user("Анна")
    await anna.send("/start")
    rows: list[list[dict[str, Any]]] = [
        [{"text": "Поделиться", "switch_inline_query": "кот"}, {"text": "Всем", "switch_inline_query": ""}],
        [{"text": "Код", "copy_text": {"text": "42"}, "style": "primary"}],
        [{"text": "Друзьям", "switch_inline_query_chosen_chat": {"query": "пёс", "allow_user_chats": True}}],
        [{"text": "Дальше", "url": "https://t.me/letopis_bot?start=p_kot_5"}],
    ]
    markup = InlineKeyboardMarkup.model_validate({"inline_keyboard": rows})
    await telegram.bot.send_message(anna.id, "кнопки", reply_markup=markup)
    labels = [button["text"] for row in rows for button in row]
    assert [anna.press(label) for label in labels] == [
        "@letopis_bot кот",
        "@letopis_bot",
        "42",
        "@letopis_bot пёс",
        "https://t.me/letopis_bot?start=p_kot_5",
    ]
    shown = telegram.transcript(anna)
    assert "[Поделиться → @… кот]" in shown
    assert "[Код ⧉ 42]" in shown
    assert "[Дальше → https://t.me/letopis_bot?start=p_kot_5]" in shown
    assert (await anna.follow(anna.press("Дальше"))).only.text == "Привет, Анна!"
    telegram.assert_clean()
