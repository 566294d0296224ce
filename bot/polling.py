"""The bot on Telegram: long polling, from the first word with Telegram to a clean stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError

from bot.app import Services
from bot.clock import utc_now
from bot.dispatching import build_dispatcher
from bot.inbox import OF_CHANNELS
from bot.live_channels import LiveChannels, live_channels
from bot.membership import administrators_told_by, memberships_told_by
from bot.menus import set_menus
from bot.middlewares.journal import Journal
from bot.older_servers import WithoutDates
from bot.scheduler import scheduled_sync, scheduled_upkeep
from bot.services.viewers import Viewers
from bot.settings import Settings
from core.errors import SettingsError

_log = structlog.get_logger(__name__)
_DRAIN_S = 3.0
"""What running answers get at the end: with the closing of all else it stays under 5 seconds."""
_LONGEST_PAUSE_S = 30.0
_AT_ONCE = 64
"""Updates worked on at the same time; more wait at Telegram, where they are safe."""


async def poll_telegram(token: str, settings: Settings, services: Services, stopping: asyncio.Event) -> None:
    """Answers until `stopping` is set. Raises SettingsError for a token that Telegram refuses."""
    api = TelegramAPIServer.from_base(settings.bot_api_url) if settings.bot_api_url else PRODUCTION
    async with Bot(token, session=AiohttpSession(api=api)) as bot:
        bot.session.middleware(WithoutDates())
        with scheduled_upkeep(services.upkeep, settings.database_path, utc_now):
            if await _done_before(stopping, services.upkeep.prepare()):
                await _listen(bot, services, settings, stopping)
        _log.info("stopped")


async def _listen(bot: Bot, services: Services, settings: Settings, stopping: asyncio.Event) -> None:
    """Applies what was kept and not applied at the last end, then speaks with Telegram until the stop."""
    memberships = memberships_told_by(bot)
    live = live_channels(
        bot,
        services,
        memberships,
        settings.admin_ids,
        settings.default_language,
        settings.default_timezone,
        utc_now,
    )
    viewers = Viewers(services.database, settings.admin_ids, memberships)
    async with live.applied(), scheduled_sync(services.syncing, settings, utc_now, live.telling.wake):
        if await _done_before(stopping, _connected(bot)):
            async with live.told():
                await _serve(bot, services, viewers, live, settings, stopping)


async def _connected(bot: Bot) -> None:
    """Telegram has answered; as long as it does not, it is asked again."""
    pause_s = 1.0
    while True:
        try:
            me = await bot.me()
            await bot.delete_webhook()  # while one is set, Telegram gives no updates to those who ask for them
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise SettingsError("error.token_refused") from None
        except Exception as error:  # noqa: BLE001 - whatever stands between us and Telegram, it may pass
            _log.warning("telegram does not answer", error=type(error).__name__, next_try_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        else:
            _log.info("connected", bot_id=me.id, username=me.username)
            return


async def _serve(
    bot: Bot, services: Services, viewers: Viewers, live: LiveChannels, settings: Settings, stopping: asyncio.Event
) -> None:
    journal = Journal()
    dispatcher = build_dispatcher(
        services,
        viewers,
        journal,
        settings.default_language,
        settings.default_timezone,
        utc_now,
        live,
        administrators_told_by(bot),
    )
    quiet_chats = await services.groups.quiet_chats()
    menus = asyncio.create_task(set_menus(bot, settings.default_language, quiet_chats))
    await _poll(bot, dispatcher, stopping)
    _log.info("stopping")
    menus.cancel()
    services.document_import.stop()  # it would take minutes
    try:
        await asyncio.wait_for(journal.drained(), _DRAIN_S)
    except TimeoutError:
        _log.warning("stopping in the middle of an answer")
        await journal.give_up()


async def _poll(bot: Bot, dispatcher: Dispatcher, stopping: asyncio.Event) -> None:
    """Hands updates on until the stop, which also ends a poll that hangs. What is being answered goes on."""
    polling = asyncio.create_task(
        dispatcher.start_polling(
            bot,
            handle_signals=False,
            close_bot_session=False,
            tasks_concurrency_limit=_AT_ONCE,
            allowed_updates=sorted({*dispatcher.resolve_used_update_types(), *OF_CHANNELS}),
        )
    )
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({polling, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not polling.done():
        await dispatcher.stop_polling()  # to cancel it would leave its own tasks behind
    await polling


async def _done_before(stopping: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Whether the work came to its end before the stop, which cancels it. Raises what the work raises."""
    working = asyncio.create_task(work)
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if working.done():
        await working
        return True
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return False
