"""/top and /last."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import answer
from bot.i18n import Words
from bot.services.browsing import Browsing, Period
from bot.services.listings import PAGE_SIZE
from bot.views.listing import listing_screen
from bot.views.notices import notice
from core.types import Viewer

_PERIODS = {
    "week": Period.WEEK, "неделя": Period.WEEK, "неделю": Period.WEEK, "7": Period.WEEK,
    "month": Period.MONTH, "месяц": Period.MONTH, "30": Period.MONTH,
    "year": Period.YEAR, "год": Period.YEAR, "365": Period.YEAR,
    "": Period.ALL, "all": Period.ALL, "всё": Period.ALL, "все": Period.ALL,
}  # fmt: skip


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
    period = _PERIODS.get((command.args or "").strip().casefold())
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
    if not (asked.isdecimal() and int(asked[:9]) > 0):
        await answer(message, notice(words, "last.usage"))
        return
    await answer(message, listing_screen(await browsing.last(int(asked[:9]), chat_id, viewer, now), words))
