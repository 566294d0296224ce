"""A text dump's lines, read one after another in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from core.formats.encodings import HEAD_BYTES

MAX_LINE_BYTES = 1024 * 1024
"""Longer lines are passed over: no post is that long."""

_CONTROLS = re.compile("[\x01-\x08\x0b-\x1f\x7f\ufeff]")
"""They show nothing, and Telegram takes them out; U+FEFF is the byte order mark."""


class Fault(StrEnum):
    """What makes a line unreadable."""

    NOT_UTF_8 = "bytes that are not UTF-8"
    NUL = "NUL bytes"
    TOO_LONG = "a line over 1 MiB"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, without control characters, its line end and trailing blanks.

    `number`: from 1. `fault`: why it is not to be trusted; `text` is what can be read of it, nothing of a line that is
    too long. `cut`: the file ends inside a character of it.
    """

    number: int
    text: str
    fault: Fault | None = None
    cut: bool = False


def read_lines(stream: BinaryIO, head: bytes = b"") -> Iterator[Line]:
    """The lines of `head`, which was read from the stream before, and of the rest of it. Ends: LF, CR LF.

    Errors of the stream itself (OSError and the like) pass through.
    """
    for number, (raw, ended) in enumerate(_raw_lines(stream, head), 1):
        line = Line(number, "", Fault.TOO_LONG) if raw is None else _decoded(number, raw, last=not ended)
        if line.text or line.fault or line.cut:
            yield line


def _raw_lines(stream: BinaryIO, head: bytes) -> Iterator[tuple[bytes | None, bool]]:
    """Each line without its line feed, None for one that is too long; and whether a line feed ended it."""
    pending: bytes | None = b""
    chunk = head or stream.read(HEAD_BYTES)
    while chunk:
        first, *others = chunk.split(b"\n")
        pending = _joined(pending, first)
        for part in others:
            yield pending, True
            pending = part
        chunk = stream.read(HEAD_BYTES)
    if pending != b"":
        yield pending, False


def _joined(pending: bytes | None, part: bytes) -> bytes | None:
    if pending is None or len(pending) + len(part) > MAX_LINE_BYTES:
        return None
    return pending + part


def _decoded(number: int, raw: bytes, *, last: bool) -> Line:
    fault, cut = (Fault.NUL if b"\0" in raw else None), False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", "ignore")
        cut = last and error.reason == "unexpected end of data" and error.end == len(raw)
        fault = fault if cut else Fault.NOT_UTF_8
    return Line(number, _CONTROLS.sub("", text.replace("\0", "")).rstrip(), fault, cut)
