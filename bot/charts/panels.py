"""The three panels of a picture: bars over time, a course over time, shares side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.charts.face import face
from bot.charts.scale import guides, marks
from bot.charts.svg import BOLD, REGULAR, Box, Colour, Point, area, bar, course, dot, rule
from bot.charts.svg import words as line
from bot.i18n import Words
from core.stats import ArchiveStats, Span, Step

HEADING = 38
LABEL = 30
PLOT = 180
"""How high the space between the axes is."""

OVER_TIME_HEIGHT = HEADING + 34 + PLOT + 12 + LABEL
TOPIC_HEIGHT = 48
MOST_TOPICS, MOST_TOPICS_ALONE = 6, 12
"""Alone: where nothing is drawn over time."""

_BESIDE = 20
_WIDEST_BAR = 64
_BAR_SHARE = 0.8
_ROUND = 9
_THIN, _THICK = 2, 4.5
_MOST_DOTS = 24
_FEWEST = 2
"""Of stretches: one alone makes no course."""

_NAME_SHARE = 0.46


@dataclass(frozen=True, slots=True)
class _Axes:
    """The space between the axes, the numbers up the side, and how many stretches lie along it."""

    plot: Box
    ticks: tuple[float, ...]
    count: int

    @property
    def slot(self) -> float:
        """How wide a stretch is."""
        return self.plot.width / self.count

    def middle(self, number: int) -> float:
        """Where the middle of a stretch is."""
        return self.plot.left + self.slot * (number + 0.5)

    def height(self, value: float) -> float:
        """How high a value lies, from the top of the picture."""
        return self.plot.bottom - self.plot.height * value / self.ticks[-1]


def has_posts(stats: ArchiveStats) -> bool:
    """Whether there is anything to see in how the posts lie in time."""
    return len(stats.spans) >= _FEWEST


def has_reactions(stats: ArchiveStats) -> bool:
    """Whether there is anything to see in how the reactions went."""
    averages = [span.average for span in stats.spans if span.average is not None]
    return len(averages) >= _FEWEST and any(averages)


def posts_panel(stats: ArchiveStats, box: Box, words: Words) -> Iterator[str]:
    """Posts a month (a day, a year) as bars; the highest one is named and darker."""
    peak = stats.peak
    highest = _most_posts(stats)
    note = "" if peak is None else words.plain("chart.record", posts=highest, when=when(peak, stats, words))
    yield from _heading(box, words.plain(f"chart.posts.{stats.step}"), note)
    axes = _axes(stats, _post_guides(stats), box, words)
    yield from _frame(stats, axes, words)
    width = min(axes.slot * _BAR_SHARE, _WIDEST_BAR)
    for number, span in enumerate(stats.spans):
        if span.tally.posts:
            top = axes.height(span.tally.posts)
            place = Box(axes.middle(number) - width / 2, top, width, axes.plot.bottom - top)
            yield bar(place, Colour.MOST_POSTS if span is peak else Colour.POSTS, min(width / 4, _ROUND))


def reactions_panel(stats: ArchiveStats, box: Box, words: Words) -> Iterator[str]:
    """Reactions a post as a course, broken off where they are not known."""
    averages = [span.average for span in stats.spans]
    note = words.plain("chart.average", average=words.number(rounded(stats.totals.average or 0)))
    yield from _heading(box, words.plain("chart.reactions"), note)
    axes = _axes(stats, _reaction_guides(stats), box, words)
    yield from _frame(stats, axes, words)
    for points in _courses(averages, axes):
        if len(points) > 1:
            yield area(points, axes.plot.bottom, Colour.REACTIONS)
            yield course(points, Colour.REACTIONS, _THICK)
        if len(points) == 1 or len(averages) <= _MOST_DOTS:
            yield from (dot(point, Colour.REACTIONS, _THICK + 2) for point in points)


def topics_panel(stats: ArchiveStats, box: Box, words: Words) -> Iterator[str]:
    """The topics that hold the most posts, each with its share of all posts."""
    drawn = drawn_topics(stats)
    rest = len(stats.topics) - len(drawn)
    yield from _heading(box, words.plain("chart.topics"), words.plain("chart.more", count=rest) if rest else "")
    regular = face(REGULAR)
    names = [regular.fitted(name, LABEL, box.width * _NAME_SHARE) for name, _ in drawn]
    shares = [words.percent(share) for _, share in drawn]
    begin = box.left + max(regular.width(name, LABEL) for name in names) + _BESIDE
    room = box.right - begin - _BESIDE - max(face(BOLD).width(share, LABEL) for share in shares)
    for number, (name, share) in enumerate(zip(names, shares, strict=True)):
        top = box.top + HEADING + 30 + number * TOPIC_HEIGHT
        length = max(room * drawn[number][1] / drawn[0][1], 4)
        yield line((box.left, top + LABEL - 3), name, LABEL)
        yield bar(Box(begin, top + 3, length, LABEL), Colour.TOPICS, _ROUND, lying=True)
        yield line((begin + length + _BESIDE, top + LABEL - 3), share, LABEL, weight=BOLD)


def drawn_topics(stats: ArchiveStats) -> list[tuple[str, float]]:
    """The topics that the picture names, by their names as far as the font has them, and their share of all posts."""
    most = MOST_TOPICS if has_posts(stats) else MOST_TOPICS_ALONE
    named = ((face(REGULAR).drawable(topic.name), topic.posts / stats.totals.posts) for topic in stats.topics)
    return [(name, share) for name, share in named if name.strip(" #")][:most]


def topics_height(stats: ArchiveStats) -> float:
    """How high the panel of the topics is."""
    return HEADING + 30 + len(drawn_topics(stats)) * TOPIC_HEIGHT


def when(span: Span, stats: ArchiveStats, words: Words) -> str:
    """What a stretch is called in a sentence."""
    if stats.step is Step.DAY:
        return words.day(span.start)
    return words.month(span.start) if stats.step is Step.MONTH else str(span.start.year)


def rounded(average: float) -> float:
    """With as many digits as say something."""
    return round(average) if average >= 10 else round(average, 1)  # noqa: PLR2004 - two digits do


def _heading(box: Box, heading: str, note: str) -> Iterator[str]:
    base = box.top + HEADING - 6
    yield line((box.left, base), heading, HEADING, weight=BOLD)
    if note:
        room = box.width - face(BOLD).width(face(BOLD).drawable(heading), HEADING) - 2 * _BESIDE
        yield line((box.right, base), face(REGULAR).fitted(note, LABEL, room), LABEL, Colour.MUTED, anchor="end")


def _axes(stats: ArchiveStats, ticks: tuple[float, ...], box: Box, words: Words) -> _Axes:
    """The axes of a panel; those of all panels begin at the same place, so that one can compare."""
    every = (*_post_guides(stats), *(_reaction_guides(stats) if has_reactions(stats) else ()))
    gutter = max(face(REGULAR).width(words.number(tick), LABEL) for tick in every) + _BESIDE
    top = box.top + HEADING + 34
    return _Axes(Box(box.left + gutter, top, box.width - gutter, PLOT), ticks, len(stats.spans))


def _post_guides(stats: ArchiveStats) -> tuple[float, ...]:
    return guides(_most_posts(stats), whole=True)


def _most_posts(stats: ArchiveStats) -> int:
    return max(span.tally.posts for span in stats.spans)


def _reaction_guides(stats: ArchiveStats) -> tuple[float, ...]:
    return guides(max(span.average or 0.0 for span in stats.spans), whole=False)


def _frame(stats: ArchiveStats, axes: _Axes, words: Words) -> Iterator[str]:
    """The guides with their numbers, and the names below."""
    plot = axes.plot
    for tick in axes.ticks:
        height = axes.height(tick)
        yield rule((plot.left, height), (plot.right, height), Colour.GUIDE, _THIN)
        at = (plot.left - _BESIDE, height + LABEL * 0.35)
        yield line(at, words.number(tick), LABEL, Colour.MUTED, anchor="end")
    base = plot.bottom + LABEL + 8
    for mark in marks(stats.spans, stats.step, axes.middle, words, face(BOLD), LABEL):
        weight, colour = (BOLD, Colour.INK) if mark.strong else (REGULAR, Colour.MUTED)
        yield line((mark.x, base), mark.text, LABEL, colour, weight=weight, anchor="middle")


def _courses(averages: Iterable[float | None], axes: _Axes) -> Iterator[list[Point]]:
    """The points of each stretch of time in which the averages are known."""
    for is_known, group in groupby(enumerate(averages), key=lambda pair: pair[1] is not None):
        if is_known:
            yield [(axes.middle(number), axes.height(average or 0.0)) for number, average in group]
