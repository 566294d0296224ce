from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from core.errors import StorageError
from storage import inbox
from storage.database import Database
from storage.inbox import MOST_FAILURES, InboxUpdate
from tests.storage.making import STORED_AT


def update(update_id: int, payload: str = '{"text": "Кот"}') -> InboxUpdate:
    return InboxUpdate(update_id=update_id, kind="channel_post", payload=payload)


async def keep(database: Database, *update_ids: int) -> int:
    async with database.transaction() as connection:
        return await inbox.keep(connection, [update(update_id) for update_id in update_ids], STORED_AT)


async def done(database: Database, update_ids: Iterable[int]) -> None:
    async with database.transaction() as connection:
        for update_id in update_ids:
            await inbox.done(connection, update_id)


async def waiting(database: Database, limit: int = 100) -> list[int]:
    async with database.reading() as connection:
        return [one.update_id for one in await inbox.waiting(connection, limit)]


async def test_updates_wait_in_telegrams_order_as_they_were_told(database: Database) -> None:
    assert await keep(database, 7, 5, 6) == 3
    assert await waiting(database) == [5, 6, 7]
    assert await waiting(database, 2) == [5, 6]
    async with database.reading() as connection:
        assert await inbox.waiting(connection, 1) == [update(5)]
        assert await inbox.count(connection) == 3


async def test_an_update_is_kept_once_while_it_waits_and_after_it_was_applied(database: Database) -> None:
    await keep(database, 5, 6)
    assert await keep(database, 5, 6, 7) == 1
    await done(database, [5, 6])
    assert await keep(database, 5, 6, 7, 8) == 1
    assert await waiting(database) == [7, 8]
    await done(database, [99])  # applied without having waited
    assert await keep(database, 99) == 0
    assert await keep(database) == 0


async def test_only_the_latest_applied_updates_are_known_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "REMEMBERED", 3)
    await done(database, [900, 1, 2, 3, 3])
    # After a week of silence Telegram counts from anywhere: what is lower than the last one can be new.
    assert await keep(database, 900, 1, 2, 3, 4) == 2
    assert await waiting(database) == [4, 900]


async def test_what_is_not_json_is_refused(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await inbox.keep(connection, [update(1), update(2, "{")], STORED_AT)
    assert await waiting(database) == []


async def test_an_update_that_fails_again_and_again_is_set_aside_and_can_be_tried_anew(database: Database) -> None:
    await keep(database, 5, 6)
    async with database.transaction() as connection:
        for number in range(1, MOST_FAILURES):
            assert not await inbox.failed(connection, 5, f"problem {number}")
        assert await waiting(database) == [5, 6]
        assert await inbox.set_aside(connection) == []
        assert await inbox.failed(connection, 5, "the last")
        assert not await inbox.failed(connection, 5, "one more")
        assert not await inbox.failed(connection, 999, "unknown")
        [aside] = await inbox.set_aside(connection)
        assert (aside.update_id, aside.kind, aside.received_at) == (5, "channel_post", STORED_AT)
        assert (aside.failures, aside.problem) == (MOST_FAILURES + 1, "one more")
        assert await inbox.count(connection) == 1
    assert await waiting(database) == [6]
    assert await keep(database, 5) == 0
    async with database.transaction() as connection:
        assert await inbox.try_again(connection) == 1
        assert await inbox.try_again(connection) == 0
    assert await waiting(database) == [5, 6]


async def test_when_telegram_last_answered_is_known_to_the_minute(database: Database) -> None:
    async with database.transaction() as connection:
        assert await inbox.last_polled(connection) is None
        for after_s, known_s in ((0, 0), (59, 0), (60, 60), (90, 60), (120, 120), (-9_000, -9_000), (9, 9)):
            await inbox.polled(connection, STORED_AT + timedelta(seconds=after_s))
            assert await inbox.last_polled(connection) == STORED_AT + timedelta(seconds=known_s)
