"""Texts so near to each other that they can be versions of one post."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

ALIKE_PERCENT = 95.0
"""The least similarity, as rapidfuzz' ratio."""

SHORTER, LONGER = 19, 20
"""The lengths differ by at most this ratio: 5 % of the longer one."""

RARE_SHARE = 0.2
"""Share of a text that the letters make up by which texts are compared first."""

SAMPLE = 500
"""So many texts tell which letters are rare."""

_NUMBER = re.compile(r"\d+")


class AlikeTexts:
    """Normalised texts (core.identity), to be asked which of them are alike to another one.

    Two texts are alike if they are similar (`ALIKE_PERCENT`), near in length (`SHORTER` to `LONGER`) and hold the same
    numbers, each as often. An empty text is like none.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        by_numbers: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for position, text in enumerate(texts):
            by_numbers[_numbers(text)].append(position)
        common = _common_letters(texts[:SAMPLE])
        self._shelves = {
            numbers: _Shelf([texts[position] for position in positions], positions, common)
            for numbers, positions in by_numbers.items()
        }

    def find(self, text: str) -> Iterator[int]:
        """The positions of the alike texts in the sequence they came in, in no order."""
        shelf = self._shelves.get(_numbers(text))
        return shelf.find(text) if shelf and text else iter(())


class _Shelf:
    """Texts with the same numbers, by length.

    Leaving the same letters out of two texts never makes them differ more. So texts whose few rare letters (all but
    those in `common`) differ too much need no further look, and that is ten times quicker to see.
    """

    def __init__(self, texts: list[str], positions: list[int], common: Mapping[int, None]) -> None:
        by_length = sorted(zip(texts, positions, strict=True), key=lambda item: len(item[0]))
        self._texts = [text for text, _ in by_length]
        self._positions = [position for _, position in by_length]
        self._lengths = [len(text) for text in self._texts]
        self._common = common
        self._rare_letters = [text.translate(common) for text in self._texts]

    def find(self, text: str) -> Iterator[int]:
        longest = len(text) * LONGER // SHORTER
        start = bisect_left(self._lengths, -(-len(text) * SHORTER // LONGER))
        end = bisect_right(self._lengths, longest)
        for _, _, place in process.extract_iter(
            text.translate(self._common),
            self._rare_letters[start:end],
            scorer=Indel.distance,
            score_cutoff=int((len(text) + longest) * (100 - ALIKE_PERCENT) / 100) + 1,
        ):
            if fuzz.ratio(text, self._texts[start + place], score_cutoff=ALIKE_PERCENT):
                yield self._positions[start + place]


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(sorted(_NUMBER.findall(text)))


def _common_letters(texts: Iterable[str]) -> dict[int, None]:
    """The most frequent letters, as a table for `str.translate` that takes them out."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    total, rarer = counts.total(), 0
    table: dict[int, None] = {}
    for letter, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if rarer >= RARE_SHARE * total:
            table[ord(letter)] = None
        rarer += count
    return table
