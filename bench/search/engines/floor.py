"""The floor: one FTS5 search for the ten best posts with all lemmas of the post's own words, and nothing else.

Letopis cannot answer faster than this, for it asks such a table too; how many times longer it takes is what its
forgiveness costs. It is asked with the words that the query was made of, not with what was typed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, timed
from bench.search.places import CHECKOUT
from core.lemmas import Lemmas
from core.words import tokens


class Floor:
    """A table of lemmas in a file, as Letopis' own are."""

    name = "floor"
    wants_words = True

    def __init__(self, docs: Iterable[Doc], path: Path) -> None:
        self._lemmas = Lemmas()
        if not path.exists():
            self._build(docs, path)
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def search(self, query: str) -> Answer:
        """See Engine; the query's lemmas are looked up outside the measured time."""
        expression = " AND ".join(f'"{self._lemmas.first(token.form)}"' for token in tokens(query))
        return timed(lambda: self._ask(expression))

    def close(self) -> None:
        """See Engine."""
        self._connection.close()

    def _ask(self, expression: str) -> list[int]:
        found = self._connection.execute(
            "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT 10", (expression,)
        )
        return [row[0] for row in found]

    def _build(self, docs: Iterable[Doc], path: Path) -> None:
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        connection = sqlite3.connect(part)
        connection.execute(
            "CREATE VIRTUAL TABLE posts USING fts5 (lemmas, content = '', tokenize = 'unicode61 remove_diacritics 0')"
        )
        rows = ((doc.id, " ".join(self._lemmas.first(token.form) for token in tokens(doc.text))) for doc in docs)
        connection.executemany("INSERT INTO posts (rowid, lemmas) VALUES (?, ?)", rows)
        connection.execute("INSERT INTO posts (posts) VALUES ('optimize')")
        connection.commit()
        connection.close()
        part.replace(path)


def floor_path(data: Path, size: int) -> Path:
    """Where the table over the corpus' first `size` posts lies, made by the normaliser of today."""
    digest = hashlib.sha256()
    for name in ("words", "lemmas"):
        digest.update((CHECKOUT / "core" / f"{name}.py").read_bytes())
    return data / f"floor-{size}-{digest.hexdigest()[:12]}.db"
