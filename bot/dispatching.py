"""The dispatcher: routers, middlewares and services put together, for Telegram, the terminal and the tests alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Dispatcher

from bot.app import Services
from bot.middlewares.context import Context
from bot.middlewares.failures import tell_failure
from bot.middlewares.journal import Journal
from bot.routers import all_routers
from bot.services.viewers import Viewers


def build_dispatcher(
    services: Services,
    viewers: Viewers,
    journal: Journal,
    default_language: str,
    zone: ZoneInfo,
    clock: Callable[[], datetime],
) -> Dispatcher:
    """A dispatcher whose handlers find each service under its name."""
    dispatcher = Dispatcher(
        searching=services.searching,
        listings=services.listings,
        topic_lists=services.topic_lists,
        randoms=services.randoms,
        browsing=services.browsing,
        chat_languages=services.chat_languages,
    )
    dispatcher.update.outer_middleware(journal)
    dispatcher.update.outer_middleware(Context(viewers, services.chat_languages, default_language, zone, clock))
    dispatcher.include_routers(*all_routers())
    dispatcher.errors.register(tell_failure)
    return dispatcher
