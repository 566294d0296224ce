"""Telegram's own search as it is today: every token of the query begins a word of the post; the newest posts first."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, timed

_WORDS = re.compile(r"\w+")


class Prefix:
    """An FTS5 table in memory, filled in the order of time, so that the highest row is the newest post."""

    name = "prefix"
    wants_words = False

    def __init__(self, docs: Iterable[Doc]) -> None:
        self._ids = [doc.id for doc in sorted(docs, key=lambda doc: (doc.published_at, doc.id))]
        texts = {doc.id: doc.text for doc in docs}
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE posts USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 0')"
        )
        self._connection.executemany(
            "INSERT INTO posts (rowid, text) VALUES (?, ?)",
            ((row, texts[post_id]) for row, post_id in enumerate(self._ids)),
        )
        self._connection.execute("INSERT INTO posts (posts) VALUES ('optimize')")

    def search(self, query: str) -> Answer:
        """See Engine."""
        return timed(lambda: self._ask(query))

    def close(self) -> None:
        """See Engine."""
        self._connection.close()

    def _ask(self, query: str) -> list[int]:
        expression = " AND ".join(f'"{word}"*' for word in _WORDS.findall(query))
        if not expression:
            return []
        found = self._connection.execute(
            "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rowid DESC LIMIT 10", (expression,)
        )
        return [self._ids[row] for (row,) in found]
