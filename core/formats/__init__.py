"""The seam to all source formats: told apart by content, read record after record.

A new format is a module with a `FORMAT`, and a place in `_FORMATS`. Parsers take byte streams and open nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from zipfile import BadZipFile

from core.formats import csv_list, desktop_html, desktop_json, json_list, letopis_jsonl, preview, text_dump
from core.formats.encodings import HEAD_BYTES, Encoding, encoding_of
from core.formats.format import Format, Source
from core.formats.records import Damage, Part, PartBegins, Reading, Record
from core.formats.rewound import head_of

__all__ = ["HEAD_BYTES", "Format", "Source", "detect", "parse"]

STREAM_ERRORS = (OSError, EOFError, BadZipFile, zlib.error)
"""What streams raise that break off: files, and files in zips."""

_NOT_READ = (Encoding.OTHER_TEXT,)
"""Of the rest the parsers say more: a few bytes of a message are damaged, or nothing can be read at all."""

# In the order of asking. Plain text comes last: nearly anything could be that.
_FORMATS: tuple[Format, ...] = (
    desktop_json.FORMAT,
    letopis_jsonl.FORMAT,
    json_list.FORMAT,
    preview.FORMAT,
    desktop_html.FORMAT,
    csv_list.FORMAT,
    text_dump.FORMAT,
)


def detect(head: bytes, *, named: bool = False) -> Format | None:
    """The format of a file that begins with these bytes (`HEAD_BYTES` of them are enough); None: of none.

    `named`: somebody named this very file, so it is worth trying where its beginning only could be of a format: a file
    that is damaged there, or in another encoding. What `parse` then reports says more than "unknown". For the files of
    a folder leave it off.
    """
    for known in _FORMATS:
        if known.looks_like(head):
            return known
    return next((known for known in _FORMATS if named and known.could_be(head)), None)


def parse(known: Format, parts: Iterable[Part], reading: Reading) -> Iterator[Record]:
    """The records of the files of one source, lazily and in bounded memory, those of each file behind a `PartBegins`.

    Bad content makes `Skipped` and `Damage` records, never an exception, and a stream that fails ends its file with a
    `Damage`. Errors of opening a file pass through.
    """
    records = _records(known, parts, reading)
    return known.join(records) if known.join else records


def _encoding_of(part: Part) -> Encoding:
    """The encoding of a file; its stream is at the beginning again. One that cannot go back is taken for UTF-8."""
    if not part.stream.seekable():
        return Encoding.UTF_8
    start = part.stream.tell()
    encoding = encoding_of(head_of(part.stream))
    part.stream.seek(start)
    return encoding


def _records(known: Format, parts: Iterable[Part], reading: Reading) -> Iterator[Record]:
    for part in parts:
        yield PartBegins(part.path)
        try:
            encoding = Encoding.UTF_8 if known.tells_encodings else _encoding_of(part)
            if encoding in _NOT_READ:
                yield Damage("line 1", f"not UTF-8 but {encoding}")
            else:
                yield from known.parse(part, reading)
        except STREAM_ERRORS as error:
            yield Damage("further on", f"cannot be read: {getattr(error, 'strerror', None) or error}")
