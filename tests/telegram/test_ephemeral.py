"""Messages of the double that one user alone sees, and servers that do not know them."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
)

from tests.telegram import Chat, FakeTelegram, FakeUser
from tests.telegram.echo_bot import keyboard


async def whisper(message: Message) -> None:
    await message.reply("Тайна", reply_markup=keyboard("Ещё", "Убрать"))


async def tapped(query: CallbackQuery, bot: Bot) -> None:
    card = query.message
    assert isinstance(card, Message)
    assert card.ephemeral_message_id is not None
    place: dict[str, Any] = {"chat_id": card.chat.id, "receiver_user_id": query.from_user.id}
    if query.data == "Убрать":
        await bot.delete_ephemeral_message(ephemeral_message_id=card.ephemeral_message_id, **place)
    else:
        await bot.edit_ephemeral_message_text(text="Больше", ephemeral_message_id=card.ephemeral_message_id, **place)
    await query.answer("Вот")


class Place:
    """A group with two members, whose commands are ephemeral."""

    def __init__(self) -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(whisper)
        dispatcher.callback_query.register(tapped)
        self.telegram = FakeTelegram()
        self.bot = self.telegram.connect(dispatcher)
        self.anna = self.telegram.user("Анна", language_code="ru")
        self.boris = self.telegram.user("Борис")
        self.group: Chat = self.telegram.group("Чат", [self.boris], admins=[self.anna])

    async def offer(self) -> None:
        command = BotCommand(command="search", description="искать", is_ephemeral=True)
        await self.bot.set_my_commands([command], scope=BotCommandScopeChat(chat_id=self.group.id))

    async def send(self, to: FakeUser, **fields: Any) -> Message:
        wish = EphemeralMessageParameters(receiver_user_id=to.id, **fields.pop("trigger", {}))
        return await self.bot.send_message(self.group.id, "x", ephemeral_message_parameters=wish, **fields)


@pytest.fixture
async def place() -> Place:
    place = Place()
    await place.offer()
    return place


async def test_only_the_one_who_asked_sees_question_and_answer(place: Place) -> None:
    anna, boris, group, telegram = place.anna, place.boris, place.group, place.telegram
    card = (await anna.send("/search кот", chat=group)).only
    assert (card.message_id, card.ephemeral_id) == (0, 29000002)
    with pytest.raises(LookupError):
        await boris.tap("Ещё", chat=group)
    with pytest.raises(AssertionError, match="does not see"):
        await boris.tap("Ещё", card)
    answers = await anna.tap("Ещё", card)
    assert (answers.only.kind, answers.only.text) == ("edit", "Больше")
    assert answers.notification is not None
    assert len((await anna.tap("Убрать", card)).deleted) == 1
    assert telegram.transcript(group, seen_by=boris) == ""
    assert telegram.transcript(group, seen_by=anna).split("\n") == [
        "Анна (only Летопись sees): /search кот",
        "Летопись (only Анна sees): Тайна",
        "    [Ещё] [Убрать]",
        "Анна taps [Ещё]",
        "Летопись edits #~29000002: Больше",
        "Анна sees a notification: Вот",
        "Анна taps [Убрать]",
        "Летопись deletes #~29000002",
        "Анна sees a notification: Вот",
    ]
    telegram.assert_clean()


async def test_a_reply_to_an_ephemeral_message_is_one(place: Place) -> None:
    card = (await place.anna.send("/search", chat=place.group)).only
    assert (await place.anna.send("а ещё", reply_to=card)).only.ephemeral_id
    assert (await place.anna.send("/other", chat=place.group)).only.ephemeral_id == 0
    place.telegram.assert_clean()


async def test_who_may_be_whispered_to(place: Place) -> None:
    stranger = place.telegram.user("Степан")
    for words, receiver, trigger in [
        ("BOT_NOT_ADMIN", place.anna, {}),
        ("USER_NOT_PARTICIPANT", stranger, {}),
        ("too old", place.anna, {"callback_query_id": "нет"}),
    ]:
        with pytest.raises(TelegramBadRequest, match=words):
            await place.send(receiver, trigger=trigger)
    await place.telegram.set_bot_status(place.group, "administrator", place.anna)
    assert (await place.send(place.anna)).ephemeral_message_id
    place.telegram.world.take_violations()
    await place.anna.send("/start")
    with pytest.raises(TelegramBadRequest, match="BOT_NOT_ADMIN"):
        wish = EphemeralMessageParameters(receiver_user_id=place.anna.id)
        await place.bot.send_message(place.anna.id, "x", ephemeral_message_parameters=wish)


async def test_an_answer_may_come_too_late(place: Place) -> None:
    await place.anna.send("/search", chat=place.group)
    asked = place.group.ephemeral[29000001]
    place.telegram.advance(seconds=16)
    reply = {"ephemeral_message_id": asked.ephemeral_id}
    wish = {"receiver_user_id": place.anna.id}
    call = {"chat_id": place.group.id, "text": "x", "reply_parameters": reply}
    status, body = place.telegram.world.respond("sendMessage", call | {"ephemeral_message_parameters": wish}, {})
    assert (status, body["description"]) == (400, "Bad Request: MESSAGE_TOO_OLD")
    place.telegram.assert_clean()
    status, body = place.telegram.world.respond("sendMessage", call, {})
    assert "must be an ephemeral message" in body["description"]
    assert len(place.telegram.world.take_violations()) == 1


async def test_an_older_server_answers_in_public(place: Place) -> None:
    place.telegram.world.api_version = "9.0"
    place.telegram.world.commands.clear()
    await place.offer()
    card = (await place.boris.send("/search", chat=place.group)).only
    assert (card.ephemeral_id, place.telegram.transcript(place.group, seen_by=place.anna) != "") == (0, True)
    assert (await place.send(place.anna)).ephemeral_message_id is None
    with pytest.raises(TelegramNotFound):
        await place.bot.delete_ephemeral_message(place.group.id, place.anna.id, 29000001)
    date = MessageEntity(type="date_time", offset=0, length=1, unix_time=5)
    with pytest.raises(TelegramBadRequest, match="unsupported type"):
        await place.bot.send_message(place.group.id, "x", entities=[date])
    row = [InlineKeyboardButton(text="a", callback_data="a", style="primary")]
    sent = await place.bot.send_message(place.group.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].style is None
    place.telegram.assert_clean()
    assert len(place.telegram.world.refusals) == 2


async def test_a_server_in_between_knows_the_older_parameters(place: Place) -> None:
    place.telegram.world.api_version = "10.2"
    await place.telegram.set_bot_status(place.group, "administrator", place.anna)
    assert (await place.send(place.anna)).ephemeral_message_id is None
    sent = await place.bot.send_message(place.group.id, "x", receiver_user_id=place.anna.id)
    assert sent.ephemeral_message_id
    place.telegram.assert_clean()


async def test_a_newer_server_knows_dates(place: Place) -> None:
    date = MessageEntity(type="date_time", offset=0, length=6, unix_time=1772442000, date_time_format="Dt")
    sent = await place.bot.send_message(place.group.id, "второе марта", entities=[date])
    assert sent.entities is not None
    assert sent.entities[0].date_time_format == "Dt"
    wrong = date.model_copy(update={"date_time_format": "yyyy"})
    with pytest.raises(TelegramBadRequest, match="invalid date_time_format"):
        await place.bot.send_message(place.group.id, "второе марта", entities=[wrong])
