"""What `import` and `chat --dump` share: files into an archive, and the report of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app import open_services
from bot.cli.failing import explanation
from bot.clock import utc_now
from bot.services.importing import FileReport, Importing, ImportWish, Progress
from bot.sources.files import open_file, source_files
from core.errors import SourceError
from core.types import Skipped


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
        return Report(tuple([await _import_file(services.importing, path, wish, progress) for path in found]))


async def _import_file(importing: Importing, path: Path, wish: ImportWish, progress: Progress | None) -> FileReport:
    try:
        with open_file(path) as stream:
            return await importing.import_stream(str(path), stream, wish, utc_now(), progress)
    except SourceError as error:
        return FileReport(path=str(path), error=explanation(error))


def told(line: str) -> None:
    """Talk: a line on stderr."""
    sys.stderr.write(line + "\n")


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
