"""/similar: a post is meant by a card, by its media, by a forward, by a link, in a channel's discussion group."""

from __future__ import annotations

from typing import Any

import pytest

from core.richtext import RichText
from core.types import IncomingPost, Visibility
from tests.bot.letopis import Letopis
from tests.bot.media_channel import CAPTION, MediaChannel
from tests.telegram import FakeUser
from tests.telegram.shapes import chat_json

ABOUT = "≈ Похожие на «Озеро на рассвете»"
USAGE = (
    "Похожие на какой пост? Ответьте командой /similar на пост: открытый здесь или пересланный из канала. "
    "Или дайте ссылку:\n/similar https://t.me/канал/123"
)
UNKNOWN = "Такого поста в архиве нет."


async def lakes(letopis: Letopis) -> MediaChannel:
    source = MediaChannel(letopis)
    await source.publish()
    await letopis.store(
        *(
            IncomingPost(text=RichText(f"Рассвет над озером, утро {number}"), message_ids=(100 + number,))
            for number in range(3)
        )
    )
    return source


async def forwarded(user: FakeUser, source: MediaChannel, message_id: int, **fields: Any) -> int:
    """A post of the channel that a message brings, as a forward; returns the message's id."""
    world = source.channel.telegram.world
    chat = chat_json(world, source.channel.chat)
    origin = {"type": "channel", "chat": chat, "message_id": message_id, "date": world.unix_now()}
    message = world.put(fields.pop("chat", user.chat), user.user, {"text": "пересланное", "forward_origin": origin})
    return message.id


@pytest.mark.parametrize("typed", ["/similar", "похожие", "Similar"])
async def test_in_reply_to_a_card_of_the_bot(empty: Letopis, typed: str) -> None:
    await lakes(empty)
    anna = empty.user()
    await anna.send(CAPTION)
    card = (await anna.tap("1")).only
    found = (await anna.send(typed, reply_to=card)).only
    assert found.text.startswith(ABOUT)
    assert "Рассвет над озером" in found.text


async def test_in_reply_to_media_that_the_bot_has_sent(empty: Letopis) -> None:
    await lakes(empty)
    anna = empty.user()
    await anna.send(CAPTION)
    await anna.tap("1")
    copies = (await anna.tap("🖼 Фото (3)")).cards
    assert (await anna.send("/similar", reply_to=copies[2])).only.text.startswith(ABOUT)


@pytest.mark.parametrize("part", [0, 2])
async def test_in_reply_to_a_forwarded_post_any_part_of_an_album(empty: Letopis, part: int) -> None:
    source = await lakes(empty)
    anna = empty.user()
    message_id = await forwarded(anna, source, source.album_ids[part])
    assert (await anna.send("/similar", reply_to=message_id)).only.text.startswith(ABOUT)


async def test_in_the_channels_discussion_group(empty: Letopis) -> None:
    source = await lakes(empty)
    anna = empty.user()
    group = empty.group(anna)
    message_id = await forwarded(anna, source, source.album_ids[0], chat=group)
    assert (await anna.send("/similar", chat=group, reply_to=message_id)).only.text.startswith(ABOUT)


@pytest.mark.parametrize(
    "address",
    ["https://t.me/svoi/{}", "t.me/svoi/{}", "https://t.me/svoi/{}?single", "(t.me/s/svoi/{}).", "t.me/c/{id}/{}"],
)
async def test_by_a_link(empty: Letopis, address: str) -> None:
    source = await lakes(empty)
    anna = empty.user()
    link = address.format(source.album_ids[1], id=source.channel.telegram_id)
    assert (await anna.send(f"/similar {link}")).only.text.startswith(ABOUT)
    message = empty.telegram.world.put(anna.chat, anna.user, {"text": f"смотри {link} тут"})
    assert (await anna.send("/similar", reply_to=message.id)).only.text.startswith(ABOUT)


async def test_a_link_behind_words_and_under_a_picture(empty: Letopis) -> None:
    source = await lakes(empty)
    anna = empty.user()
    url = f"https://t.me/svoi/{source.album_ids[0]}"
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": url}
    message = empty.telegram.world.put(anna.chat, anna.user, {"caption": "сюда", "caption_entities": [entity]})
    assert (await anna.send("/similar", reply_to=message.id)).only.text.startswith(ABOUT)


async def test_nothing_or_too_much_is_meant(empty: Letopis) -> None:
    await lakes(empty)
    anna, john = empty.user(), empty.user("John", "en")
    assert (await anna.send("/similar")).only.text == USAGE
    assert (await john.send("/similar")).only.text.startswith("Similar to which post? Reply with /similar to a post")
    listing = (await anna.send("озеро")).only
    assert (await anna.send("/similar", reply_to=listing)).only.text == USAGE
    assert (await anna.send("похожие", reply_to=listing)).only.text == USAGE
    greeting = (await anna.send("/start")).only
    assert (await anna.send("/similar", reply_to=greeting)).only.text == USAGE
    message = empty.telegram.world.put(anna.chat, anna.user, {"text": "просто слова"})
    assert (await anna.send("/similar", reply_to=message.id)).only.text == USAGE


async def test_the_word_alone_is_searched_for(empty: Letopis) -> None:
    await empty.store("Похожие друг на друга")
    assert (await empty.user().send("похожие")).only.text.startswith("🔎 похожие")


@pytest.mark.parametrize("typed", ["https://t.me/svoi/999", "https://t.me/somebody/1", "https://t.me/podpolye/7"])
async def test_a_post_that_is_not_there_or_not_to_be_seen(empty: Letopis, typed: str) -> None:
    await lakes(empty)
    secret = IncomingPost(text=RichText("Тайна"), message_ids=(7,))
    await empty.store(secret, username="podpolye", title="Подполье", visibility=Visibility.MEMBERS)
    assert (await empty.user().send(f"/similar {typed}")).only.text == UNKNOWN
