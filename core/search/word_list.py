"""Some hundred thousand words, each with the number of posts that hold it, in little memory.

The words of one length stand sorted in one string: a list of strings would take four times as much. A table of marks,
one for each hash, answers most questions for words that are not there without a look at the string.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from io import StringIO

REMEMBERED = 2_000
"""Words whose posts were asked for last: 0.3 MB."""

SHORT_START, LONG_START = 3, 4
"""Letters of the beginnings of which it is known whether any word has them."""


class WordList:
    """Immutable. `counted`: distinct words in ascending order, each with its posts (1 or more)."""

    def __init__(self, counted: Iterable[tuple[str, int]] = ()) -> None:
        buffers: defaultdict[int, StringIO] = defaultdict(StringIO)
        self._posts: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        hashes, starts = array("q"), set[int]()
        before = ""
        for word, posts in counted:
            length = len(word)
            buffers[length].write(word)
            self._posts[length].append(posts)
            hashes.append(hash(word))
            start = word[:LONG_START]
            if start != before:
                starts.add(hash(start))
                starts.add(hash(word[:SHORT_START]))
                before = start
        self._words = {length: buffer.getvalue() for length, buffer in buffers.items()}
        self._marks = _Marks(hashes)
        self._starts = _Marks(starts)
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
        """The words of these lengths that begin so, with their posts, ascending within a length."""
        for length in range(max(shortest, len(start), 1), longest + 1):
            words = self._words.get(length, "")
            posts = self._posts.get(length, ())
            for place in range(self._place(start, length), len(posts)):
                word = words[place * length : (place + 1) * length]
                if not word.startswith(start):
                    break
                yield word, posts[place]

    @cached_property
    def latin(self) -> list[str]:
        """The words in plain Latin letters, ascending; made at the first need, for few queries ask for it."""
        words = (word for length in self._words for word, _ in self.beginning_with("", length, length))
        return sorted(filter(is_latin, words))

    def _posts_with(self, word: str) -> int:
        if not word or not self._marks.may_hold_of((word,)):
            return 0
        length = len(word)
        place = self._place(word, length)
        words = self._words.get(length, "")
        return self._posts[length][place] if words[place * length : (place + 1) * length] == word else 0

    def _place(self, start: str, length: int) -> int:
        """How many words of this length stand before `start`."""
        words = self._words.get(length, "")
        low, high = 0, len(self._posts.get(length, ()))
        while low < high:
            middle = (low + high) // 2
            if words[middle * length : (middle + 1) * length] < start:
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
    """A word has two marks, so that one word of a hundred is taken for a known one by mistake, not one of ten."""

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
