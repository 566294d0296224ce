"""How many bytes of an archive are there for the search alone, against the bytes of its texts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_DERIVED = "search_"
"""Every table and index of the search begins with it."""


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes. `texts`: of the posts' texts in UTF-8; `tables`: of each table and index of the search."""

    texts: int
    tables: dict[str, int]

    @property
    def search(self) -> int:
        """Bytes of the search."""
        return sum(self.tables.values())

    @property
    def ratio(self) -> float:
        """Bytes of the search for a byte of text."""
        return self.search / self.texts


def size_of(archive: Path) -> Size:
    """Measures whole pages, as SQLite's dbstat counts them. sqlite3.OperationalError: it has none."""
    with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        (texts,) = connection.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM posts").fetchone()
        rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")
        return Size(texts, {name: size for name, size in rows if name.startswith(_DERIVED)})
