from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import DatabaseUnusable
from core.types import Viewer
from storage import channels
from storage.copying import copy_database
from storage.database import Database
from tests.storage.making import make_channel


async def test_a_copy_of_a_database_that_is_being_written_to(database: Database, tmp_path: Path) -> None:
    await make_channel(database)
    async with database.transaction() as connection:
        await connection.execute("UPDATE channels SET title = 'not committed'")
        await copy_database(database.path, tmp_path / "copy.db")
    copy = await Database.open(tmp_path / "copy.db")
    async with copy.reading() as connection:
        assert [channel.title for channel in await channels.all_channels(connection, Viewer.operator())] == [
            "Канал tihiy"
        ]
    await copy.close()


async def test_where_there_is_none_yet_none_is_made(tmp_path: Path) -> None:
    await copy_database(tmp_path / "none.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database " * 100)
    with pytest.raises(DatabaseUnusable):
        await copy_database(tmp_path / "a.db", tmp_path / "copy.db")
