"""`letopis run`: the bot on Telegram."""

from __future__ import annotations

import asyncio
import signal
import sys
from types import FrameType

import structlog

from bot.cli.starting import started
from core.errors import SettingsError

_log = structlog.get_logger(__name__)


def run() -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C)."""
    settings = started()
    if settings.bot_token is None:
        raise SettingsError("error.no_token")
    # As a container's first process it would not even hear SIGTERM while it still loads.
    signal.signal(signal.SIGTERM, _leave)
    _log.info("starting", database=str(settings.database_path))
    from bot.running import run_bot  # noqa: PLC0415 - imports aiogram: 2.7 s that other commands save

    asyncio.run(run_bot(settings))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
