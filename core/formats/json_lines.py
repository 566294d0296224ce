"""JSON Lines: one value a line, read one after another in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from core.formats.encodings import Encoding, encoding_of
from core.formats.json_objects import LONGEST, load
from core.formats.rewound import head_of

CHUNK = 256 * 1024
"""Bytes that are read at a time."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
TOO_LONG = f"a line over {LONGEST // 1024 // 1024} MiB"
CUT_OFF = "the file is cut off inside this line"
EMPTY = "the file is empty"
NO_VALUE = "not valid JSON: words without quotation marks"


@dataclass(slots=True)
class Line:
    """A line that is not blank. `number`: from 1.

    `value`: what stands in it. `why`: what makes it unreadable, or what was lost of it; None where it is whole.
    `unreadable`: there is no value. `cut`: the file ends in it.
    """

    number: int
    value: Any = None
    why: str | None = None
    unreadable: bool = False
    cut: bool = False


def read_json_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a file in UTF-8; for one in another encoding a single unreadable line, which is `cut`.

    Invalid JSON is repaired where nothing else can have been meant. Errors of the stream itself pass through.
    """
    head = head_of(stream)
    encoding = encoding_of(head)
    if encoding is not Encoding.UTF_8 or not head:
        yield Line(1, why=f"not UTF-8 but {encoding}" if head else EMPTY, unreadable=True, cut=True)
        return
    for number, (raw, ended) in enumerate(_raw_lines(stream, head.removeprefix(BYTE_ORDER_MARK)), 1):
        if raw is None:
            yield Line(number, why=TOO_LONG if ended else CUT_OFF, unreadable=True, cut=not ended)
        elif raw.strip():
            yield _loaded(number, raw, ended=ended)


def _loaded(number: int, raw: bytes, *, ended: bool) -> Line:
    try:
        value, loss = load(raw)
        # Words without quotation marks are taken for a string: right inside of a value, but this is a whole line.
        why = NO_VALUE if isinstance(value, str) and not raw.lstrip().startswith(b'"') else None
    except ValueError as error:
        value, loss, why = None, None, str(error)
    if why is not None:
        return Line(number, why=why if ended else CUT_OFF, unreadable=True, cut=not ended)
    return Line(number, value, loss)


def _raw_lines(stream: BinaryIO, head: bytes) -> Iterator[tuple[bytes | None, bool]]:
    """Each line without its line feed, None for one that is too long; and whether a line feed ended it."""
    pending: list[bytes] | None = []
    length = 0
    chunk = head
    while chunk:
        first, *others = chunk.split(b"\n")
        for place, part in enumerate((first, *others)):
            if place:
                yield _whole(pending), True
                pending, length = [], 0
            length += len(part)
            if length > LONGEST:
                pending = None
            elif pending is not None and part:
                pending.append(part)
        chunk = stream.read(CHUNK)
    if pending != []:
        yield _whole(pending), False


def _whole(parts: list[bytes] | None) -> bytes | None:
    return None if parts is None else b"".join(parts)
