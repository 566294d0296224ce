"""Holes in a channel's ids and outages: noted once, with what is known of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.services.missing import Hole, Missing
from core.live import BotMembership, ServiceHeard
from core.richtext import RichText
from core.types import IncomingPost
from storage import archive
from tests.bot.services.hearing import NEWS, NOW, OPERATOR, Ear, edited, forwarded, heard, hearing

DAY = timedelta(days=1)


@pytest.fixture
async def ear(tmp_path: Path) -> AsyncIterator[Ear]:
    async with hearing(tmp_path) as opened:
        await opened.know()
        yield opened


async def spans(ear: Ear) -> list[tuple[int, int]]:
    return [(hole.first, hole.last) for hole in await Missing(ear.database).holes()]


async def import_posts(ear: Ear, *message_ids: int) -> None:
    (channel,) = await ear.channels()
    new = [(f"{key}", IncomingPost(text=RichText(f"пост {key}"), message_ids=(key,))) for key in message_ids]
    async with ear.database.transaction() as connection:
        await archive.store(connection, channel.id, new, (), NOW)


async def test_a_hole(ear: Ear) -> None:
    applied = await ear.hear(heard("раз", 5), heard("два", 9))
    assert [one.news for one in applied] == [False, True]
    (hole,) = await Missing(ear.database).holes()
    assert (hole.first, hole.last, hole.channel.title) == (6, 8, "Новости")
    assert (hole.since, hole.until) == (NOW + timedelta(minutes=5), NOW + timedelta(minutes=9))


async def test_a_hole_behind_a_service_message(ear: Ear) -> None:
    await ear.hear(heard("раз", 5), ServiceHeard(channel=NEWS, message_id=6), ServiceHeard(channel=NEWS, message_id=9))
    (hole,) = await Missing(ear.database).holes()
    assert (hole.first, hole.last, hole.since, hole.until) == (7, 8, None, None)


async def test_the_same_hole_is_told_once(ear: Ear) -> None:
    missing = Missing(ear.database)
    applied = await ear.hear(heard("раз", 5), heard("два", 9), heard("два", 9), heard("три", 10))
    assert [one.news for one in applied] == [False, True, False, False]
    holes = await missing.holes()
    await missing.told(holes, [], NOW)
    assert await missing.holes() == []
    assert [one.news for one in await ear.hear(heard("два", 9))] == [False]


async def test_the_first_post_of_an_empty_channel_leaves_no_hole(ear: Ear) -> None:
    await ear.hear(heard("раз", 500))
    assert await spans(ear) == []


async def test_between_an_import_and_the_first_live_post(ear: Ear) -> None:
    await import_posts(ear, 1, 2, 3)
    await ear.hear(heard("раз", 6))
    assert await spans(ear) == [(4, 5)]


async def test_a_live_post_older_than_the_import(ear: Ear) -> None:
    await import_posts(ear, 1, 2, 30)
    await ear.hear(heard("раз", 6), heard("два", 7))
    assert await spans(ear) == []


async def test_ids_that_an_import_brought_are_no_hole(ear: Ear) -> None:
    await ear.hear(heard("раз", 5))
    await import_posts(ear, 6, 8, 9, 11)
    await ear.hear(heard("два", 12), heard("три", 15))
    assert await spans(ear) == [(13, 14)]


async def test_of_a_hole_that_an_import_filled_in_part_the_rest_is_left(ear: Ear) -> None:
    await ear.hear(heard("раз", 5))
    await import_posts(ear, 6, 7, 8)
    await ear.hear(heard("два", 12))
    assert await spans(ear) == [(9, 11)]


async def test_single_posts_in_a_hole_do_not_fill_it(ear: Ear) -> None:
    await ear.hear(heard("раз", 5), edited("между", 15), forwarded("между", 19), heard("два", 20))
    assert await spans(ear) == [(6, 19)]


async def test_a_very_large_hole(ear: Ear) -> None:
    await ear.hear(heard("раз", 5), heard("два", 10_000_000))
    assert await spans(ear) == [(6, 9_999_999)]


async def test_a_hole_of_a_channel_that_is_gone_is_told_to_nobody(ear: Ear) -> None:
    await ear.hear(ServiceHeard(channel=NEWS, message_id=5), ServiceHeard(channel=NEWS, message_id=9))
    async with ear.database.transaction() as connection:
        await connection.execute("DELETE FROM channels")
    assert await spans(ear) == []


async def test_old_and_new_ids_in_disorder(ear: Ear) -> None:
    await ear.hear(heard("два", 6), heard("раз", 5), heard("три", 7))
    assert await spans(ear) == []


async def poll_at(ear: Ear, *instants: datetime) -> list[bool]:
    return [await Missing(ear.database).polled(instant) for instant in instants]


async def test_an_outage(ear: Ear) -> None:
    await ear.hear(BotMembership(channel=NEWS, is_admin=True, by=OPERATOR, by_name="Ольга"))
    back = NOW + DAY + timedelta(hours=1)
    assert await poll_at(ear, NOW, back, back + timedelta(hours=23)) == [False, True, False]
    missing = Missing(ear.database)
    (outage,) = await missing.outages()
    assert (outage.since, outage.until) == (NOW, back)
    assert [channel.title for channel in outage.channels] == ["Новости"]
    await missing.told([], [outage], NOW)
    assert await missing.outages() == []


async def test_an_outage_that_touches_no_channel(ear: Ear) -> None:
    assert await poll_at(ear, NOW, NOW + 2 * DAY) == [False, False]
    assert await Missing(ear.database).outages() == []


async def test_an_outage_while_the_bot_runs(ear: Ear) -> None:
    await ear.hear(BotMembership(channel=NEWS, is_admin=True, by=OPERATOR, by_name="Ольга"))
    missing = Missing(ear.database)
    instants = [NOW, NOW + timedelta(seconds=5), NOW + timedelta(seconds=70), NOW + 3 * DAY]
    assert [await missing.polled(instant) for instant in instants] == [False, False, False, True]
    (outage,) = await missing.outages()
    assert outage.since == NOW + timedelta(seconds=70)


async def test_a_hole_says_which_it_is(ear: Ear) -> None:
    await ear.hear(heard("раз", 5), heard("два", 9))
    (hole,) = await Missing(ear.database).holes()
    assert isinstance(hole, Hole)
    assert hole.key == f"{hole.channel.id}:6-8"
