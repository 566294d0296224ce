"""The dispatcher: routers, middlewares and services put together, for Telegram, the terminal and the tests alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from aiogram import Dispatcher

from bot.app import Services
from bot.inbox import KeptNotHandled
from bot.live_channels import LiveChannels
from bot.middlewares.context import Context
from bot.middlewares.failures import tell_failure
from bot.middlewares.journal import Journal
from bot.quick_filters import ask_in_the_loop
from bot.routers import all_routers
from bot.services.admin import Admin
from bot.services.authors import Authors
from bot.services.curation import Curation
from bot.services.forgetting import Forgetting
from bot.services.letting_in import Administrators, LettingIn
from bot.services.topic_finding import TopicFinding
from bot.services.viewers import Viewers
from bot.whispering import Whispers


def build_dispatcher(
    services: Services,
    viewers: Viewers,
    journal: Journal,
    default_language: str,
    zone: ZoneInfo,
    clock: Callable[[], datetime],
    live: LiveChannels | None = None,
    administrators: Administrators | None = None,
) -> Dispatcher:
    """A dispatcher whose handlers find each service under its name.

    `live`: None where no channel is heard of; `administrators`: None where nobody tells who administers a channel.
    """
    whispers = Whispers()
    dispatcher = Dispatcher(default_language=default_language, whispers=whispers)
    dispatcher.workflow_data.update(_plain(services))
    dispatcher.workflow_data.update(_by_rights(services, viewers, administrators, live))
    dispatcher.update.outer_middleware(journal)
    if live is not None:
        dispatcher.workflow_data.update(channel_offers=live.offers, tongues=live.tongues, viewers=viewers)
        dispatcher.update.outer_middleware(KeptNotHandled(live.keeper, live.telling.heard_of))
    dispatcher.update.outer_middleware(Context(viewers, services.groups, whispers, default_language, zone, clock))
    dispatcher.include_routers(*all_routers())
    ask_in_the_loop(dispatcher)
    dispatcher.errors.register(tell_failure)
    return dispatcher


def _plain(services: Services) -> dict[str, object]:
    """The services that every handler may ask."""
    return {
        "searching": services.searching,
        "listings": services.listings,
        "narrowings": services.narrowings,
        "topic_lists": services.topic_lists,
        "randoms": services.randoms,
        "browsing": services.browsing,
        "saving": services.saving,
        "looking_back": services.looking_back,
        "media_sending": services.media_sending,
        "likeness": services.likeness,
        "statistics": services.statistics,
        "pictures": services.pictures,
        "chat_languages": services.chat_languages,
        "groups": services.groups,
        "linking": services.linking,
        "inline": services.inline,
        "document_import": services.document_import,
        "reading_log": services.reading_log,
    }


def _by_rights(
    services: Services, viewers: Viewers, administrators: Administrators | None, live: LiveChannels | None
) -> dict[str, object]:
    """The services that ask who somebody is, or forget it."""
    authors = Authors(services.database, viewers, administrators, monotonic)
    in_memory = [viewers.forget_user, authors.forget_user, *([live.tongues.forget_user] if live else [])]
    return {
        "letting_in": LettingIn(services.database, viewers),
        "authors": authors,
        "curation": Curation(services.database, services.cards, authors, TopicFinding(services.database)),
        "admin": Admin(services.database),
        "forgetting": Forgetting(services.database, in_memory),
    }
