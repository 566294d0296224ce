"""/search, and in a private chat any plain text; the same search read in another way; posts like one."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import AsTypedTap, BetterTap, SimilarTap, TryTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.searching import Searching
from bot.views.found import found_screen
from bot.views.listing import listing_screen
from bot.views.notices import notice


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="search")
    feature.message.register(search, Command("search", ignore_case=True))
    feature.message.register(search_text, F.chat.type == "private", F.text, ~F.text.startswith("/"), ~F.via_bot)
    feature.callback_query.register(try_instead, TryTap.filter())
    feature.callback_query.register(search_as_typed, AsTypedTap.filter())
    feature.callback_query.register(search_better, BetterTap.filter())
    feature.callback_query.register(similar, SimilarTap.filter())
    return feature


async def search(
    _: Message, command: CommandObject, searching: Searching, asker: Asker, words: Words, reply: Reply
) -> None:
    """Searches for what stands behind the command."""
    if not command.args:
        await reply.show(notice(words, "search.empty"))
        return
    await reply.show(found_screen(await searching.search(command.args, asker), words))


async def search_text(message: Message, searching: Searching, asker: Asker, words: Words, reply: Reply) -> None:
    """Searches for a plain text."""
    await reply.show(found_screen(await searching.search(message.text or "", asker), words))


async def try_instead(
    _: CallbackQuery, callback_data: TryTap, searching: Searching, asker: Asker, words: Words, reply: Reply
) -> None:
    """Searches for a word or a query that the card offers where nothing was found, on the same card."""
    found = await searching.try_instead(callback_data.card, callback_data.index, asker)
    await reply.show(found_screen(found, words))


async def search_as_typed(
    _: CallbackQuery, callback_data: AsTypedTap, searching: Searching, asker: Asker, words: Words, reply: Reply
) -> None:
    """Searches for the card's query without putting anything right, on the same card."""
    await reply.show(found_screen(await searching.search_as_typed(callback_data.card, asker), words))


async def search_better(
    _: CallbackQuery, callback_data: BetterTap, searching: Searching, asker: Asker, words: Words, reply: Reply
) -> None:
    """Searches for the spelling that the card offers, on the same card."""
    await reply.show(found_screen(await searching.search_better(callback_data.card, asker), words))


async def similar(
    _: CallbackQuery, callback_data: SimilarTap, searching: Searching, asker: Asker, words: Words, reply: Reply
) -> None:
    """Lists the posts that are like the opened one, on the same card."""
    await reply.show(listing_screen(await searching.similar(callback_data.card, callback_data.index, asker), words))
