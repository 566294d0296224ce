"""SQLite's FTS5 as a developer would first use it: unicode61, bm25, the query's words quoted and joined by OR."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, timed

_WORDS = re.compile(r"\w+")
SCHEMA = "CREATE VIRTUAL TABLE posts USING fts5 (text, content = '', tokenize = 'unicode61')"
SEARCH = "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT 10"


class Fts5:
    """An index in memory."""

    name = "fts5"
    wants_words = False

    def __init__(self, docs: Iterable[Doc]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(SCHEMA)
        self._connection.executemany(
            "INSERT INTO posts (rowid, text) VALUES (?, ?)", ((doc.id, doc.text) for doc in docs)
        )
        self._connection.execute("INSERT INTO posts (posts) VALUES ('optimize')")

    def search(self, query: str) -> Answer:
        """See Engine."""
        return timed(lambda: self._ask(query))

    def close(self) -> None:
        """See Engine."""
        self._connection.close()

    def _ask(self, query: str) -> list[int]:
        expression = any_word(query)
        return [row[0] for row in self._connection.execute(SEARCH, (expression,))] if expression else []


def any_word(query: str) -> str:
    """The MATCH expression for posts with any of the query's words; empty where it has none."""
    return " OR ".join(f'"{word}"' for word in _WORDS.findall(query))
