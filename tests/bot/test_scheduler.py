from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from bot import scheduler
from bot.app import Services, open_services
from bot.clock import utc_now
from bot.heartbeat import heartbeat_path, is_alive
from bot.scheduler import scheduled_sync, scheduled_upkeep
from bot.services.cards import CARD_LIFE
from bot.services.syncing import Syncing, SyncWish
from bot.settings import load_settings
from bot.sources.preview_pages import PreviewPages
from core.errors import DatabaseBusy
from core.intake import Arrival
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels, topics
from tests.asked import asker_of
from tests.preview_server import PreviewChannel, PreviewServer, Trouble, message


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a file tells it
            await asyncio.sleep(0.01)


async def test_it_beats_while_it_runs_and_forgets_old_cards(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    async with open_services(path) as services:
        long_ago = utc_now() - CARD_LIFE - timedelta(days=1)
        await services.searching.search("нет такого", asker_of(Viewer.operator(), now=long_ago))
        with scheduled_upkeep(services.upkeep, path, utc_now):
            await until(lambda: is_alive(path, utc_now()))
            async with asyncio.timeout(20):
                while await cards(path):  # noqa: ASYNC110 - the database tells it
                    await asyncio.sleep(0.01)
        assert not heartbeat_path(path).exists()


async def cards(path: Path) -> int:
    async with open_services(path) as services, services.database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT count(*) FROM button_state")
        return int(next(iter(rows))[0])


async def test_it_looks_for_the_topics_of_new_posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_FIRST_TOPICS_AFTER", timedelta(0))
    path = tmp_path / "letopis.db"
    async with open_services(path) as services:
        posts = [IncomingPost(text=RichText(f"Пирог {number} #пироги"), message_ids=(number,)) for number in (1, 2, 3)]
        async with services.database.transaction() as connection:
            channel = await channels.insert(connection, ChannelRef(username="kuhnya"), Visibility.PUBLIC)
        await services.taking.take(channel, [Arrival(post=post) for post in posts], utc_now())
        with scheduled_upkeep(services.upkeep, path, utc_now):
            async with asyncio.timeout(20):
                while await outdated(services):  # noqa: ASYNC110 - the database tells it
                    await asyncio.sleep(0.01)
        async with services.database.reading() as connection:
            assert [topic.name for topic in await topics.list_topics(connection, Viewer.operator())] == ["#пироги"]


async def outdated(services: Services) -> list[int]:
    async with services.database.reading() as connection:
        return await topics.outdated(connection)


async def test_a_job_that_the_end_interrupts_is_no_failure(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "letopis.db"
    async with open_services(path) as services, services.database.transaction():
        with scheduled_upkeep(services.upkeep, path, utc_now):
            await until(lambda: is_alive(path, utc_now()))
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_channels_that_were_synced_once_are_kept_fresh(tmp_path: Path) -> None:
    channel = PreviewChannel("tihie_zametki")
    channel.post(message(1))
    async with PreviewServer(channel) as server, open_services(tmp_path / "letopis.db") as services:
        settings = load_settings({"PREVIEW_URL": server.url, "SYNC_MINUTES": "30"}, None)
        async with PreviewPages(server.url) as pages:
            await services.syncing.sync("tihie_zametki", pages.page, SyncWish(), utc_now)
        channel.post(message(2))
        server.asked.clear()
        async with scheduled_sync(services.syncing, settings, lambda: utc_now() + timedelta(hours=1), print):
            await until(lambda: bool(server.asked))
            async with asyncio.timeout(20):
                while await posts(services) < 2:  # noqa: ASYNC110 - the database tells it
                    await asyncio.sleep(0.01)
        assert server.befores == [None]


async def test_a_sync_that_the_end_interrupts_ends_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    channel = PreviewChannel("tihie_zametki")
    channel.post(message(1))
    async with PreviewServer(channel) as server, open_services(tmp_path / "letopis.db") as services:
        settings = load_settings({"PREVIEW_URL": server.url, "SYNC_MINUTES": "30"}, None)
        async with PreviewPages(server.url) as pages:
            await services.syncing.sync("tihie_zametki", pages.page, SyncWish(), utc_now)
        server.asked.clear()
        server.troubles.append(Trouble(slow_s=30))
        async with scheduled_sync(services.syncing, settings, lambda: utc_now() + timedelta(hours=1), print):
            await until(lambda: bool(server.asked))
            began_s = monotonic()
        assert monotonic() - began_s < 1
        (state,) = await services.syncing.states()
        assert state.problem is None
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}]


async def test_without_minutes_nothing_is_synced(tmp_path: Path) -> None:
    async with (
        open_services(tmp_path / "letopis.db") as services,
        scheduled_sync(services.syncing, load_settings({}, None), utc_now, print),
    ):
        assert len(asyncio.all_tasks()) == 1


async def test_a_database_that_fails_the_schedule_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def fails(*_: object) -> None:
        tries.append(1)
        raise DatabaseBusy(reason="locked")

    monkeypatch.setattr(scheduler, "_LOOK_S", 0.02)
    async with open_services(tmp_path / "letopis.db") as services:
        monkeypatch.setattr(Syncing, "sync_due", fails)
        async with scheduled_sync(services.syncing, load_settings({"SYNC_MINUTES": "1"}, None), utc_now, print):
            await until(lambda: len(tries) > 1)


async def posts(services: Services) -> int:
    return (await services.browsing.holdings(Viewer.operator())).posts
