"""`letopis run`: the bot on Telegram."""

from __future__ import annotations

import asyncio
import signal
import sys
from types import FrameType

from bot.cli.starting import started


def run() -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C)."""
    settings = started()
    # As a container's first process it would not even hear SIGTERM while it still loads.
    signal.signal(signal.SIGTERM, _leave)
    from bot.polling import run_bot  # noqa: PLC0415 - imports aiogram: 2.7 s that other commands save

    asyncio.run(run_bot(settings))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
