"""What stands along the axes: round numbers up the side, dates below."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts.face import Face
from bot.i18n import Words
from core.stats import Span, Step

_MOST_GUIDES = 4
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)

_EVERY = {
    Step.DAY: (1, 2, 3, 5, 7, 10, 14, 20, 30, 50),
    Step.MONTH: (1, 2, 3, 6, 12, 24, 36, 60, 120),
    Step.YEAR: (1, 2, 5, 10, 20, 50, 100, 500),
}
"""Of how many stretches one may be named, so that the names do not touch."""

_APART = 0.7
"""Of the size of the letters, between two names."""

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A name below the axis, in its middle; `strong`: it begins a year among months."""

    x: float
    text: str
    strong: bool = False


def guides(highest: float, *, whole: bool) -> tuple[float, ...]:
    """Round numbers from 0 on, of which the last is `highest` or more; `whole`: of things that are not divided."""
    rough = max(highest, 1.0 if whole else 0.01) / _MOST_GUIDES
    power = 10 ** math.floor(math.log10(rough))
    steps = (factor * power for factor in _ROUND)
    step = next(step for step in steps if step * _MOST_GUIDES >= highest and (not whole or step == int(step)))
    return tuple(step * number for number in range(max(math.ceil(highest / step - 1e-9), 1) + 1))


def marks(
    spans: Sequence[Span], step: Step, middle: Callable[[int], float], words: Words, face: Face, size: float
) -> list[Mark]:
    """The names of as many stretches as there is room for; `middle`: where a stretch of this number has its middle."""
    found: list[Mark] = []
    for every in _EVERY[step]:
        found = list(_named(spans, step, every, middle, words))
        if _apart(found, face, size):
            break
    return found


def _named(
    spans: Sequence[Span], step: Step, every: int, middle: Callable[[int], float], words: Words
) -> Iterator[Mark]:
    for number, span in enumerate(spans):
        if _place(span.start, step, number) % every == 0:
            is_year = step is Step.MONTH and span.start.month == 1
            yield Mark(middle(number), _name(span.start, step, words), strong=is_year)


def _place(start: date, step: Step, number: int) -> int:
    if step is Step.DAY:
        return number
    return start.year if step is Step.YEAR else start.year * _MONTHS + start.month - 1


def _name(start: date, step: Step, words: Words) -> str:
    if step is Step.DAY:
        return words.day(start)
    if step is Step.YEAR or start.month == 1:
        return str(start.year)
    return words.month(start, year=False)


def _apart(found: Sequence[Mark], face: Face, size: float) -> bool:
    """Whether there is room between each two."""
    halves = [face.width(face.drawable(mark.text), size) / 2 for mark in found]
    ends = [mark.x + half for mark, half in zip(found, halves, strict=True)]
    begins = [mark.x - half for mark, half in zip(found, halves, strict=True)]
    return all(begin - end >= _APART * size for end, begin in zip(ends, begins[1:], strict=False))
