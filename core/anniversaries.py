"""A day of the year in former years: which stretches of time it was, and which days lie nearest to it.

A day is a calendar day of the reader's zone, so that a stretch can have 23 or 25 hours. On 28 February of a common year
29 February is kept, too: it would come every four years only. On 29 February itself only leap years have the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MOST_YEARS = 100
"""Former years that are looked at: a date before is a mistake of its source."""

_FARTHEST = timedelta(days=183)
"""Each day of the past lies so near to one of the anniversaries, in one of the two directions."""


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The day in one former year. `span`: from its first instant on, before the second one; both aware, in UTC.

    Where the year has no such day it is the empty stretch before 1 March.
    """

    day: date
    span: tuple[datetime, datetime]


def anniversaries(today: date, first_year: int, zone: tzinfo) -> tuple[Anniversary, ...]:
    """The day in all years before `today`'s down to `first_year`, the latest first."""
    years = range(today.year - 1, max(first_year, today.year - MOST_YEARS, date.min.year) - 1, -1)
    return tuple(_anniversary(today, year, zone) for year in years)


def named_days(today: date) -> tuple[date, ...]:
    """The days that are kept today, in a year that has them: mostly the one; their year means nothing."""
    if _is_end_of_short_february(today):
        return date(2000, 2, 28), date(2000, 2, 29)
    return (today,)


def nearest_days(kept: Sequence[Anniversary], published: Iterable[datetime], zone: tzinfo) -> tuple[date, ...]:
    """Of the local days on which something was published those that lie nearest to one of the anniversaries.

    In the order of the days of the year, each once, with the year that it was found in; none where all lie farther
    than half a year.
    """
    found: dict[date, timedelta] = {}
    for instant in published:
        day = instant.astimezone(zone).date()
        away = min((_distance(day, one) for one in kept), default=_FARTHEST * 2)
        if away <= _FARTHEST:
            found[day] = away
    nearest = min(found.values(), default=None)
    by_name = {(day.month, day.day): day for day in sorted(found) if found[day] == nearest}
    return tuple(sorted(by_name.values(), key=lambda day: (day.month, day.day)))


def spans_of(days: Iterable[date], kept: Sequence[Anniversary], zone: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches that these days of the year were, near to each of the anniversaries."""
    found = set()
    for day in days:
        for anniversary in kept:
            around = (_in_year(day, anniversary.day.year + years) for years in (-1, 0, 1))
            found |= {one for one in around if one and _distance(one, anniversary) <= _FARTHEST}
    return tuple(_span(day, day, zone) for day in sorted(found, reverse=True))


def _distance(day: date, anniversary: Anniversary) -> timedelta:
    """How far a day lies from an anniversary; 1 March from a 29 February that is not there as far as 28 February."""
    first, behind = anniversary.span
    away = abs(day - anniversary.day)
    return away + timedelta(days=1) if first == behind and day >= anniversary.day else away


def _anniversary(today: date, year: int, zone: tzinfo) -> Anniversary:
    first = _in_year(today, year)
    if first is None:
        march = date(year, 3, 1)
        midnight = _midnight(march, zone)
        return Anniversary(march, (midnight, midnight))
    last = first
    if _is_end_of_short_february(today):
        last = _in_year(date(2000, 2, 29), year) or first
    return Anniversary(first, _span(first, last, zone))


def _span(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    return _midnight(first, zone), _midnight(last + timedelta(days=1), zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _is_end_of_short_february(day: date) -> bool:
    return (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month != day.month
