"""Every door of the services: through each a guest gets the very same as if nothing were hidden, and none is forgotten.

The archives are those of tests/storage/doors.py. Old cards, and what the screens show: tests/bot/routers/test_doors.py.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import bot.middlewares
import bot.routers
import bot.services
import bot.views
from bot.app import Services, open_services
from bot.services.asking import Asker
from bot.services.browsing import Period
from bot.services.listings import Listing, ListingKind, Page
from bot.services.searching import NothingFound
from bot.services.topic_lists import TopicsPage
from core.errors import NotFound
from core.types import Viewer
from storage.search_index import FoundPosts
from tests.asked import asker_of
from tests.storage.doors import DELETED, FIRST_SECRET_ID, NOW, SECRETS, doors_of, make_archive, modules

ASKED = (*range(1, 10), *range(FIRST_SECRET_ID, FIRST_SECRET_ID + 21))
QUERIES = (
    "кот", "бункер", "бункир", "кит", "криптонит", "кот криптонит", "кошак", "zanzibar", "timelin", "in:@podpolye кот",
    "in:@podpolye", "has:photo криптонит", "#тайник кот", "sort:top", "has:photo", "угасший", "маяк", "докерс",
    "варитсяя", '"криптонит хранится" кот', "крипто",
)  # fmt: skip
NAMES = ("общее", "тайник", "тайни", "бункер", "схрон", "дом", "доме", "угасшее", "нет такой", "общее схрона")

Through = Callable[[Services, Viewer], Awaitable[object]]


def by(viewer: Viewer) -> Asker:
    """Somebody who sees what the viewer sees."""
    return asker_of(viewer, now=NOW)


async def told(answer: Awaitable[object]) -> object:
    """What somebody is told: the answer, or that there is none."""
    try:
        found = await answer
    except NotFound as error:
        return str(error)
    return replace(found, took_s=0) if isinstance(found, FoundPosts) else found


def every(ask: Callable[[Services, Viewer, Any], Awaitable[object]], *asked: Any) -> Through:
    """Goes through a door once for each of what is asked."""

    async def through(services: Services, viewer: Viewer) -> object:
        return [await told(ask(services, viewer, one)) for one in asked]

    return through


def on_cards(ask: Callable[[Services, Viewer, str, int], Awaitable[object]]) -> Through:
    """Goes through a door with each card that the viewer was given, and each number on it."""

    async def through(services: Services, viewer: Viewer) -> object:
        await every(lambda services, viewer, query: services.searching.search(query, by(viewer)), *QUERIES)(
            services, viewer
        )
        await services.topic_lists.first_page(by(viewer))
        await services.randoms.show("", by(viewer))
        await services.randoms.show("общее", by(viewer))
        last = await services.browsing.last(99, by(viewer))
        await services.searching.similar(last.card_id, 0, by(viewer))
        cards = [f"card{number:04}" for number in range(1, len(QUERIES) + 7)]
        return [await told(ask(services, viewer, card, number)) for card in cards for number in range(5)]

    return through


async def _lines(services: Services, viewer: Viewer) -> object:
    """An archive that is read out is whole: deleted posts are marked, and left out of the comparison here."""
    every = [[line async for line in services.exporting.lines(viewer, channel)] for channel in (None, 1, 6_660_666)]
    return [[line for line in lines if not line["deleted"]] for lines in every]


async def _found(services: Services, viewer: Viewer, query: str) -> object:
    found = await services.searching.best(query, viewer, 9)
    listing = Listing(kind=ListingKind.SEARCH, post_ids=found.answer.post_ids, subject=query)
    return await services.listings.show_found(listing, found, by(viewer))


def listing(kind: ListingKind, *post_ids: int) -> Listing:
    return Listing(kind=kind, post_ids=post_ids)


DOORS: dict[str, Through] = {
    "browsing.Browsing.holdings": every(lambda s, v, _: s.browsing.holdings(v), 0),
    "browsing.Browsing.last": every(lambda s, v, most: s.browsing.last(most, by(v)), 1, 99),
    "browsing.Browsing.top": every(lambda s, v, period: s.browsing.top(period, by(v)), *Period),
    "channel_list.ChannelList.all": every(lambda s, v, _: s.channel_list.all(v), 0),
    "exporting.Exporting.lines": _lines,
    "listings.Listings.load": on_cards(lambda s, v, card, _: s.listings.load(card, by(v))),
    "listings.Listings.show": every(
        lambda s, v, kind: s.listings.show(listing(kind, *reversed(ASKED)), by(v)), *ListingKind
    ),
    "listings.Listings.show_found": every(_found, *QUERIES),
    "listings.Listings.page": on_cards(lambda s, v, card, number: s.listings.page(card, number, by(v))),
    "listings.Listings.show_post": every(
        lambda s, v, post_id: s.listings.show_post(listing(ListingKind.RANDOM, post_id), by(v)), *ASKED
    ),
    "listings.Listings.open": on_cards(lambda s, v, card, number: s.listings.open(card, number, by(v))),
    "randoms.Randoms.show": every(lambda s, v, name: s.randoms.show(name, by(v)), *[""] * 12, *NAMES),
    "randoms.Randoms.another": on_cards(lambda s, v, card, _: s.randoms.another(card, by(v))),
    "searching.Searching.search": every(lambda s, v, query: s.searching.search(query, by(v)), *QUERIES),
    "searching.Searching.best": every(lambda s, v, query: s.searching.best(query, v, 9), *QUERIES),
    "searching.Searching.search_as_typed": on_cards(lambda s, v, c, _: s.searching.search_as_typed(c, by(v))),
    "searching.Searching.search_better": on_cards(lambda s, v, card, _: s.searching.search_better(card, by(v))),
    "searching.Searching.try_instead": on_cards(lambda s, v, card, n: s.searching.try_instead(card, n, by(v))),
    "searching.Searching.similar": on_cards(lambda s, v, card, number: s.searching.similar(card, number, by(v))),
    "topic_lists.TopicLists.first_page": every(lambda s, v, _: s.topic_lists.first_page(by(v)), 0),
    "topic_lists.TopicLists.page": on_cards(lambda s, v, card, number: s.topic_lists.page(card, number, by(v))),
    "topic_lists.TopicLists.open": every(lambda s, v, name: s.topic_lists.open(name, by(v)), *NAMES),
    "topic_lists.TopicLists.open_at": on_cards(lambda s, v, c, n: s.topic_lists.open_at(c, n, by(v))),
    "topic_lists.TopicLists.choose": every(lambda s, v, name: s.topic_lists.choose(name, by(v)), *NAMES),
}


WITHOUT_POSTS = {"asking.Asker.__init__", "cards.Cards.keep", "cards.Cards.load", "listings.Listings.keep"}
"""What takes an asker and reads no post: the record itself, and what the cards keep of it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives."""
    folder = tmp_path_factory.mktemp("doors")

    async def make() -> None:
        for name, hidden in (("alone", False), ("both", True)):
            await (await make_archive(folder / f"{name}.db", hidden=hidden)).close()

    asyncio.run(make())
    return folder


@asynccontextmanager
async def opened(path: Path, copy: Path) -> AsyncIterator[Services]:
    """The services over a copy of an archive, whose cards and chance are the same in every run."""
    shutil.copy(path, copy)
    ids = itertools.count(1)
    async with open_services(copy, rng=Random(5), new_id=lambda: f"card{next(ids):04}") as services:
        yield services


@pytest.fixture
async def alone(made: Path, tmp_path: Path) -> AsyncIterator[Services]:
    async with opened(made / "alone.db", tmp_path / "alone.db") as services:
        yield services


@pytest.fixture
async def both(made: Path, tmp_path: Path) -> AsyncIterator[Services]:
    async with opened(made / "both.db", tmp_path / "both.db") as services:
        yield services


def test_no_door_is_forgotten() -> None:
    found = {door.removeprefix("bot.services.") for module in modules(bot.services) for door in doors_of(module)}
    assert found == set(DOORS) | WITHOUT_POSTS


@pytest.mark.parametrize("door", DOORS)
async def test_a_guest_gets_the_same_as_if_nothing_were_hidden(alone: Services, both: Services, door: str) -> None:
    guest = Viewer(frozenset({1}))
    mine, theirs = await DOORS[door](alone, guest), await DOORS[door](both, guest)
    assert without_what_was_asked(theirs) == without_what_was_asked(mine)


@pytest.mark.parametrize("door", DOORS)
async def test_an_operator_gets_more_but_nothing_deleted(alone: Services, both: Services, door: str) -> None:
    mine, theirs = await DOORS[door](alone, Viewer.operator()), await DOORS[door](both, Viewer.operator())
    assert theirs != mine
    said = repr(without_what_was_asked(theirs)).casefold()
    assert [word for word in DELETED if word in said] == []
    assert any(secret in repr(theirs).casefold() for secret in SECRETS) or door == "browsing.Browsing.holdings"


def without_what_was_asked(told: object) -> object:
    """The answers without what was typed, and without the post ids that a test itself put on a card."""
    if isinstance(told, list):
        return [without_what_was_asked(one) for one in told]
    if isinstance(told, NothingFound):
        return replace(told, query="", looser=tuple(replace(one, dropped="", query="") for one in told.looser))
    if isinstance(told, TopicsPage):
        return replace(told, asked=None)
    if isinstance(told, FoundPosts):
        return replace(told, answer=replace(told.answer, query="", emptied_by=(), lemmas=frozenset()))
    if isinstance(told, Page):
        listing = told.listing
        asked = listing.post_ids if set(listing.post_ids) != set(ASKED) else ()
        return replace(told, listing=replace(listing, subject="", post_ids=asked, lemmas=frozenset()))
    return told


MAKERS = {
    "bot.services.channel_list",  # counts the posts of each channel that its viewer sees
}


def makes_viewers(tree: ast.AST) -> bool:
    """Whether the code makes a viewer; to compare one with the operator's makes none."""
    compared = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Compare) for part in ast.walk(node)}
    names = {"Viewer", "Viewer.operator"}
    return any(
        isinstance(node, ast.Call) and id(node) not in compared and ast.unparse(node.func) in names
        for node in ast.walk(tree)
    )


def test_who_answers_readers_makes_no_viewers() -> None:
    answering = {module for module in modules(bot.services) if list(doors_of(module))}
    answering |= {module for package in (bot.routers, bot.views, bot.middlewares) for module in modules(package)}
    found = {module.__name__ for module in answering if makes_viewers(ast.parse(inspect.getsource(module)))}
    assert found == MAKERS


@pytest.mark.parametrize(
    ("code", "makes"),
    [
        ("viewer = Viewer.operator()", True),
        ("f(Viewer(frozenset({1})))", True),
        ("if viewer == Viewer.operator(): pass", False),
        ("viewer: Viewer", False),
    ],
)
def test_a_viewer_that_is_made_is_noticed(code: str, makes: bool) -> None:
    assert makes_viewers(ast.parse(code)) is makes
