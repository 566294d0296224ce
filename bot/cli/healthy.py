"""`letopis healthy`: what the container's health check asks."""

from __future__ import annotations

import typer

from bot.cli.failing import LOOK_AT_IT
from bot.clock import utc_now
from bot.heartbeat import is_alive
from bot.settings import load_settings


def healthy() -> None:
    """Exit with 0 while the bot over this database is alive."""
    if not is_alive(load_settings().database_path, utc_now()):
        raise typer.Exit(LOOK_AT_IT)
