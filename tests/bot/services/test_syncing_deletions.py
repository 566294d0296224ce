"""Posts that a preview shows no more: when they are taken for deleted, when not, and how they come back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from bot.services.syncing import SyncReport, SyncWish
from core.intake import Arrival
from core.richtext import RichText
from core.types import IncomingPost, Viewer
from tests.bot.services.previewed import Sync, failing_at
from tests.preview_server import message


@pytest.fixture
async def sync(tmp_path: Path) -> AsyncIterator[Sync]:
    async with open_services(tmp_path / "letopis.db") as services:
        found = Sync(services)
        found.channel.post(*(message(number) for number in range(1, 101)))
        await found()
        yield found


async def twice(sync: Sync) -> SyncReport:
    await sync()
    sync.later(hours=1)
    return await sync()


async def test_a_post_that_two_syncs_an_hour_apart_miss_is_deleted(sync: Sync) -> None:
    del sync.channel.messages[90]
    assert (await sync()).deleted == 0
    assert 90 in await sync.posts()
    sync.later(minutes=59)
    assert (await sync()).deleted == 0
    sync.later(minutes=1)
    report = await sync()
    assert (report.deleted, report.waiting) == (1, 0)
    assert set(range(1, 101)) - set(filter(None, await sync.posts())) == {90}
    assert (await sync.services.searching.best("номер 90", Viewer.operator(), 5)).posts[0].message_id != 90
    assert (await sync()).deleted == 0


async def test_seen_again_it_comes_back(sync: Sync) -> None:
    gone = sync.channel.messages.pop(90)
    assert (await twice(sync)).deleted == 1
    sync.channel.post(gone)
    report = await sync()
    assert (report.read.new, report.read.updated) == (0, 0)
    assert 90 in await sync.posts()
    assert (await sync.services.searching.best("номер 90", Viewer.operator(), 5)).posts[0].message_id == 90
    del sync.channel.messages[90]
    sync.later(hours=9)
    assert (await sync()).deleted == 0


async def test_seen_between_the_two_syncs_it_was_not_deleted(sync: Sync) -> None:
    gone = sync.channel.messages.pop(90)
    await sync()
    sync.later(hours=1)
    sync.channel.post(gone)
    await sync()
    del sync.channel.messages[90]
    assert (await sync()).deleted == 0
    assert 90 in await sync.posts()


async def test_a_post_that_no_preview_ever_showed_is_not_deleted(sync: Sync) -> None:
    imported = IncomingPost(text=RichText("Из выгрузки."), message_ids=(150,), source="desktop-json")
    channel = (await sync.state()).channel
    await sync.services.taking.take(channel, [Arrival(post=imported)], sync.now)
    sync.channel.post(message(149), message(151))
    assert (await twice(sync)).deleted == 0
    assert 150 in await sync.posts()


async def test_at_the_ends_of_a_page_nothing_is_missed(sync: Sync) -> None:
    del sync.channel.messages[100]
    del sync.channel.messages[99]
    assert (await twice(sync)).deleted == 0
    assert {99, 100} <= set(await sync.posts())


async def test_between_service_messages_it_is_missed(sync: Sync) -> None:
    del sync.channel.messages[100]
    sync.channel.post(message(101, "Channel photo updated", service=True))
    assert (await twice(sync)).deleted == 1


async def test_a_page_that_came_cut_off_proves_nothing(sync: Sync) -> None:
    del sync.channel.messages[90]
    sync.wrong = lambda _, page: page[: len(page) * 9 // 10]
    report = await twice(sync)
    assert report.error is not None
    sync.wrong = failing_at(99)
    sync.later(hours=1)
    assert (await sync()).deleted == 0
    sync.later(hours=1)
    assert (await sync()).deleted == 1


async def test_an_album_is_there_as_long_as_one_of_its_messages_is(sync: Sync) -> None:
    sync.channel.post(message(101, parts=4), message(110), message(111))
    await sync()
    sync.channel.post(message(102, "Заметка номер 101 о том и о сём.", parts=3))
    del sync.channel.messages[101]
    assert (await twice(sync)).deleted == 0
    del sync.channel.messages[102]
    assert (await twice(sync)).deleted == 1


async def test_more_than_five_of_a_hundred_are_asked_about(sync: Sync) -> None:
    for number in range(90, 96):
        del sync.channel.messages[number]
    report = await twice(sync)
    assert (report.deleted, report.waiting) == (0, 6)
    assert len(await sync.posts()) == 100
    assert (await sync.state()).waiting == 6
    report = await sync(confirm_deletions=True)
    assert (report.deleted, report.waiting) == (6, 0)
    assert len(await sync.posts()) == 94
    assert (await sync.state()).waiting == 0


async def test_five_of_a_hundred_are_not(sync: Sync) -> None:
    for number in range(90, 95):
        del sync.channel.messages[number]
    assert (await twice(sync)).deleted == 5


async def test_a_confirmation_does_not_go_before_the_rule(sync: Sync) -> None:
    for number in range(90, 96):
        del sync.channel.messages[number]
    assert (await sync(confirm_deletions=True)).deleted == 0
    sync.wrong = failing_at(2)
    sync.later(hours=2)
    assert (await sync(confirm_deletions=True)).deleted == 0
    sync.wrong = failing_at(99)
    assert (await sync(confirm_deletions=True)).deleted == 6


async def test_deletions_far_back_are_found_by_reading_again(sync: Sync) -> None:
    del sync.channel.messages[30]
    assert (await twice(sync)).deleted == 0
    for deleted in (0, 1):
        assert (await sync(SyncWish(again=True))).deleted == deleted
        sync.later(hours=2)


async def test_a_message_that_cannot_be_read_is_there(sync: Sync) -> None:
    sync.wrong = lambda _, right: right.replace("Заметка номер 90 ", "Заметка\0номер 90 ")
    report = await twice(sync)
    assert (report.read.posts, report.deleted, report.error) == (39, 0, None)
    assert [place.where for place in report.read.skipped] == ["message 90"]
    assert 90 in await sync.posts()
