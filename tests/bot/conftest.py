"""A bot over the bundled channel or over nothing; each test ends by asking whether it kept Telegram's rules."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.console
from bot.app import open_services
from bot.services.importing import ImportWish
from tests.bot.letopis import Letopis, running
from tests.sourced import source_of
from tests.telegram import FakeTelegram, FakeUser

SAMPLE = Path(bot.console.__file__).with_name("sample_channel.txt")
IMPORTED_AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the bundled channel; copy it, do not write to it."""
    path = tmp_path_factory.mktemp("archive") / "sample.db"

    async def fill() -> None:
        async with open_services(path) as services:
            sample = source_of(SAMPLE.read_bytes(), "sample")
            await services.importing.import_source(sample, ImportWish(), IMPORTED_AT)

    asyncio.run(fill())
    return path


@pytest.fixture
async def letopis(sample_archive: Path, tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over the bundled channel: 24 posts without dates."""
    shutil.copy(sample_archive, tmp_path / "letopis.db")
    async with running(tmp_path / "letopis.db") as letopis:
        yield letopis


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Letopis]:
    """The bot over an empty archive; `store` fills it."""
    async with running(tmp_path / "empty.db") as letopis:
        yield letopis


@pytest.fixture
def telegram(letopis: Letopis) -> FakeTelegram:
    """The small Telegram in front of the bot over the bundled channel."""
    return letopis.telegram


@pytest.fixture
def anna(letopis: Letopis) -> FakeUser:
    """A reader who speaks Russian."""
    return letopis.user("Анна", "ru")


@pytest.fixture
def john(letopis: Letopis) -> FakeUser:
    """A reader who speaks English."""
    return letopis.user("John", "en")
