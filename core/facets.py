"""What tells the posts of a list apart, so that it can be narrowed and put in another order: channel, topic, year."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from core.types import Sort

_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2200


class Facet(StrEnum):
    """By what a list is narrowed."""

    CHANNEL = "channel"
    TOPIC = "topic"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list has to know of a post. `published`: unix seconds, for there may be many; None: undated."""

    post_id: int
    channel_id: int
    published: int | None
    reactions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list is narrowed to: the posts that meet all that is not None. True where anything is.

    `topic`: its key; `topic_name`: what it was called.
    """

    channel: int | None = None
    topic: str | None = None
    topic_name: str = ""
    year: int | None = None

    def __bool__(self) -> bool:
        return any(self.is_by(facet) for facet in Facet)

    def is_by(self, facet: Facet) -> bool:
        """Whether this is one of the things that it narrows by."""
        return getattr(self, facet) is not None


def kept_by(
    narrowing: Narrowing, outlines: Iterable[Outline], of_topic: Collection[int] | None, zone: tzinfo
) -> list[Outline]:
    """Those that a narrowing leaves, in their order; `of_topic`: ids of the posts of its topic."""
    found = list(outlines)
    if narrowing.channel is not None:
        found = [one for one in found if one.channel_id == narrowing.channel]
    if narrowing.year is not None:
        first, behind = _beginning(narrowing.year, zone), _beginning(narrowing.year + 1, zone)
        found = [one for one in found if one.published is not None and first <= one.published < behind]
    if narrowing.topic is not None:
        wanted = frozenset(of_topic or ())
        found = [one for one in found if one.post_id in wanted]
    return found


def by_channel(outlines: Iterable[Outline]) -> dict[int, int]:
    """How many posts each channel has, most first."""
    return dict(Counter(one.channel_id for one in outlines).most_common())


def by_year(outlines: Iterable[Outline], zone: tzinfo) -> dict[int, int]:
    """How many posts each year has, as clocks in the zone have it, the latest first; undated posts are in none."""
    dated = [one.published for one in outlines if one.published is not None]
    if not dated:
        return {}
    first, last = (datetime.fromtimestamp(instant, UTC).year for instant in (min(dated), max(dated)))
    years = range(first - 1, last + 2)
    beginnings = [_beginning(year, zone) for year in years]
    counted = Counter(years[bisect_right(beginnings, instant) - 1] for instant in dated)
    return dict(sorted(counted.items(), reverse=True))


def tells_apart(counts: Mapping[int, int] | Mapping[str, int], total: int) -> bool:
    """Whether a list of so many posts can be narrowed by one of the values: by one that not all of them have."""
    return any(count < total for count in counts.values())


def in_order(outlines: Sequence[Outline], sort: Sort) -> list[Outline]:
    """The posts in the order of a sort: of equal ones the newer first, undated ones last; RELEVANCE: as they are."""
    if sort is Sort.RELEVANCE:
        return list(outlines)
    return sorted(outlines, key=_by_reactions if sort is Sort.TOP else _by_time, reverse=True)


def _by_time(one: Outline) -> tuple[float, int]:
    return (float("-inf") if one.published is None else one.published, one.post_id)


def _by_reactions(one: Outline) -> tuple[int, float, int]:
    return (one.reactions, *_by_time(one))


def _beginning(year: int, zone: tzinfo) -> int:
    return int(datetime(min(max(year, _EARLIEST_YEAR), _LATEST_YEAR), 1, 1, tzinfo=zone).timestamp())
