"""Where the double lets the bot write, who writes to it there, and what it can copy and send."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import BufferedInputFile, CallbackQuery, InputMediaDocument, InputMediaPhoto, Message

from tests.telegram import Chat, FakeChannel, FakeTelegram, FakeUser
from tests.telegram.echo_bot import build_dispatcher, keyboard

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def telegram() -> FakeTelegram:
    telegram = FakeTelegram()
    telegram.connect(build_dispatcher())
    return telegram


@pytest.fixture
def anna(telegram: FakeTelegram) -> FakeUser:
    return telegram.user("Анна")


@pytest.fixture
def group(telegram: FakeTelegram, anna: FakeUser) -> Chat:
    return telegram.group("Чат", admins=[anna], forum=True)


async def test_people_who_write_as_a_chat(telegram: FakeTelegram, anna: FakeUser, group: Chat) -> None:
    channel = FakeChannel(telegram, "Новости", owner=anna)
    assert (await anna.send("/start", chat=group, anonymous=True)).only.text == "Привет, Group!"
    assert (await anna.send("/start", chat=group, as_channel=channel.chat)).only.text == "Привет, Channel!"
    shown = telegram.transcript(group).split("\n")
    assert [line for line in shown if line.endswith("/start")] == [
        "Чат in «General»: /start",
        "Новости in «General»: /start",
    ]
    message = group.messages[1]
    assert (message.sender_id, message.as_chat) == (1087968824, group.id)
    telegram.assert_clean()


async def test_a_reply_stays_in_its_topic(telegram: FakeTelegram, anna: FakeUser, group: Chat) -> None:
    news = telegram.topic(group, "Новости")
    card = (await anna.send("/start", chat=group, thread=news)).only
    assert (await anna.send("да", reply_to=card)).only.thread_id == news
    assert "Летопись in «Новости»: Привет" in telegram.transcript(group)


async def test_closed_topics(telegram: FakeTelegram, anna: FakeUser, group: Chat) -> None:
    news = telegram.topic(group, "Новости")
    telegram.close_topic(group, news)
    telegram.close_topic(group)
    for thread in (news, None):
        with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
            await telegram.bot.send_message(group.id, "x", message_thread_id=thread)
    telegram.assert_clean()
    assert len(telegram.world.refusals) == 2
    await telegram.set_bot_status(group, "administrator", anna)
    await telegram.bot.send_message(group.id, "x", message_thread_id=news)


async def test_rights_and_slow_mode(telegram: FakeTelegram, anna: FakeUser, group: Chat) -> None:
    group.forbidden.add("photos")
    with pytest.raises(TelegramBadRequest, match="not enough rights to send photos"):
        await telegram.bot.send_photo(group.id, BufferedInputFile(PNG, "a.png"))
    group.slow_mode_s = 30
    await telegram.bot.send_message(group.id, "раз")
    with pytest.raises(TelegramRetryAfter) as caught:
        await telegram.bot.send_message(group.id, "два")
    assert caught.value.retry_after == 30
    telegram.advance(seconds=30)
    await telegram.bot.send_message(group.id, "два")
    await telegram.set_bot_status(group, "restricted", anna)
    with pytest.raises(TelegramBadRequest, match="text messages"):
        await telegram.bot.send_message(group.id, "три")
    channel = FakeChannel(telegram, "Новости", owner=anna, bot="member")
    with pytest.raises(TelegramBadRequest, match="administrator rights"):
        await telegram.bot.send_message(channel.chat.id, "три")
    telegram.assert_clean()
    assert len(telegram.world.refusals) == 4


async def test_privacy_mode_off(telegram: FakeTelegram, anna: FakeUser, group: Chat) -> None:
    telegram.world.privacy = False
    assert (await anna.send("болтовня", chat=group)).only.text == "Эхо: болтовня"
    assert (await telegram.bot.me()).can_read_all_group_messages


async def test_posts_are_copied(telegram: FakeTelegram, anna: FakeUser) -> None:
    await anna.send("/start")
    channel = FakeChannel(telegram, "Новости", owner=anna, username="novosti")
    text = await channel.post("Чай #утро")
    ids = await channel.album(["photo", "video"], "виды")
    await channel.pin(text)
    bot, origin = telegram.bot, channel.chat.id
    copied = await bot.copy_messages(anna.id, origin, [text, *ids, 4, 99])
    parts = [anna.chat.messages[item.message_id].content for item in copied]
    assert parts[0]["text"] == "Чай #утро"
    assert (
        parts[1]["media_group_id"] == parts[2]["media_group_id"] != channel.chat.messages[2].content["media_group_id"]
    )
    (bare,) = await bot.copy_messages(anna.id, "@novosti", [2], remove_caption=True)
    assert "caption" not in anna.chat.messages[bare.message_id].content
    await bot.copy_message(anna.id, origin, 2, caption="ещё виды", reply_markup=keyboard("a"))
    assert (anna.last.text, anna.last.media, anna.last.labels) == ("ещё виды", "photo", ("a",))
    telegram.assert_clean()
    for wrong, words in (([2, 1], "strictly"), ([], "not specified"), ([1] * 101, "too many")):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.copy_messages(anna.id, origin, wrong)
    assert len(telegram.world.take_violations()) == 3
    for wrong, words in (([9], "no messages to forward"), ([1], "protected")):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.copy_messages(anna.id, origin, wrong)
        channel.chat.is_protected = True
    with pytest.raises(TelegramBadRequest, match="to copy not found"):
        await bot.copy_message(anna.id, origin, 9)
    channel.chat.members[telegram.world.bot.id] = "left"
    with pytest.raises(TelegramBadRequest, match="no messages to forward"):
        await bot.copy_messages(anna.id, origin, [1])
    telegram.assert_clean()


async def test_pictures_and_their_cards(telegram: FakeTelegram, anna: FakeUser) -> None:
    await anna.send("/start")
    bot = telegram.bot
    sent = await bot.send_photo(
        anna.id, BufferedInputFile(PNG, "a.png"), caption="раз", reply_markup=keyboard("тишина")
    )
    assert sent.photo is not None
    assert anna.last.document is not None
    assert (anna.last.media, anna.last.document.data) == ("photo", PNG)
    await bot.send_photo(anna.id, sent.photo[-1].file_id)
    media = InputMediaPhoto(media=BufferedInputFile(PNG + b"1", "b.png"), caption="два")
    place: dict[str, Any] = {"chat_id": anna.id, "message_id": sent.message_id}
    await bot.edit_message_media(media, **place, reply_markup=keyboard("a"))
    await bot.edit_message_caption(**place, caption="три")
    assert "Летопись edits #3: (photo) три" in telegram.transcript(anna)
    await bot.edit_message_media(InputMediaDocument(media=BufferedInputFile(b"x", "c.txt")), **place)
    telegram.assert_clean()
    for file, words in ((b"GIF", "IMAGE_PROCESS_FAILED"), (b"", "non-empty"), (PNG + b"0" * (10 << 20), "too big")):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.send_photo(anna.id, BufferedInputFile(file, "a.png"))
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(anna.id, sent.photo[-1].file_id)
    with pytest.raises(TelegramBadRequest, match="too long"):
        await bot.edit_message_caption(**place, caption="я" * 1025)
    with pytest.raises(TelegramBadRequest, match="no caption"):
        await bot.edit_message_caption(chat_id=anna.id, message_id=2, caption="три")


async def test_late_and_double_taps() -> None:
    telegram = FakeTelegram()
    refused = []

    async def start(message: Message) -> None:
        await message.answer("x", reply_markup=keyboard("a"))

    async def same(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        for call in (query.message.edit_text("y"), query.answer()):
            try:
                await call
            except TelegramBadRequest as error:
                refused.append(error.message.partition(":")[2][:24])

    dispatcher = Dispatcher()
    dispatcher.message.register(start)
    dispatcher.callback_query.register(same)
    telegram.connect(dispatcher)
    anna = telegram.user("Анна")
    card = (await anna.send("/start")).only
    assert len(await anna.tap_twice("a", card)) == 1
    assert refused == [" message is not modified"]
    telegram.world.assert_clean()
    await anna.tap("a", card, late=True)
    assert refused[2:] == [" query is too old and re"]
    assert [violation.method for violation in telegram.world.take_violations()] == ["editMessageText"]


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "a", "copy_text": {"text": "я" * 257}}, "COPY_TEXT"),
        ({"text": "a", "callback_data": "a", "style": "red"}, "style"),
        ({"text": "a", "url": "https://t.me/letopis_bot?start=да"}, "payload"),
        ({"text": "a", "callback_data": "a", "switch_inline_query": ""}, "one action"),
        ({"text": "я" * 6000, "callback_data": "a"}, "too long"),
    ],
)
async def test_buttons_that_telegram_refuses(
    telegram: FakeTelegram, anna: FakeUser, button: dict[str, Any], words: str
) -> None:
    await anna.send("/start")
    params = {"chat_id": anna.id, "text": "x", "reply_markup": json.dumps({"inline_keyboard": [[button]]})}
    status, body = telegram.world.respond("sendMessage", params, {})
    assert (status, words in body["description"]) == (400, True)
    assert len(telegram.world.take_violations()) == 1
