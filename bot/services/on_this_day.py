"""What was published on this day in former years, else on the nearest days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.services.asking import Asker
from bot.services.listings import MOST_POSTS, Listing, ListingKind, Listings, Page
from core.anniversaries import anniversaries, named_days, nearest_days, spans_of
from core.types import Viewer
from storage import post_days, posts
from storage.database import Connection, Database

_SUBJECT = "{kept}/{nearest}"


class NoDays(StrEnum):
    """Why there is nothing to show: no posts, none with a date, none of former years."""

    EMPTY = "empty"
    UNDATED = "undated"
    YOUNG = "young"


class OnThisDay:
    """Looks back. `zone`: whose days these are."""

    def __init__(self, database: Database, listings: Listings, zone: tzinfo) -> None:
        self._database = database
        self._listings = listings
        self._zone = zone

    async def show(self, asker: Asker) -> Page | NoDays:
        """The posts of this day in former years, the latest year first, on a new card; where there are none, of the
        nearest days. The listing's subject and scope are read by `told_days` and `told_years`.
        """
        today = asker.now.astimezone(self._zone).date()
        async with self._database.reading() as connection:
            oldest = await post_days.oldest(connection, asker.viewer)
            if oldest is None:
                has_posts = bool(await posts.count(connection, asker.viewer))
                return NoDays.UNDATED if has_posts else NoDays.EMPTY
            nearest, found = await self._found(connection, asker.viewer, today, oldest)
        if not found:
            return NoDays.YOUNG
        years = Counter(published.astimezone(self._zone).year for _, published in found)
        listing = Listing(
            kind=ListingKind.ON_THIS_DAY,
            post_ids=tuple(post_id for post_id, _ in found[:MOST_POSTS]),
            subject=_SUBJECT.format(kept=_written(named_days(today)), nearest=_written(nearest)),
            scope=",".join(f"{year}:{count}" for year, count in sorted(years.items(), reverse=True)),
        )
        return await self._listings.show(listing, asker)

    async def _found(
        self, connection: Connection, viewer: Viewer, today: date, oldest: datetime
    ) -> tuple[tuple[date, ...], list[tuple[int, datetime]]]:
        """The nearest days, none where it is the day itself, and the posts with their instants, newest first."""
        first_year = oldest.astimezone(self._zone).year - 1  # what came after that year's day can be near to it
        kept = anniversaries(today, first_year, self._zone)
        spans = [anniversary.span for anniversary in kept]
        found = await post_days.published_in(connection, viewer, spans)
        if found:
            return (), found
        nearest = nearest_days(kept, await post_days.neighbours(connection, viewer, spans), self._zone)
        return nearest, await post_days.published_in(connection, viewer, spans_of(nearest, kept, self._zone))


def told_days(listing: Listing) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days of the year that such a listing is of, and those that it shows in their place; years mean nothing."""
    kept, _, nearest = listing.subject.partition("/")
    return _read(kept), _read(nearest)


def told_years(listing: Listing) -> tuple[tuple[int, int], ...]:
    """The years of such a listing's posts, the latest first, each with how many; none where that is not to be told."""
    pairs = (pair.split(":") for pair in listing.scope.split(",") if pair)
    return tuple((int(year), int(count)) for year, count in pairs)


def _written(days: Iterable[date]) -> str:
    return ",".join(f"{day:%m-%d}" for day in days)


def _read(written: str) -> tuple[date, ...]:
    # Any leap year has all the days.
    return tuple(date.fromisoformat(f"2000-{day}") for day in written.split(",") if day)
