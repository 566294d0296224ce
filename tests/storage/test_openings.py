"""How often posts were opened, by days."""

from __future__ import annotations

from datetime import date, timedelta

from core.types import Channel, Viewer
from storage import openings, post_changes
from storage.database import Database
from storage.openings import Opened
from tests.storage.making import delete_post, make_channel, make_post

TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)
MOST = 99
OPERATOR = Viewer.operator()


async def test_the_most_opened_comes_first(database: Database, channel: Channel) -> None:
    cat, dog = [await make_post(database, channel, text) for text in ("Кот", "Пёс")]
    elsewhere = await make_post(database, await make_channel(database, "drugoy"), "Кит")
    async with database.transaction() as connection:
        await openings.add(connection, {(YESTERDAY, cat): 2, (TODAY, dog): 1, (TODAY, 999): 5})
        await openings.add(connection, {(TODAY, dog): 3, (TODAY, cat): 1, (TODAY, elsewhere): 9})
        mine = Viewer(frozenset({channel.id}))
        assert await openings.most_opened(connection, mine, YESTERDAY, MOST) == [Opened(dog, 4), Opened(cat, 3)]
        assert await openings.most_opened(connection, OPERATOR, TODAY, 2) == [Opened(elsewhere, 9), Opened(dog, 4)]
        assert await openings.by_day(connection, mine, YESTERDAY) == {YESTERDAY: 2, TODAY: 5}
        await openings.forget_before(connection, TODAY)
        assert await openings.by_day(connection, mine, YESTERDAY) == {TODAY: 5}


async def test_a_post_that_is_gone_was_not_opened(database: Database, channel: Channel) -> None:
    deleted, removed = [await make_post(database, channel, text) for text in ("Кот", "Пёс")]
    async with database.transaction() as connection:
        await openings.add(connection, {(TODAY, deleted): 2, (TODAY, removed): 1})
        await post_changes.remove(connection, [removed])
    await delete_post(database, deleted)
    async with database.reading() as connection:
        assert await openings.most_opened(connection, OPERATOR, TODAY, MOST) == []
        assert await openings.by_day(connection, OPERATOR, TODAY) == {}


async def test_a_post_that_becomes_another_hands_its_openings_over(database: Database, channel: Channel) -> None:
    part, whole = [await make_post(database, channel, text) for text in ("Кот", "Кот целиком")]
    async with database.transaction() as connection:
        await openings.add(connection, {(TODAY, part): 2, (YESTERDAY, part): 1, (TODAY, whole): 3})
        await post_changes.hand_over(connection, [(part, whole)])
        await post_changes.remove(connection, [part])
        assert await openings.by_day(connection, OPERATOR, YESTERDAY) == {YESTERDAY: 1, TODAY: 5}
