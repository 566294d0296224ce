"""/search, and in a private chat any plain text."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import answer, redraw
from bot.callbacks import TryTap
from bot.i18n import Words
from bot.services.searching import Searching
from bot.views.found import found_screen
from bot.views.notices import notice
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="search")
    feature.message.register(search, Command("search", ignore_case=True))
    feature.message.register(search_text, F.chat.type == "private", F.text, ~F.text.startswith("/"))
    feature.callback_query.register(try_suggestion, TryTap.filter())
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


async def try_suggestion(
    query: CallbackQuery,
    callback_data: TryTap,
    searching: Searching,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Searches for a suggested word, on the same card."""
    found = await searching.try_instead(callback_data.card, callback_data.index, chat_id, viewer, now)
    await redraw(query, found_screen(found, words))
