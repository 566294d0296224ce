"""The seam to all source formats: told apart by content, read record after record.

A new format is a module with a parser, and a line in `_FORMATS`. Parsers take byte streams and open nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.formats import text_dump
from core.formats.encodings import HEAD_BYTES
from core.formats.records import ChannelSeen, Damage, Record, ServiceSeen

__all__ = ["HEAD_BYTES", "ChannelSeen", "Damage", "Record", "ServiceSeen", "detect", "parse"]


@dataclass(frozen=True, slots=True)
class _Format:
    """`looks_like` and `could_be` judge a file's first `HEAD_BYTES` bytes: surely this format, or perhaps."""

    looks_like: Callable[[bytes], bool]
    could_be: Callable[[bytes], bool]
    parse: Callable[[BinaryIO], Iterator[Record]]


# Plain text comes last: nearly anything could be that.
_FORMATS = {text_dump.NAME: _Format(text_dump.looks_like, text_dump.could_be, text_dump.parse)}


def detect(head: bytes, *, named: bool = False) -> str | None:
    """The name of the format of a file that begins with these bytes (`HEAD_BYTES` of them are enough); None: of none.

    `named`: somebody named this very file, so it is worth trying where its beginning only could be of a format: a file
    that is damaged there, or in another encoding. What `parse` then reports says more than "unknown". For the files of
    a folder leave it off.
    """
    for name, known in _FORMATS.items():
        if known.looks_like(head):
            return name
    return next((name for name, known in _FORMATS.items() if named and known.could_be(head)), None)


def parse(name: str, stream: BinaryIO) -> Iterator[Record]:
    """The records of a file of this format, lazily and in bounded memory. Raises KeyError for an unknown name.

    Bad content makes `Skipped` and `Damage` records, never an exception; errors of the stream itself pass through.
    """
    return _FORMATS[name].parse(stream)
