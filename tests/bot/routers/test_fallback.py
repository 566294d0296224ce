"""What no feature understands: helpful in private, silent in groups."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.letopis import Letopis
from tests.telegram import FakeTelegram, FakeUser

MEDIA = {
    "ru": "Я понимаю только слова: напишите, о чём был пост, и я его найду. Команды: /help",
    "en": "I understand words only: write what the post was about and I will find it. Commands: /help",
}
COMMAND = {
    "ru": "Такой команды нет. Что я умею: /help. А чтобы найти пост, просто напишите слова.",
    "en": "There is no such command. What I can do: /help. To find a post, just write words.",
}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "typed", ["/foo", "/foo bar", "/", "/searchh сервер", "/search@other_bot сервер", "//", "/поиск"]
)
async def test_an_unknown_command(letopis: Letopis, language: str, typed: str) -> None:
    assert (await letopis.user("Кто-то", language).send(typed)).only.text == COMMAND[language]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_sticker_a_photo_a_file(letopis: Letopis, language: str) -> None:
    reader = letopis.user("Кто-то", language)
    assert (await reader.send_sticker()).only.text == MEDIA[language]
    assert (await reader.send_photo()).only.text == MEDIA[language]
    assert (await reader.send_photo("подпись")).only.text == MEDIA[language]
    assert (await reader.send_document()).only.text == MEDIA[language]


async def test_a_command_under_a_photo_is_a_command(anna: FakeUser) -> None:
    assert (await anna.send_photo("/search сервер")).only.text.startswith("🔎 сервер")


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🏠"}}},
        {"write_access_allowed": {}},
        {"something_of_tomorrow": {}},
    ],
)
async def test_what_telegram_itself_writes_into_a_chat_gets_no_answer(
    telegram: FakeTelegram, anna: FakeUser, content: dict[str, Any]
) -> None:
    update = telegram.world.say(anna.chat, anna.user, content)
    assert (await telegram.deliver(update, anna.chat)).silent


async def test_a_group_hears_nothing_but_what_it_asked(letopis: Letopis, anna: FakeUser) -> None:
    boris = letopis.user("Борис")
    group = letopis.group(boris, admin=anna)
    await letopis.telegram.set_bot_status(group, "administrator", anna)  # now the bot is shown everything
    for text in ("просто разговор", "сервер", "/foo", "/foo@letopis_bot", "/", "/search@other_bot сервер", "летопись!"):
        assert (await boris.send(text, chat=group)).silent, text
    assert (await boris.send("скажи, @letopis_bot", chat=group)).silent
    answer = (await boris.send("/search сервер", chat=group)).only
    assert (await boris.send("спасибо", reply_to=answer)).silent
    assert (await boris.send_sticker(chat=group)).silent
    assert (await boris.send_photo("сервер", chat=group)).silent
    assert (await boris.send_document(chat=group)).silent


async def test_a_channel_post_and_a_removal_are_no_events(letopis: Letopis, anna: FakeUser) -> None:
    group = letopis.group(admin=anna)
    assert (await letopis.telegram.set_bot_status(group, "kicked", anna)).silent
    assert (await anna.block_bot()).silent
    assert (await anna.unblock_bot()).silent


async def test_an_unknown_button(anna: FakeUser, john: FakeUser) -> None:
    card = (await john.send("сервер")).only
    answers = await john.tap_data("x:1:2", card)
    assert answers.notification is not None
    assert answers.notification.text == "This card is out of date. Please ask again."
    assert not answers.cards
