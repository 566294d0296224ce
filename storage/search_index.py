"""The search index: changed in the transaction that changes the posts, asked by one thread of its own.

Writing: `add`, `remove` and `replace` run inside the caller's write transaction. While a rebuild is under way they
leave alone the posts that it has still to come to.

Reading: a `SearchIndex` owns one thread with a read-only connection, the archive's vocabulary and the lemma cache,
for a search is many small statements and some computing.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import aiosqlite

from core.errors import StorageError
from core.lemmas import Lemmas
from core.reading import read_text
from core.search import answer, highlights, matching, similar
from core.search.filters import Sort
from core.search.terms import post_terms, terms_version
from core.types import Highlighted, Post, SearchAnswer, Viewer
from storage.database import BUSY_TIMEOUT_S, storage_errors
from storage.posts import by_ids_at_once
from storage.search_ask import IndexAsk, channel_term
from storage.search_vocabulary import MOST_FOLLOWED, VocabularyReader

T = TypeVar("T")

LONGEST_TURN_S = 0.001

PAGE_CACHE_KIB = 6_000

CHANGES_KEPT = 1000
"""Changes of the index that are kept for readers that follow it."""

_Row = tuple[int, str]

_TAKE_IN = (
    "INSERT INTO search_lemmas (rowid, lemmas) VALUES (?, ?)",
    "INSERT INTO search_forms (rowid, forms) VALUES (?, ?)",
)
_TAKE_OUT = (
    "INSERT INTO search_lemmas (search_lemmas, rowid, lemmas) VALUES ('delete', ?, ?)",
    "INSERT INTO search_forms (search_forms, rowid, forms) VALUES ('delete', ?, ?)",
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A post as the index takes it in, and as it must be handed again to be taken out."""

    post_id: int
    channel_id: int
    text: str


@cache
def lemmas() -> Lemmas:
    """The lemma cache of this process: what is indexed and what is searched for are looked up once."""
    return Lemmas()


async def add(connection: aiosqlite.Connection, posts: Sequence[Indexed]) -> None:
    """Takes new posts in. Raises StorageError where another normaliser has made the index: it must be rebuilt."""
    await _change(connection, posts, _TAKE_IN, 1)


async def remove(connection: aiosqlite.Connection, posts: Sequence[Indexed]) -> None:
    """Takes posts out; each exactly as it was taken in. Raises StorageError as `add` does."""
    await _change(connection, posts, _TAKE_OUT, -1)


async def replace(connection: aiosqlite.Connection, old: Sequence[Indexed], new: Sequence[Indexed]) -> None:
    """Takes the old texts of posts out and their new ones in; what stays the same is not touched."""
    same = set(old) & set(new)
    await remove(connection, [post for post in old if post not in same])
    await add(connection, [post for post in new if post not in same])


async def leave_out(connection: aiosqlite.Connection, first_id: int) -> None:
    """Posts from this one on, the last of the archive, are not taken in, nor those to come, until a rebuild does it."""
    await connection.execute("UPDATE search_state SET covered_to = coalesce(covered_to, ?)", (first_id - 1,))


@dataclass(frozen=True, slots=True)
class FoundPosts:
    """A search's answer, and its first posts with their titles and snippets (core.search.highlights).

    `took_s`: how long the search itself took, without waiting for its turn and without reading the posts to show.
    """

    answer: SearchAnswer
    took_s: float
    posts: tuple[Post, ...]
    shown: tuple[tuple[Highlighted, Highlighted], ...]


class SearchIndex:
    """Answers searches in a thread of its own. Opens its connection at the first one; close it at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "search", initializer=_share_the_interpreter)
        self._connection: sqlite3.Connection | None = None
        self._reader = VocabularyReader(lemmas())

    async def search(
        self,
        query: str,
        viewer: Viewer,
        *,
        first: int = 0,
        zone: tzinfo = UTC,
        as_typed: bool = False,
        among: Sequence[int] | None = None,
        sort: Sort | None = None,
    ) -> FoundPosts:
        """What answers the query, as this viewer may see it, and the `first` posts of it. Raises StorageError.

        The rest as core.search.answer.
        """
        return await self._in_thread(
            lambda: self.search_here(query, viewer, first=first, zone=zone, as_typed=as_typed, among=among, sort=sort)
        )

    async def matching(self, query: str, viewer: Viewer, *, zone: tzinfo = UTC, as_typed: bool = False) -> list[int]:
        """Ids of all the visible posts that match the query, as core.search.matching. Raises StorageError."""
        return await self._in_thread(
            lambda: self._asked(
                viewer, lambda ask: matching(query, ask.vocabulary, ask, lemmas(), zone=zone, as_typed=as_typed)
            )
        )

    async def similar(self, post_id: int, viewer: Viewer) -> list[int]:
        """Ids of the visible posts that are most like this one, the most alike first. Raises StorageError."""
        return await self._in_thread(
            lambda: self._asked(viewer, lambda ask: similar(post_id, ask.vocabulary, ask, lemmas()))
        )

    async def highlights(
        self, posts: Sequence[tuple[str, bool]], hit: frozenset[str]
    ) -> list[tuple[Highlighted, Highlighted]]:
        """For each post, given as its text and whether its first line is a title: title and snippet with the hits."""
        return await self._in_thread(
            lambda: [highlights(text, hit, lemmas(), has_title=has_title) for text, has_title in posts]
        )

    async def warm_up(self) -> None:
        """Reads the vocabulary and the dictionaries, so that the first search does not wait for them."""
        await self._in_thread(lambda: self.search_here("разогрев", Viewer.operator()))

    async def close(self) -> None:
        """Closes the connection and ends the thread; nothing can be searched afterwards."""
        await self._in_thread(self._disconnect)
        self._thread.shutdown()

    def search_here(
        self,
        query: str,
        viewer: Viewer,
        *,
        first: int = 0,
        zone: tzinfo = UTC,
        as_typed: bool = False,
        among: Sequence[int] | None = None,
        sort: Sort | None = None,
    ) -> FoundPosts:
        """`search` in the calling thread, which must be the only one to call it."""

        def found(ask: IndexAsk) -> FoundPosts:
            began_s = perf_counter()
            reply = answer(query, ask.vocabulary, ask, lemmas(), zone=zone, as_typed=as_typed, among=among, sort=sort)
            took_s = perf_counter() - began_s
            found = by_ids_at_once(ask.connection, viewer, reply.post_ids[:first]) if first else []
            texts = ((read_text(post).text, post.has_title) for post in found)
            shown = (highlights(text, reply.lemmas, lemmas(), has_title=has_title) for text, has_title in texts)
            return FoundPosts(reply, took_s, tuple(found), tuple(shown))

        return self._asked(viewer, found)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _asked(self, viewer: Viewer, work: Callable[[IndexAsk], T]) -> T:
        """What `work` makes of the index, in one read transaction."""
        with storage_errors(self._path):
            connection = self._connected()
            connection.execute("BEGIN")
            try:
                vocabulary, exact = self._reader.current(connection)
                return work(IndexAsk(connection, vocabulary, viewer, lemmas(), exact).sized())
            finally:
                connection.rollback()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(
                address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False
            )
            # The default of 2 MB holds too little of the index at 100,000 posts: half as many reads of the file.
            self._connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KIB}")
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()


def _share_the_interpreter() -> None:
    """Lets the event loop have its turn within a millisecond, not five, while a search computes."""
    sys.setswitchinterval(min(sys.getswitchinterval(), LONGEST_TURN_S))


async def _change(
    connection: aiosqlite.Connection, posts: Sequence[Indexed], statements: tuple[str, str], sign: int
) -> None:
    covered = await _covered(connection, posts) if posts else []
    if not covered:
        return
    for_lemmas, for_forms = await asyncio.to_thread(_rows, covered)
    await connection.executemany(statements[0], for_lemmas)
    await connection.executemany(statements[1], for_forms)
    rows = await connection.execute_fetchall(
        "UPDATE search_state SET generation = generation + 1, posts = posts + ?, characters = characters + ?"
        " RETURNING generation",
        (sign * len(covered), sign * sum(len(post.text) for post in covered)),
    )
    await _tell_readers(connection, next(iter(rows))[0], covered, removed=sign < 0)


async def _tell_readers(
    connection: aiosqlite.Connection, generation: int, posts: Sequence[Indexed], *, removed: bool
) -> None:
    """Writes down which posts a small change has touched, and forgets the oldest changes."""
    if len(posts) <= MOST_FOLLOWED:
        await connection.executemany(
            "INSERT OR IGNORE INTO search_changes (generation, post_id, removed) VALUES (?, ?, ?)",
            [(generation, post.post_id, removed) for post in posts],
        )
    await connection.execute("DELETE FROM search_changes WHERE generation <= ?", (generation - CHANGES_KEPT,))


async def _covered(connection: aiosqlite.Connection, posts: Sequence[Indexed]) -> list[Indexed]:
    """The posts that the index holds or has to hold now: a rebuild comes to the later ones by itself."""
    version = terms_version()
    rows = await connection.execute_fetchall(
        "UPDATE search_state SET normaliser = coalesce(normaliser, ?) RETURNING normaliser, covered_to", (version,)
    )
    normaliser, covered_to = next(iter(rows))
    if normaliser != version:
        raise StorageError("error.index_outdated")
    return [post for post in posts if covered_to is None or post.post_id <= covered_to]


def _rows(posts: Sequence[Indexed]) -> tuple[list[_Row], list[_Row]]:
    """The rows of the two tables."""
    for_lemmas, for_forms = [], []
    for post in posts:
        terms, channel = post_terms(post.text, lemmas()), channel_term(post.channel_id)
        for_lemmas.append((post.post_id, f"{channel} {terms.lemmas}"))
        for_forms.append((post.post_id, f"{channel} {terms.forms}"))
    return for_lemmas, for_forms
