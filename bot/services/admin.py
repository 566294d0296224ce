"""What operators see of the archive, and authors of their channels: how large and fresh it is, what readers look for.

Every function takes the channels that the asker has rights over (bot.services.authors), not what he may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import NotFound
from core.types import Channel, Post, Viewer, Visibility
from storage import channels, freshness, grants, openings, posts, search_log
from storage.database import Connection, Database
from storage.freshness import Freshness
from storage.openings import Opened
from storage.search_log import Counted

__all__ = [
    "PERIODS", "Admin", "AdminCard", "AdminPage", "AdminWish", "Counted", "Day", "Freshness", "OpenedPost", "Reach",
    "ReachKind", "Row",
]  # fmt: skip

PAGE_SIZE = 10
CHANNELS_A_PAGE = 5
MOST_ROWS = 10_000
"""Of one page in all: what a CSV file holds at most."""

PERIODS = (7, 30, 90)
"""Days."""


class AdminPage(StrEnum):
    """What a card shows, in the order of its buttons. One of digests belongs here once there are digests."""

    ARCHIVE = "archive"
    READERS = "readers"
    DAYS = "days"
    ASKED = "asked"
    MISSED = "missed"
    OPENED = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminWish:
    """What is to be shown: of one channel (None: of all) in the last `days`; `number` counts pages of rows from 0."""

    page: AdminPage = AdminPage.ARCHIVE
    channel_id: int | None = None
    days: int = 30
    number: int = 0

    @property
    def first(self) -> int:
        """The number of the first row, counted from 1 through all pages."""
        return self.number * (CHANNELS_A_PAGE if self.page is AdminPage.ARCHIVE else PAGE_SIZE) + 1


@dataclass(frozen=True, slots=True)
class OpenedPost:
    """A post with how often it was opened."""

    post: Post
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day's searches, those of them that found nothing, and opened posts."""

    day: date
    asked: int
    missed: int
    opened: int


_BY_CHANNEL = frozenset({AdminPage.ARCHIVE, AdminPage.READERS})
"""Their rows tell channels apart."""


class ReachKind(StrEnum):
    """Who is counted: private chats and groups that were given cards in the last 30 days; groups that a channel of
    members was let into.
    """

    PRIVATE = "private"
    GROUPS = "groups"
    LET_IN = "let_in"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many chats there are of a kind; `channel`: the one that was let into them."""

    kind: ReachKind
    count: int
    channel: Channel | None = None


Row = Freshness | Reach | Counted | OpenedPost | Day
_Found = Channel | Reach | Counted | Opened | Day
"""What is read of a page's rows before it is known which are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminCard:
    """A page of rows, or all of them. `wish`: as it is shown, with the channel that was taken and the page in reach.

    `channel`: the one that it is of; None: all. `others`: whether there is a choice of channels. `of_all`: the asker
    may see all at once; then he is told the database's `size_bytes`.
    """

    wish: AdminWish
    channel: Channel | None
    rows: tuple[Row, ...]
    total: int
    pages: int
    others: bool
    of_all: bool
    size_bytes: int | None = None


class Admin:
    """Reads what is shown to operators and authors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, wish: AdminWish, viewer: Viewer, now: datetime) -> AdminCard:
        """A card; a number outside is brought to the nearest page. Raises NotFound where it is not the asker's."""
        size = CHANNELS_A_PAGE if wish.page is AdminPage.ARCHIVE else PAGE_SIZE
        return await self._card(wish, viewer, now, size)

    async def table(self, wish: AdminWish, viewer: Viewer, now: datetime) -> AdminCard:
        """The same with all its rows. Raises NotFound as `show` does."""
        return await self._card(wish, viewer, now, MOST_ROWS)

    async def _card(self, wish: AdminWish, viewer: Viewer, now: datetime, size: int) -> AdminCard:
        of_all = viewer.channel_ids is None
        async with self._database.reading() as connection:
            his = await channels.all_channels(connection, viewer)
            channel = _chosen(wish, his, of_all=of_all)
            seen = viewer if channel is None else viewer.only([channel.id])
            found = await _found(connection, wish, his, channel, seen, now)
            pages = max(1, -(-len(found) // size))
            number = min(max(wish.number, 0), pages - 1)
            return AdminCard(
                wish=replace(wish, channel_id=None if channel is None else channel.id, number=number),
                channel=channel,
                rows=await _filled(connection, found[number * size : (number + 1) * size], seen),
                total=len(found),
                pages=pages,
                others=len(his) > 1,
                of_all=of_all,
                size_bytes=await freshness.size_bytes(connection) if of_all else None,
            )


def _chosen(wish: AdminWish, his: Sequence[Channel], *, of_all: bool) -> Channel | None:
    """The channel that is meant; None: all of them. Raises NotFound where the asker has none such."""
    if wish.channel_id is not None:
        channel = next((one for one in his if one.id == wish.channel_id), None)
        if channel is None:
            raise NotFound("error.card_gone")
        return channel
    if of_all or (wish.page in _BY_CHANNEL and len(his) > 1):
        return None
    if not his:
        raise NotFound("error.card_gone")
    return his[0]


async def _found(
    connection: Connection,
    wish: AdminWish,
    his: Sequence[Channel],
    channel: Channel | None,
    seen: Viewer,
    now: datetime,
) -> Sequence[_Found]:
    """All rows of a page of the channel, or of all of `his`. `seen`: the same as a viewer."""
    since = now.date() - timedelta(days=wish.days - 1)
    shown_of = his if channel is None else [channel]
    match wish.page:
        case AdminPage.ARCHIVE:
            return shown_of
        case AdminPage.READERS:
            return await _reach(connection, shown_of, everywhere=seen.channel_ids is None)
        case AdminPage.DAYS:
            return await _days(connection, seen, channel, since)
        case AdminPage.ASKED:
            if channel is None:
                return await search_log.most_asked(connection, since, MOST_ROWS)
            return await search_log.most_asked_of(connection, channel, since, MOST_ROWS)
        case AdminPage.MISSED:
            return await _missed(connection, channel, since)
        case _:
            return await openings.most_opened(connection, seen, since, MOST_ROWS)


async def _reach(connection: Connection, shown_of: Sequence[Channel], *, everywhere: bool) -> Sequence[Reach]:
    """How many chats there are; `everywhere`: also those that have nothing to do with one channel."""
    rows = []
    if everywhere:
        chats = await freshness.chats(connection)
        rows = [Reach(ReachKind.PRIVATE, chats.private), Reach(ReachKind.GROUPS, chats.groups)]
    for channel in shown_of:
        if channel.visibility is Visibility.MEMBERS:
            let_into = await grants.of_channel(connection, channel)
            rows.append(Reach(ReachKind.LET_IN, len(let_into), channel))
    return rows


async def _missed(connection: Connection, channel: Channel | None, since: date) -> Sequence[Counted]:
    """What was not found: of a public channel's readers those are told of who see public channels alone."""
    if channel is None:
        return await search_log.most_missed(connection, since, MOST_ROWS)
    if channel.visibility is Visibility.MEMBERS:
        return await search_log.most_missed_of(connection, channel, since, MOST_ROWS)
    return await search_log.most_missed_by_guests(connection, since, MOST_ROWS)


async def _days(connection: Connection, seen: Viewer, channel: Channel | None, since: date) -> Sequence[Day]:
    """The days on which something was asked or opened, the last one first."""
    asked = {one.day: one for one in await search_log.by_day(connection, since, channel)}
    opened = await openings.by_day(connection, seen, since)
    return [
        Day(
            day=day,
            asked=asked[day].asked if day in asked else 0,
            missed=asked[day].missed if day in asked else 0,
            opened=opened.get(day, 0),
        )
        for day in sorted({*asked, *opened}, reverse=True)
    ]


async def _filled(connection: Connection, found: Sequence[_Found], seen: Viewer) -> tuple[Row, ...]:
    """The rows with all that is shown of them."""
    opened = [one.post_id for one in found if isinstance(one, Opened)]
    by_id = {post.id: post for post in await posts.by_ids(connection, seen, opened)}
    rows: list[Row] = []
    for one in found:
        if isinstance(one, Channel):
            rows.append(await freshness.of_channel(connection, one))
        elif isinstance(one, Opened):
            if one.post_id in by_id:  # else it was deleted just now
                rows.append(OpenedPost(by_id[one.post_id], one.times))
        else:
            rows.append(one)
    return tuple(rows)
