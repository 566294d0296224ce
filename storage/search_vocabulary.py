"""The archive's vocabulary as the search thread holds it: read at once, then following the changes of the index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from time import monotonic

from core.lemmas import Lemmas
from core.search.terms import post_terms
from core.search.vocabulary import Vocabulary
from storage.post_rows import stored_text
from storage.visible import LIVE

MOST_FOLLOWED = 50
"""Posts of one change, and MOST_SINCE of all since the base, whose words are taken in one by one (0.3 ms a post)."""

MOST_SINCE = 500
_RANGES = ("", *"0123456789acdegilmoprstwвгдезиклмнопрстуфчюႀ", "\U0010ffff")
"""Where one statement ends and the next begins: some ten thousand terms each."""

FEWEST_S_BETWEEN_READS = 5.0
"""While a long import changes the index all the time, the vocabulary (half a second) is read anew no more often."""


class VocabularyReader:
    """Gives the vocabulary of the moment. Belongs to one thread."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._vocabulary = Vocabulary()
        self._generation = -1
        self._since = 0
        self._exact = True
        self._read_at_s = -FEWEST_S_BETWEEN_READS

    def current(self, connection: sqlite3.Connection) -> tuple[Vocabulary, bool]:
        """The vocabulary, and whether it holds the words of all the posts and of no others.

        Use it inside a read transaction. Words of posts that have gone stay until the base is read anew.
        """
        generation, posts, characters = connection.execute(
            "SELECT generation, posts, characters FROM search_state"
        ).fetchone()
        if generation != self._generation and not self._follow(connection, generation, posts, characters):
            if monotonic() - self._read_at_s < FEWEST_S_BETWEEN_READS:
                return self._vocabulary, False
            self._read(connection, generation, posts, characters)
        return self._vocabulary, self._exact

    def _follow(self, connection: sqlite3.Connection, generation: int, posts: int, characters: int) -> bool:
        """Takes in the posts of small changes; False where the base has to be read anew."""
        changes = connection.execute(
            "SELECT generation, post_id, removed FROM search_changes WHERE generation > ?", (self._generation,)
        ).fetchall()
        if len({change[0] for change in changes}) < generation - self._generation:
            return False
        if self._since + len(changes) > MOST_SINCE:
            return False
        added = [post_id for _, post_id, removed in changes if not removed]
        texts = connection.execute(
            f"SELECT text, poll FROM posts WHERE id IN (SELECT value FROM json_each(?)) AND {LIVE}",
            (json.dumps(added),),
        )
        terms = [post_terms(stored_text(*row), self._lemmas) for row in texts]
        self._vocabulary = self._vocabulary.with_more(terms, posts=posts, characters=characters)
        self._since += len(changes)
        self._exact = self._exact and not any(removed for *_, removed in changes)
        self._generation = generation
        return True

    def _read(self, connection: sqlite3.Connection, generation: int, posts: int, characters: int) -> None:
        """Reads the base anew. Let go of the old one first: two would not fit into the bot's memory."""
        self._vocabulary = Vocabulary()
        forms, lemmas = _terms(connection, "search_form_terms"), _terms(connection, "search_lemma_terms")
        self._vocabulary = Vocabulary.of(forms, lemmas, posts=posts, characters=characters)
        self._generation, self._since, self._exact = generation, 0, True
        self._read_at_s = monotonic()


def _terms(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, int]]:
    """Every term of the index with its posts, ascending.

    SQLite puts many of them into one row: as a row each they cost twice the time, and, beside a thread that computes,
    a turn of the interpreter each.
    """
    for first, last in pairwise(_RANGES):
        terms, posts = connection.execute(
            f"SELECT group_concat(term, ' '), group_concat(doc, ' ') FROM {table} WHERE term >= ? AND term < ?",
            (first, last),
        ).fetchone()
        if terms is not None:
            yield from zip(terms.split(" "), map(int, posts.split(" ")), strict=True)
