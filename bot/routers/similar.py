"""/similar, and in a private chat the word alone: posts like the one that the message answers, forwards or links to."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import Reply
from bot.i18n import Words, is_named
from bot.pointers import pointer_of
from bot.services.asking import Asker
from bot.services.likeness import Likeness
from bot.views.listing import listing_screen
from bot.views.notices import notice


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="similar")
    feature.message.register(similar, Command("similar", ignore_case=True))
    feature.message.register(similar_by_word, F.chat.type == "private", F.reply_to_message, F.text, _asks_for_similar)
    return feature


def _asks_for_similar(message: Message) -> bool:
    return is_named(message.text or "", "similar.typed")


async def similar(
    message: Message, command: CommandObject, likeness: Likeness, asker: Asker, words: Words, reply: Reply
) -> None:
    """Lists posts like the one that is meant; else says how to mean one."""
    page = await likeness.similar(pointer_of(message, command.args or ""), asker)
    await reply.show(notice(words, "similar.usage") if page is None else listing_screen(page, words))


async def similar_by_word(message: Message, likeness: Likeness, asker: Asker, words: Words, reply: Reply) -> None:
    """The same without a command."""
    page = await likeness.similar(pointer_of(message), asker)
    await reply.show(notice(words, "similar.usage") if page is None else listing_screen(page, words))
