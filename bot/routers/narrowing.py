"""Taps that narrow a listing or put it in another order, on the same card."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.answering import Reply
from bot.callbacks import ChoiceTap, NarrowTap, SortTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.narrowing import Narrowings
from bot.views.choices import choices_screen
from bot.views.listing import listing_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="narrowing")
    feature.callback_query.register(sort, SortTap.filter())
    feature.callback_query.register(choose, ChoiceTap.filter())
    feature.callback_query.register(narrow, NarrowTap.filter())
    return feature


async def sort(
    _: CallbackQuery, callback_data: SortTap, narrowings: Narrowings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the list in another order."""
    page = await narrowings.sort(callback_data.card, callback_data.sort, asker)
    await reply.show(listing_screen(page, words))


async def choose(
    _: CallbackQuery, callback_data: ChoiceTap, narrowings: Narrowings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows what the list can be narrowed to."""
    tap = callback_data
    choices = await narrowings.choices(tap.card, tap.facet, tap.page, tap.back, asker)
    await reply.show(choices_screen(choices, words))


async def narrow(
    _: CallbackQuery, callback_data: NarrowTap, narrowings: Narrowings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the list narrowed to one value, or without that."""
    page = await narrowings.narrow(callback_data.card, callback_data.facet, callback_data.value, asker)
    await reply.show(listing_screen(page, words))
