"""Whole numbers in all the spellings that lists have."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 2**53
HIGHEST_ID = 2**31 - 1
"""Telegram's message ids have 32 bits, the sign included."""

_WRITTEN = re.compile(
    r"(?P<whole>\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d{1,16})(?:[.,](?P<part>\d{1,6}))?\s?(?P<unit>[KMkmКМкм])?"
)
_THOUSANDS = {"k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}
_NO_DIGIT = re.compile(r"\D")


class Count(NamedTuple):
    """A count, and whether it is exact, not rounded as "1.2K" is."""

    number: int
    exact: bool = True


def count(value: object) -> Count | None:
    """The count that a value tells; None where it is none: "12", "1,234", 12.0 and "1.2K" are counts."""
    if isinstance(value, int | float):
        is_count = not isinstance(value, bool) and 0 <= value < MOST and value == int(value)
        return Count(int(value)) if is_count else None
    written = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if written is None:
        return None
    whole, part, unit = _NO_DIGIT.sub("", written["whole"]), written["part"] or "", written["unit"]
    if unit:
        return Count(int(whole + part.ljust(6, "0")) * _THOUSANDS[unit.lower()] // 10**6, exact=False)
    return None if part.strip("0") or int(whole) >= MOST else Count(int(whole))


def message_id(value: object) -> int | None:
    """The message id that a value tells: a whole number from 1 on."""
    told = count(value)
    return told.number if told and told.exact and 0 < told.number <= HIGHEST_ID else None
