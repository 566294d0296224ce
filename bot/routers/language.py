"""/language: shows the languages and remembers the choice."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import LanguageTap
from bot.i18n import Words, languages, words_of
from bot.services.asking import Asker
from bot.services.languages import Languages
from bot.views.notices import language_screen, notice

_ADMINS = {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="language")
    feature.message.register(language, Command("language", ignore_case=True))
    feature.callback_query.register(choose, LanguageTap.filter())
    return feature


async def language(_: Message, words: Words, reply: Reply) -> None:
    """Shows the languages to choose from."""
    await reply.show(language_screen(words))


async def choose(
    query: CallbackQuery,
    callback_data: LanguageTap,
    bot: Bot,
    chat_languages: Languages,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Remembers the language of the chat; a group's is its admins' to choose."""
    if callback_data.language not in languages():
        await reply.notify(words.plain("error.card_gone"))
        return
    if not asker.private and (await bot.get_chat_member(asker.chat_id, query.from_user.id)).status not in _ADMINS:
        await reply.notify(words.plain("language.admins_only"))
        return
    await chat_languages.choose(asker.chat_id, callback_data.language)
    await reply.show(notice(words_of(callback_data.language), "language.chosen"))
