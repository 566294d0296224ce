"""A members-only channel: a guest never learns anything of it, by no way; the operator sees it, but not in a group."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from core.richtext import RichText
from core.types import IncomingPost, Visibility
from tests.bot.letopis import Letopis
from tests.telegram import DEFAULT_NOW, Answers, Chat, FakeUser

SECRETS = ("бриллианты", "сокровищница", "Подполье", "#клад", "💎")
COMMANDS = (
    "/start",
    "/search бриллианты",
    "/search брилианты",
    "/search бриллиантами сервер",
    "бриллианты",
    "сокровищница",
    "/topics",
    "/topic клад",
    "/topic кла",
    "/random",
    "/random клад",
    "/top",
    "/top week",
    "/last",
    "/last 100",
)


@pytest.fixture
async def secret(letopis: Letopis) -> Letopis:
    """Beside the bundled channel a members-only one, newer and better liked, with a topic of its own."""
    await letopis.store(
        *(
            IncomingPost(
                text=RichText(f"Бриллианты лежат в сокровищнице {number} #клад"),
                published_at=DEFAULT_NOW - timedelta(days=1),
                reactions={"💎": 990 + number},
            )
            for number in range(7)
        ),
        username="podpolye",
        title="Подполье",
        visibility=Visibility.MEMBERS,
    )
    return letopis


def _assert_nothing_of_it(answers: Answers, typed: str) -> None:
    for card in answers.cards:
        said = "\n".join((card.text, *card.labels, *map(str, card.entities))).casefold()
        for word in typed.casefold().split():
            said = said.replace(word, "")
        assert not [word for word in SECRETS if word.casefold() in said], said
        assert "podpolye" not in said


@pytest.mark.parametrize("typed", COMMANDS)
async def test_a_guest_learns_nothing(secret: Letopis, typed: str) -> None:
    guest = secret.user("Гость")
    group = secret.group(guest, secret.operator)
    _assert_nothing_of_it(await guest.send(typed), typed)
    if typed.startswith("/"):
        _assert_nothing_of_it(await guest.send(typed, chat=group), typed)
        _assert_nothing_of_it(await secret.operator.send(typed, chat=group), typed)


async def test_a_guests_answers_are_those_of_an_archive_without_it(
    secret: Letopis, anna: FakeUser, empty: Letopis
) -> None:
    public = [(await anna.send(typed)).only for typed in COMMANDS if "random" not in typed]
    async with secret.services.database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE text LIKE 'Бриллианты%'")
    boris = secret.user("Борис")
    alone = [(await boris.send(typed)).only for typed in COMMANDS if "random" not in typed]
    assert [card.rendered for card in public] == [card.rendered for card in alone]
    assert [card.keyboard for card in public] == [card.keyboard for card in alone]


async def test_random_never_shows_it(secret: Letopis, anna: FakeUser) -> None:
    for _ in range(50):
        _assert_nothing_of_it(await anna.send("/random"), "")


async def test_the_operator_sees_it_in_private(secret: Letopis) -> None:
    operator = secret.operator
    assert "*31 пост*" in (await operator.send("/start")).only.rendered
    assert "7 постов" in (await operator.send("бриллианты")).only.text
    assert (await operator.tap("1")).only.text.endswith(" · Подполье")
    assert "#клад · 7" in (await operator.send("/topics")).only.labels
    assert (await operator.send("/topic клад")).only.text.startswith("📚 #клад · 7 постов")
    assert "Бриллианты" in (await operator.send("/random клад")).only.text
    assert "❤ 996" in (await operator.send("/top")).only.text
    assert "Бриллианты" in (await operator.send("/last")).only.text


async def _old_cards(letopis: Letopis, reader: FakeUser, chat: Chat | None = None) -> None:
    """Every button of cards from the time when everybody saw the channel, now that only its members may."""
    cards = [
        (await reader.send(typed, chat=chat)).only
        for typed in (
            "/search бриллианты",
            "/search бриллианты сервер",
            "/topics",
            "/topic клад",
            "/random клад",
            "/top",
            "/last 100",
        )
    ]
    opened = (await reader.send("/search бриллианты", chat=chat)).only
    opened = (await reader.tap("1", opened)).only
    await letopis.show_to("podpolye", Visibility.MEMBERS)
    for card in (*cards, opened):
        calling = [button.data is not None for row in card.buttons for button in row]
        for number in itertools.compress(range(len(calling)), calling):
            answers = await reader.tap(number, card)
            _assert_nothing_of_it(answers, "бриллианты сервер клад #клад 🎲 ещё:")
            assert not answers.silent or letopis.telegram.world.take_violations()  # "message is not modified"


async def test_an_old_card_shows_nothing_of_it(secret: Letopis, anna: FakeUser) -> None:
    await secret.show_to("podpolye", Visibility.PUBLIC)
    await _old_cards(secret, anna)


async def test_an_old_card_in_a_group_shows_nothing_of_it_even_to_the_operator(secret: Letopis) -> None:
    await secret.show_to("podpolye", Visibility.PUBLIC)
    group = secret.group(secret.operator)
    await _old_cards(secret, secret.operator, group)


async def test_the_counts_of_an_old_card_are_todays(secret: Letopis, anna: FakeUser) -> None:
    await secret.show_to("podpolye", Visibility.PUBLIC)
    card = (await anna.send("/last 12")).only
    assert card.text.startswith("🕓 Последние 12 постов")
    await secret.show_to("podpolye", Visibility.MEMBERS)
    assert (await anna.tap("›", card)).only.text.startswith("🕓 Последние 5 постов\n")


async def test_what_was_hidden_comes_back(secret: Letopis, anna: FakeUser) -> None:
    await secret.show_to("podpolye", Visibility.PUBLIC)
    card = (await anna.send("бриллианты")).only
    await secret.show_to("podpolye", Visibility.MEMBERS)
    assert (await anna.tap("›", card)).only.text == "Этих постов больше нет в архиве."
    await secret.show_to("podpolye", Visibility.PUBLIC)
    assert "2/2" in (await anna.tap("›", card)).only.labels
