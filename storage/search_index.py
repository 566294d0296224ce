"""The search index: changed in the transaction that changes the posts, asked by one thread of its own.

Writing: `add`, `remove` and `replace` run inside the caller's write transaction. While a rebuild is under way they
leave alone the posts that it has still to come to.

Reading: a `SearchIndex` owns one thread with a read-only connection, the archive's vocabulary and the lemma cache,
for a search is many small statements and some computing.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

from core.errors import StorageError
from core.search import answer, highlights
from core.search.terms import post_terms
from core.search.vocabulary import Vocabulary
from core.types import Highlighted, SearchAnswer, Viewer
from core.words import Lemmas, normaliser_version
from storage.database import BUSY_TIMEOUT_S, storage_errors
from storage.search_ask import IndexAsk, channel_term, load_vocabulary

T = TypeVar("T")
_Row = tuple[int, str, str]

_TAKE_IN = (
    "INSERT INTO search_lemmas (rowid, lemmas, channel) VALUES (?, ?, ?)",
    "INSERT INTO search_forms (rowid, forms, channel) VALUES (?, ?, ?)",
)
_TAKE_OUT = (
    "INSERT INTO search_lemmas (search_lemmas, rowid, lemmas, channel) VALUES ('delete', ?, ?, ?)",
    "INSERT INTO search_forms (search_forms, rowid, forms, channel) VALUES ('delete', ?, ?, ?)",
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


class SearchIndex:
    """Answers searches. Opens its connection at the first one; close it at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self._connection: sqlite3.Connection | None = None
        self._vocabulary = Vocabulary()
        self._generation = -1

    async def search(self, query: str, viewer: Viewer) -> SearchAnswer:
        """The posts that answer the query, as this viewer may see them. Raises StorageError."""
        return await self._in_thread(partial(self._search, query, viewer))

    async def highlights(
        self, posts: Sequence[tuple[str, bool]], hit: frozenset[str]
    ) -> list[tuple[Highlighted, Highlighted]]:
        """For each post, given as its text and whether its first line is a title: title and snippet with the hits."""
        return await self._in_thread(
            lambda: [highlights(text, hit, lemmas(), has_title=has_title) for text, has_title in posts]
        )

    async def close(self) -> None:
        """Closes the connection and ends the thread; nothing can be searched afterwards."""
        await self._in_thread(self._disconnect)
        self._thread.shutdown()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _search(self, query: str, viewer: Viewer) -> SearchAnswer:
        with storage_errors(self._path):
            connection = self._connected()
            connection.execute("BEGIN")
            try:
                vocabulary = self._current_vocabulary(connection)
                return answer(query, vocabulary, IndexAsk(connection, vocabulary, viewer), lemmas())
            finally:
                connection.rollback()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_S)
        return self._connection

    def _current_vocabulary(self, connection: sqlite3.Connection) -> Vocabulary:
        """Reads the vocabulary anew where the index has changed, by this process or another."""
        generation, posts, characters = connection.execute(
            "SELECT generation, posts, characters FROM search_state"
        ).fetchone()
        if generation != self._generation:
            self._vocabulary = load_vocabulary(connection, posts, characters)
            self._generation = generation
        return self._vocabulary

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()


async def _change(
    connection: aiosqlite.Connection, posts: Sequence[Indexed], statements: tuple[str, str], sign: int
) -> None:
    covered = await _covered(connection, posts)
    if not covered:
        return
    for_lemmas, for_forms = await asyncio.to_thread(_rows, covered)
    await connection.executemany(statements[0], for_lemmas)
    await connection.executemany(statements[1], for_forms)
    await connection.execute(
        "UPDATE search_state SET generation = generation + 1, posts = posts + ?, characters = characters + ?",
        (sign * len(covered), sign * sum(len(post.text) for post in covered)),
    )


async def _covered(connection: aiosqlite.Connection, posts: Sequence[Indexed]) -> list[Indexed]:
    """The posts that the index holds or has to hold now: a rebuild comes to the later ones by itself."""
    version = normaliser_version()
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
        for_lemmas.append((post.post_id, terms.lemmas, channel))
        for_forms.append((post.post_id, terms.forms, channel))
    return for_lemmas, for_forms
