"""What does not come up in tests/bot/routers/test_admin.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.admin import Admin, AdminPage, AdminWish
from core.errors import NotFound
from core.types import Viewer
from storage import openings, search_log
from storage.database import Database
from storage.search_log import Asked
from tests.storage.making import delete_post, make_channel, make_post
from tests.telegram import DEFAULT_NOW

TODAY = DEFAULT_NOW.date()


async def test_nobody_without_a_channel_sees_anything(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "letopis.db")
    for page in AdminPage:
        with pytest.raises(NotFound):
            await Admin(database).show(AdminWish(page=page), Viewer(frozenset()), DEFAULT_NOW)
    await database.close()


async def test_a_public_channels_author_is_told_what_guests_did_not_find(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "letopis.db")
    channel = await make_channel(database)
    gone = await make_post(database, channel, "Кот")
    async with database.transaction() as connection:
        missed = [
            Asked(day=TODAY, query="бегемот", asked=2, missed=2, missed_by_guest=2),
            Asked(day=TODAY, query="криптонит", asked=1, missed=1),
        ]
        await search_log.add(connection, missed)
        await openings.add(connection, {(TODAY, gone): 1})
    await delete_post(database, gone)
    his = Viewer(frozenset({channel.id}))
    card = await Admin(database).show(AdminWish(page=AdminPage.MISSED), his, DEFAULT_NOW)
    assert [(row.query, row.times) for row in card.rows if isinstance(row, search_log.Counted)] == [("бегемот", 2)]
    assert (await Admin(database).show(AdminWish(page=AdminPage.OPENED), his, DEFAULT_NOW)).rows == ()
    await database.close()
