from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.heartbeat import STALE_S, beat, heartbeat_path, is_alive, stop_beating

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "letopis.db"


def test_alive_for_a_minute_after_a_beat(database: Path) -> None:
    assert not is_alive(database, NOW)
    beat(database, NOW)
    assert is_alive(database, NOW)
    assert is_alive(database, NOW + timedelta(seconds=STALE_S - 1))
    assert not is_alive(database, NOW + timedelta(seconds=STALE_S))
    beat(database, NOW + timedelta(seconds=STALE_S))
    assert is_alive(database, NOW + timedelta(seconds=STALE_S))


def test_not_alive_after_the_end(database: Path) -> None:
    beat(database, NOW)
    stop_beating(database)
    assert not is_alive(database, NOW)
    assert list(database.parent.iterdir()) == []
    stop_beating(database)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff", b"2026-03-01T00:00:00"])
def test_a_beat_that_cannot_be_read_is_none(database: Path, content: bytes) -> None:
    heartbeat_path(database).write_bytes(content)
    assert not is_alive(database, NOW)
