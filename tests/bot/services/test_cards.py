"""Cards: kept for a chat, and where they are personal for one of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from core.errors import NotFound, StorageError
from core.types import Viewer
from storage import button_state
from storage.button_state import ButtonState
from storage.database import Connection
from tests.asked import asker_of
from tests.bot.letopis import Letopis

ALL = Viewer.operator()
GROUP = -1_000
ANNA, BORIS = (asker_of(ALL, chat_id=GROUP, user_id=user_id) for user_id in (1, 2))
NOBODY = asker_of(ALL, chat_id=GROUP, user_id=None)


async def test_a_shared_card_answers_everybody_in_its_chat(letopis: Letopis) -> None:
    cards = letopis.services.cards
    card = await cards.keep("list", {"words": ["докер"]}, ANNA)
    for asker in (ANNA, BORIS, NOBODY):
        state = await cards.load(card, {"list", "other"}, asker)
        assert (state.payload, state.owner_id, state.personal) == ({"words": ["докер"]}, 1, False)


async def test_a_personal_card_answers_the_one_who_asked(letopis: Letopis) -> None:
    cards = letopis.services.cards
    card = await cards.keep("saved", {}, ANNA, personal=True)
    assert (await cards.load(card, {"saved"}, ANNA)).personal
    for asker in (BORIS, NOBODY):
        with pytest.raises(NotFound, match=r"error\.not_yours"):
            await cards.load(card, {"saved"}, asker)


async def test_what_an_anonymous_asker_calls_his_own_nobody_could_tap(letopis: Letopis) -> None:
    card = await letopis.services.cards.keep("saved", {}, NOBODY, personal=True)
    assert not (await letopis.services.cards.load(card, {"saved"}, ANNA)).personal


async def test_a_card_of_another_kind_or_chat_is_none(letopis: Letopis) -> None:
    cards = letopis.services.cards
    card = await cards.keep("list", {}, ANNA)
    for card_id, kind, asker in ((card, "other", ANNA), (card, "list", asker_of(ALL)), ("no", "list", ANNA)):
        with pytest.raises(NotFound, match=r"error\.card_gone"):
            await cards.load(card_id, {kind}, asker)


async def test_old_ones_are_forgotten(letopis: Letopis) -> None:
    cards, now = letopis.services.cards, ANNA.now
    card = await cards.keep("list", {}, ANNA)
    assert await cards.forget_old(now + timedelta(days=30)) == 0
    assert await cards.forget_old(now + timedelta(days=30, seconds=1)) == 1
    with pytest.raises(NotFound):
        await cards.load(card, {"list"}, ANNA)


async def test_cards_that_come_together_are_stored_together(letopis: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    cards, batches = letopis.services.cards, []
    save_all = button_state.save_all

    async def counted(connection: Connection, states: Iterable[tuple[ButtonState, datetime]]) -> None:
        batches.append(len(kept := list(states)))
        await save_all(connection, kept)

    monkeypatch.setattr(button_state, "save_all", counted)
    keeping = [asyncio.create_task(cards.keep("list", {"n": number}, ANNA)) for number in range(5)]
    made = await asyncio.gather(*keeping)
    assert batches == [1, 4]
    assert [(await cards.load(card, {"list"}, ANNA)).payload["n"] for card in made] == list(range(5))


async def test_a_batch_that_fails_fails_for_all_of_it(letopis: Letopis, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = letopis.services.cards

    async def broken(*_: object) -> None:
        await asyncio.sleep(0.01)
        raise StorageError(reason="full")

    monkeypatch.setattr(button_state, "save_all", broken)
    keeping = [cards.keep("list", {}, ANNA) for _ in range(3)]
    failed = await asyncio.gather(*keeping, return_exceptions=True)
    assert [type(error) for error in failed] == [StorageError] * 3
    monkeypatch.undo()
    assert await cards.keep("list", {}, ANNA)


async def test_an_answer_that_is_given_up_takes_no_other_card_along(
    letopis: Letopis, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards, save_all = letopis.services.cards, button_state.save_all

    async def slow(connection: Connection, states: Iterable[tuple[ButtonState, datetime]]) -> None:
        await asyncio.sleep(0.02)
        await save_all(connection, states)

    monkeypatch.setattr(button_state, "save_all", slow)
    async with cards._one_batch:
        first, second = (asyncio.create_task(cards.keep("list", {}, ANNA)) for _ in range(2))
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    first.cancel()
    card = await second
    assert first.cancelled()
    assert (await cards.load(card, {"list"}, ANNA)).id == card
