"""The card that offers a channel: who gets it, who may answer, and what everybody sees then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.callbacks import OfferTap
from core.types import Viewer, Visibility
from storage import channels, offers, posts
from tests.bot.letopis import Letopis
from tests.telegram import Card, FakeChannel, FakeUser


class Offered:
    """A bot with two operators, and a stranger who has a channel."""

    def __init__(self, letopis: Letopis) -> None:
        self.letopis = letopis
        self.telegram = letopis.telegram
        self.olga = letopis.operator
        self.oleg = letopis.user("Oleg", "en")
        self.stranger = letopis.user("Степан", "ru")
        letopis.operator_ids = (self.olga.id, self.oleg.id)
        self.channel = FakeChannel(self.telegram, "Чужое", owner=self.stranger, username="chuzhoe", bot="left")

    def cards(self, user: FakeUser) -> list[Card]:
        """The bot's messages to this user, as they are now."""
        world = self.telegram.world
        mine = [message for message in user.chat.messages.values() if message.sender_id == world.bot.id]
        return [world.card(message, "message") for message in mine]

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.telegram.wait_for(condition)

    async def texts(self) -> list[str]:
        async with self.letopis.services.database.reading() as connection:
            return [post.text.text async for post in posts.each(connection, Viewer.operator())]

    async def until_dropped(self, count: int) -> None:
        for _ in range(1_000):
            async with self.letopis.services.database.reading() as connection:
                offer = await offers.of(connection, self.channel.telegram_id)
            if offer is not None and offer.dropped == count:
                return
        raise AssertionError("not dropped")

    async def until_stored(self, count: int) -> None:
        for _ in range(1_000):
            if len(await self.texts()) >= count:
                return
        raise AssertionError("not stored")


@pytest.fixture
async def offered(tmp_path: Path) -> AsyncIterator[Offered]:
    with capture_logs() as logged:
        made = Offered(Letopis(tmp_path / "letopis.db", logged))
        await made.letopis.start()
        await made.letopis.listen()
        for user in (made.olga, made.oleg):
            await user.unblock_bot()
            user.user.has_started = True
        try:
            yield made
            made.telegram.assert_clean()
            assert made.letopis.take_troubles() == []
        finally:
            await made.letopis.stop()


async def was_offered(offered: Offered) -> None:
    await offered.channel.add_bot()
    await offered.until(lambda: all(offered.cards(user) for user in (offered.olga, offered.oleg)))


async def test_every_operator_is_asked_in_his_language(offered: Offered) -> None:
    await was_offered(offered)
    (russian,), (english,) = offered.cards(offered.olga), offered.cards(offered.oleg)
    assert russian.rendered == (
        "Меня добавили в канал: [Чужое](https://t.me/chuzhoe) @chuzhoe\nКто добавил: "
        f"[Степан](user {offered.stranger.id})\nСохранять его посты в архив? Пока нет ответа, они пропускаются."
    )
    assert russian.labels == ("Принять", "Не сейчас")
    assert english.text.splitlines()[1] == "Added by: Степан"
    assert english.labels == ("Accept", "Not now")


async def test_there_is_one_card_for_any_number_of_posts(offered: Offered) -> None:
    await was_offered(offered)
    for number in range(5):
        await offered.channel.post(f"пост {number}")
    await offered.channel.remove_bot()
    await offered.channel.add_bot()
    await offered.letopis.restart()
    await offered.channel.post("пост 6")
    await offered.until_dropped(6)
    assert len(offered.cards(offered.olga)) == 1
    assert await offered.texts() == []


async def test_accepted(offered: Offered) -> None:
    await was_offered(offered)
    await offered.channel.post("мимо")
    await offered.until_dropped(1)
    answers = await offered.olga.tap("Принять")
    assert answers.only.rendered == (
        "Канал принят: [Чужое](https://t.me/chuzhoe) @chuzhoe. Его новые посты попадают в архив.\n"
        "Находить их могут все.\n"
        "До этого пропущен 1 пост: перешлите его мне или загрузите выгрузку канала."
    )
    assert answers.only.labels == ()
    assert "is accepted" in offered.cards(offered.oleg)[0].text
    await offered.channel.post("Чай остыл")
    await offered.until_stored(1)
    assert await offered.texts() == ["Чай остыл"]
    assert "Чай остыл" in (await offered.stranger.send("чай")).text


async def test_a_channel_without_a_username_is_for_its_members(offered: Offered) -> None:
    offered.channel.chat.username = None
    await was_offered(offered)
    assert "участники канала" in (await offered.olga.tap("Принять")).only.text
    await offered.channel.post("Чай остыл")
    await offered.until_stored(1)
    async with offered.letopis.services.database.reading() as connection:
        (channel,) = await channels.all_channels(connection, Viewer.operator())
    assert (channel.visibility, channel.bot_is_admin) == (Visibility.MEMBERS, True)


async def test_not_now_and_yet(offered: Offered) -> None:
    await was_offered(offered)
    answers = await offered.olga.tap("Не сейчас")
    assert answers.only.text == "Канал не принят: Чужое @chuzhoe. Его посты пропускаются."
    assert answers.only.labels == ("Принять",)
    (others,) = offered.cards(offered.oleg)
    assert others.labels == ("Accept",)
    await offered.channel.post("мимо")
    await offered.oleg.tap("Accept")
    assert offered.cards(offered.olga)[0].text.startswith("Канал принят")


async def test_refused_after_all_by_an_old_card_it_stays_accepted(offered: Offered) -> None:
    await was_offered(offered)
    old = offered.olga.last
    await offered.oleg.tap("Accept")
    await offered.olga.tap("Не сейчас", old)
    assert offered.olga.last.text.startswith("Канал принят")
    (violation,) = offered.telegram.world.take_violations()
    assert "message is not modified" in violation.description


async def test_nobody_else_may_answer(offered: Offered) -> None:
    await was_offered(offered)
    await offered.stranger.send("/help")
    data = OfferTap(channel=offered.channel.telegram_id, accepted=True).pack()
    answers = await offered.stranger.tap_data(data, offered.stranger.last)
    assert answers.notification is not None
    assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."
    group = offered.letopis.group(offered.olga)
    await offered.olga.send("/search чай", chat=group)
    answers = await offered.olga.tap_data(data, offered.olga.last)
    assert answers.notification is not None
    await offered.channel.post("мимо")
    assert await offered.texts() == []


async def test_an_offer_that_never_was(offered: Offered) -> None:
    await offered.olga.send("/help")
    answers = await offered.olga.tap_data(OfferTap(channel=7, accepted=True).pack(), offered.olga.last)
    assert answers.notification is not None


async def test_another_operators_card_that_is_gone(offered: Offered) -> None:
    await was_offered(offered)
    (card,) = offered.cards(offered.oleg)
    offered.oleg.chat.messages[card.message_id].deleted = True
    assert (await offered.olga.tap("Принять")).only.text.startswith("Канал принят")
    assert [violation.description for violation in offered.telegram.world.take_violations()] == [
        "Bad Request: message to edit not found"
    ]


async def test_another_operator_who_cannot_be_reached_now(offered: Offered) -> None:
    await was_offered(offered)
    offered.oleg.user.has_blocked_bot = True
    await offered.olga.tap("Принять")
    assert [entry["event"] for entry in offered.letopis.take_troubles()] == ["outcome of an offer not shown"]


async def test_posts_of_a_channel_that_was_joined_before_the_bot_knew(offered: Offered) -> None:
    offered.channel.chat.members[offered.telegram.world.bot.id] = "administrator"
    await offered.channel.post("мимо")
    await offered.until(lambda: bool(offered.cards(offered.olga)))
    assert "Кто добавил" not in offered.olga.last.text


async def test_an_operator_who_adds_the_bot_is_not_asked(offered: Offered) -> None:
    await offered.channel.add_bot(offered.olga)
    await offered.channel.post("Чай остыл")
    await offered.until_stored(1)
    assert offered.cards(offered.olga) == []
