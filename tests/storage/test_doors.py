"""Every door by which posts leave the storage: what is hidden from a viewer leaves by none, and none is forgotten here.

A door is whatever takes a `viewer`. Through each, a guest gets the very same of an archive with hidden posts as of one
without them.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import storage
from core.lemmas import Lemmas
from core.search.asking import Group
from core.search.filters import Filters, Has, Sort
from core.search.terms import compound_term
from core.types import Viewer
from storage import channels, facets, openings, pointed, post_days, posts, stats, topics, visible
from storage.search_ask import IndexAsk
from storage.search_index import FoundPosts
from storage.search_vocabulary import VocabularyReader
from tests.storage.doors import (
    DELETED,
    DELETED_TEXTS,
    NOW,
    OPEN_TEXTS,
    SECRET_TEXTS,
    SECRETS,
    SIZE,
    Archive,
    doors_of,
    make_archive,
    modules,
    open_archive,
)

QUERIES = (
    "кот", "бункер", "бункир", "секр", "супербункер", "супер бункер", "супер-бункер", "кит", "китя", ",eyrth",
    "крипто", "криптонитт", "сокровищница бункера", "занзибар", "zanzibar", "zanzybar", "timelin", "таймлайн",
    "bunker", "#тайник", "тайник", "схрон", "кошак", "кошка", "собакен", "докерс", "dockers", "doker", "докер",
    "кофеварка", "кофевар", '"криптонит хранится"', "in:@podpolye", "in:podpolye", "в:подполье", "in:1987654321",
    "in:6660666", "in:@podpolye кот", "кот in:@podpolye sort:new", "криптонит sort:top", "после:2000", "sort:new",
    "sort:top", "has:photo", "has:poll", "has:photo бункер", "-кот", "-бункер", "кот -криптонит", "-#тайник",
    "-#общее", "#общее", "§2", "§6660666", "горой дом", "общие слова", "общие слова бункер", "белый кит",
    "кот криптонит", "дом кошака", "спит", "стих", "угасший", "угасшее", "маяк", "маяка", "угас", "свеча общее",
    "кофе кот китята", "варитсяя", "погда дрога", "",
)  # fmt: skip
WORDS = (
    "кот", "дом", "бункер", "криптонит", "кит", "сокровищница", "угасший", "маяк", "zanzibar", "timeline", "docker",
)  # fmt: skip
FORMS = (*WORDS, "коты", "котом", "бункера", "доме", compound_term(("супер", "бункер")), "77", "супербункер")
KEYS = ("общий", "дом", "тайник", "бункер", "угасший", "нет такого")


async def _each(archive: Archive, viewer: Viewer) -> object:
    async with archive.database.reading() as connection:
        every = [
            [post async for post in posts.each(connection, viewer, channel_id)]
            for channel_id in (None, archive.public.id, 6_660_666)
        ]
        # Of deleted posts those who read the archive out are told; nobody else asks so.
        return every, len([post async for post in posts.each(connection, viewer, 6_660_666, deleted=True)])


async def _searched(archive: Archive, viewer: Viewer) -> object:
    return [
        _told(await archive.index.search(query, viewer, first=9, as_typed=as_typed))
        for query in QUERIES
        for as_typed in (False, True)
    ]


async def _searched_here(archive: Archive, viewer: Viewer) -> object:
    return [_told(archive.index.search_here(query, viewer, first=9)) for query in QUERIES]


def _told(found: FoundPosts) -> object:
    """All that an answer says but what was typed and the time."""
    answer = found.answer
    typed = set(answer.query.casefold().replace("-", " ").split())
    bare = replace(answer, query="", malformed=(), emptied_by=(), lemmas=frozenset())
    return bare, len(answer.emptied_by), sorted(answer.lemmas - typed), found.posts, found.shown


async def _matching(archive: Archive, viewer: Viewer) -> object:
    return [sorted(await archive.index.matching(query, viewer)) for query in QUERIES]


async def _similar(archive: Archive, viewer: Viewer) -> object:
    return [await archive.index.similar(post_id, viewer) for post_id in archive.asked]


async def _asked(archive: Archive, viewer: Viewer) -> object:
    """Every method of IndexAsk, ids without the order that bm25 gives them: that knows all posts of the index."""
    with closing(archive.at_once()) as connection:
        vocabulary, exact = VocabularyReader(Lemmas()).current(connection)
        ask = IndexAsk(connection, vocabulary, viewer, Lemmas(), exact).sized()
        groups = [[Group({word: 1.0}, {word: 1.0}, 1)] for word in WORDS]
        narrowed = [
            ask.within(filters)
            for filters in (
                Filters(channels=frozenset({"podpolye"})),
                Filters(channels=frozenset({"подполье"})),
                Filters(has=frozenset({Has.PHOTO})),
                Filters(tags=("тайник",)),
                Filters(without=(("кот",),)),
            )
        ]
        told: dict[str, object] = {
            "visible_lemmas": ask.visible_lemmas(WORDS),
            "visible_forms": ask.visible_forms(FORMS),
            "posts_with_lemma": [ask.posts_with_lemma(word) for word in WORDS],
            "posts_with_form": [ask.posts_with_form(form) for form in FORMS],
            "documents": ask.documents(archive.asked),
            "among": sorted(ask.among(archive.asked).some(groups[0], 99)),
            "within": [one.sorted_by(Sort.NEW, [], 99) for one in narrowed],
            "some": [sorted(one.some(group, 99)) for group in groups for one in (ask, *narrowed)],
            "last_stored": [ask.last_stored(group, 99) for group in groups],
            "best": [sorted(one.post_id for one in ask.best(group, 99)) for group in groups],
            "any_of": sorted(one.post_id for one in ask.any_of(WORDS, 99)),
            "sorted_by": [ask.sorted_by(sort, group, 99) for group in ([], *groups) for sort in (Sort.NEW, Sort.TOP)],
        }
        told["sized"] = ask.vocabulary.posts
        public = {name for name, member in vars(IndexAsk).items() if inspect.isfunction(member) and name[0] != "_"}
        assert set(told) == public, "a method of IndexAsk is not tried here"
        return told


async def _by_condition(archive: Archive, viewer: Viewer) -> object:
    condition, parameters = visible.sql_for(viewer)
    async with archive.database.reading() as connection:
        rows = await connection.execute_fetchall(f"SELECT text FROM posts WHERE {condition}", parameters)
        return [row["text"] for row in rows]


def _read(door: Callable[..., Any], *arguments: Callable[[Archive], object]) -> Door:
    """A door of the form door(connection, viewer, *arguments); an argument comes of the archive."""

    async def through(archive: Archive, viewer: Viewer) -> object:
        async with archive.database.reading() as connection:
            return await door(connection, viewer, *(argument(archive) for argument in arguments))

    return through


async def _at_once(archive: Archive, viewer: Viewer) -> object:
    with closing(archive.at_once()) as connection:
        return posts.by_ids_at_once(connection, viewer, archive.asked)


async def _texts(archive: Archive, viewer: Viewer) -> object:
    async with archive.database.reading() as connection:
        return [await posts.texts(connection, viewer, channel_id) for channel_id in (archive.public.id, 6_660_666)]


async def _of_topics(archive: Archive, viewer: Viewer) -> object:
    async with archive.database.reading() as connection:
        return [await topics.topic_post_ids(connection, viewer, key) for key in KEYS]


async def _made_topics(archive: Archive, viewer: Viewer) -> object:
    async with archive.database.reading() as connection:
        return [
            await topics.made_topics(connection, viewer, channel_id) for channel_id in (archive.public.id, 6_660_666)
        ]


def _opened(door: Callable[..., Any]) -> Door:
    """A door of the form door(connection, viewer, since, ...) after every post was opened."""

    async def through(archive: Archive, viewer: Viewer) -> object:
        async with archive.database.transaction() as connection:
            await connection.execute("DELETE FROM openings")
            await openings.add(connection, {(NOW.date(), post_id): post_id % 7 + 1 for post_id in archive.asked})
            limit = (99,) if "limit" in inspect.signature(door).parameters else ()
            return await door(connection, viewer, NOW.date(), *limit)

    return through


def _pointed(door: Callable[..., Any], *more: tuple[object, ...]) -> Door:
    """A door of the form door(connection, viewer, *more), with each of these."""

    async def through(archive: Archive, viewer: Viewer) -> object:
        async with archive.database.reading() as connection:
            return [await door(connection, viewer, *one) for one in more]

    return through


MESSAGES = tuple((channel_id, number) for channel_id in (1, 6_660_666) for number in (101, 102, 201, 770_001, 770_002))
TEXTS = (*OPEN_TEXTS, *DELETED_TEXTS, *SECRET_TEXTS[:6])
FINGERPRINTS = tuple((f"{text.ljust(SIZE, '…')}.{number}",) for text in TEXTS for number in range(7))

Door = Callable[[Archive, Viewer], Any]
DOORS: dict[str, Door] = {
    "storage.channels.all_channels": _read(channels.all_channels),
    "storage.facets.outlines": _read(facets.outlines, lambda archive: archive.asked),
    "storage.facets.topics_of": _read(facets.topics_of, lambda archive: archive.asked),
    "storage.stats.totals": _read(stats.totals),
    "storage.stats.tallies": _read(stats.tallies, lambda _: [NOW - timedelta(days=day) for day in range(40, 0, -1)]),
    "storage.openings.most_opened": _opened(openings.most_opened),
    "storage.openings.by_day": _opened(openings.by_day),
    "storage.pointed.of_message": _pointed(pointed.of_message, *MESSAGES),
    "storage.pointed.of_fingerprint": _pointed(pointed.of_fingerprint, *FINGERPRINTS),
    "storage.post_days.oldest": _read(post_days.oldest),
    "storage.post_days.published_in": _read(post_days.published_in, lambda _: [(NOW - timedelta(days=40), NOW)]),
    "storage.post_days.neighbours": _read(
        post_days.neighbours,
        lambda _: [(NOW - timedelta(days=day + 1), NOW - timedelta(days=day)) for day in range(30)],
    ),
    "storage.posts.by_ids": _read(posts.by_ids, lambda archive: archive.asked),
    "storage.posts.by_ids_at_once": _at_once,
    "storage.posts.visible_ids": _read(posts.visible_ids, lambda archive: archive.asked),
    "storage.posts.texts": _texts,
    "storage.posts.count": _read(posts.count),
    "storage.posts.all_ids": _read(posts.all_ids),
    "storage.posts.id_range": _read(posts.id_range),
    "storage.posts.latest_ids": _read(posts.latest_ids, lambda _: 99),
    "storage.posts.top_ids": _read(posts.top_ids, lambda _: 99),
    "storage.posts.each": _each,
    "storage.search_ask.IndexAsk.__init__": _asked,
    "storage.search_index.SearchIndex.search": _searched,
    "storage.search_index.SearchIndex.matching": _matching,
    "storage.search_index.SearchIndex.search_here": _searched_here,
    "storage.search_index.SearchIndex.similar": _similar,
    "storage.topics.list_topics": _read(topics.list_topics),
    "storage.topics.made_topics": _made_topics,
    "storage.topics.topic_post_ids": _of_topics,
    "storage.visible.sql_for": _by_condition,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives."""
    folder = tmp_path_factory.mktemp("doors")

    async def make() -> None:
        for name, hidden in (("alone", False), ("both", True)):
            await (await make_archive(folder / f"{name}.db", hidden=hidden)).close()

    asyncio.run(make())
    return folder


@pytest.fixture
async def both(made: Path) -> AsyncIterator[Archive]:
    archive = await open_archive(made / "both.db")
    yield archive
    await archive.close()


@pytest.fixture
async def alone(made: Path, both: Archive) -> AsyncIterator[Archive]:
    """Asked for the same posts as the other one, which it does not hold all."""
    archive = replace(await open_archive(made / "alone.db"), asked=both.asked)
    yield archive
    await archive.close()


def test_no_door_is_forgotten() -> None:
    assert {door for module in modules(storage) for door in doors_of(module)} == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
async def test_a_guest_gets_the_same_as_if_nothing_were_hidden(alone: Archive, both: Archive, door: str) -> None:
    mine = await DOORS[door](alone, alone.guest)
    theirs = await DOORS[door](both, both.guest)
    assert theirs == mine
    told = repr(theirs).casefold()
    assert [secret for secret in (*SECRETS, *DELETED) if secret in told] == []


@pytest.mark.parametrize("door", DOORS)
async def test_one_who_sees_nothing_gets_nothing(both: Archive, door: str) -> None:
    told = repr(await DOORS[door](both, Viewer(frozenset()))).casefold()
    assert [word for word in (*SECRETS, *DELETED, "кот", "tiho", "общее", "101") if word in told] == []


@pytest.mark.parametrize("door", DOORS)
async def test_an_operator_gets_it_but_not_what_is_deleted(alone: Archive, both: Archive, door: str) -> None:
    everything = Viewer.operator()
    assert await DOORS[door](both, everything) != await DOORS[door](alone, everything)
    told = repr(await DOORS[door](both, everything)).casefold()
    assert [word for word in DELETED if word in told] == []
