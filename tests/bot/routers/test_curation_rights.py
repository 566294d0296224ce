"""Who may put the topics of which channel in order, and what others see of it: nothing."""

from __future__ import annotations

import pytest

from core.types import ChannelRef
from storage import channels
from tests.bot.letopis import Letopis
from tests.bot.members_channel import members_channel
from tests.telegram import Card, Chat, FakeUser

MINE = ("Кофе #кофе утром", "Кофе #кофе днём")
THEIRS = ("Клад #клад в лесу", "Клад #клад у реки")
NOBODY = "Темы канала правит его автор, а вашего канала я не знаю. Узнаю, если администраторы в нём и вы, и я."
NOT_YOURS = "Этот канал правят только его авторы: создатель и администраторы."


@pytest.fixture
def author(empty: Letopis) -> FakeUser:
    return empty.user("Автор")


@pytest.fixture
def other(empty: Letopis) -> FakeUser:
    return empty.user("Другой")


@pytest.fixture
async def mine(empty: Letopis, author: FakeUser, other: FakeUser) -> Chat:
    """The author's channel, which the other one reads."""
    return await members_channel(empty, *MINE, members=[other], authors=[author], username="moy", title="Мой")


@pytest.fixture
async def theirs(empty: Letopis, mine: Chat, author: FakeUser, other: FakeUser) -> Chat:
    """The other one's channel, which the author does not read."""
    return await members_channel(empty, *THEIRS, authors=[other], username="chuzhoy", title="Чужой")


async def refused(user: FakeUser, button: str, card: Card) -> str:
    answers = await user.tap(button, card)
    assert answers.notification is not None
    return answers.notification.text


async def test_an_author_sees_his_channel_alone(author: FakeUser, theirs: Chat) -> None:
    card = (await author.send("/curate")).only
    assert card.text.startswith("✎ Мой · 1 тема")
    assert card.labels == ("#кофе · 2", "＋ Добавить правило")
    assert (await author.send("/curate клад")).only.labels == card.labels
    done = (await author.send("/curate Клады = клад, кофе")).only
    assert done.text == "Тема «Клады»: 2 поста. Новые посты попадут в неё сами."


async def test_what_one_author_does_changes_nothing_of_anothers(
    empty: Letopis, author: FakeUser, other: FakeUser, theirs: Chat
) -> None:
    await author.send("/curate клад = кофе")
    await author.send("/curate кофе")
    await author.tap("Скрыть")
    card = (await other.send("/curate")).only
    assert card.text.startswith("✎ Чужой · 1 тема")
    assert card.labels == ("#клад · 2", "＋ Добавить правило")
    topics = (await empty.operator.send("/topics")).only
    assert topics.labels == ("#клад · 4", "✎ Править темы")


async def test_a_reader_is_offered_nothing(empty: Letopis, other: FakeUser, mine: Chat) -> None:
    assert (await other.send("/topics")).only.labels == ("#кофе · 2",)
    assert "/curate" not in (await other.send("/help")).only.text
    for line in ("/curate", "/curate кофе", "/curate Кофе = кофе"):
        assert (await other.send(line)).only.text == NOBODY
    assert (await other.send("/topics")).only.labels == ("#кофе · 2",)


async def test_an_author_is_told_of_it_in_private_alone(empty: Letopis, author: FakeUser, mine: Chat) -> None:
    group = empty.group(author, empty.operator)
    assert "/curate" in (await author.send("/help")).only.text
    assert "/curate" not in (await author.send("/help", chat=group)).only.text
    for user in (author, empty.operator):
        assert "✎ Править темы" not in (await user.send("/topics", chat=group)).only.labels
        told = (await user.send("/curate кофе = кофе", chat=group)).only
        assert told.text == "Эта команда для личного чата со мной: там автор канала правит его темы."


async def test_an_operator_chooses_among_all(empty: Letopis, theirs: Chat) -> None:
    card = (await empty.operator.send("/curate")).only
    assert card.rendered == "Темы какого канала?"
    assert card.keyboard == (("Мой",), ("Чужой",))
    assert (await empty.operator.tap("Чужой", card)).only.text.startswith("✎ Чужой · 1 тема")
    card = (await empty.operator.send("/curate Клады = клад")).only
    done = (await empty.operator.tap("Чужой", card)).only
    assert done.text == "Тема «Клады»: 2 поста. Новые посты попадут в неё сами."


async def test_many_channels_have_pages(empty: Letopis) -> None:
    for number in range(18):
        await members_channel(empty, "Пост", username=f"kanal{number}", title=f"Канал {number}")
    card = (await empty.operator.send("/curate")).only
    assert card.labels[-2:] == ("Канал 15", "›")
    second = (await empty.operator.tap("›")).only
    assert second.labels == ("Канал 16", "Канал 17", "‹")
    assert (await empty.operator.tap("Канал 17")).only.text.startswith("✎ Канал 17")
    data = (second.buttons[0][0].data or "").replace(":16:", ":99:")
    forged = await empty.operator.tap_data(data, (await empty.operator.send("/curate")).only)
    assert forged.notification is not None


async def test_who_is_an_author_no_more_changes_nothing(author: FakeUser, mine: Chat) -> None:
    topic = (await author.send("/curate кофе")).only
    question = (await author.tap("Переименовать", topic)).only
    done = (await author.send("/curate Напитки = кофе")).only
    mine.members[author.id] = "member"
    assert await refused(author, "Скрыть", topic) == NOT_YOURS
    assert await refused(author, "↶ Отменить", done) == NOT_YOURS
    assert (await author.send("Кофейня", reply_to=question)).only.text == NOT_YOURS
    assert (await author.send("/curate Ещё = кофе")).only.text == NOBODY
    assert (await author.send("/topics")).only.labels == ("#кофе · 2", "Напитки · 2")


async def test_a_channel_that_was_chosen_and_lost(empty: Letopis, author: FakeUser, mine: Chat) -> None:
    second = await members_channel(empty, *THEIRS, authors=[author], username="vtoroy", title="Второй")
    card = (await author.send("/curate Клады = клад")).only
    assert card.labels == ("Мой", "Второй")
    second.members[author.id] = "left"
    assert await refused(author, "Второй", card) == NOT_YOURS


async def test_anothers_card_does_nothing(author: FakeUser, other: FakeUser, theirs: Chat) -> None:
    """Forged callback data, pressed in one's own chat."""
    card = (await author.send("/curate кофе")).only
    own = (await other.send("/curate")).only
    for row in card.buttons:
        for button in row:
            answers = await other.tap_data(button.data or "", own)
            assert answers.notification is not None
            assert answers.notification.text == "Эта карточка устарела. Спросите ещё раз."
    assert (await author.send("/topics")).only.labels[0] == "#кофе · 2"


async def test_a_public_channel_has_an_author_too(empty: Letopis) -> None:
    """Whom a channel is shown to does not matter for who its author is."""
    author = empty.user("Автор")
    await members_channel(empty, *MINE, authors=[author])
    async with empty.services.database.transaction() as connection:
        channel = await channels.find(connection, ChannelRef(username="podpolye"))
        assert channel is not None
        await connection.execute("UPDATE channels SET visibility = 'public', title = NULL")
    assert (await author.send("/curate")).only.text.startswith("✎ podpolye · 1 тема")
