"""The rows of an import's report: a file each, but the many pages of one export together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePath

from bot.cli.naming import shown
from bot.services.importing import FileReport

_TOGETHER_FROM = 4
"""So many pages of one folder are one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """What came of a file, or of several. `path`: of the first one. `places`: (skipped or uncertain, where, why)."""

    name: str
    path: str
    format: str
    channel: str
    counts: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, str, str], ...] = ()

    def count(self, name: str) -> int:
        """One of the counts."""
        return dict(self.counts)[name]


def report_rows(files: Sequence[FileReport]) -> list[ReportRow]:
    """The rows; a file that gave nothing but an error has none."""
    told = [file for file in files if file.posts or file.service or not file.error]
    rows = [row for _, group in groupby(told, key=_kind) for row in _rows(list(group))]
    named = Counter(row.name for row in rows)
    return [replace(row, name=row.path) if named[row.name] > 1 else row for row in rows]


def sum_of(rows: Sequence[ReportRow]) -> ReportRow:
    """All rows as one."""
    counts = tuple((name, sum(row.count(name) for row in rows)) for name, _ in rows[0].counts)
    return ReportRow(name="all together", path="", format="", channel="", counts=counts)


def _kind(file: FileReport) -> tuple[object, ...]:
    return file.format, [channel.id for channel in file.channels], PurePath(file.path).parent


def _rows(files: list[FileReport]) -> Iterator[ReportRow]:
    """Files of one format, one folder and one channel."""
    if len(files) < _TOGETHER_FROM:
        yield from (_row([file], PurePath(file.path).name) for file in files)
    else:
        first, last = PurePath(files[0].path).name, PurePath(files[-1].path).name
        yield _row(files, f"{first} ... {last} ({len(files)} files)")


def _row(files: list[FileReport], name: str) -> ReportRow:
    return ReportRow(
        name=name,
        path=files[0].path,
        format=files[0].format or "",
        channel=", ".join(map(shown, files[0].channels)),
        counts=(
            ("posts", sum(file.posts for file in files)),
            ("new", sum(file.new for file in files)),
            ("updated", sum(file.updated for file in files)),
            ("unchanged", sum(file.unchanged for file in files)),
            ("service", sum(file.service for file in files)),
            ("skipped", sum(len(file.skipped) + file.skipped_more for file in files)),
        ),
        places=tuple(place for file in files for place in _places(file, named=len(files) > 1)),
    )


def _places(file: FileReport, *, named: bool) -> Iterator[tuple[str, str, str]]:
    prefix = f"{PurePath(file.path).name}: " if named else ""
    for kind, places in (("skipped", file.skipped), ("uncertain", file.uncertain)):
        yield from ((kind, prefix + place.where, place.why) for place in places)
