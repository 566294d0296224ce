"""The search index made anew from the posts, and checked against them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.errors import DatabaseUnusable
from core.search.terms import post_terms, terms_version
from core.types import Viewer
from storage import posts, search_index
from storage.database import BUSY_TIMEOUT_S, Connection, Database, storage_errors
from storage.post_rows import stored_text
from storage.search_ask import channel_term
from storage.search_index import Indexed, lemmas
from storage.visible import sql_for

BATCH = 250
"""Posts taken in by one transaction of a rebuild."""

MERGED_PAGES = 500
"""Pages of an index that one transaction of `compact` writes: some 50 ms."""

CHANGES_OF_A_MERGE = 2
"""Fewer changes than this say that nothing was left to merge (https://sqlite.org/fts5.html, the merge command)."""

_TABLES = ("search_lemmas", "search_forms")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCheck:
    """What a check found: how many posts the index should hold, and what is wrong with it."""

    posts: int
    outdated: bool
    missing: int
    left_over: int
    wrong_words: int
    damage: str | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.outdated or self.missing or self.left_over or self.wrong_words or self.damage)


async def needs_rebuild(database: Database) -> bool:
    """Whether another normaliser has made the index, or posts are not in it: left out, or a rebuild did not end."""
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT normaliser, covered_to FROM search_state")
    return _is_outdated(*next(iter(rows)))


async def rebuild(database: Database, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Makes the index anew in short transactions and returns how many posts it holds.

    Searches go on meanwhile and find what is there already. Several rebuilds at once share the work. `on_progress`
    hears (posts done, posts in all).
    """
    async with database.transaction() as connection:
        total = await _begin_anew(connection)
    while True:
        async with database.transaction() as connection:
            done, more = await _take_in_next(connection)
        if not more:
            await compact(database)
            return done
        if on_progress is not None:
            on_progress(done, max(total, done))


async def compact(database: Database) -> None:
    """Joins the segments that many changes have left, in short transactions: a sixth smaller, searches twice as quick.

    Worth it after a long import or a rebuild; a few posts more or less need none.
    """
    for table in _TABLES:
        pages = -MERGED_PAGES  # the first, negative number makes FTS5 begin to join all there is
        while True:
            async with database.transaction() as connection:
                before = connection.total_changes
                await connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))
                if connection.total_changes - before < CHANGES_OF_A_MERGE:
                    break
            pages = MERGED_PAGES


async def check(database: Database) -> IndexCheck:
    """Compares the index with the posts, word by word; takes about as long as a rebuild."""
    damage = None
    try:
        async with database.transaction() as connection:
            for table in _TABLES:
                await connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except DatabaseUnusable as error:
        damage = str(error.params["reason"])
    return await asyncio.to_thread(_compare, database.path, damage)


def _is_outdated(normaliser: str | None, covered_to: int | None) -> bool:
    return covered_to is not None or normaliser not in {None, terms_version()}


async def _begin_anew(connection: Connection) -> int:
    """Empties the index; returns how many posts it is to hold."""
    for table in _TABLES:
        await connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    await connection.execute(
        "UPDATE search_state SET normaliser = ?, covered_to = 0, generation = generation + 1,"
        " posts = 0, characters = 0",
        (terms_version(),),
    )
    return await posts.count(connection, Viewer.operator())


async def _take_in_next(connection: Connection) -> tuple[int, bool]:
    """Takes in the posts behind those that a rebuild, this or another, has come to.

    Returns how many posts the index holds now, and whether there may be more to take in.
    """
    condition, _ = sql_for(Viewer.operator())
    state = await connection.execute_fetchall("SELECT covered_to, posts FROM search_state")
    covered_to, held = next(iter(state))
    if covered_to is None:
        return held, False
    rows = await connection.execute_fetchall(
        f"SELECT id, channel_id, text, poll FROM posts WHERE id > ? AND {condition} ORDER BY id LIMIT ?",
        (covered_to, BATCH),
    )
    batch = [_as_indexed(*row) for row in rows]
    await connection.execute("UPDATE search_state SET covered_to = ?", (batch[-1].post_id if batch else None,))
    await search_index.add(connection, batch)
    return held + len(batch), bool(batch)


def _as_indexed(post_id: int, channel_id: int, text: str, poll: str | None) -> Indexed:
    return Indexed(post_id, channel_id, stored_text(text, poll))


def _compare(path: Path, damage: str | None) -> IndexCheck:
    with storage_errors(path), closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S)) as reader:
        reader.execute("BEGIN")
        outdated = _is_outdated(*reader.execute("SELECT normaliser, covered_to FROM search_state").fetchone())
        condition, _ = sql_for(Viewer.operator())
        stored = {row[0] for row in reader.execute(f"SELECT id FROM posts WHERE {condition}")}
        indexed = {row[0] for row in reader.execute("SELECT id FROM search_lemmas_docsize")}
        wrong_words = 0
        if damage is None and not outdated:
            expected = _expected(
                _as_indexed(*row)
                for row in reader.execute(f"SELECT id, channel_id, text, poll FROM posts WHERE {condition}")
            )
            found = (
                _counted(reader.execute("SELECT term, cnt FROM search_lemma_terms")),
                _counted(reader.execute("SELECT term, doc FROM search_form_terms")),
            )
            wrong_words = sum(map(_differences, found, expected))
    return IndexCheck(
        posts=len(stored),
        outdated=outdated,
        missing=len(stored - indexed),
        left_over=len(indexed - stored),
        wrong_words=wrong_words,
        damage=damage,
    )


def _expected(posts: Iterable[Indexed]) -> tuple[Counter[str], Counter[str]]:
    """The terms of all posts: of the lemmas, how often each stands there; of the forms, how many posts hold each."""
    of_lemmas: Counter[str] = Counter()
    of_forms: Counter[str] = Counter()
    for post in posts:
        terms, channel = post_terms(post.text, lemmas()), channel_term(post.channel_id)
        of_lemmas.update([*terms.lemmas.split(), channel])
        of_forms.update([*terms.forms.split(), channel])
    return of_lemmas, of_forms


def _counted(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    return Counter(dict(rows))


def _differences(found: Counter[str], expected: Counter[str]) -> int:
    return sum(found[term] != expected[term] for term in found.keys() | expected.keys())
