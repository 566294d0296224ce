"""Where the bot does not see who reads: inline and as a guest nobody learns of hidden posts, not even their operator.

The archives are those of tests/storage/doors.py, the other ways to ask are in test_doors.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.deep_links import search_payload, topic_payload
from bot.routers import all_routers
from tests.bot.letopis import Letopis, running
from tests.storage.doors import DELETED, SECRETS, make_archive
from tests.telegram import FakeUser

QUERIES = (
    "", "кот", "бункер", "бункир", "кит", "криптонит", "кот криптонитт", "zanzibar", "timelin", "докерс", "has:photo",
    "in:@podpolye", "in:Подполье кот", "#тайник кот", "sort:top", '"криптонит хранится" кот', "угасший маяк", "🔒",
    "p_podpolye_770001", "p_1987654321_770002", "p_-6660666_770003", "https://t.me/podpolye/770001", "p_tiho_201",
    "https://t.me/c/1987654321/770001",
)  # fmt: skip
OFFSETS = ("", "1.1772442000", "20.1772442000")
LINKS = (
    *map(topic_payload, ("общий", "дом", "тайник", "бункер", "угасшее")),
    *filter(None, map(search_payload, QUERIES)),
    "p_podpolye_770001", "p_1987654321_770002", "p_-6660666_770003", "p_tiho_201", "p_tiho_101",
)  # fmt: skip


@asynccontextmanager
async def letopis_over(path: Path, *, hidden: bool) -> AsyncIterator[Letopis]:
    await (await make_archive(path, hidden=hidden)).close()
    async with running(path) as letopis:
        letopis.telegram.world.guest_mode = True
        yield letopis


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over an archive without what is hidden."""
    async with letopis_over(tmp_path / "alone.db", hidden=False) as letopis:
        yield letopis


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over the other one."""
    async with letopis_over(tmp_path / "both.db", hidden=True) as letopis:
        yield letopis


async def conversation(letopis: Letopis, user: FakeUser) -> list[object]:
    """All that inline queries and calls of a guest are answered with."""
    told: list[object] = [await user.inline_query(query, offset) for query in QUERIES for offset in OFFSETS]
    group = letopis.telegram.group("Чужие", [user], bot="left")
    for query in filter(None, QUERIES):
        cards = await user.send(f"@letopis_bot {query}", chat=group)
        told += [(card.text, card.entities, card.buttons) for card in cards]
    return told


def leaks(told: object, typed: str = "") -> list[str]:
    """Hidden words in an answer, but for what was typed itself."""
    said = repr(told).casefold()
    for word in sorted(typed.casefold().split(), key=len, reverse=True):
        said = said.replace(word, "")
    return [secret for secret in (*SECRETS, *DELETED) if secret in said]


def test_the_other_ways_in_are_known_here() -> None:
    found = {handler.callback.__name__ for router in all_routers() for handler in router.inline_query.handlers}
    found |= {handler.callback.__name__ for router in all_routers() for handler in router.guest_message.handlers}
    found |= {handler.callback.__name__ for router in all_routers() for handler in router.chosen_inline_result.handlers}
    assert found == {"offer", "answer_guest", "chosen"}


@pytest.mark.parametrize("who", ["a guest", "the operator"])
async def test_the_answers_are_those_of_an_archive_without_it(alone: Letopis, both: Letopis, who: str) -> None:
    mine, theirs = [
        await conversation(letopis, letopis.operator if who == "the operator" else letopis.user("Гость"))
        for letopis in (alone, both)
    ]
    assert theirs == mine


async def test_nothing_hidden_is_named(both: Letopis) -> None:
    guest = both.user("Гость")
    group = both.telegram.group("Чужие", [guest], bot="left")
    for query in QUERIES:
        answer = await guest.inline_query(query)
        assert leaks((answer.get("results"), answer.get("button")), query) == []
        for card in await guest.send(f"@letopis_bot {query}", chat=group):
            assert leaks((card.text, card.entities), query) == []


async def test_links_open_nothing_hidden(alone: Letopis, both: Letopis) -> None:
    told: list[list[object]] = []
    for letopis in (alone, both):
        guest = letopis.user("Гость")
        group = letopis.group(guest, letopis.operator)
        told.append([])
        for link in LINKS:
            for answers in (await guest.start(link), await guest.send(f"/start@letopis_bot {link}", chat=group)):
                told[-1].append([(card.text, card.entities, card.labels) for card in answers.cards])
    assert told[0] == told[1]
