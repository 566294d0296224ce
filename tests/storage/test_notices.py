from __future__ import annotations

from datetime import timedelta

from storage import notices
from storage.database import Database
from tests.storage.making import STORED_AT


async def test_a_thing_is_told_the_first_time_alone(database: Database) -> None:
    async with database.transaction() as connection:
        assert await notices.first_time(connection, "hole", "7:1-3", STORED_AT)
        assert not await notices.first_time(connection, "hole", "7:1-3", STORED_AT)
        assert await notices.first_time(connection, "outage", "7:1-3", STORED_AT)
        assert await notices.untold(connection, "hole") == []
        assert not await notices.note(connection, "hole", "7:1-3", STORED_AT)


async def test_what_is_noted_waits_until_it_is_told_and_is_noted_once(database: Database) -> None:
    async with database.transaction() as connection:
        for hours, key in ((2, "б"), (1, "в"), (2, "а"), (3, "в")):
            await notices.note(connection, "hole", key, STORED_AT + timedelta(hours=hours))
        assert not await notices.note(connection, "hole", "а", STORED_AT)
        assert not await notices.first_time(connection, "hole", "а", STORED_AT)
        assert await notices.note(connection, "outage", "а", STORED_AT)
        assert await notices.untold(connection, "hole") == ["в", "а", "б"]
        await notices.told(connection, "hole", ["в", "а", "никакой"], STORED_AT)
        assert await notices.untold(connection, "hole") == ["б"]
        assert not await notices.note(connection, "hole", "в", STORED_AT)
        assert await notices.untold(connection, "outage") == ["а"]
