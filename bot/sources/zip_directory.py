"""How long the list of a zip's files is, before anything reads it into memory."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 0xFFFF
_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_END_64 = b"PK\x06\x06"
_END_64_BYTES = 56
_IN_64 = 0xFFFFFFFF


def directory_bytes(stream: BinaryIO) -> int | None:
    """The length in bytes that the zip tells of the list of its files; None where there is no such list."""
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - _END_BYTES - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return None
    (length,) = struct.unpack_from("<L", tail, at + 12)
    return _length_64(stream, start + at) if length == _IN_64 else int(length)


def _length_64(stream: BinaryIO, end: int) -> int | None:
    """The same of a zip of more than 4 GB, or of more than 65,535 files."""
    if end < _LOCATOR_BYTES + _END_64_BYTES:
        return None
    stream.seek(end - _LOCATOR_BYTES - _END_64_BYTES)
    found = stream.read(_END_64_BYTES + _LOCATOR_BYTES)
    if not (found.startswith(_END_64) and found[_END_64_BYTES:].startswith(_LOCATOR)):
        return None
    (length,) = struct.unpack_from("<Q", found, 40)
    return int(length)
