"""What is counted of searches and openings, and who may know of it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.services import reading_log
from bot.services.reading_log import ReadingLog
from core.types import Channel, SearchAnswer, Viewer, Visibility
from storage import openings, search_log
from storage.database import Database
from storage.search_log import Counted
from tests.asked import asker_of
from tests.storage.archiving import store, told
from tests.storage.making import make_channel
from tests.telegram import DEFAULT_NOW

ALWAYS = date(2020, 1, 1)
OPERATOR = Viewer.operator()


def searched(query: str, *, post_ids: tuple[int, ...] = ()) -> SearchAnswer:
    return SearchAnswer(query=query, post_ids=post_ids)


class World:
    """Two public channels and two of members, each with three posts."""

    def __init__(self, database: Database, channels: list[Channel], posts: list[list[int]]) -> None:
        self.database = database
        self.a, self.b, self.secret, self.hidden = channels
        self.in_a, self.in_b, self.in_secret, self.in_hidden = posts
        self.log = ReadingLog(database)

    def viewer(self, *of_members: Channel) -> Viewer:
        """Sees the public channels and these."""
        return Viewer(frozenset({self.a.id, self.b.id, *(channel.id for channel in of_members)}))

    async def ask(self, query: str, *post_ids: int, viewer: Viewer | None = None) -> None:
        """Somebody searches, and these posts are found."""
        async with self.log.kept():
            self.log.asked(searched(query, post_ids=post_ids), asker_of(viewer or self.viewer()))

    async def asked(self) -> dict[str, Counted]:
        """What the whole log has."""
        async with self.database.reading() as connection:
            return {one.query: one for one in await search_log.most_asked(connection, ALWAYS, 99)}

    async def told(self, channel: Channel) -> list[Counted]:
        """What was asked, as the channel's authors are told."""
        async with self.database.reading() as connection:
            return await search_log.most_asked_of(connection, channel, ALWAYS, 99)

    async def missed(self, channel: Channel | None = None) -> list[str]:
        """What was not found, as the authors of public channels, or of this one of members, are told."""
        async with self.database.reading() as connection:
            if channel is None:
                return [one.query for one in await search_log.most_missed_by_guests(connection, ALWAYS, 99)]
            return [one.query for one in await search_log.most_missed_of(connection, channel, ALWAYS, 99)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    database = await Database.open(tmp_path / "letopis.db")
    names = {"a": Visibility.PUBLIC, "b": Visibility.PUBLIC, "s": Visibility.MEMBERS, "h": Visibility.MEMBERS}
    channels = [await make_channel(database, name, visibility) for name, visibility in names.items()]
    posts = [await store(database, one, *(told(f"{one.username} {n}", n) for n in (1, 2, 3))) for one in channels]
    yield World(database, channels, [[post.id for post in of_channel] for of_channel in posts])
    await database.close()


async def test_equal_searches_are_counted_together(world: World) -> None:
    async with world.log.kept():
        for query in ("Кофе", "кофе", "кофе?", "кофе", "чай"):
            world.log.asked(searched(query, post_ids=(world.in_a[0], world.in_b[0])), asker_of(world.viewer()))
    assert await world.asked() == {"кофе": Counted("кофе", 4, 2), "чай": Counted("чай", 1, 2)}
    assert await world.told(world.a) == await world.told(world.b) == [Counted("кофе", 4, 1), Counted("чай", 1, 1)]


async def test_a_channels_authors_know_of_what_it_answered(world: World) -> None:
    await world.ask("кофе", *world.in_a[:2])
    await world.ask("бегемот")
    assert await world.told(world.a) == [Counted("кофе", 1, 2)]
    assert await world.told(world.b) == await world.told(world.secret) == []
    assert await world.missed() == ["бегемот"]
    assert await world.missed(world.secret) == []


async def test_a_word_from_a_channel_of_members_comes_to_no_other_channels_authors(world: World) -> None:
    of_one, of_both = world.viewer(world.secret), world.viewer(world.secret, world.hidden)
    await world.ask("криптонит кот", world.in_secret[0], world.in_a[0], viewer=of_one)
    await world.ask("криптонит пёс", world.in_a[0], viewer=of_one)
    await world.ask("криптонит кит", viewer=of_one)
    await world.ask("бункер", world.in_secret[0], world.in_hidden[0], world.in_b[0], viewer=of_both)
    await world.ask("схрон", viewer=of_both)
    assert await world.told(world.a) == await world.told(world.b) == await world.told(world.hidden) == []
    assert await world.missed() == await world.missed(world.hidden) == []
    assert await world.told(world.secret) == [Counted("криптонит кот", 1, 1)]
    assert await world.missed(world.secret) == ["криптонит кит"]
    assert set(await world.asked()) == {"криптонит кот", "криптонит пес", "криптонит кит", "бункер", "схрон"}


async def test_what_operators_look_for_and_open_is_not_counted(world: World) -> None:
    await world.ask("кофе", world.in_a[0], viewer=OPERATOR)
    async with world.log.kept():
        world.log.opened(world.in_a[0], asker_of(OPERATOR))
    assert await world.asked() == {}
    async with world.database.reading() as connection:
        assert await openings.most_opened(connection, OPERATOR, ALWAYS, 99) == []


async def test_what_looks_like_somebodys_own_is_not_written_down(world: World) -> None:
    for query in ("8 914 123 45 67", "anna@example.org", "@anna_ivanova", "in:@tayno кот"):
        await world.ask(query)
    await world.ask("8 914 123 45 67", *world.in_a)
    assert await world.asked() == {}
    assert await world.told(world.a) == []


async def test_opened_posts_are_counted_by_day(world: World) -> None:
    reader, tomorrow = asker_of(world.viewer()), asker_of(world.viewer(), now=DEFAULT_NOW + timedelta(days=1))
    async with world.log.kept():
        for post_id, asker in ((1, reader), (2, reader), (1, reader), (1, tomorrow)):
            world.log.opened(world.in_a[post_id], asker)
    async with world.database.reading() as connection:
        found = await openings.most_opened(connection, OPERATOR, ALWAYS, 99)
        days = await openings.by_day(connection, OPERATOR, ALWAYS)
    assert [(one.post_id, one.times) for one in found] == [(world.in_a[1], 3), (world.in_a[2], 1)]
    assert days == {DEFAULT_NOW.date(): 3, DEFAULT_NOW.date() + timedelta(days=1): 1}


async def test_nothing_is_counted_while_it_is_not_kept(world: World) -> None:
    world.log.asked(searched("кофе"), asker_of(world.viewer()))
    world.log.opened(world.in_a[0], asker_of(world.viewer()))
    await world.log.flush()
    assert await world.asked() == {}


async def test_it_writes_every_few_seconds(world: World) -> None:
    async with world.log.kept(flush_s=0.01):
        world.log.asked(searched("кофе"), asker_of(world.viewer()))
        async with asyncio.timeout(20):
            while not await world.asked():  # noqa: ASYNC110 - the database tells it
                await asyncio.sleep(0.01)


async def test_a_flood_is_counted_as_far_as_there_is_room(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_log, "MOST_WAITING", 2)
    async with world.log.kept():
        for query in ("кофе", "чай", "какао", "чай"):
            world.log.asked(searched(query), asker_of(world.viewer()))
        for post_id in (*world.in_a, world.in_a[0]):
            world.log.opened(post_id, asker_of(world.viewer()))
    assert {one.query: one.times for one in (await world.asked()).values()} == {"кофе": 1, "чай": 2}
    async with world.database.reading() as connection:
        found = await openings.most_opened(connection, OPERATOR, ALWAYS, 99)
    assert [(one.post_id, one.times) for one in found] == [(world.in_a[0], 2), (world.in_a[1], 1)]


async def test_many_searches_are_written_in_several_transactions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_log, "_AT_A_TIME", 2)
    async with world.log.kept():
        for query in ("кофе", "чай", "какао", "квас", "морс"):
            world.log.asked(searched(query), asker_of(world.viewer()))
    assert len(await world.asked()) == 5


async def test_what_could_not_be_written_waits(world: World) -> None:
    reader = asker_of(world.viewer())
    with closing(sqlite3.connect(world.database.path, isolation_level=None)) as other, capture_logs() as logged:
        other.execute("ALTER TABLE search_log RENAME TO search_log_away")
        async with world.log.kept(flush_s=0.01):
            world.log.asked(searched("кофе"), reader)
            world.log.opened(world.in_a[0], reader)
            async with asyncio.timeout(20):
                while not logged:  # noqa: ASYNC110 - the log tells it
                    await asyncio.sleep(0.01)
            world.log.asked(searched("кофе"), reader)
            other.execute("ALTER TABLE search_log_away RENAME TO search_log")
    assert logged[0]["event"] == "searches not counted yet"
    assert (await world.asked())["кофе"].times == 2
    async with world.database.reading() as connection:
        assert len(await openings.most_opened(connection, OPERATOR, ALWAYS, 99)) == 1


async def test_openings_that_could_not_be_written_wait(world: World) -> None:
    async with world.log.kept():
        world.log.opened(world.in_a[0], asker_of(world.viewer()))
        with closing(sqlite3.connect(world.database.path, isolation_level=None)) as other:
            other.execute("ALTER TABLE openings RENAME TO away")
            with pytest.raises(Exception, match="openings"):
                await world.log.flush()
            other.execute("ALTER TABLE away RENAME TO openings")
    async with world.database.reading() as connection:
        assert len(await openings.most_opened(connection, OPERATOR, ALWAYS, 99)) == 1


async def test_what_cannot_be_written_at_the_end_is_lost_and_that_is_logged(world: World) -> None:
    with closing(sqlite3.connect(world.database.path, isolation_level=None)) as other, capture_logs() as logged:
        async with world.log.kept():
            world.log.asked(searched("кофе"), asker_of(world.viewer()))
            other.execute("ALTER TABLE search_log RENAME TO away")
        other.execute("ALTER TABLE away RENAME TO search_log")
    assert [entry["event"] for entry in logged] == ["searches not counted yet"]
    assert await world.asked() == {}


async def test_old_days_are_forgotten(world: World) -> None:
    async with world.log.kept():
        world.log.asked(searched("кофе"), asker_of(world.viewer()))
        world.log.opened(world.in_a[0], asker_of(world.viewer()))
    assert await world.log.forget_old_days(DEFAULT_NOW + timedelta(days=reading_log.KEPT_DAYS - 1)) == 0
    assert len(await world.asked()) == 1
    assert await world.log.forget_old_days(DEFAULT_NOW + timedelta(days=reading_log.KEPT_DAYS)) == 1
    assert await world.asked() == {}
    async with world.database.reading() as connection:
        assert await openings.by_day(connection, OPERATOR, ALWAYS) == {}
