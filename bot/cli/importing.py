"""What `import` and `chat --dump` share: files into an archive, and the report of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import open_services
from bot.cli.failing import explanation
from bot.clock import utc_now
from bot.services.importing import FileReport, Importing, ImportWish, Progress
from bot.sources.files import SourceFile, open_file, source_files
from core.errors import SourceError, StorageError
from core.types import Skipped
from storage.copying import copy_database


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import; a file that could not be read stands in it with its `error`."""

    files: tuple[FileReport, ...]

    @property
    def posts(self) -> int:
        """Posts read, new or not."""
        return sum(file.posts for file in self.files)

    @property
    def failed(self) -> bool:
        """Whether there is a file that the operator must look at."""
        return any(file.error for file in self.files)

    def to_json(self) -> dict[str, object]:
        """The report as `--json` prints it."""
        return {
            "files": [_file_to_json(file) for file in self.files],
            "posts": self.posts,
            "new": sum(file.new for file in self.files),
            "updated": sum(file.updated for file in self.files),
            "unchanged": sum(file.unchanged for file in self.files),
        }


async def import_paths(
    database_path: Path, paths: Iterable[Path], wish: ImportWish, progress: Progress | None = None
) -> Report:
    """Imports files and folders one after another; one bad file does not stop the others. Raises StorageError."""
    async with open_services(database_path) as services:
        await services.upkeep.prepare()
        found = source_files(paths)
        return Report(tuple([await _import_file(services.importing, file, wish, progress) for file in found]))


async def try_paths(
    database_path: Path, paths: Iterable[Path], wish: ImportWish, progress: Progress | None = None
) -> Report:
    """The report that `import_paths` would give: imports into a copy of the archive, which is thrown away."""
    with _trial_path(database_path) as trial:
        await copy_database(database_path, trial)
        try:
            return await import_paths(trial, paths, wish, progress)
        except StorageError as error:
            raise _of(error, database_path) from error


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


async def _import_file(
    importing: Importing, file: SourceFile, wish: ImportWish, progress: Progress | None
) -> FileReport:
    path = str(file.path)
    try:
        with open_file(file.path) as stream:
            return await importing.import_stream(path, stream, wish, utc_now(), progress, named=file.named)
    except SourceError as error:
        return FileReport(path=path, error=explanation(error))


def _file_to_json(file: FileReport) -> dict[str, object]:
    shown: dict[str, object] = {
        "path": file.path,
        "format": file.format,
        "channel": file.channel.name if file.channel else None,
        "posts": file.posts,
        "new": file.new,
        "updated": file.updated,
        "unchanged": file.unchanged,
        "service": file.service,
        "skipped": _places(file.skipped),
        "uncertain": _places(file.uncertain),
    }
    return shown | ({"error": file.error} if file.error else {})


def _places(places: Sequence[Skipped]) -> list[dict[str, str]]:
    return [{"where": place.where, "why": place.why} for place in places]
