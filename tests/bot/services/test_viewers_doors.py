"""Every door of the services: through each a guest gets the very same as if nothing were hidden, and none is forgotten.

The archives are those of tests/storage/doors.py. Old cards, and what the screens show: tests/bot/routers/test_doors.py.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import bot.middlewares
import bot.routers
import bot.services
import bot.views
from bot.app import Services, open_services
from bot.services.listings import Page
from bot.services.searching import NothingFound
from bot.services.topic_lists import TopicsPage
from core.types import Viewer
from storage.search_index import FoundPosts
from tests.bot.services.service_doors import ASKED, COUNTING, DOORS, WITHOUT_POSTS
from tests.storage.doors import DELETED, SECRETS, doors_of, make_archive, modules


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
    assert any(secret in repr(theirs).casefold() for secret in SECRETS) or door in COUNTING


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
