"""The rows of a CSV file, read one after another in bounded memory.

The library's reader would not do: it takes fields up to a limit that is one for the whole process, ends a file that is
cut off in a quoted field without a word, and keeps in memory all that a forgotten quotation mark opens.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

CHUNK = 256 * 1024
"""Bytes that are read at a time."""

LONGEST_ROW = 16 * 1024 * 1024
"""In characters. A longer row is passed over."""

BYTE_ORDER_MARK = "\ufeff"

_CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"')


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row. `number`: of its first line, from 1. `text`: without its line end; None where it is too long.

    `closed`: no quoted field is open at its end. `ended`: a line end follows. Only a file's last row can lack them.
    """

    number: int
    text: str | None
    closed: bool = True
    ended: bool = True


def raw_rows(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[RawRow]:
    """The rows of a file that are not blank; lines end with LF or CR LF. A byte order mark is passed over.

    Bytes that are not of the encoding become lone surrogates where it is UTF-8, else U+FFFD. Errors of the stream
    itself pass through.
    """
    parts: list[str] = []
    length, first, is_open, ended = 0, 1, False, True
    for number, (line, ended) in enumerate(_lines(stream, encoding), 1):
        first = first if is_open else number
        length = (length if is_open else 0) + (LONGEST_ROW + 1 if line is None else len(line) + 1)
        is_open = line is not None and _is_open(line, delimiter, is_open=is_open)
        if line is None or length > LONGEST_ROW:
            parts.clear()
        else:
            parts.append(line)
        if not is_open:
            row = "\n".join(parts) if length <= LONGEST_ROW else None
            if row is None or row.strip():
                yield RawRow(first, row, ended=ended)
            parts.clear()
    if is_open:
        yield RawRow(first, "\n".join(parts) if length <= LONGEST_ROW else None, closed=False, ended=False)


def fields_of(row: str, delimiter: str) -> list[str]:
    """The fields of a row. In quoted ones two quotation marks are one; what follows the closing one belongs to them."""
    if '"' not in row:
        return row.split(delimiter)
    fields = []
    position = 0
    pattern = _field(delimiter)
    while position <= len(row):
        found = pattern.match(row, position)
        if found is None:  # pragma: no cover - the pattern matches anything
            break
        quoted = found["quoted"]
        fields.append(found["plain"] if quoted is None else quoted.replace('""', '"') + found["behind"])
        position = found.end() + 1
    return fields


@lru_cache(maxsize=8)
def _field(delimiter: str) -> re.Pattern[str]:
    others = f"[^{re.escape(delimiter)}]*+"
    return re.compile(rf'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)(?:"|\Z)(?P<behind>{others})|(?P<plain>{others})')


def _is_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quoted field is open at the line's end. `is_open`: one is at its beginning."""
    position = 0
    if not is_open:
        if '"' not in line:
            return False
        position = 1 if line.startswith('"') else _opening(line, delimiter, 0)
    while position > 0 or is_open:
        is_open = False
        closing = _CLOSING.match(line, position)
        if closing is None:
            return True
        position = _opening(line, delimiter, closing.end())
    return False


def _opening(line: str, delimiter: str, start: int) -> int:
    """Where the inside of the next quoted field begins; 0 where there is none."""
    found = line.find(f'{delimiter}"', start)
    return found + 2 if found >= 0 else 0


def _lines(stream: BinaryIO, encoding: str) -> Iterator[tuple[str | None, bool]]:
    """Each line without its end, None for one that is too long; and whether it has an end."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape" if encoding == "utf-8" else "replace")
    pending: str | None = ""
    at_start = True
    while True:
        chunk = stream.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        if at_start and text:
            text, at_start = text.removeprefix(BYTE_ORDER_MARK), False
        first, *others = text.split("\n")
        pending = None if pending is None or len(pending) + len(first) > LONGEST_ROW else pending + first
        for part in others:
            yield _without_return(pending), True
            pending = part
        if not chunk:
            break
    if pending != "":
        yield _without_return(pending), False


def _without_return(line: str | None) -> str | None:
    return line.removesuffix("\r") if line is not None else None
