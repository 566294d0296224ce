"""The double of Telegram behind aiogram's session: it refuses what Telegram refuses, and shows what its users see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import SendMessage, SendPoll
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)

from tests.telegram import FakeSession, FakeTelegram, FakeUser
from tests.telegram.echo_bot import build_dispatcher, keyboard


@pytest.fixture
def telegram() -> FakeTelegram:
    telegram = FakeTelegram()
    telegram.connect(build_dispatcher())
    return telegram


@pytest.fixture
def anna(telegram: FakeTelegram) -> FakeUser:
    return telegram.user("Анна", language_code="ru", username="anna")


# From the user's side


async def test_a_conversation(telegram: FakeTelegram, anna: FakeUser) -> None:
    card = (await anna.send("/start")).only
    assert (card.rendered, card.keyboard) == ("Привет, *Анна*!", (("Да", "Нет"),))
    answers = await anna.tap("Да")
    assert (answers.only.kind, answers.only.rendered, answers.only.keyboard) == ("edit", "Выбрано: `Да`", ())
    assert answers.notification is not None
    assert answers.notification.text == "Принято"
    assert not answers.notification.is_alert
    assert anna.last.text == "Выбрано: Да"
    assert (await anna.send("слово")).text == "Эхо: слово"
    assert telegram.transcript(anna) == (
        "Анна: /start\n"
        "Летопись: Привет, *Анна*!\n"
        "    [Да] [Нет]\n"
        "Анна taps [Да]\n"
        "Летопись edits #2: Выбрано: `Да`\n"
        "Анна sees a notification: Принято\n"
        "Анна: слово\n"
        "Летопись: Эхо: слово"
    )
    telegram.assert_clean()


async def test_media_and_files(telegram: FakeTelegram, anna: FakeUser) -> None:
    assert (await anna.send_photo("подпись")).text == "Эхо: photo"
    assert (await anna.send_sticker()).text == "Эхо: sticker"
    assert (await anna.send_document()).text == "Эхо: document"
    card = (await anna.send("/report раз")).only
    assert card.document is not None
    assert (card.document.name, card.document.data.decode(), card.text) == ("отчёт.txt", "раз", "Ваш отчёт")
    telegram.assert_clean()


async def test_stale_forged_and_unanswered_taps(telegram: FakeTelegram, anna: FakeUser) -> None:
    card = (await anna.send("/start")).only
    await telegram.bot.delete_message(anna.id, card.message_id)
    assert (await anna.tap(1, card)).notification is not None  # the handler sees an inaccessible message
    with pytest.raises(LookupError):
        await anna.tap("Да")
    telegram.assert_clean()
    assert (await anna.tap_data("тишина", card)).silent
    assert [query.data for query in telegram.world.unanswered_callbacks()] == ["тишина"]
    with pytest.raises(AssertionError):
        telegram.assert_clean()


async def test_a_tap_is_answered_once(telegram: FakeTelegram, anna: FakeUser) -> None:
    card = (await anna.send("/start")).only
    await anna.tap("Нет", card)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await telegram.bot.answer_callback_query(next(iter(telegram.world.callbacks)))


async def test_privacy_mode(telegram: FakeTelegram, anna: FakeUser) -> None:
    boris = telegram.user("Борис")
    group = telegram.group("Чат", [boris], admins=[anna])
    assert (await boris.send("просто разговор", chat=group)).silent
    assert (await boris.send("/start@other_bot", chat=group)).silent
    assert len(await boris.send("/start@letopis_bot", chat=group)) == 1
    answer = (await boris.send("/echo", chat=group)).only
    assert len(await boris.send("это тебе", reply_to=answer)) == 1
    assert len(await boris.send("скажи, @letopis_bot", chat=group)) == 1
    await telegram.set_bot_status(group, "administrator", anna)
    assert len(await boris.send("просто разговор", chat=group)) == 1
    telegram.assert_clean()


async def test_forum_topics(telegram: FakeTelegram, anna: FakeUser) -> None:
    forum = telegram.group("Форум", [anna], forum=True)
    news = telegram.topic(forum, "Новости")
    assert (await anna.send("/echo", chat=forum, thread=news)).only.thread_id == news
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await telegram.bot.send_message(forum.id, "мимо", message_thread_id=news + 100)


async def test_membership(telegram: FakeTelegram, anna: FakeUser) -> None:
    group = telegram.group("Чат", admins=[anna], bot="left", kind="group")
    with pytest.raises(TelegramForbiddenError, match="not a member of the group"):
        await telegram.bot.send_message(group.id, "эй")
    assert (await telegram.set_bot_status(group, "member", anna)).text == "Спасибо, что позвали"
    assert [member.status for member in await telegram.bot.get_chat_administrators(group.id)] == ["creator"]
    assert (await telegram.bot.get_chat_member(group.id, telegram.world.bot.id)).status == "member"
    assert (await telegram.bot.get_chat(group.id)).title == "Чат"
    await telegram.bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError):
        await telegram.bot.send_message(anna.id, "здравствуйте")
    await anna.send("/start")
    await anna.block_bot()
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await telegram.bot.send_message(anna.id, "здравствуйте")
    assert (await anna.unblock_bot()).text == "Спасибо, что позвали"
    telegram.assert_clean()


async def test_inline_queries(telegram: FakeTelegram, anna: FakeUser) -> None:
    assert (await anna.inline_query("код"))["results"][0]["input_message_content"]["message_text"] == "Найдено: код"
    telegram.assert_clean()


# What the world refuses

Request = Callable[[Bot, int], Awaitable[Any]]


@pytest.mark.parametrize(
    ("description", "request_of"),
    [
        ("message text is empty", lambda bot, chat: bot.send_message(chat, "")),
        ("message is too long", lambda bot, chat: bot.send_message(chat, "я" * 4097)),
        ("chat not found", lambda bot, chat: bot.send_message(chat + 1, "эй")),
        ("Can't find end tag", lambda bot, chat: bot.send_message(chat, "<b>эй", parse_mode="HTML")),
        (
            "BUTTON_DATA_INVALID",
            lambda bot, chat: bot.send_message(chat, "x", reply_markup=keyboard("a", data="я" * 33)),
        ),
        ("too long", lambda bot, chat: bot.send_message(chat, "x", reply_markup=keyboard(*"123456789"))),
        ("message to edit not found", lambda bot, chat: bot.edit_message_text("x", chat_id=chat, message_id=99)),
        ("can't be edited", lambda bot, chat: bot.edit_message_text("x", chat_id=chat, message_id=1)),
        ("not modified", lambda bot, chat: bot.edit_message_text("Эхо: раз", chat_id=chat, message_id=2)),
        ("to delete not found", lambda bot, chat: bot.delete_message(chat, 99)),
        ("BOT_COMMAND_INVALID", lambda bot, _: bot.set_my_commands([BotCommand(command="Поиск", description="x")])),
        ("unknown parameter", lambda bot, chat: bot(SendMessage(chat_id=chat, text="x", chat_name="x"))),
        (
            "unknown field",
            lambda bot, chat: bot.send_message(
                chat,
                "x",
                reply_markup=InlineKeyboardMarkup(
                    inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="a", colour="red")]]
                ),
            ),
        ),
        (
            "one action",
            lambda bot, chat: bot.send_message(
                chat, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a")]])
            ),
        ),
        (
            "URL",
            lambda bot, chat: bot.send_message(
                chat,
                "x",
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", url="нет")]]),
            ),
        ),
        (
            "is lost",
            lambda bot, chat: bot.send_message(
                chat,
                "код",
                entities=[
                    MessageEntity(type="bold", offset=0, length=3),
                    MessageEntity(type="code", offset=1, length=1),
                ],
            ),
        ),
        (
            "to be replied not found",
            lambda bot, chat: bot.send_message(chat, "x", reply_parameters=ReplyParameters(message_id=77)),
        ),
    ],
)
async def test_a_refused_request_is_a_violation(
    telegram: FakeTelegram, anna: FakeUser, description: str, request_of: Request
) -> None:
    await anna.send("раз")
    with pytest.raises(TelegramBadRequest, match=description):
        await request_of(telegram.bot, anna.id)
    assert [description in violation.description for violation in telegram.world.violations] == [True]
    with pytest.raises(AssertionError, match=description):
        telegram.assert_clean()
    assert len(telegram.world.take_violations()) == 1
    telegram.assert_clean()


async def test_what_is_not_emulated_is_not_found(telegram: FakeTelegram, anna: FakeUser) -> None:
    with pytest.raises(TelegramNotFound):
        await telegram.bot(SendPoll(chat_id=anna.id, question="?", options=["да", "нет"]))


async def test_nobody_is_written_to_before_they_start(telegram: FakeTelegram, anna: FakeUser) -> None:
    with pytest.raises(TelegramForbiddenError, match="initiate"):
        await telegram.bot.send_message(anna.id, "здравствуйте")


async def test_profile_and_commands(telegram: FakeTelegram) -> None:
    bot, groups = telegram.bot, BotCommandScopeAllGroupChats()
    await bot.set_my_commands([BotCommand(command="search", description="искать")], scope=groups, language_code="ru")
    assert telegram.world.commands["all_group_chats", "ru"] == [{"command": "search", "description": "искать"}]
    assert [item.command for item in await bot.get_my_commands(scope=groups, language_code="ru")] == ["search"]
    assert await bot.get_my_commands() == []
    await bot.delete_my_commands(scope=groups, language_code="ru")
    assert telegram.world.commands == {}
    await bot.set_my_description("Архив", language_code="ru")
    await bot.set_my_short_description("Архив")
    await bot.set_my_name("Летописец")
    assert (await bot.get_my_description("ru")).description == "Архив"
    assert (await bot.get_my_short_description("en")).short_description == "Архив"
    assert (await bot.get_my_name()).name == "Летописец"
    assert (await bot.me()).username == "letopis_bot"
    telegram.assert_clean()


async def test_messages_are_deleted_for_two_days(telegram: FakeTelegram, anna: FakeUser) -> None:
    card = (await anna.send("раз")).only
    telegram.advance(hours=47)
    await telegram.bot.send_chat_action(anna.id, "typing")
    await telegram.bot.delete_message(anna.id, card.message_id - 1)
    telegram.advance(hours=2)
    with pytest.raises(TelegramBadRequest, match="can't be deleted for everyone"):
        await telegram.bot.delete_message(anna.id, card.message_id)


async def test_trouble_on_the_way(telegram: FakeTelegram, anna: FakeUser) -> None:
    await anna.send("раз")
    bot, faults = telegram.bot, telegram.world.faults
    faults.fail_next("sendMessage", 429, retry_after=7)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(anna.id, "два")
    assert caught.value.retry_after == 7
    faults.fail_next("*", 502)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(anna.id, "два")
    faults.drop_next("sendMessage")
    faults.drop_next("sendMessage", after_effect=True)
    for text in ("потеряно", "дошло без ответа"):
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(anna.id, text)
    assert anna.last.text == "дошло без ответа"
    telegram.assert_clean()


async def test_updates_are_kept_until_they_are_confirmed() -> None:
    telegram = FakeTelegram()
    bot = Bot(telegram.world.token, session=FakeSession(telegram.world))
    telegram.patience_s = 0
    anna = telegram.user("Анна")
    for text in ("раз", "два", "три"):
        assert (await anna.send(text)).silent
    updates = await bot.get_updates(timeout=1, limit=2)
    assert [update.message.text for update in updates if update.message] == ["раз", "два"]
    assert len(await bot.get_updates()) == 3
    read = updates[-1].update_id + 1
    assert len(await bot.get_updates(offset=read, allowed_updates=["callback_query"])) == 1
    await anna.send("не того вида")
    assert len(await bot.get_updates(offset=read, allowed_updates=[])) == 1
    assert await bot.get_updates(offset=read + 9, timeout=1) == []
