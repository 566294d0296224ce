"""/start and /help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.answering import answer
from bot.i18n import Words, is_named
from bot.services.browsing import Browsing
from bot.views.notices import help_screen, notice, start_screen
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="start")
    feature.message.register(start, CommandStart(ignore_case=True))
    feature.message.register(help_, Command("help", ignore_case=True))
    return feature


async def start(message: Message, browsing: Browsing, viewer: Viewer, words: Words, *, private: bool) -> None:
    """Says what the bot is and what to try."""
    await answer(message, start_screen(await browsing.holdings(viewer), words, private=private))


async def help_(message: Message, command: CommandObject, words: Words, *, private: bool) -> None:
    """Lists the commands; with "search" behind the command tells how a search is narrowed."""
    about_search = is_named(command.args or "", "help.typed.search")
    await answer(message, notice(words, "help.search") if about_search else help_screen(words, private=private))
