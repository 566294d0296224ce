"""What is counted of an archive: the stretches of time that its posts are counted in, and what that comes to.

Calendar days, months and years are those of a time zone that is handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from core.types import Channel, Topic

MOST_DAYS = 100
"""So long a time is counted by days, for it would be three or four months."""

MOST_MONTHS = 240
"""A longer one is counted by years."""


class Step(StrEnum):
    """How long each stretch is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The posts of a channel, or all together.

    `rated`: those whose reactions are known, none of them or many; `reactions`: of all of those. `first`, `last`: when
    the first and the last of the dated ones were published; None where none has a date.
    """

    posts: int = 0
    dated: int = 0
    first: datetime | None = None
    last: datetime | None = None
    rated: int = 0
    reactions: int = 0

    @property
    def undated(self) -> int:
        """How many posts have no date."""
        return self.posts - self.dated

    @property
    def average(self) -> float | None:
        """Reactions a post, over those whose reactions are known; None where no post has one."""
        return self.reactions / self.rated if self.reactions else None


def together(totals: Collection[Totals]) -> Totals:
    """The posts of several channels as those of one."""
    return Totals(
        posts=sum(one.posts for one in totals),
        dated=sum(one.dated for one in totals),
        first=min((one.first for one in totals if one.first is not None), default=None),
        last=max((one.last for one in totals if one.last is not None), default=None),
        rated=sum(one.rated for one in totals),
        reactions=sum(one.reactions for one in totals),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The posts of one stretch, counted as in Totals."""

    posts: int = 0
    rated: int = 0
    reactions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch: the day that it begins with, and its posts."""

    start: date
    tally: Tally

    @property
    def average(self) -> float | None:
        """Reactions a post; None where of no post of this time they are known."""
        return self.tally.reactions / self.tally.rated if self.tally.rated else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStats:
    """An archive, or one channel of it, in numbers, as one viewer sees it.

    `channels`: each with the number of its posts, most posts first. `spans`: without a gap from the first dated post to
    the last one, each a `step` long; empty where no post has a date. `topics`: most posts first.
    """

    channels: tuple[tuple[Channel, int], ...]
    totals: Totals
    step: Step
    spans: tuple[Span, ...]
    topics: tuple[Topic, ...]

    @property
    def peak(self) -> Span | None:
        """The latest of the stretches with the most posts; None where there is nothing to compare it with."""
        if len(self.spans) < 2:  # noqa: PLR2004 - two are compared
            return None
        return max(self.spans, key=lambda span: (span.tally.posts, span.start))


def stretches(first: datetime, last: datetime, zone: tzinfo) -> tuple[Step, tuple[date, ...]]:
    """How the time from `first` to `last` is counted: the step, and the day that each stretch begins with."""
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    if (end - begin).days < MOST_DAYS:
        return Step.DAY, tuple(begin + timedelta(days=day) for day in range((end - begin).days + 1))
    months = tuple(_months(begin, end))
    if len(months) <= MOST_MONTHS:
        return Step.MONTH, months
    return Step.YEAR, tuple(date(year, 1, 1) for year in range(begin.year, end.year + 1))


def instants(starts: Sequence[date], zone: tzinfo) -> tuple[datetime, ...]:
    """The instant that each of the days begins at in the zone."""
    return tuple(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in starts)


def named_by(typed: str, channels: Sequence[Channel]) -> list[Channel]:
    """The channels that a typed name means: by username, title or Telegram's id, else by a part of the title."""
    wanted = _folded(typed).removeprefix("@")
    if not wanted:
        return []
    exact = [channel for channel in channels if wanted in _names(channel)]
    return exact or [channel for channel in channels if wanted in _folded(channel.title)]


def _names(channel: Channel) -> set[str]:
    return {_folded(channel.username), _folded(channel.title), str(channel.telegram_id)}


def _folded(name: str | None) -> str:
    return " ".join((name or "").split()).casefold().replace("ё", "е")


def _months(begin: date, end: date) -> Iterator[date]:
    for number in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
        yield date(number // 12, number % 12 + 1, 1)
