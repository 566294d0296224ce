"""The inbox: what is kept is applied, in order, whatever goes wrong between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.services.inbox import Inbox, Kept
from bot.services.live import Applied
from core.errors import DatabaseBusy, StorageError
from core.live import LiveEvent, PostHeard
from storage import inbox as rows
from tests.bot.services.hearing import NEWS, NOW, Ear, hearing
from tests.bot.test_incoming import message

Apply = Callable[[LiveEvent], None]
CHAT = {"id": -(10**12) - 1001, "type": "channel", "title": NEWS.title, "username": NEWS.username}


class Inboxed:
    """An inbox over an archive that hears; `trouble` is called before anything is applied."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        self.applied: list[Applied] = []
        self.tried: list[int] = []
        self.trouble: Apply = lambda _: None
        apply = ear.live.apply

        async def applying(event: LiveEvent, now: Any) -> Applied:
            assert isinstance(event, PostHeard)
            self.tried.append(event.post.message_ids[0])
            self.trouble(event)
            return await apply(event, now)

        ear.live.apply = applying  # type: ignore[method-assign]
        self.inbox = Inbox(ear.database, ear.live, lambda: NOW, self.applied.append, first_pause_s=0.01)

    async def waiting(self) -> int:
        async with self.ear.database.reading() as connection:
            return await rows.count(connection)

    async def texts(self) -> list[str]:
        return [post.text.text for post in await self.ear.posts()]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.inbox.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def until_empty(self) -> None:
        for _ in range(1_000):
            if not await self.waiting():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("not applied")


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Inboxed]:
    async with hearing(tmp_path) as ear:
        await ear.know()
        yield Inboxed(ear)


def update(number: int, text: str = "", kind: str = "channel_post", **content: Any) -> Kept:
    body = message(**{"message_id": number, "text": text or f"пост {number}", "chat": CHAT, **content})
    return Kept(number, kind, body)


async def test_what_is_kept_is_applied(box: Inboxed) -> None:
    async with box.running():
        await box.inbox.keep([update(1), update(2)])
        await box.until_empty()
        assert await box.texts() == ["пост 1", "пост 2"]
        await box.inbox.keep([update(3)])
        await box.until_empty()
    assert await box.texts() == ["пост 1", "пост 2", "пост 3"]
    assert len(box.applied) == 3


async def test_what_was_left_is_applied_at_the_start_in_telegrams_order(box: Inboxed) -> None:
    await box.inbox.keep([update(number) for number in range(300, 0, -1)])
    assert await box.waiting() == 300
    async with box.running():
        await box.until_empty()
    assert box.tried == list(range(1, 301))


async def test_an_update_that_comes_again_is_applied_once(box: Inboxed) -> None:
    async with box.running():
        await box.inbox.keep([update(1)])
        await box.until_empty()
        await box.inbox.keep([update(1), update(2)])
        await box.until_empty()
    another = Inbox(box.ear.database, box.ear.live, lambda: NOW, box.applied.append)
    await another.keep([update(1), update(2)])
    assert await box.waiting() == 0
    assert box.tried == [1, 2]


async def test_it_remembers_a_thousand(box: Inboxed) -> None:
    await box.inbox.keep([update(number) for number in range(1_005)])
    assert len(box.inbox._known) == 1_000


async def test_what_cannot_be_written_down_is_not_known(box: Inboxed) -> None:
    await box.ear.database.close()
    with pytest.raises((StorageError, ValueError)):
        await box.inbox.keep([update(1)])
    assert not box.inbox._known


async def test_an_update_that_always_fails_is_set_aside_and_the_others_go_on(box: Inboxed) -> None:
    def trouble(event: LiveEvent) -> None:
        if isinstance(event, PostHeard) and event.post.message_ids == (2,):
            raise ZeroDivisionError("тайный текст")

    box.trouble = trouble
    with capture_logs() as logged:
        async with box.running():
            await box.inbox.keep([update(1), update(2), update(3)])
            await box.until_empty()
    assert box.tried == [1, 2, 3, 2, 2, 2, 2]
    assert await box.texts() == ["пост 1", "пост 3"]
    async with box.ear.database.reading() as connection:
        (aside,) = await rows.set_aside(connection)
    assert (aside.update_id, aside.failures, aside.problem) == (2, 5, "ZeroDivisionError")
    assert [entry["log_level"] for entry in logged] == ["warning"] * 4 + ["error"]
    assert isinstance(logged[-1]["exc_info"], ZeroDivisionError)
    assert all(entry["update_id"] == 2 and "пост" not in str(entry) for entry in logged)


async def test_what_cannot_even_be_read_is_set_aside(box: Inboxed) -> None:
    async with box.ear.database.transaction() as connection:
        await rows.keep(connection, [rows.InboxUpdate(update_id=1, kind="channel_post", payload="[]")], NOW)
    async with box.running():
        await box.inbox.keep([update(2)])
        await box.until_empty()
    assert await box.texts() == ["пост 2"]


async def test_a_text_that_no_database_takes_is_set_aside(box: Inboxed) -> None:
    async with box.running():
        await box.inbox.keep([update(1, "\ud800"), update(2)])
        await box.until_empty()
    assert await box.texts() == ["пост 2"]


async def test_an_update_that_fails_once_is_applied_then(box: Inboxed) -> None:
    def trouble(_: LiveEvent) -> None:
        if box.tried == [1]:
            raise ZeroDivisionError

    box.trouble = trouble
    async with box.running():
        await box.inbox.keep([update(1), update(2)])
        await box.until_empty()
    assert box.tried == [1, 2, 1]


async def test_a_locked_archive_is_no_updates_fault(box: Inboxed) -> None:
    def trouble(_: LiveEvent) -> None:
        if len(box.tried) < 8:
            raise DatabaseBusy(reason="locked")

    box.trouble = trouble
    with capture_logs() as logged:
        async with box.running():
            await box.inbox.keep([update(1), update(2)])
            await box.until_empty()
    assert box.tried == [1] * 8 + [2]
    assert {entry["event"] for entry in logged} == {"the archive cannot be changed: updates wait"}


async def test_an_archive_that_cannot_note_what_is_done_is_tried_again(
    box: Inboxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = rows.done

    async def failing(*arguments: Any) -> None:
        monkeypatch.setattr(rows, "done", done)
        raise RuntimeError("broken")

    monkeypatch.setattr(rows, "done", failing)
    with capture_logs() as logged:
        async with box.running():
            await box.inbox.keep([update(1)])
            await box.until_empty()
    assert box.tried == [1, 1]
    assert await box.texts() == ["пост 1"]
    assert [entry["event"] for entry in logged] == ["updates wait"]


async def test_updates_of_no_channel_are_done_with(box: Inboxed) -> None:
    async with box.running():
        await box.inbox.keep([update(1, chat={"id": 5, "type": "private"})])
        await box.until_empty()
    assert (box.tried, box.applied) == ([], [])


async def test_one_can_wait_for_what_is_kept(box: Inboxed) -> None:
    await box.inbox.caught_up(10)
    async with box.running():
        await box.inbox.keep([update(number) for number in range(1, 50)])
        await box.inbox.caught_up(10)
        assert len(await box.texts()) == 49


async def test_but_not_for_ever(box: Inboxed) -> None:
    await box.inbox.keep([update(1)])
    await box.inbox.caught_up(0.01)
    assert await box.texts() == []


async def test_and_not_for_what_fails(box: Inboxed) -> None:
    def trouble(_: LiveEvent) -> None:
        raise ZeroDivisionError

    box.trouble = trouble
    box.inbox._first_pause_s = 100
    async with box.running():
        await box.inbox.keep([update(1)])
        async with asyncio.timeout(5):
            await box.inbox.caught_up(100)
    assert box.tried == [1]
