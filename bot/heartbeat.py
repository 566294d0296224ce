"""A file beside the database whose age says whether the bot's event loop still turns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

BEAT_S = 10
STALE_S = 60


def heartbeat_path(database_path: Path) -> Path:
    """Where the bot over this database beats."""
    return database_path.with_name(database_path.name + ".alive")


def beat(database_path: Path, now: datetime) -> None:
    """Says that the bot is alive at this instant."""
    fresh = heartbeat_path(database_path).with_suffix(".new")
    fresh.write_text(now.isoformat(), encoding="utf-8")
    fresh.replace(heartbeat_path(database_path))  # at once, so that nobody ever reads half of it


def stop_beating(database_path: Path) -> None:
    """Says that the bot has ended."""
    heartbeat_path(database_path).unlink(missing_ok=True)


def is_alive(database_path: Path, now: datetime) -> bool:
    """Whether the bot has said so within the last minute."""
    try:
        last = datetime.fromisoformat(heartbeat_path(database_path).read_text(encoding="utf-8"))
        return (now - last).total_seconds() < STALE_S
    except (OSError, ValueError, TypeError):
        return False
