from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.types import Channel
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.making import make_channel


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "letopis.db")
    yield opened
    await opened.close()


@pytest.fixture
async def index(database: Database) -> AsyncIterator[SearchIndex]:
    opened = SearchIndex(database.path)
    yield opened
    await opened.close()


@pytest.fixture
async def channel(database: Database) -> Channel:
    return await make_channel(database)
