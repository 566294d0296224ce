"""Reads a PNG of 8 bits a channel, as far as the tests need it."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Png:
    """`rows`: bytes, four a pixel."""

    width: int
    height: int
    rows: list[bytes]

    def colours(self, top: int = 0, bottom: int | None = None) -> Counter[str]:
        """How many pixels have each colour, "#RRGGBB", between two heights."""
        found: Counter[str] = Counter()
        for row in self.rows[top:bottom]:
            found.update(row[at : at + 3].hex() for at in range(0, len(row), 4))
        return Counter({f"#{colour.upper()}": count for colour, count in found.items()})


def read_png(data: bytes) -> Png:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack_from(">IIBB", data, 16)
    assert (depth, kind) == (8, 6), "not RGBA of 8 bits"
    packed, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, size = zlib.decompress(packed), width * 4
    rows: list[bytes] = []
    for number in range(height):
        line = raw[number * (size + 1) : (number + 1) * (size + 1)]
        rows.append(_unfiltered(line[0], line[1:], rows[-1] if rows else bytes(size)))
    return Png(width, height, rows)


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    row = bytearray(line)
    if kind == 0:
        return bytes(row)
    for at in range(len(row)):
        left = row[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        row[at] = (row[at] + guess) & 0xFF
    return bytes(row)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda value: abs(near - value))
