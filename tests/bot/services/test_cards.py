"""Cards: kept for a chat, and where they are personal for one of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import NotFound
from core.types import Viewer
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
