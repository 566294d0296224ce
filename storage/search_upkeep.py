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
from core.search.terms import post_terms
from core.types import Viewer
from core.words import normaliser_version
from storage import search_index
from storage.database import BUSY_TIMEOUT_S, Database, storage_errors
from storage.search_ask import channel_term
from storage.search_index import Indexed, lemmas
from storage.visible import sql_for

BATCH = 250


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
    """Whether another normaliser has made the index, or a rebuild did not come to its end."""
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT normaliser, covered_to FROM search_state")
    normaliser, covered_to = next(iter(rows))
    return covered_to is not None or normaliser not in {None, normaliser_version()}


async def rebuild(database: Database, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Makes the index anew in short transactions and returns how many posts it holds.

    Searches go on meanwhile and find what is there already. `on_progress` hears (posts done, posts in all).
    """
    condition, _ = sql_for(Viewer.operator())
    async with database.transaction() as connection:
        for table in ("search_lemmas", "search_forms"):
            await connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
        await connection.execute(
            "UPDATE search_state SET normaliser = ?, covered_to = 0, generation = generation + 1,"
            " posts = 0, characters = 0",
            (normaliser_version(),),
        )
        rows = await connection.execute_fetchall(f"SELECT count(*) FROM posts WHERE {condition}")
        total = int(next(iter(rows))[0])
    done, last = 0, 0
    while True:
        async with database.transaction() as connection:
            rows = await connection.execute_fetchall(
                f"SELECT id, channel_id, text FROM posts WHERE id > ? AND {condition} ORDER BY id LIMIT ?",
                (last, BATCH),
            )
            posts = [Indexed(*row) for row in rows]
            last = posts[-1].post_id if posts else last
            await connection.execute("UPDATE search_state SET covered_to = ?", (last if posts else None,))
            await search_index.add(connection, posts)
        if not posts:
            return done
        done += len(posts)
        if on_progress is not None:
            on_progress(done, max(total, done))


async def check(database: Database) -> IndexCheck:
    """Compares the index with the posts, word by word; takes about as long as a rebuild."""
    damage = None
    try:
        async with database.transaction() as connection:
            for table in ("search_lemmas", "search_forms"):
                await connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except DatabaseUnusable as error:
        damage = str(error.params["reason"])
    return await asyncio.to_thread(_compare, database.path, damage)


def _compare(path: Path, damage: str | None) -> IndexCheck:
    with storage_errors(path), closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S)) as reader:
        reader.execute("BEGIN")
        normaliser, covered_to = reader.execute("SELECT normaliser, covered_to FROM search_state").fetchone()
        condition, _ = sql_for(Viewer.operator())
        stored = {row[0] for row in reader.execute(f"SELECT id FROM posts WHERE {condition}")}
        indexed = {row[0] for row in reader.execute("SELECT id FROM search_lemmas_docsize")}
        outdated = covered_to is not None or normaliser not in {None, normaliser_version()}
        wrong_words = 0
        if damage is None and not outdated:
            expected = _expected(
                Indexed(*row) for row in reader.execute(f"SELECT id, channel_id, text FROM posts WHERE {condition}")
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
