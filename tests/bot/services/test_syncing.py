"""What a sync reads, how it goes on after it was broken off, and when it is content."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_services
from bot.services.syncing import SyncProgress, SyncWish
from core.errors import SourceError
from core.types import Viewer
from tests.bot.services.previewed import Killed, Sync, failing_at
from tests.preview_server import FIRST_AT, message, page


@pytest.fixture
async def sync(tmp_path: Path) -> AsyncIterator[Sync]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Sync(services)


async def test_it_walks_back_to_the_first_page_and_stores_all(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 46)))
    report = await sync()
    assert sync.asked == [None, 26, 6]
    assert (report.read.posts, report.read.new, report.pages, report.complete) == (45, 45, 3, True)
    assert (report.read.format, report.error, report.deleted, report.waiting) == ("preview", None, 0, 0)
    stored = await sync.posts()
    assert sorted(filter(None, stored)) == list(range(1, 46))
    assert stored[7].text.text == "Заметка номер 7 о том и о сём."
    assert stored[7].published_at == FIRST_AT + timedelta(days=7)
    assert (stored[7].views, stored[7].views_exact, stored[7].source) == (1200, False, "preview")
    assert stored[7].url == "https://t.me/tihie_zametki/7"


async def test_what_is_synced_is_found_and_has_topics(sync: Sync) -> None:
    sync.channel.post(*(message(number, f"Пирог номер {number} #пироги") for number in range(1, 6)))
    await sync()
    assert len((await sync.services.searching.best("пироги", Viewer.operator(), 9)).posts) == 5
    async with sync.services.database.reading() as connection:
        assert await connection.execute_fetchall("SELECT 1 FROM post_topics LIMIT 1")


async def test_a_second_sync_changes_nothing_and_reads_two_pages(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    report = await sync()
    assert sync.asked == [None, 81]
    assert (report.read.new, report.read.updated, report.read.unchanged) == (0, 0, 40)
    assert report.complete


async def test_new_posts_and_edits_come_with_the_next_sync(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    sync.later(minutes=30)
    sync.channel.post(message(100, "Переписано набело."), *(message(number) for number in range(101, 131)))
    report = await sync()
    assert (report.read.new, report.read.updated) == (30, 1)
    assert sync.asked == [None, 111, 91]
    assert (await sync.posts())[100].text.text == "Переписано набело."


async def test_a_refresh_goes_on_while_pages_change_but_not_for_ever(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 301)))
    await sync()
    sync.channel.post(*(message(number, reactions={"👍": "7"}) for number in range(250, 301)))
    assert (await sync()).read.updated == 51
    assert sync.asked == [None, 281, 261, 241]
    sync.channel.post(*(message(number, views="3K") for number in range(1, 301)))
    await sync()
    assert len(sync.asked) == 5


async def test_again_reads_what_was_read_before(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    sync.channel.post(message(3, "Переписано набело."))
    assert (await sync(SyncWish(again=True))).read.updated == 1
    assert sync.asked == [None, 81, 61, 41, 21]
    sync.later(minutes=1)
    report = await sync(SyncWish(again=True, since=FIRST_AT + timedelta(days=55)))
    assert (report.read.posts, report.complete) == (46, True)
    assert sync.asked == [None, 81, 61]


async def test_since_reads_back_to_a_date(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    wish = SyncWish(since=FIRST_AT + timedelta(days=50))
    report = await sync(wish)
    assert (report.read.posts, report.complete, sync.asked) == (51, True, [None, 81, 61])
    assert min(filter(None, await sync.posts())) == 50
    await sync(wish)
    assert sync.asked == [None, 81]
    report = await sync(SyncWish(since=FIRST_AT + timedelta(days=30)))
    assert (report.read.new, sync.asked) == (20, [None, 50, 30])
    report = await sync()
    assert (report.read.new, report.complete, sync.asked) == (29, True, [None, 30, 10])
    await sync(wish)
    assert sync.asked == [None, 81]


async def test_since_a_date_after_the_last_post(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    wish = SyncWish(since=FIRST_AT + timedelta(days=300))
    report = await sync(wish)
    assert (report.read.posts, report.complete, sync.asked) == (0, True, [None])
    sync.channel.post(message(400), message(401))
    assert (await sync(wish)).read.new == 2


@pytest.mark.parametrize("error", [None, Killed()])
async def test_a_walk_that_was_broken_off_goes_on_where_it_stopped(sync: Sync, error: BaseException | None) -> None:
    sync.channel.post(*(message(number) for number in range(1, 201)))
    sync.wrong = failing_at(4, error)
    if error is None:
        report = await sync()
        assert (report.pages, report.complete, report.read.new) == (3, False, 60)
        assert str(report.error) == "error.preview_failed (url=u, reason=r)"
        assert (await sync.state()).problem is not None
    else:
        with pytest.raises(Killed):
            await sync()
    assert len(await sync.posts()) == 60
    sync.wrong = failing_at(99)
    sync.channel.post(*(message(number) for number in range(201, 206)))
    report = await sync()
    assert sync.asked == [None, 141, 121, 101, 81, 61, 41, 21]
    assert (report.read.new, report.complete) == (145, True)
    assert len(await sync.posts()) == 205
    assert (await sync.state()).problem is None


async def test_no_gap_stays_unnoticed_however_often_it_is_broken_off(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    for last, pages in ((400, 3), (600, 2), (601, 1)):
        sync.channel.post(*(message(number) for number in range(len(sync.channel.messages) + 1, last + 1)))
        sync.wrong = failing_at(pages + 1)
        report = await sync()
        assert not report.complete
    sync.wrong = failing_at(99)
    report = await sync()
    assert report.complete
    assert sorted(filter(None, await sync.posts())) == list(range(1, 602))
    assert len(sync.asked) <= 30
    await sync()
    assert len(sync.asked) == 2


async def test_posts_that_came_another_way_hide_no_gap(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 101)))
    await sync()
    every = [message(number) for number in range(1, 301)]
    sync.channel.post(*every)
    newest = Sync(sync.services, now=sync.now)
    newest.channel.post(*every[-60:])
    newest.wrong = failing_at(3)
    await newest()
    assert (await sync()).complete
    assert len(await sync.posts()) == 300


async def test_a_page_of_the_past_is_read_once_more_where_it_came_cut_off(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    sync.wrong = lambda asked, page: page[: len(page) // 2] if asked == 2 else page
    report = await sync()
    assert (report.read.posts, report.complete, sync.asked) == (60, True, [None, 41, 41, 21])


async def test_a_page_that_stays_cut_off_gives_what_is_there_and_is_asked_for_again(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    sync.wrong = lambda asked, page: page[: len(page) // 2] if asked > 1 else page
    report = await sync()
    assert isinstance(report.error, SourceError)
    assert report.error.key == "error.preview_cut"
    assert 20 < report.read.new < 40
    assert not report.complete
    sync.wrong = lambda _, page: page
    report = await sync()
    assert (report.complete, sync.asked) == (True, [None, 41, 21])
    assert len(await sync.posts()) == 60


@pytest.mark.parametrize("body", ["", "<html><body>Please log in</body></html>", b"\x00\xff\x00", "{}"])
async def test_what_is_no_preview_is_said_to_be_none(sync: Sync, body: str | bytes) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    sync.wrong = lambda asked, page: body if asked >= 2 else page
    report = await sync()
    assert report.error is not None
    assert (report.error.key, report.pages, report.complete) == ("error.not_a_preview", 1, False)
    sync.wrong = lambda *_: body
    assert await sync.services.channel_list.all(Viewer.operator())
    other = Sync(sync.services, wrong=sync.wrong)
    assert (await other(name="another_one")).pages == 0
    assert len(await sync.services.channel_list.all(Viewer.operator())) == 1


async def test_a_preview_that_repeats_itself_ends(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    sync.channel.repeats = True
    report = await sync()
    assert report.error is not None
    assert (report.error.key, report.error.params["before"]) == ("error.preview_repeats", "41")
    assert (report.read.new, report.complete, sync.asked) == (20, False, [None, 41])


async def test_a_page_that_comes_twice_and_then_tells_of_nothing_older_is_the_first(sync: Sync) -> None:
    shown = [message(number) for number in range(41, 61)]
    sync.wrong = lambda asked, _: page(sync.channel, shown, older=asked == 1)
    report = await sync()
    assert (report.read.new, report.complete, report.error, sync.asked) == (20, True, None, [None, 41])


async def test_an_empty_channel(sync: Sync) -> None:
    report = await sync()
    assert (report.pages, report.read.posts, report.complete, report.error) == (1, 0, True, None)
    sync.channel.post(message(5))
    assert (await sync()).read.new == 1


async def test_an_empty_page_where_older_ones_were_told(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(30, 50)))
    empty = sync.channel.page(1)
    assert "No posts found" in empty
    sync.channel.page_size = 15
    sync.wrong = lambda asked, page: page if asked == 1 else empty
    report = await sync()
    assert (report.read.new, report.complete, sync.asked) == (15, True, [None, 35, 35])


async def test_a_channel_that_suddenly_shows_nothing_is_no_channel_read_to_its_end(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    sync.wrong = failing_at(2)
    await sync()
    empty = sync.channel.page(1)
    sync.wrong = lambda *_: empty
    report = await sync()
    assert report.error is not None
    assert (report.error.key, report.complete) == ("error.preview_empty", False)


async def test_service_messages_albums_and_ids_that_jump(sync: Sync) -> None:
    service = [message(number, "Channel photo updated", service=True) for number in range(500, 520)]
    sync.channel.post(*service, message(7, parts=3), message(90_000), message(90_001, "Закат", parts=4))
    report = await sync()
    assert (report.read.posts, report.read.service, report.complete) == (3, 20, True)
    stored = await sync.posts()
    assert [post.message_ids for post in stored.values()] == [(90_000,), (90_001, 90_002, 90_003, 90_004), (7, 8, 9)]
    assert (await sync()).read.unchanged == 3


async def test_a_page_of_service_messages_alone(sync: Sync) -> None:
    sync.channel.post(*(message(number, "Channel created", service=True) for number in range(1, 4)))
    report = await sync()
    assert (report.read.posts, report.read.service, report.complete) == (0, 3, True)
    assert (await sync()).complete


async def test_progress_is_told_page_by_page(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 61)))
    told: list[SyncProgress] = []
    await sync(progress=told.append)
    assert [(one.posts, one.pages) for one in told] == [(20, 1), (40, 2), (60, 3)]
    assert [one.oldest for one in told] == [FIRST_AT + timedelta(days=number) for number in (41, 21, 1)]
    assert [round(one.done or 0, 2) for one in told] == [0.32, 0.66, 1.0]
    told.clear()
    await sync(progress=told.append)
    assert [one.done for one in told] == [None, None]
    told.clear()
    await sync(SyncWish(again=True), progress=told.append)
    assert [round(one.done or 0, 2) for one in told] == [0.32, 0.66, 1.0]
    told.clear()
    await sync(SyncWish(again=True, since=FIRST_AT + timedelta(days=30)), progress=told.append)
    assert [round(one.done or 0, 2) for one in told] == [0.63, 1.0]


async def test_progress_of_what_there_is_none(sync: Sync) -> None:
    told: list[SyncProgress] = []
    await sync(progress=told.append)
    sync.channel.post(message(3))
    await sync(SyncWish(again=True, since=FIRST_AT + timedelta(days=30)), progress=told.append)
    assert [one.done for one in told] == [None, None]


async def test_pages_without_the_frame_of_telegrams_own_are_read_too(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 46)))
    sync.wrong = lambda _, right: right.replace("tgme_channel_history", "posts")
    report = await sync()
    assert (report.read.new, report.complete, report.error) == (45, True, None)
