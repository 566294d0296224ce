"""Which marks of one style open and close it, and which are text: the choice that looks most like marks.

Every mark costs something, the more the less it stands like what it is taken for; the choice with the lowest sum wins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple


class Mark(NamedTuple):
    """A mark and where it stands in the source, in characters."""

    start: int
    end: int


class _Way(NamedTuple):
    """A choice for the marks so far: its cost, and those taken for marks, the last one first."""

    cost: float
    last: Mark | None = None
    before: _Way | None = None


_Costs = tuple[int, int, int]
"""Of taking a mark for an opening one, for a closing one, and for text."""

_SURE = 12
"""What it costs at least to take a mark for text that does not look like text."""

_IN_WORD: _Costs = (5, 5, 4)
_IN_ADDRESS: _Costs = (5, 5, 1)
_BETWEEN_BLANKS: _Costs = (1, 1, 3)
_BEHIND_WORD: _Costs = (1, 0, _SURE)
_BEFORE_WORD: _Costs = (0, 1, _SURE)
_BESIDE_NO_WORD: _Costs = (0, 0, _SURE)
_AT_LINE_EDGE = 14
"""What text costs there: at the ends of a line marks are marks."""

_AROUND_NOTHING = 100
"""More than any other choice: what opens at a mark does not close at the very next sign."""

_ADDRESS_SIGN = re.compile(r"[A-Za-z0-9/&=?%#.-]")


def pairs(source: str, marks: Sequence[Mark], addresses: Sequence[tuple[int, int]]) -> Iterator[tuple[Mark, Mark]]:
    """The openings with their closings. `marks`: of one style, ascending. `addresses`: where bare ones stand."""
    costs = [_costs(source, mark, addresses) for mark in marks]
    if _all_alternate(marks, costs):
        yield from zip(marks[::2], marks[1::2], strict=True)
        return
    closed, just_opened, open_ = _Way(0), _Way(inf), _Way(inf)
    behind = -1
    for mark, (opens, closes, text) in zip(marks, costs, strict=True):
        nothing = _AROUND_NOTHING if mark.start == behind else 0
        closing = min(just_opened._replace(cost=just_opened.cost + nothing), open_, key=_cost)
        still_open = min(just_opened, open_, key=_cost)
        just_opened = _Way(closed.cost + opens, mark, closed)
        closed = min(_Way(closing.cost + closes, mark, closing), _dearer(closed, text), key=_cost)
        open_ = _dearer(still_open, text)
        behind = mark.end
    way: _Way | None = closed
    while way and way.last and way.before and way.before.last:
        yield way.before.last, way.last
        way = way.before.before


def _all_alternate(marks: Sequence[Mark], costs: Sequence[_Costs]) -> bool:
    """Whether all surely are marks: few, even in number, none that stands like text or around nothing."""
    if len(marks) % 2 or len(marks) > 2 * _SURE or any(text < _SURE for _, _, text in costs):
        return False
    return all(opening.end != closing.start for opening, closing in zip(marks[::2], marks[1::2], strict=True))


def _dearer(way: _Way, cost: int) -> _Way:
    return way._replace(cost=way.cost + cost)


def _cost(way: _Way) -> float:
    return way.cost


def _costs(source: str, mark: Mark, addresses: Sequence[tuple[int, int]]) -> _Costs:
    before, after = source[max(mark.start - 1, 0) : mark.start], _after(source, mark)
    if _inside(mark, addresses) and _ADDRESS_SIGN.match(before) and _ADDRESS_SIGN.match(after):
        return _IN_ADDRESS
    word_before, word_after = before.isalnum(), after.isalnum()
    if word_before and word_after:
        return _IN_WORD
    if before.isspace() and after.isspace() and "\n" not in before + after:
        return _BETWEEN_BLANKS
    opens, closes, text = _BEHIND_WORD if word_before else _BEFORE_WORD if word_after else _BESIDE_NO_WORD
    edge = not before or not after or "\n" in before + after
    return opens, closes, _AT_LINE_EDGE if edge else text


def _after(source: str, mark: Mark) -> str:
    """The character behind a mark, behind the third sign of three."""
    sign, behind = source[mark.start], mark.end
    if source.startswith(sign, behind) and not source.startswith(sign, behind + 1):
        behind += 1
    return source[behind : behind + 1]


def _inside(mark: Mark, ranges: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(ranges, (mark.start, mark.end)) - 1
    return place >= 0 and ranges[place][1] > mark.start
