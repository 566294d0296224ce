"""/search, and in a private chat any plain text; the same search read in another way; posts like one."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import answer, redraw
from bot.callbacks import AsTypedTap, BetterTap, SimilarTap, TryTap
from bot.i18n import Words
from bot.services.searching import Searching
from bot.views.found import found_screen
from bot.views.listing import listing_screen
from bot.views.notices import notice
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="search")
    feature.message.register(search, Command("search", ignore_case=True))
    feature.message.register(search_text, F.chat.type == "private", F.text, ~F.text.startswith("/"))
    feature.callback_query.register(try_instead, TryTap.filter())
    feature.callback_query.register(search_as_typed, AsTypedTap.filter())
    feature.callback_query.register(search_better, BetterTap.filter())
    feature.callback_query.register(similar, SimilarTap.filter())
    return feature


async def search(
    message: Message,
    command: CommandObject,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Searches for what stands behind the command."""
    if not command.args:
        await answer(message, notice(words, "search.empty"))
        return
    found = await searching.search(command.args, chat_id, viewer, now)
    await answer(message, found_screen(found, words))


async def search_text(
    message: Message, searching: Searching, viewer: Viewer, words: Words, chat_id: int, now: datetime
) -> None:
    """Searches for a plain text."""
    found = await searching.search(message.text or "", chat_id, viewer, now)
    await answer(message, found_screen(found, words))


async def try_instead(
    query: CallbackQuery,
    callback_data: TryTap,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Searches for a word or a query that the card offers where nothing was found, on the same card."""
    found = await searching.try_instead(callback_data.card, callback_data.index, chat_id, viewer, now)
    await redraw(query, found_screen(found, words))


async def search_as_typed(
    query: CallbackQuery,
    callback_data: AsTypedTap,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Searches for the card's query without putting anything right, on the same card."""
    found = await searching.search_as_typed(callback_data.card, chat_id, viewer, now)
    await redraw(query, found_screen(found, words))


async def search_better(
    query: CallbackQuery,
    callback_data: BetterTap,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Searches for the spelling that the card offers, on the same card."""
    found = await searching.search_better(callback_data.card, chat_id, viewer, now)
    await redraw(query, found_screen(found, words))


async def similar(
    query: CallbackQuery,
    callback_data: SimilarTap,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Lists the posts that are like the opened one, on the same card."""
    page = await searching.similar(callback_data.card, callback_data.index, chat_id, viewer, now)
    await redraw(query, listing_screen(page, words))
