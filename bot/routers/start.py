"""/start and /help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message

from bot.answering import Reply
from bot.i18n import Words, is_named
from bot.services.asking import Asker
from bot.services.browsing import Browsing
from bot.services.curation import Curation
from bot.views.notices import help_screen, notice, start_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="start")
    feature.message.register(start, CommandStart(ignore_case=True))
    feature.message.register(help_, Command("help", ignore_case=True))
    return feature


async def start(_: Message, browsing: Browsing, asker: Asker, words: Words, reply: Reply) -> None:
    """Says what the bot is and what to try."""
    await reply.show(start_screen(await browsing.holdings(asker.viewer), words, private=asker.private))


async def help_(
    _: Message, command: CommandObject, curation: Curation, asker: Asker, words: Words, reply: Reply
) -> None:
    """Lists the commands; with "search" behind the command tells how a search is narrowed."""
    about_search = is_named(command.args or "", "help.typed.search")
    if about_search:
        await reply.show(notice(words, "help.search"))
    else:
        await reply.show(help_screen(words, private=asker.private, author=await curation.may(asker)))
