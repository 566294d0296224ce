"""Posts by a list instead of a query: the newest and the best liked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.services.asking import Asker
from bot.services.listings import MOST_POSTS, Listing, ListingKind, Listings, Page
from core.types import Channel, Viewer
from storage import channels, posts
from storage.database import Database


class Period(StrEnum):
    """How far back /top looks."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


_DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How many posts there are, and of which channels, as one viewer sees them."""

    posts: int
    channels: tuple[Channel, ...]


class Browsing:
    """Lists of posts that need no search."""

    def __init__(self, database: Database, listings: Listings) -> None:
        self._database = database
        self._listings = listings

    async def holdings(self, viewer: Viewer) -> Holdings:
        """What the archive holds for this viewer."""
        async with self._database.reading() as connection:
            found = await channels.all_channels(connection, viewer)
            return Holdings(posts=await posts.count(connection, viewer), channels=tuple(found))

    async def last(self, most: int, asker: Asker) -> Page:
        """The newest `most` posts, on a new card."""
        async with self._database.reading() as connection:
            ids = await posts.latest_ids(connection, asker.viewer, min(most, MOST_POSTS))
        return await self._listings.show(Listing(kind=ListingKind.LAST, post_ids=tuple(ids)), asker)

    async def top(self, period: Period, asker: Asker) -> Page:
        """The posts of the period with the most reactions, on a new card; undated posts count in ALL alone."""
        days = _DAYS.get(period)
        since = None if days is None else asker.now - timedelta(days=days)
        async with self._database.reading() as connection:
            ids = await posts.top_ids(connection, asker.viewer, MOST_POSTS, since)
        scope = "" if since is None else str(int(since.timestamp()))
        listing = Listing(kind=ListingKind.TOP, post_ids=tuple(ids), subject=period, scope=scope)
        return await self._listings.show(listing, asker)
