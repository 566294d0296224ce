"""Some hundred thousand words, each with the number of posts that hold it, in little memory.

The words stand sorted in one string, which a list of strings would take four times as much for. A table of marks, two
for each hash, answers most questions for words that are not there without a look at the string.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, islice

REMEMBERED = 2_000
"""Words whose posts were asked for last: 0.3 MB."""

SHORT_START, LONG_START = 3, 4
"""Letters of the beginnings of which it is known whether any word has them."""

_BATCH = 8_192


class WordList:
    """Immutable. `counted`: distinct words in ascending order, each with its posts (1 or more)."""

    def __init__(self, counted: Iterable[tuple[str, int]] = ()) -> None:
        texts: list[str] = []
        self._ends = array("I", [0])
        self._posts = array("I")
        hashes, starts = array("q"), set[str]()
        rest = iter(counted)
        while batch := list(islice(rest, _BATCH)):
            words = [word for word, _ in batch]
            texts.append("".join(words))
            self._ends.extend(list(accumulate(map(len, words), initial=self._ends[-1]))[1:])
            self._posts.extend([posts for _, posts in batch])
            hashes.extend(map(hash, words))
            starts.update([word[:LONG_START] for word in words])
        self._text = "".join(texts)
        self._marks = _Marks(hashes)
        self._starts = _Marks({hash(start[:size]) for start in starts for size in (SHORT_START, LONG_START)})
        self._remembered: dict[str, int] = {}

    def posts_with(self, word: str) -> int:
        """How many posts hold the word; 0 where it is not there. One query asks for the same words several times."""
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word] = self._posts_with(word)
        return known

    def among(self, words: Iterable[str]) -> list[str]:
        """Those of the words that are there."""
        return [word for word in self._marks.may_hold_of(words) if self._posts_with(word)]

    def likely_starts(self, starts: Iterable[str]) -> list[str]:
        """Those of the beginnings, each of SHORT_START or LONG_START letters, that some word has, and a few others."""
        return self._starts.may_hold_of(starts)

    def beginning_with(self, start: str, shortest: int, longest: int) -> Iterator[tuple[str, int]]:
        """The words of these lengths that begin so, with their posts, ascending."""
        text, ends = self._text, self._ends
        for place in range(self._place(start), len(self._posts)):
            begins, end = ends[place], ends[place + 1]
            if not text.startswith(start, begins, end):
                break
            if shortest <= end - begins <= longest:
                yield text[begins:end], self._posts[place]

    @cached_property
    def latin(self) -> list[str]:
        """The words in plain Latin letters, ascending; made at the first need, for few queries ask for it."""
        words = (self._word(place) for place in range(len(self._posts)))
        return [word for word in words if is_latin(word)]

    def _posts_with(self, word: str) -> int:
        if not word or not self._marks.may_hold_of((word,)):
            return 0
        place = self._place(word)
        return self._posts[place] if place < len(self._posts) and self._word(place) == word else 0

    def _word(self, place: int) -> str:
        return self._text[self._ends[place] : self._ends[place + 1]]

    def _place(self, start: str) -> int:
        """How many words stand before `start`."""
        text, ends = self._text, self._ends
        low, high = 0, len(self._posts)
        while low < high:
            middle = (low + high) // 2
            if text[ends[middle] : ends[middle + 1]] < start:
                low = middle + 1
            else:
                high = middle
        return low


def is_latin(word: str) -> bool:
    """Whether the word is written in plain Latin letters."""
    return word.isascii() and word.isalpha()


class _Marks:
    """A set of words by their hashes' lower bits: what is marked may be there, what is not is not."""

    _PLACES_A_WORD = 16
    _FEWEST_BITS = 10
    _SECOND = 24
    """A word has two marks, so that one of a hundred is taken for a known one by mistake, not one of ten."""

    def __init__(self, hashes: Collection[int]) -> None:
        size = 1 << max(self._FEWEST_BITS, (self._PLACES_A_WORD * len(hashes)).bit_length())
        self._mask = size - 1
        self._marks = bytearray(size)
        marks, mask, second = self._marks, self._mask, self._SECOND
        for value in hashes:
            marks[value & mask] = marks[value >> second & mask] = 1

    def may_hold_of(self, words: Iterable[str]) -> list[str]:
        marks, mask, second = self._marks, self._mask, self._SECOND
        return [word for word in words if marks[hash(word) & mask] and marks[hash(word) >> second & mask]]
