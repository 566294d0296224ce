"""/top and /last."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import answer
from bot.i18n import Words, is_named
from bot.services.browsing import Browsing, Period
from bot.services.listings import PAGE_SIZE
from bot.views.listing import listing_screen
from bot.views.notices import notice
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="browse")
    feature.message.register(top, Command("top", ignore_case=True))
    feature.message.register(last, Command("last", ignore_case=True))
    return feature


async def top(
    message: Message,
    command: CommandObject,
    browsing: Browsing,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Shows the best liked posts of a period."""
    period = period_named(command.args or "")
    if period is None:
        await answer(message, notice(words, "top.usage"))
        return
    await answer(message, listing_screen(await browsing.top(period, chat_id, viewer, now), words))


async def last(
    message: Message,
    command: CommandObject,
    browsing: Browsing,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Shows the newest posts, as many as the number behind the command says."""
    asked = (command.args or str(PAGE_SIZE)).strip()
    if not (asked.isdecimal() and int(asked) > 0):
        await answer(message, notice(words, "last.usage"))
        return
    await answer(message, listing_screen(await browsing.last(int(asked), chat_id, viewer, now), words))


def period_named(typed: str) -> Period | None:
    """The period that a word means, in any of the languages; all time where nothing was typed."""
    if not typed.strip():
        return Period.ALL
    return next((period for period in Period if is_named(typed, f"period.typed.{period}")), None)
