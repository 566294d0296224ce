"""The media of a post: copied whole, into the place of the card; where Telegram refuses, the link instead."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from bot.services.marks import REFUSAL_STANDS
from core.types import Visibility
from tests.bot.letopis import Letopis
from tests.bot.media_channel import CAPTION, MediaChannel
from tests.telegram import Card, FakeUser

ALBUM, VIDEO = "🖼 Фото (3)", "🎬 Видео"
REFUSED = "Telegram не даёт мне это скопировать. Теперь кнопка ведёт прямо в канал."
NOT_HERE = "Сюда я это прислать не могу. Откройте пост в канале."


def copies(letopis: Letopis) -> int:
    return sum(method.lower() == "copymessages" for method, _ in letopis.telegram.world.calls)


async def opened(anna: FakeUser, query: str = CAPTION, **where: object) -> Card:
    await anna.send(f"/search {query}", **where)  # type: ignore[arg-type]
    return (await anna.tap("1")).only


@pytest.mark.parametrize("knows_id", [True, False])
async def test_an_album_comes_whole(empty: Letopis, knows_id: bool) -> None:
    source = MediaChannel(empty)
    await source.publish(knows_id=knows_id)
    anna = empty.user()
    card = await opened(anna)
    assert card.keyboard[0] == (ALBUM, "Открыть в канале")
    sent = await anna.tap(ALBUM)
    assert [copy.media for copy in sent.cards] == ["photo"] * 3
    assert [copy.text for copy in sent.cards] == [CAPTION, "", ""]
    assert sent.notification is None
    (asked,) = [params for method, params in empty.telegram.world.calls if method.lower() == "copymessages"]
    assert asked["from_chat_id"] == (str(source.channel.chat.id) if knows_id else "@svoi")
    assert json.loads(asked["message_ids"]) == sorted(source.album_ids)


async def test_only_a_post_with_media_has_the_button(empty: Letopis) -> None:
    await MediaChannel(empty).publish()
    anna = empty.user()
    assert (await opened(anna, "слова")).keyboard[0] == ("Открыть в канале",)
    assert (await opened(anna, "ролик")).keyboard[0] == (VIDEO, "Открыть в канале")
    assert [copy.media for copy in (await anna.tap(VIDEO)).cards] == ["video"]


async def test_in_a_forum_they_come_into_the_cards_topic(empty: Letopis) -> None:
    await MediaChannel(empty).publish()
    anna = empty.user()
    forum = empty.telegram.group("Форум", [anna], forum=True)
    topic = empty.telegram.topic(forum, "Озёра")
    await anna.send(f"/search {CAPTION}", chat=forum, thread=topic)
    await anna.tap("1")
    assert {copy.thread_id for copy in (await anna.tap(ALBUM)).cards} == {topic}


async def test_two_quick_taps_send_them_once(empty: Letopis) -> None:
    await MediaChannel(empty).publish()
    anna = empty.user()
    card = await opened(anna)
    first, second = await asyncio.gather(anna.tap(ALBUM, card), anna.tap(ALBUM, card))
    assert copies(empty) == 1
    assert first.notification is second.notification is None
    empty.telegram.advance(minutes=1)
    assert len((await anna.tap(ALBUM, card)).cards) == 3


async def refuse_bot_outside(_: MediaChannel) -> None:
    """The bot is no member of the channel."""


async def refuse_protected(source: MediaChannel) -> None:
    await source.admit()
    source.channel.chat.is_protected = True


async def refuse_gone(source: MediaChannel) -> None:
    await source.admit()
    for message in source.channel.chat.messages.values():
        message.deleted = True


async def refuse_kicked(source: MediaChannel) -> None:
    await source.channel.remove_bot()


@pytest.mark.parametrize("refuse", [refuse_bot_outside, refuse_protected, refuse_gone, refuse_kicked])
async def test_where_telegram_refuses_the_button_becomes_the_link(empty: Letopis, refuse: object) -> None:
    source = MediaChannel(empty)
    await source.publish(is_admin=False)
    await refuse(source)  # type: ignore[operator]
    anna, john = empty.user(), empty.user("John", "en")
    card = await opened(anna)
    sent = await anna.tap(ALBUM, card)
    assert sent.notification is not None
    assert sent.notification.text == REFUSED
    url = f"https://t.me/svoi/{source.album_ids[0]}"
    assert (sent.only.kind, sent.only.text) == ("edit", card.text)
    assert [button.url for button in sent.only.buttons[0]] == [url, url]
    asked = copies(empty)
    again = await anna.tap(ALBUM, card)  # a slow client's old button
    assert again.notification is not None
    assert again.notification.text == REFUSED
    await john.send(f"/search {CAPTION}")
    assert (await john.tap("1")).only.buttons[0][0].url == url
    assert copies(empty) == asked
    empty.telegram.world.take_violations()


async def test_a_refusal_is_of_its_post_alone_and_ends(empty: Letopis) -> None:
    source = MediaChannel(empty)
    await source.publish(is_admin=False)
    anna = empty.user()
    await opened(anna)
    await anna.tap(ALBUM)
    assert (await opened(anna, "ролик")).buttons[0][0].data is not None
    empty.telegram.world.now += REFUSAL_STANDS + timedelta(minutes=1)
    assert (await opened(anna)).buttons[0][0].data is not None
    await anna.tap(ALBUM)
    await source.admit()
    await opened(anna)
    assert len((await anna.tap(ALBUM)).cards) == 3


async def test_a_chat_that_takes_no_media_is_no_refusal(empty: Letopis) -> None:
    source = MediaChannel(empty)
    await source.publish()
    anna = empty.user()
    group = empty.group(anna)
    await opened(anna, chat=group)
    group.forbidden = {"media"}
    sent = await anna.tap(ALBUM)
    assert not sent.cards
    assert sent.notification is not None
    assert sent.notification.text == NOT_HERE
    await opened(anna)
    assert len((await anna.tap(ALBUM)).cards) == 3


async def test_too_much_at_once_is_no_refusal(empty: Letopis) -> None:
    await MediaChannel(empty).publish()
    anna = empty.user()
    card = await opened(anna)
    empty.telegram.world.faults.fail_next("copyMessages", 429, retry_after=30)
    sent = await anna.tap(ALBUM, card)
    assert not sent.cards
    assert sent.notification is not None
    assert sent.notification.text == (
        "Telegram просит подождать: слишком много сообщений сразу. Попробуйте через минуту."
    )
    assert len((await anna.tap(ALBUM, card)).cards) == 3


async def test_one_who_may_not_see_the_post_any_more_gets_no_media(empty: Letopis) -> None:
    await MediaChannel(empty).publish()
    anna = empty.user()
    card = await opened(anna)
    await empty.show_to("svoi", Visibility.MEMBERS)
    sent = await anna.tap(ALBUM, card)
    assert not sent.cards
    assert sent.notification is not None
    assert copies(empty) == 0
