"""The bundled font, Inter in two weights: which characters it has and how wide they are.

What draws the pictures measures nothing, and in the place of a character that a font lacks it draws a box. So texts are
cleaned and fitted here. The files are TrueType; where their tables lie: the OpenType specification.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Inter"

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Face:
    """One weight. `advances`: the width of each character that it has, in parts of the font's size."""

    advances: Mapping[str, float]

    def width(self, text: str, size: float) -> float:
        """How wide a drawable text is, where its letters are not moved closer: at most so wide."""
        return size * sum(self.advances[character] for character in text)

    def drawable(self, text: str) -> str:
        """The text without the characters that the font lacks (emoji, some scripts), in one line."""
        kept = (character for character in unicodedata.normalize("NFC", text) if self._has(character))
        return " ".join("".join(kept).split())

    def fitted(self, text: str, size: float, room: float) -> str:
        """The drawable text, cut where it is wider than `room`."""
        text = self.drawable(text)
        if self.width(text, size) <= room:
            return text
        room -= self.width(_ELLIPSIS, size)
        while text and self.width(text, size) > room:
            text = text[:-1]
        return text.rstrip(" ,.;:-–—") + _ELLIPSIS

    def _has(self, character: str) -> bool:
        return character in self.advances or character.isspace()


def file_of(weight: int) -> Path:
    """The file of a weight: 400 or 600."""
    return FOLDER / f"{FAMILY}-{'SemiBold' if weight > 400 else 'Regular'}.ttf"  # noqa: PLR2004 - the lighter one


@cache
def face(weight: int) -> Face:
    """The font in a weight: 400 or 600."""
    data = file_of(weight).read_bytes()
    tables = {tag: start for tag, _, start, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * _short(data, 4)])}
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    measured = _short(data, tables[b"hhea"] + 34)
    advances = {}
    for character, glyph in _glyphs(data, tables[b"cmap"]):
        at = tables[b"hmtx"] + 4 * min(glyph, measured - 1)
        advances[chr(character)] = _short(data, at) / units
    return Face(advances)


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Each character and the number of its glyph, from the table of format 4, which both files have."""
    table = cmap + struct.unpack_from(">I", data, cmap + 4 + 4)[0]
    segments = _short(data, table + 6) // 2
    ends, starts = table + 14, table + 16 + 2 * segments
    deltas, offsets = starts + 2 * segments, starts + 4 * segments
    for number in range(0, 2 * segments, 2):
        start, offset = _short(data, starts + number), _short(data, offsets + number)
        for character in range(start, min(_short(data, ends + number), 0xFFFE) + 1):
            listed = _short(data, offsets + number + offset + 2 * (character - start)) if offset else character
            glyph = (listed + _short(data, deltas + number)) & 0xFFFF
            if listed and glyph:
                yield character, glyph


def _short(data: bytes, at: int) -> int:
    number: int = struct.unpack_from(">H", data, at)[0]
    return number
