"""Files that operators send to the bot, imported one at a time by a process of its own.

So a file that needs much memory or much time costs the bot neither. What an import needs was measured: 65 MB at its
beginning, 120 for a list of 100,000 posts, 165 for a text dump of 60,000. The container has 384 MB, of which the bot
uses 190. Within `MOST_BYTES` a process comes to about 170, for that limit counts stacks which are never used.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import structlog

from bot.services.child_process import Finished, run_child
from bot.services.document_report import DocumentReport, read_report
from bot.services.document_wish import DocumentWish, safe_name
from bot.settings import child_environment

MOST_BYTES = 200 << 20
MOST_S = 1800.0
MOST_WAITING = 8
"""Each of those that wait holds one of the places for updates that are worked on at the same time."""

LETOPIS = (sys.executable, "-m", "bot")

_log = structlog.get_logger(__name__)

_FOLDER = ".letopis-document-"
_LEFT_OVER = timedelta(hours=2)
_KILLED = -9
"""Mostly by the system, which had no memory any more."""

_WRONG_USAGE = 2
_NO_MEMORY = ("the memory is used up", "MemoryError")
"""In the words of the command, or of Python before that can say anything."""

_SAID_SHOWN = 300
_SAID_LOGGED = 2000

Fetch = Callable[[BinaryIO], Awaitable[None]]
"""Writes the document into a file."""


class DocumentImport:
    """Imports documents into the archive at `database_path`, one after another.

    `command`: how Letopis is called; `most_bytes`, `most_s`: the limits of one import.
    """

    def __init__(
        self,
        database_path: Path,
        command: Sequence[str] = LETOPIS,
        *,
        most_bytes: int = MOST_BYTES,
        most_s: float = MOST_S,
    ) -> None:
        self._database_path = database_path
        self._command = tuple(command)
        self._most_bytes = most_bytes
        self._most_s = most_s
        self._one = asyncio.Lock()
        self._waiting = 0
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether the next document would have to wait."""
        return self._one.locked()

    @property
    def is_full(self) -> bool:
        """Whether so many wait that no further one is taken."""
        return self._waiting >= MOST_WAITING

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits until no other document is being imported; in the block it is this one's turn."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._waiting += 1
        try:
            await self._one.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._one.release()

    def stop(self) -> None:
        """Cancels the tasks that have a turn or wait for one: the bot goes."""
        for task in tuple(self._tasks):
            task.cancel()

    async def take(self, name: str | None, fetch: Fetch, wish: DocumentWish, now: datetime) -> DocumentReport:
        """Fetches a document called `name` and imports it. What `fetch` raises passes through, as OSError does."""
        with self._folder(now) as folder:
            path = folder / safe_name(name)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                await fetch(stream)
            options = ("--json", *wish.options(), "--", str(path))
            finished = await run_child(
                (*self._command, "import", *options),
                child_environment(DATABASE_PATH=str(self._database_path), LOG_LEVEL="ERROR"),
                most_bytes=self._most_bytes,
                most_s=self._most_s,
            )
            return _report(finished, folder)

    @contextmanager
    def _folder(self, now: datetime) -> Iterator[Path]:
        """A folder beside the archive, for /tmp can be small; those that a killed process left are removed."""
        for left in self._database_path.parent.glob(f"{_FOLDER}*"):
            if left.stat().st_mtime < (now - _LEFT_OVER).timestamp():
                shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=self._database_path.parent.absolute()) as made:
            yield Path(made)


def _report(finished: Finished, folder: Path) -> DocumentReport:
    """The report that the process wrote, and how it ended where that was before its end."""
    said = finished.err.replace(f"{folder}{os.sep}", "").strip()
    try:
        files = read_report(finished.out.replace(f"{folder}{os.sep}", ""))
    except ValueError:
        files = ()
    ended = _how_ended(finished, said, is_told=bool(files))
    if ended:
        _log.error("import of a document failed", how=ended, status=finished.status, said=said[-_SAID_LOGGED:])
    return DocumentReport(files=files, ended=ended, said=said.splitlines()[-1][:_SAID_SHOWN] if said else None)


def _how_ended(finished: Finished, said: str, *, is_told: bool) -> str | None:
    if finished.timed_out:
        return "time"
    if finished.status == _KILLED or any(words in said for words in _NO_MEMORY):
        return "memory"
    if finished.status == _WRONG_USAGE and not is_told:
        return "usage"
    return None if is_told and finished.status >= 0 else "failed"
