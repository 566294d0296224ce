"""Reads of posts by the days that they were published on."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.types import Channel, Viewer
from storage import post_days
from storage.database import Database
from tests.storage.archiving import store, told
from tests.storage.making import STORED_AT, delete_post, make_channel

ALL = Viewer.operator()
DAY = timedelta(days=1)


def span(start: datetime, days: int = 1) -> post_days.Span:
    return start, start + days * DAY


async def test_posts_of_several_stretches_of_time(database: Database, channel: Channel) -> None:
    first, _, third, _, gone = await store(
        database,
        channel,
        told("а", 1, published_at=STORED_AT),
        told("б", 2, published_at=STORED_AT + DAY),
        told("в", 3, published_at=STORED_AT + 5 * DAY),
        told("г", 4),
        told("д", 5, published_at=STORED_AT + 2 * DAY),
    )
    other = await make_channel(database, "other")
    await store(database, other, told("е", 1, published_at=STORED_AT - 9 * DAY))
    await delete_post(database, gone.id)
    own = Viewer(frozenset({channel.id}))
    async with database.reading() as connection:
        both = [span(STORED_AT), span(STORED_AT + 5 * DAY)]
        assert await post_days.published_in(connection, own, both) == [
            (third.id, STORED_AT + 5 * DAY), (first.id, STORED_AT)
        ]  # fmt: skip
        assert await post_days.published_in(connection, ALL, []) == []
        assert await post_days.oldest(connection, own) == STORED_AT
        assert await post_days.oldest(connection, ALL) == STORED_AT - 9 * DAY
        assert await post_days.oldest(connection, Viewer(frozenset())) is None
        between = [span(STORED_AT + 2 * DAY), span(STORED_AT - 3 * DAY)]
        assert await post_days.neighbours(connection, own, between) == [
            STORED_AT + DAY, STORED_AT + 5 * DAY, STORED_AT
        ]  # fmt: skip
        assert STORED_AT - 9 * DAY in await post_days.neighbours(connection, ALL, between)
