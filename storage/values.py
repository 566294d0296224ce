"""Values as statements take them: instants are whole unix seconds, a list is one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

IN_LIST = "IN (SELECT value FROM json_each(?))"
"""Behind a column: it is one of the values of a list that `as_list` made."""


def as_list(values: Iterable[int | str]) -> str:
    """A list as one parameter."""
    return json.dumps(list(values))


def seconds(instant: datetime) -> int:
    """An aware datetime as unix seconds; fractions are cut off."""
    return int(instant.timestamp())


def seconds_or_none(instant: datetime | None) -> int | None:
    """The same, for what may be unknown."""
    return None if instant is None else int(instant.timestamp())


def instant(unix_seconds: int) -> datetime:
    """Unix seconds as an aware datetime in UTC."""
    return datetime.fromtimestamp(unix_seconds, UTC)


def instant_or_none(unix_seconds: int | None) -> datetime | None:
    """The same, for what may be unknown."""
    return None if unix_seconds is None else datetime.fromtimestamp(unix_seconds, UTC)
