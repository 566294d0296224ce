"""/language: shows the languages and remembers the choice."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import LanguageTap
from bot.i18n import Words, languages, words_of
from bot.membership import administrators_told_by, is_among
from bot.services.asking import Asker
from bot.services.languages import Languages
from bot.views.notices import language_screen, notice


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
    if not asker.private and not is_among(await administrators_told_by(bot)(asker.chat_id), query):
        await reply.notify(words.plain("language.admins_only"))
        return
    await chat_languages.choose(asker.chat_id, callback_data.language)
    await reply.show(notice(words_of(callback_data.language), "language.chosen"))
