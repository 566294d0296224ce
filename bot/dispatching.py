"""The dispatcher: routers, middlewares and services put together, for Telegram, the terminal and the tests alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Dispatcher

from bot.app import Services
from bot.inbox import KeptNotHandled
from bot.live_channels import LiveChannels
from bot.middlewares.context import Context
from bot.middlewares.failures import tell_failure
from bot.middlewares.journal import Journal
from bot.routers import all_routers
from bot.services.letting_in import LettingIn
from bot.services.viewers import Viewers


def build_dispatcher(
    services: Services,
    viewers: Viewers,
    journal: Journal,
    default_language: str,
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    live: LiveChannels | None = None,
) -> Dispatcher:
    """A dispatcher whose handlers find each service under its name. `live`: None where no channel is heard of."""
    dispatcher = Dispatcher(
        searching=services.searching,
        listings=services.listings,
        topic_lists=services.topic_lists,
        randoms=services.randoms,
        browsing=services.browsing,
        chat_languages=services.chat_languages,
        document_import=services.document_import,
        letting_in=LettingIn(services.database, viewers),
    )
    dispatcher.update.outer_middleware(journal)
    if live is not None:
        dispatcher.workflow_data.update(channel_offers=live.offers, tongues=live.tongues, viewers=viewers)
        dispatcher.update.outer_middleware(KeptNotHandled(live.keeper, live.telling.heard_of))
    dispatcher.update.outer_middleware(Context(viewers, services.chat_languages, default_language, zone, clock))
    dispatcher.include_routers(*all_routers())
    dispatcher.errors.register(tell_failure)
    return dispatcher
