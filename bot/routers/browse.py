"""/top and /last."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import PeriodTap
from bot.i18n import Words, is_named
from bot.services.asking import Asker
from bot.services.browsing import Browsing, Period
from bot.services.listings import MOST_POSTS
from bot.views.listing import listing_screen
from bot.views.notices import notice


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="browse")
    feature.message.register(top, Command("top", ignore_case=True))
    feature.message.register(last, Command("last", ignore_case=True))
    feature.callback_query.register(choose_period, PeriodTap.filter(F.period.in_(set(Period))))
    return feature


async def top(_: Message, command: CommandObject, browsing: Browsing, asker: Asker, words: Words, reply: Reply) -> None:
    """Shows the best liked posts of a period."""
    period = period_named(command.args or "")
    if period is None:
        await reply.show(notice(words, "top.usage"))
        return
    await reply.show(listing_screen(await browsing.top(period, asker), words))


async def choose_period(
    _: CallbackQuery, callback_data: PeriodTap, browsing: Browsing, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the best liked posts of another period on the same card."""
    await reply.show(listing_screen(await browsing.top(Period(callback_data.period), asker), words))


async def last(
    _: Message, command: CommandObject, browsing: Browsing, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the newest posts, as many as the number behind the command says, else page by page."""
    asked = (command.args or str(MOST_POSTS)).strip()
    if not (asked.isdecimal() and int(asked) > 0):
        await reply.show(notice(words, "last.usage"))
        return
    await reply.show(listing_screen(await browsing.last(int(asked), asker), words))


def period_named(typed: str) -> Period | None:
    """The period that a word means, in any of the languages; all time where nothing was typed."""
    if not typed.strip():
        return Period.ALL
    return next((period for period in Period if is_named(typed, f"period.typed.{period}")), None)
