"""A copy of a built archive, to be written into."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def copied(archive: Path) -> Iterator[Path]:
    """A copy beside the archive, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="copy-", dir=archive.parent) as folder:
        copy = Path(folder) / "letopis.db"
        with closing(sqlite3.connect(archive)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = WAL")
        yield copy
