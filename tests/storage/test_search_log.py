"""What readers look for, by days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.types import Channel, Visibility
from storage import archive, channels, search_log
from storage.database import Database
from storage.search_log import Asked, AskedOfChannel, Counted, DaySum
from tests.storage.making import make_channel

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)
ALWAYS = date(2020, 1, 1)
MOST = 99


def asked(query: str, times: int = 1, hits: int = 3, day: date = TODAY) -> Asked:
    return Asked(day=day, query=query, asked=times, hits=hits)


def missed(query: str, times: int = 1, by_guest: int = 0, day: date = TODAY) -> Asked:
    return Asked(day=day, query=query, asked=times, missed=times, missed_by_guest=by_guest)


def of(channel: Channel, query: str, times: int = 1, missed: int = 0, hits: int = 2) -> AskedOfChannel:
    return AskedOfChannel(channel_id=channel.id, day=TODAY, query=query, asked=times, missed=missed, hits=hits)


async def test_a_day_has_a_query_once(database: Database) -> None:
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе", 2, 7), asked("чай"), asked("кофе", hits=8)])
        await search_log.add(connection, [asked("кофе", day=YESTERDAY, hits=1), missed("бегемот", 2, 1)])
        rows = [tuple(row) for row in await connection.execute_fetchall("SELECT * FROM search_log ORDER BY 1, 2")]
        today = search_log.number_of(TODAY)
        assert rows == [
            (today - 1, "кофе", 1, 0, 0, 1),
            (today, "бегемот", 2, 2, 1, 0),
            (today, "кофе", 3, 0, 0, 8),
            (today, "чай", 1, 0, 0, 3),
        ]
        assert search_log.day_of(today) == TODAY


async def test_the_most_asked_comes_first_and_has_the_latest_hits(database: Database) -> None:
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе", 5, 7, YESTERDAY), asked("кофе", 1, 2), asked("чай", 2)])
        await search_log.add(connection, [missed("бегемот", 3, 1), asked("бегемот", 1, 4)])
        assert await search_log.most_asked(connection, ALWAYS, MOST) == [
            Counted("кофе", 6, 2), Counted("бегемот", 4, 4), Counted("чай", 2, 3),
        ]  # fmt: skip
        assert [one.query for one in await search_log.most_asked(connection, TODAY, 2)] == ["бегемот", "чай"]
        assert await search_log.most_missed(connection, ALWAYS, MOST) == [Counted("бегемот", 3, 4)]
        assert await search_log.most_missed_by_guests(connection, ALWAYS, MOST) == [Counted("бегемот", 1, 4)]
        assert await search_log.by_day(connection, ALWAYS) == [DaySum(TODAY, 7, 3), DaySum(YESTERDAY, 5, 0)]


async def test_a_channel_has_those_of_which_its_authors_may_know(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "tayno", Visibility.MEMBERS)
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе", 3), missed("бегемот", 2), asked("чай")])
        of_channels = [of(channel, "кофе", 2), of(other, "кофе", 1, hits=5), of(other, "бегемот", 2, 2, 0)]
        await search_log.add_to_channels(connection, of_channels)
        assert await search_log.most_asked_of(connection, channel, ALWAYS, MOST) == [Counted("кофе", 2, 2)]
        assert await search_log.most_asked_of(connection, other, ALWAYS, MOST) == [Counted("кофе", 1, 5)]
        assert await search_log.most_missed_of(connection, channel, ALWAYS, MOST) == []
        assert await search_log.most_missed_of(connection, other, ALWAYS, MOST) == [Counted("бегемот", 2, 0)]
        assert await search_log.by_day(connection, ALWAYS, other) == [DaySum(TODAY, 3, 2)]


async def test_what_has_no_room_in_a_day_is_left_out(
    database: Database, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_log, "MOST_A_DAY", 2)
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе"), asked("чай")])
        await search_log.add(connection, [asked("кофе"), asked("какао"), asked("квас", day=YESTERDAY)])
        await search_log.add_to_channels(connection, [of(channel, "кофе"), of(channel, "какао")])
        every = await search_log.most_asked(connection, ALWAYS, MOST)
        assert [(one.query, one.times) for one in every] == [("кофе", 2), ("чай", 1), ("квас", 1)]
        assert [one.query for one in await search_log.most_asked_of(connection, channel, ALWAYS, MOST)] == ["кофе"]


async def test_old_days_are_forgotten(database: Database, channel: Channel) -> None:
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе"), asked("чай", day=YESTERDAY), asked("квас", day=YESTERDAY)])
        await search_log.add_to_channels(connection, [of(channel, "кофе")])
        assert await search_log.forget_before(connection, TODAY) == 2
        assert [one.query for one in await search_log.most_asked(connection, ALWAYS, MOST)] == ["кофе"]
        assert await search_log.most_asked_of(connection, channel, ALWAYS, MOST) == [Counted("кофе", 1, 2)]
        await search_log.forget_before(connection, TODAY + timedelta(days=1))
        assert await search_log.by_day(connection, ALWAYS, channel) == []


async def test_a_channel_that_is_gone_has_no_log(database: Database, channel: Channel) -> None:
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе")])
        await search_log.add_to_channels(connection, [of(channel, "кофе")])
        await channels.delete_channel(connection, channel)
        await search_log.add_to_channels(connection, [of(channel, "кофе")])
        assert await search_log.by_day(connection, ALWAYS, channel) == []


async def test_two_channels_that_are_one_have_one_log(database: Database, channel: Channel) -> None:
    gone = await make_channel(database, "tihiy2")
    async with database.transaction() as connection:
        await search_log.add(connection, [asked("кофе"), asked("чай")])
        of_gone = [of(gone, "кофе", 5, hits=1), of(gone, "чай", 4)]
        await search_log.add_to_channels(connection, [of(channel, "кофе", 3, hits=2), *of_gone])
        await archive.join_channels(connection, channel, gone)
        assert await search_log.most_asked_of(connection, channel, ALWAYS, MOST) == [
            Counted("кофе", 5, 3), Counted("чай", 4, 2),
        ]  # fmt: skip
