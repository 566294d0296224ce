"""`letopis run`: the bot on Telegram."""

from __future__ import annotations

import asyncio
import sys

from bot.logs import configure_logging
from bot.settings import Settings, load_settings


def run() -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C)."""
    run_with(load_settings())


def run_with(settings: Settings) -> None:
    """Runs the bot with settings at hand."""
    from bot.polling import run_bot  # noqa: PLC0415 - imports aiogram: 2.7 s that other commands save

    configure_logging(settings.log_level, settings.log_format, sys.stderr, secrets=_secrets(settings))
    asyncio.run(run_bot(settings))


def _secrets(settings: Settings) -> tuple[str, ...]:
    return (settings.bot_token.get_secret_value(),) if settings.bot_token else ()
