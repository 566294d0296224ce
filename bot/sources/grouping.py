"""Recognised files as sources: the pages of one export, which continue each other, are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from bot.sources.entries import Entry, Judged, Open, Recognised, Refused, page_order
from bot.sources.streams import Watch, failing, watched
from core.errors import SourceUnreadable
from core.formats.format import Source
from core.formats.records import Part


def grouped(judged: Iterable[Judged], watch: Watch | None) -> Iterator[Source | Refused]:
    """Each file as a source, and pages that lie in one folder together, in the order of their numbers."""
    groups: dict[object, list[Judged]] = {}
    for number, one in enumerate(judged):
        key: object = number
        if isinstance(one, Recognised) and one.format.continues:
            key = (one.format.name, one.entry.folder)
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        pages = [one for one in group if isinstance(one, Recognised)]
        yield from [_source(pages, watch)] if pages else (one for one in group if isinstance(one, Refused))


def _source(group: list[Recognised], watch: Watch | None) -> Source:
    entries = list({one.entry.path: one.entry for one in group}.values())
    entries.sort(key=lambda entry: page_order(entry.name))
    return Source(
        format=group[0].format,
        paths=tuple(entry.path for entry in entries),
        parts=partial(_parts, entries, watch),
        size_bytes=sum(entry.size_bytes for entry in entries),
    )


def _parts(entries: list[Entry], watch: Watch | None) -> Iterator[Part]:
    """The files one after another. Raises SourceUnreadable where the first one cannot be opened."""
    before = 0
    try:
        with entries[0].opening() as open_entry:
            stream = open_entry(entries[0])
            for number, entry in enumerate(entries):
                with watched(_opened(open_entry, entry) if number else stream, before, watch) as watched_stream:
                    yield Part(entry.path, watched_stream)
                before += entry.size_bytes
    except OSError as error:
        raise SourceUnreadable(path=entries[0].path, reason=error.strerror or str(error)) from error


def _opened(open_entry: Open, entry: Entry) -> BinaryIO:
    """The entry's bytes; of one that cannot be opened, a stream that says so, since more pages follow."""
    try:
        return open_entry(entry)
    except OSError as error:
        return failing(error)
