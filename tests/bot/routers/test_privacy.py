"""/privacy says what is kept; /forget removes it, of a user or of a group, and nothing of anybody else."""

from __future__ import annotations

import re

import pytest

from bot.callbacks import ForgetTap
from bot.services.cards import CARD_LIFE
from bot.services.reading_log import KEPT_DAYS
from tests.bot.letopis import Letopis
from tests.bot.members_channel import members_channel
from tests.storage.test_forgetting import cells
from tests.telegram import Card, Chat, FakeUser

DONE = "Готово, я всё о вас забыл."
GONE = "Эта карточка устарела. Спросите ещё раз."
NOT_YOURS = "Эта карточка отвечает только тому, кто её вызвал. Попросите свою."


def labels(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


async def kept(letopis: Letopis, marker: int) -> set[str]:
    """The columns of the archive in which this number stands."""
    async with letopis.services.database.reading() as connection:
        return await cells(connection, marker)


async def used(letopis: Letopis, user: FakeUser, group: Chat) -> None:
    """The user has done all that leaves something of him."""
    for line in ("/language", "резервные копии", "/random", "/topics"):
        answers = await user.send(line)
        if line == "/language":
            await user.tap("English", answers.only)
            await user.tap("Русский", (await user.send("/language")).only)
    await user.tap("1", (await user.send("кофе")).only)
    await user.send("/search кофе", chat=group)
    await user.send("/random", chat=group)


@pytest.fixture
def group(letopis: Letopis, anna: FakeUser) -> Chat:
    return letopis.group(anna, letopis.operator, admin=letopis.user("Староста"))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_what_is_kept_is_said(letopis: Letopis, language: str) -> None:
    asker = letopis.user("Анна", language)
    group = letopis.group(asker)
    private = (await asker.send("/privacy")).only.text
    assert re.findall(r"\d+", private) == [str(CARD_LIFE.days), str(KEPT_DAYS)]
    assert private.endswith("/forget")
    there = (await asker.send("/privacy", chat=group)).only.text
    assert there.rpartition("\n")[0] == private.rpartition("\n")[0]
    assert there != private


async def test_all_of_a_user_is_forgotten(letopis: Letopis, anna: FakeUser, group: Chat) -> None:
    await used(letopis, anna, group)
    before = await kept(letopis, anna.id)
    assert {"button_state.chat_id", "button_state.owner_id", "chats.id", "random_shown.chat_id"} <= before
    card = (await anna.send("/forget")).only
    assert labels(card) == ["Забыть меня", "Ничего не забывать"]
    done = (await anna.tap("Забыть меня", card)).only
    assert done.text.startswith(DONE)
    assert labels(done) == []
    assert await kept(letopis, anna.id) == set()


async def test_he_can_think_better_of_it(letopis: Letopis, anna: FakeUser, group: Chat) -> None:
    await used(letopis, anna, group)
    before = await kept(letopis, anna.id)
    answers = await anna.tap("Ничего не забывать", (await anna.send("/forget")).only)
    assert answers.only.text == "Хорошо, ничего не забываю."
    assert await kept(letopis, anna.id) == before


async def test_other_users_keep_theirs(letopis: Letopis, anna: FakeUser, john: FakeUser, group: Chat) -> None:
    group.members[john.id] = "member"
    await used(letopis, anna, group)
    await john.send("coffee")
    before = await kept(letopis, john.id)
    await anna.tap("Забыть меня", (await anna.send("/forget")).only)
    assert await kept(letopis, john.id) == before != set()


async def test_his_old_cards_are_out_of_date(letopis: Letopis, anna: FakeUser, group: Chat) -> None:
    card = (await anna.send("/search кофе", chat=group)).only
    await anna.tap("Забыть меня", (await anna.send("/forget", chat=group)).only)
    answers = await anna.tap("1", card)
    assert answers.notification is not None
    assert answers.notification.text == GONE


async def test_in_a_group_each_forgets_himself_alone(letopis: Letopis, anna: FakeUser, group: Chat) -> None:
    await used(letopis, anna, group)
    card = (await anna.send("/forget", chat=group)).only
    assert labels(card) == ["Забыть меня", "Забыть эту группу", "Ничего не забывать"]
    for button in labels(card):
        answers = await letopis.operator.tap(button, card)
        assert answers.notification is not None
        assert (answers.notification.text, answers.cards) == (NOT_YOURS, ())
    refused = await anna.tap("Забыть эту группу", card)
    assert refused.notification is not None
    assert refused.notification.text == "Забыть группу могут просить только её администраторы."
    assert await kept(letopis, group.id) != set()
    assert (await anna.tap("Забыть меня", card)).only.text.startswith(DONE)
    assert await kept(letopis, anna.id) == set()
    assert await kept(letopis, group.id) == {"random_shown.chat_id"}  # what others in it asked stays


async def test_a_groups_admin_has_it_forgotten(letopis: Letopis, anna: FakeUser) -> None:
    author = letopis.user("Автор")
    group = letopis.group(anna, admin=author)
    await members_channel(letopis, "Клад под старым дубом", authors=[author])
    await author.send("/allow @podpolye", chat=group)
    await used(letopis, anna, group)
    await author.tap("English", (await author.send("/language", chat=group)).only)
    assert {"chats.id", "chat_channels.chat_id", "button_state.chat_id"} <= await kept(letopis, group.id)
    card = (await author.send("/forget", chat=group)).only
    done = (await author.tap("Forget this group", card)).only
    assert done.text.startswith("Done, I have forgotten all about this group.")
    assert await kept(letopis, group.id) == set()
    assert "chats.id" in await kept(letopis, anna.id)


async def test_who_is_not_known_can_have_the_group_forgotten_alone(letopis: Letopis, anna: FakeUser) -> None:
    head = letopis.user("Староста")
    group = letopis.group(anna, admin=head)
    await anna.send("/search кофе", chat=group)
    card = (await head.send("/forget", chat=group, anonymous=True)).only
    assert labels(card) == ["Забыть эту группу", "Ничего не забывать"]
    refused = await anna.tap("Забыть эту группу", card)
    assert refused.notification is not None
    assert await kept(letopis, group.id) != set()
    await head.tap("Забыть эту группу", card)
    assert await kept(letopis, group.id) == set()


async def test_forged_buttons_forget_nothing(letopis: Letopis, anna: FakeUser, john: FakeUser) -> None:
    await john.send("coffee")
    before = await kept(letopis, john.id)
    card = (await anna.send("/forget")).only
    for what, user in (("me", john.id), ("me", None), ("group", anna.id), ("all", anna.id)):
        answers = await anna.tap_data(ForgetTap(what=what, user=user).pack(), card)
        assert answers.notification is not None
        assert answers.notification.text in {GONE, NOT_YOURS}
    assert await kept(letopis, john.id) == before


async def test_what_is_remembered_in_memory_goes_too(letopis: Letopis, anna: FakeUser) -> None:
    channel = await members_channel(letopis, "Клад под старым дубом", members=[anna], authors=[anna])
    await anna.send("клад")
    await anna.send("/admin")
    channel.members[anna.id] = "left"
    assert "Клад" in (await anna.send("клад")).only.text  # a yes is remembered
    await anna.tap("Забыть меня", (await anna.send("/forget")).only)
    assert "Клад" not in (await anna.send("клад")).only.text
    assert (await anna.send("/admin")).only.text.startswith("Такой команды нет.")
