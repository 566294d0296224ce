"""Times in all the spellings that lists have."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6))
"""Numbers below the first of a pair count a second's parts of the second: seconds, milliseconds, microseconds."""

_EARLIEST = 10**8
"""Smaller numbers are no times: 1973 is long before Telegram."""

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_WRITTEN_TOGETHER = re.compile(r"(?:19|20)\d{6}(?:\d{6})?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b,?(?P<rest>.*)", re.DOTALL)
_SLASHES = re.compile(r"\d{4}/\d{1,2}/\d{1,2}(?!\d)")
_ONE_DIGIT = re.compile(r"(?<![\d.])(\d)(?!\d)")
_ZONE = re.compile(r"(?P<time>.*?\d)(?:\s*(?P<utc>UTC|GMT|Z))?(?:\s*(?P<offset>[+-]\d{2}:?\d{2}))?")
_RFC_2822 = "%a, %d %b %Y %H:%M:%S %z"
_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?.*")


class Instant(NamedTuple):
    """An instant in UTC, and whether the zone was told, not assumed."""

    at: datetime
    zone_known: bool


def instant(value: object, zone: tzinfo, clock: object = None) -> Instant | None:
    """The instant that a value tells; None where it is none. `zone`: of times that are written without one.

    Numbers, or strings of digits, count from 1970: seconds, milli- or microseconds, told apart by their size. Of the
    dates with slashes only those that begin with the year are read: in the others day and month can be taken for each
    other. `clock`: the time of day where `value` is a date alone.
    """
    if isinstance(value, dict):
        value = value.get("$date")
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _counted(value)
        if isinstance(value, str):
            return _written(value.strip(), zone, clock)
    except (ValueError, OverflowError):
        pass
    return None


def _counted(number: float) -> Instant:
    """Raises ValueError and OverflowError, as the others here."""
    for limit, parts in _UNITS:
        if _EARLIEST <= number < limit:
            return Instant(_EPOCH + timedelta(seconds=number / parts), zone_known=True)
    raise ValueError("no time of a post")


def _written(text: str, zone: tzinfo, clock: object) -> Instant | None:
    if isinstance(clock, str) and _DAY_ALONE.fullmatch(text) and _CLOCK.fullmatch(clock.strip()):
        text = f"{text} {clock.strip()}"
    if text.startswith("-", 4):
        told = _nearly_iso(text)
    elif _WRITTEN_TOGETHER.fullmatch(text):
        told = datetime.fromisoformat(f"{text[:8]}T{text[8:] or '00'}")
    elif _DIGITS.fullmatch(text):
        return _counted(float(text) if "." in text else int(text))
    else:
        told = _spelled(text)
    if told.tzinfo is None:
        return Instant(told.replace(tzinfo=zone).astimezone(UTC), zone_known=False)
    return Instant(told.astimezone(UTC), zone_known=True)


def _nearly_iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(_iso(text))


def _spelled(text: str) -> datetime:
    if not text[:1].isdigit():
        return datetime.strptime(text, _RFC_2822)  # noqa: DTZ007 - it has a zone
    by_day = _DAY_FIRST.fullmatch(text)
    if by_day:
        text = f"{by_day['year']}-{by_day['month']}-{by_day['day']} {by_day['rest'].strip()}".rstrip()
    elif _SLASHES.match(text):
        text = text.replace("/", "-", 2)
    return datetime.fromisoformat(_iso(text))


def _iso(text: str) -> str:
    """A time in nearly ISO 8601: with single digits, or the zone apart or by name."""
    found = _ZONE.fullmatch(_ONE_DIGIT.sub(r"0\1", text))
    if found is None:
        raise ValueError("no time")
    return found["time"] + (found["offset"] or ("+00:00" if found["utc"] else ""))
