"""The bot from its start to its end: the archive opens and the search warms up before the first word with Telegram."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.app import open_services
from bot.polling import poll_telegram
from bot.services.searching import Searching
from bot.settings import Settings
from core.errors import SettingsError

_log = structlog.get_logger(__name__)


async def run_bot(settings: Settings) -> None:
    """Answers until SIGTERM or SIGINT. Raises SettingsError without a token or with one that Telegram refuses."""
    if settings.bot_token is None:
        raise SettingsError("error.no_token")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with (
        open_services(settings.database_path, zone=settings.default_timezone) as services,
        _warming_up(services.searching),
        services.reading_log.kept(),
    ):
        await poll_telegram(settings.bot_token.get_secret_value(), settings, services, stopping)


@asynccontextmanager
async def _warming_up(searching: Searching) -> AsyncIterator[None]:
    """Makes the first search quick while the block begins; at its end nothing of that is under way any more."""
    warming = asyncio.create_task(_warm_up(searching))
    await asyncio.sleep(0)  # it begins before the block does
    try:
        yield
    finally:
        warming.cancel()
        await asyncio.wait({warming})


async def _warm_up(searching: Searching) -> None:
    try:
        await searching.warm_up()
    except Exception:  # noqa: BLE001 - searches go without; what is wrong with them they say themselves
        _log.warning("search not warmed up", exc_info=True)
    else:
        _log.info("search warmed up")
