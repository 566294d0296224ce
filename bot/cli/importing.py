"""What `import` and `chat --dump` share: files into an archive, and the report of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.app import open_services
from bot.cli.failing import explanation
from bot.cli.meter import Meter
from bot.cli.naming import settled_ref
from bot.clock import utc_now
from bot.services.importing import FileReport, Importing, ImportWish
from bot.sources.files import Refused, sources_of
from core.errors import LetopisError, SourceError, StorageError, WrongUsage
from core.formats.format import Source
from storage.copying import copy_database


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import; a file that could not be read stands in it with its `error`.

    `ended`: why the files behind the last one were not begun. `misused`: the operator's wish contradicts a file.
    """

    files: tuple[FileReport, ...]
    ended: str | None = None
    misused: bool = False

    @property
    def posts(self) -> int:
        """Posts read, new or not."""
        return sum(file.posts for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether there is something that the operator must look at."""
        return bool(self.ended) or any(file.error for file in self.files)


async def import_paths(
    database_path: Path, paths: Iterable[Path], wish: ImportWish, meter: Meter | None = None
) -> Report:
    """Imports files, folders and zips one after another; one bad file does not stop the others.

    What stops them all (no room, no memory, a signal) ends the report: what was stored stays. Raises StorageError where
    the archive cannot be opened, WrongUsage where it is not clear which channel is wished for.
    """
    meter = meter or Meter()
    async with open_services(database_path) as services:
        await services.upkeep.prepare()
        if wish.channel is not None:
            wish = replace(wish, channel=await settled_ref(services.channel_list, wish.channel))
        found = list(sources_of(paths, meter.read))
        meter.expect(one for one in found if isinstance(one, Source))
        report = await _import_all(services.importing, found, wish, meter)
        meter.end()
        return report


async def try_paths(database_path: Path, paths: Iterable[Path], wish: ImportWish, meter: Meter | None = None) -> Report:
    """The report that `import_paths` would give: imports into a copy of the archive, which is thrown away."""
    with _trial_path(database_path) as trial:
        await copy_database(database_path, trial)
        try:
            return await import_paths(trial, paths, wish, meter)
        except StorageError as error:
            raise _of(error, database_path) from error


async def _import_all(
    importing: Importing, found: Iterable[Source | Refused], wish: ImportWish, meter: Meter
) -> Report:
    files: list[FileReport] = []
    misused = False
    for one in found:
        if isinstance(one, Refused):
            files.append(FileReport(path=one.path, error=explanation(one.error)))
            continue
        meter.begin(one)
        try:
            reports = await importing.import_source(one, wish, utc_now(), meter.progress)
            files += map(_with_offer, reports)
        except (SourceError, WrongUsage) as error:
            files.append(FileReport(path=one.paths[0], format=one.format.name, error=explanation(error)))
            misused = misused or isinstance(error, WrongUsage)
        except (StorageError, MemoryError, KeyboardInterrupt, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and meter.signal is None:
                raise
            why = why_ended(error)
            done = meter.posts - meter.posts_before
            files.append(FileReport(path=one.paths[0], format=one.format.name, posts=done, error=why))
            return Report(tuple(files), ended=why, misused=misused)
    return Report(tuple(files), misused=misused)


def _with_offer(file: FileReport) -> FileReport:
    """The report of a whole account's export, of which nothing was taken: a chat is to be chosen."""
    if not file.chats or file.posts or file.error:
        return file
    return replace(file, error=explanation(LetopisError("error.whole_account")))


def why_ended(error: BaseException) -> str:
    """In words, what ended an import before its end."""
    if isinstance(error, StorageError):
        return explanation(error)
    key = "error.out_of_memory" if isinstance(error, MemoryError) else "error.interrupted"
    return explanation(LetopisError(key))


@contextmanager
def _trial_path(database_path: Path) -> Iterator[Path]:
    """Where to put a copy of the archive: beside it where there is one, for /tmp can be small."""
    folder = database_path.parent if database_path.exists() else None
    with tempfile.TemporaryDirectory(prefix=".letopis-", dir=folder) as made:
        yield Path(made) / database_path.name


def _of(error: StorageError, database_path: Path) -> StorageError:
    """The error of a copy as that of the archive."""
    named = {"path": str(database_path)} if "path" in error.params else {}
    return type(error)(error.key, **{**error.params, **named})
