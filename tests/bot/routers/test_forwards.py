"""Posts that an operator forwards to the bot in private: taken in, and answered once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.types import Post, Viewer
from storage import posts
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeChannel


class Forwarding:
    """A bot that hears, and two channels that it is not in."""

    def __init__(self, letopis: Letopis) -> None:
        self.letopis = letopis
        self.telegram = letopis.telegram
        self.olga = letopis.operator
        self.news = FakeChannel(self.telegram, "Новости", owner=self.olga, username="novosti", bot="left")
        self.secret = FakeChannel(self.telegram, "Тайна", owner=self.olga, bot="left")

    def answers(self) -> list[Card]:
        return [event.card for event in self.telegram.world.events if event.kind == "message" and event.card]

    async def answered(self, count: int = 1) -> list[str]:
        """The texts of the answers, when so many have come, and then no more."""
        await self.telegram.wait_for(lambda: len(self.answers()) >= count)
        await self.letopis.live.telling._quiet()
        assert len(self.answers()) == count
        return [card.text for card in self.answers()]

    async def posts(self) -> list[Post]:
        async with self.letopis.services.database.reading() as connection:
            return [post async for post in posts.each(connection, Viewer.operator())]


@pytest.fixture
async def forwarding(tmp_path: Path) -> AsyncIterator[Forwarding]:
    with capture_logs() as logged:
        made = Forwarding(Letopis(tmp_path / "letopis.db", logged))
        await made.letopis.start()
        await made.letopis.listen()
        try:
            yield made
            made.telegram.assert_clean()
            assert made.letopis.take_troubles() == []
        finally:
            await made.letopis.stop()


async def test_a_post_keeps_its_id_and_its_time(forwarding: Forwarding) -> None:
    first = await forwarding.news.post("Чай остыл", author_signature="Анна")
    published_at = forwarding.telegram.world.now
    forwarding.telegram.advance(days=3)
    await forwarding.news.forward(forwarding.olga, first)
    assert await forwarding.answered() == ["Новости @novosti: добавлено 1, уже было 0"]
    (post,) = await forwarding.posts()
    assert (post.message_ids, post.published_at, post.signature) == ((first,), published_at, "Анна")
    assert (post.source, post.forwarded_from) == ("forward", None)
    assert "Чай остыл" in (await forwarding.olga.send("чай")).text


async def test_many_at_once_are_answered_once(forwarding: Forwarding) -> None:
    ids = [await forwarding.news.post(f"пост {number}") for number in range(12)]
    await forwarding.news.forward(forwarding.olga, *ids[:3])
    await forwarding.answered()
    await forwarding.news.forward(forwarding.olga, *ids)
    assert (await forwarding.answered(2))[1] == "Новости @novosti: добавлено 9, уже было 3"
    assert len(await forwarding.posts()) == 12


async def test_an_album_is_one_post(forwarding: Forwarding) -> None:
    ids = await forwarding.news.album(["photo", "photo", "video"], "Виды города")
    await forwarding.news.forward(forwarding.olga, *ids)
    assert await forwarding.answered() == ["Новости @novosti: добавлено 1, уже было 0"]
    (post,) = await forwarding.posts()
    assert (post.message_ids, post.text.text) == (tuple(ids), "Виды города")
    assert post.media == ("photo", "photo", "video")
    await forwarding.news.forward(forwarding.olga, *ids)
    assert (await forwarding.answered(2))[1] == "Новости @novosti: добавлено 0, уже было 1"


async def test_two_channels_at_once(forwarding: Forwarding) -> None:
    news, secret = await forwarding.news.post("Чай"), await forwarding.secret.post("Кофе")
    await forwarding.news.forward(forwarding.olga, news)
    await forwarding.secret.forward(forwarding.olga, secret)
    assert await forwarding.answered() == ["Новости @novosti: добавлено 1, уже было 0\nТайна: добавлено 1, уже было 0"]


async def test_in_the_language_of_the_operator(forwarding: Forwarding) -> None:
    await forwarding.letopis.services.chat_languages.choose(forwarding.olga.id, "en")
    await forwarding.news.forward(forwarding.olga, await forwarding.news.post("Чай"))
    assert await forwarding.answered() == ["Новости @novosti: added 1, known 0"]


async def test_a_forward_of_a_forward_is_of_the_first_channel(forwarding: Forwarding) -> None:
    origin = {"type": "user", "date": 1, "sender_user": {"id": 5, "is_bot": False, "first_name": "Степан"}}
    post = await forwarding.news.post("чужие слова", forward_origin=origin)
    await forwarding.news.forward(forwarding.olga, post)
    assert len(await forwarding.answered()) == 1


async def test_what_another_person_forwards_is_text(forwarding: Forwarding) -> None:
    post = await forwarding.news.post("Чай остыл")
    anna = forwarding.letopis.user()
    await forwarding.news.forward(anna, post)
    assert "ничего не нашлось" in anna.last.text
    assert await forwarding.posts() == []


async def test_a_forward_that_is_no_channels_is_text(forwarding: Forwarding) -> None:
    assert "ничего не нашлось" in (await forwarding.olga.send("чай")).text


async def test_a_failing_answer_is_given_later(forwarding: Forwarding) -> None:
    forwarding.letopis.live.telling._pause_s = 0.01
    forwarding.telegram.world.faults.fail_next("sendMessage", 500)
    await forwarding.news.forward(forwarding.olga, await forwarding.news.post("Чай"))
    assert await forwarding.answered() == ["Новости @novosti: добавлено 1, уже было 0"]
    assert [entry["event"] for entry in forwarding.letopis.take_troubles()] == ["operator not told yet"]


async def test_an_edited_post_keeps_its_edit(forwarding: Forwarding) -> None:
    post = await forwarding.news.post("было")
    await forwarding.news.add_bot(forwarding.olga)
    forwarding.telegram.advance(minutes=5)
    await forwarding.news.edit(post, "стало")
    edited_at = forwarding.telegram.world.now
    forwarding.news.chat.messages[post].content["text"] = "было"
    await forwarding.news.forward(forwarding.olga, post)
    await forwarding.answered()
    (stored,) = await forwarding.posts()
    assert (stored.text.text, stored.edited_at) == ("стало", edited_at)
    assert stored.published_at == edited_at - timedelta(minutes=5)
