"""A consistent copy of the whole database, also while other processes write to it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import BUSY_TIMEOUT_S, storage_errors


async def copy_database(source: Path, target: Path) -> None:
    """Copies a database into the new file `target`; where there is none yet, makes none.

    Raises DatabaseUnusable, DatabaseBusy.
    """
    await asyncio.to_thread(_copy, source, target)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        return
    with (
        storage_errors(source),
        closing(sqlite3.connect(source, timeout=BUSY_TIMEOUT_S)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
