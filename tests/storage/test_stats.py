"""The numbers of an archive, counted over what may be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.richtext import RichText
from core.stats import Tally, Totals, together
from core.types import Channel, IncomingPost, Viewer
from storage import stats
from storage.database import Database
from tests.storage.making import delete_post, make_channel, make_post

JANUARY, FEBRUARY, MARCH = (datetime(2024, month, 1, tzinfo=UTC) for month in (1, 2, 3))
SECOND = timedelta(seconds=1)
ALL = Viewer.operator()


async def put(
    database: Database, channel: Channel, name: str, when: datetime | None = None, liked: int | None = None
) -> int:
    reactions = None if liked is None else {"👍": liked}
    post = IncomingPost(text=RichText(name), published_at=when, reactions=reactions, source="test")
    return await make_post(database, channel, name, post)


async def fill(database: Database, channel: Channel) -> Channel:
    """Two channels: posts at the borders of months, without a date, without known reactions, deleted."""
    other = await make_channel(database, "drugoy")
    await put(database, channel, "a", JANUARY, 3)
    await put(database, channel, "b", FEBRUARY - SECOND, 0)
    await put(database, channel, "c", FEBRUARY)
    await put(database, channel, "d", None, 4)
    await put(database, other, "e", MARCH + timedelta(days=90), 10)
    await delete_post(database, await put(database, channel, "f", JANUARY - timedelta(days=9), 100))
    return other


async def test_the_posts_of_each_channel(database: Database, channel: Channel) -> None:
    other = await fill(database, channel)
    last = MARCH + timedelta(days=90)
    here = Totals(posts=4, dated=3, first=JANUARY, last=FEBRUARY, rated=3, reactions=7)
    there = Totals(posts=1, dated=1, first=last, last=last, rated=1, reactions=10)
    async with database.reading() as connection:
        found = await stats.totals(connection, ALL)
        assert found == {channel.id: here, other.id: there}
        assert together(found.values()) == Totals(posts=5, dated=4, first=JANUARY, last=last, rated=4, reactions=17)
        assert await stats.totals(connection, ALL.only([channel.id])) == {channel.id: here}
        assert await stats.totals(connection, Viewer(frozenset())) == {}
        assert together(()) == Totals()


async def test_posts_are_counted_from_an_instant_to_the_next(database: Database, channel: Channel) -> None:
    await fill(database, channel)
    starts = [JANUARY, FEBRUARY, MARCH]
    first = Tally(posts=2, rated=2, reactions=3)
    async with database.reading() as connection:
        found = await stats.tallies(connection, ALL, starts)
        assert found == [first, Tally(posts=1), Tally(posts=1, rated=1, reactions=10)]
        assert await stats.tallies(connection, ALL.only([channel.id]), starts) == [first, Tally(posts=1), Tally()]
        assert await stats.tallies(connection, ALL, []) == []


async def test_a_long_time_is_counted_piece_by_piece_without_loss(database: Database, channel: Channel) -> None:
    days = [JANUARY + timedelta(days=day) for day in range(100)]
    for number, day in enumerate(days):
        await put(database, channel, f"post {number}", day, number)
    async with database.reading() as connection:
        found = await stats.tallies(connection, ALL, days)
    assert found == [Tally(posts=1, rated=1, reactions=number) for number in range(100)]


def test_a_viewer_is_narrowed_and_never_widened() -> None:
    assert Viewer(frozenset({1, 2})).only([2, 3]) == Viewer(frozenset({2}))
    assert ALL.only([2, 3]) == Viewer(frozenset({2, 3}))
    assert ALL.only([]) == Viewer(frozenset())
