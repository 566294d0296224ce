"""UTF-16 code units, in which Telegram counts, and Python characters, in which Python counts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_WIDE = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units: a character above U+FFFF counts two."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16Index:
    """Positions in one text, in both units: one pass to build, then logarithmic time for each look-up.

    A position beyond an end of the text is taken for that end.
    """

    __slots__ = ("_wide_characters", "_wide_u16", "characters", "length_u16")

    def __init__(self, text: str) -> None:
        self.characters = len(text)
        self._wide_characters = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]
        self._wide_u16 = [character + earlier for earlier, character in enumerate(self._wide_characters)]
        self.length_u16 = self.characters + len(self._wide_characters)

    def to_u16(self, character: int) -> int:
        """Where the character at this position begins, in UTF-16 units."""
        character = max(0, min(character, self.characters))
        return character + bisect_left(self._wide_characters, character)

    def to_character(self, u16: int) -> int:
        """The character that holds this unit; for a unit inside a surrogate pair the pair's own."""
        u16 = max(0, min(u16, self.length_u16))
        return u16 - bisect_left(self._wide_u16, u16)

    def inside_pair(self, u16: int) -> bool:
        """Whether this position lies between the two halves of a surrogate pair."""
        before = bisect_right(self._wide_u16, u16 - 1) - 1
        return before >= 0 and self._wide_u16[before] == u16 - 1

    def range_to_u16(self, start: int, end: int) -> tuple[int, int]:
        """A range of characters as a range of UTF-16 units."""
        return self.to_u16(start), self.to_u16(end)

    def range_to_characters(self, start_u16: int, end_u16: int) -> tuple[int, int]:
        """A range of UTF-16 units as the range of characters that it touches."""
        return self.to_character(start_u16), self.to_character(end_u16) + self.inside_pair(end_u16)
