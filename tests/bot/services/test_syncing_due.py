"""What the schedule syncs, and what it makes of trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import open_services
from bot.services import syncing
from bot.services.syncing import SyncWish
from core.errors import DatabaseBusy, LetopisError
from core.types import Visibility
from storage import preview_sync, search_upkeep
from tests.bot.services.previewed import NAME, Sync, failing_at
from tests.preview_server import FIRST_AT, PreviewChannel, message


@pytest.fixture
async def sync(tmp_path: Path) -> AsyncIterator[Sync]:
    async with open_services(tmp_path / "letopis.db") as services:
        found = Sync(services)
        found.channel.post(*(message(number) for number in range(1, 101)))
        yield found


async def test_only_what_was_synced_once_is_synced_and_only_when_it_is_due(sync: Sync) -> None:
    await sync.due()
    assert sync.asked == []
    await sync()
    sync.later(minutes=29)
    await sync.due()
    assert sync.asked == []
    sync.later(minutes=1)
    sync.channel.post(message(101))
    with capture_logs() as logged:
        await sync.due()
    assert sync.asked == [None, 82]
    assert 101 in await sync.posts()
    assert [(line["event"], line["new"], line["channel"]) for line in logged] == [("synced", 1, NAME)]
    sync.later(minutes=29)
    await sync.due()
    assert sync.asked == []


async def test_a_walk_that_an_operator_broke_off_is_gone_on_with_up_to_its_date(sync: Sync) -> None:
    sync.wrong = failing_at(2)
    await sync(SyncWish(since=FIRST_AT.replace(day=20)))
    sync.wrong = failing_at(99)
    await sync.due()
    assert sync.asked == [None, 81, 61, 41, 21]
    assert min(filter(None, await sync.posts())) == 19
    assert (await sync.state()).complete


async def test_a_long_walk_is_done_piece_by_piece(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "_MOST_PAGES_AT_A_TIME", 2)
    sync.wrong = failing_at(2)
    await sync()
    sync.wrong = failing_at(99)
    for asked in ([None, 81], [None, 61], [None, 41], [None, 21]):
        await sync.due()
        assert sync.asked == asked
        sync.later(hours=1)
    assert (await sync.state()).complete
    assert len(await sync.posts()) == 100
    sync.channel.post(*(message(number) for number in range(101, 201)))
    for asked in ([None, 181], [None, 161], [None, 141], [None, 121], [None, 181]):
        await sync.due()
        assert sync.asked == asked
        sync.later(hours=1)
    assert len(await sync.posts()) == 200


async def test_trouble_is_logged_and_kept_and_tried_again_at_the_next_time(sync: Sync) -> None:
    await sync()
    synced_at = sync.now
    sync.later(hours=1)
    sync.wrong = failing_at(1)
    with capture_logs() as logged:
        await sync.due()
    assert [line["event"] for line in logged] == ["sync did not come to its end"]
    state = await sync.state()
    assert state.problem is not None
    assert (state.problem.key, state.problem.params) == ("error.preview_failed", {"url": "u", "reason": "r"})
    assert state.synced_at == synced_at
    await sync.due()
    assert sync.asked == []
    sync.later(minutes=30)
    sync.wrong = failing_at(99)
    await sync.due()
    assert (await sync.state()).problem is None


@pytest.mark.parametrize(
    ("error", "key"),
    [(ZeroDivisionError(), "error.unexpected"), (DatabaseBusy(reason="locked"), "error.database_busy")],
)
async def test_trouble_of_one_channel_does_not_stop_the_next(sync: Sync, error: Exception, key: str) -> None:
    await sync()
    other = Sync(sync.services, PreviewChannel("another_one", telegram_id=9), sync.now)
    other.channel.post(message(1))
    await other(name="another_one")
    other.later(hours=1)
    other.wrong = failing_at(1, error)
    with capture_logs() as logged:
        await other.due()
    assert other.names[-2:] == [NAME, "another_one"]
    assert [line["event"] for line in logged] == ["sync failed", "synced"]
    first, second = await sync.services.syncing.states()
    assert first.problem is not None
    assert (first.problem.key, second.problem) == (key, None)


async def test_trouble_that_cannot_be_kept_is_logged_all_the_same(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> None:
        raise DatabaseBusy(reason="locked")

    await sync()
    sync.later(hours=1)
    monkeypatch.setattr(preview_sync, "save_state", busy)
    with capture_logs() as logged:
        await sync.due()
    assert [line["event"] for line in logged] == ["sync failed"]


async def test_channels_of_members_and_such_without_a_username_are_left_alone(sync: Sync) -> None:
    await sync()
    channel = (await sync.state()).channel
    sync.later(hours=1)
    await sync.services.channel_list.show_to(channel, Visibility.MEMBERS)
    await sync.due()
    assert sync.asked == []
    await sync.services.channel_list.show_to(channel, Visibility.PUBLIC)
    async with sync.services.database.transaction() as connection:
        await connection.execute("UPDATE channels SET username = NULL")
    await sync.due()
    assert sync.asked == []


async def test_many_deletions_are_told_to_the_operator(sync: Sync) -> None:
    await sync()
    for number in range(90, 96):
        del sync.channel.messages[number]
    sync.later(hours=1)
    await sync.due()
    sync.later(hours=1)
    with capture_logs() as logged:
        await sync.due()
    (line,) = [line for line in logged if line["log_level"] == "warning"]
    assert (line["posts"], line["to_confirm"]) == (6, f"letopis sync --confirm-deletions @{NAME}")


async def test_a_sync_of_an_operator_that_fails_at_once_is_remembered_where_the_channel_is_known(sync: Sync) -> None:
    sync.wrong = failing_at(1)
    report = await sync()
    assert isinstance(report.error, LetopisError)
    assert (report.pages, await sync.services.syncing.states()) == (0, [])
    sync.wrong = failing_at(99)
    await sync()
    sync.wrong = failing_at(1)
    await sync(name=NAME.upper())
    assert (await sync.state()).problem is not None


async def test_topics_of_posts_that_came_by_schedule_are_looked_for_by_the_upkeep(sync: Sync) -> None:
    async def tagged() -> int:
        async with sync.services.database.reading() as connection:
            return len(list(await connection.execute_fetchall("SELECT DISTINCT post_id FROM post_topics")))

    sync.channel.messages.clear()
    sync.channel.post(*(message(number, f"Пирог номер {number} #пироги") for number in range(1, 6)))
    await sync()
    sync.later(hours=1)
    sync.channel.post(message(6, "Пирог номер 6 #пироги"))
    await sync.due()
    assert await tagged() == 5
    await sync.services.upkeep.find_new_topics()
    assert await tagged() == 6


async def test_many_changes_make_the_index_compact(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    compacted = []

    async def compact(_: object) -> None:
        compacted.append(1)

    monkeypatch.setattr(syncing, "COMPACTED_AFTER", 100)
    monkeypatch.setattr(search_upkeep, "compact", compact)
    await sync()
    sync.channel.post(message(101))
    await sync()
    assert len(compacted) == 1
