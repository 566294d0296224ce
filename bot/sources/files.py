"""What the operator names on the command line, as sources of posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.sources.disk import disk_entry, open_disk_entry, read_folder, what_it_is
from bot.sources.entries import Entry, Judged, Refused, unreadable
from bot.sources.grouping import grouped
from bot.sources.judging import judge, look_through
from bot.sources.streams import Watch
from bot.sources.zips import look_into
from core.formats.format import Source

__all__ = ["Refused", "sources_of"]


def sources_of(paths: Iterable[Path], watch: Watch | None = None) -> Iterator[Source | Refused]:
    """The sources that the paths name, each of one format, and what cannot be one; in the order of the paths.

    A folder stands for the files in it and for the exports one level down, a zip for the same. Of their files those are
    left out that are of no format, unless none is of any. Pages of one export are one source, also where they are named
    one by one. Nothing is read but the beginnings of the files.

    A source's `parts` raise SourceUnreadable for a file that cannot be opened; its streams raise OSError. `watch` is
    told how much of the source is read, and may end that by raising.
    """
    yield from grouped((one for path in paths for one in _found(path)), watch)


def _found(path: Path) -> Iterator[Judged]:
    try:
        if path.is_dir():
            yield from look_through(read_folder(path), open_disk_entry, _unzip)
            return
        problem = what_it_is(path)
    except OSError as error:
        yield unreadable(str(path), error)
        return
    if problem is None:
        yield from judge(disk_entry(path), open_disk_entry, _unzip, named=True)
    else:
        yield unreadable(str(path), problem)


def _unzip(entry: Entry) -> Iterator[Judged]:
    return look_into(Path(entry.path))
