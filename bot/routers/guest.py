"""The bot as a guest: a group that it is no member of calls it by a mention, and gets one card."""

from __future__ import annotations

import re

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from bot.i18n import Words
from bot.inline_results import guest_article
from bot.refusals import is_no_event
from bot.services.asking import Asker
from bot.services.inline import Inline
from bot.views.inline import guest_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="guest")
    feature.guest_message.register(answer_guest)
    return feature


async def answer_guest(
    message: Message, bot: Bot, inline: Inline, asker: Asker, bot_username: str, words: Words
) -> None:
    """Answers the words beside the mention with the best posts, all on one card."""
    if message.guest_query_id is None:
        return
    query = _words_beside(message.text or message.caption or "", bot_username)
    found = await inline.best(query, asker) if query else None
    article = guest_article(guest_screen(query, found, words, bot_username), words.plain("guest.title"), bot_username)
    try:
        await bot.answer_guest_query(message.guest_query_id, article)
    except TelegramBadRequest as error:
        if not is_no_event(error):
            raise


def _words_beside(text: str, bot_username: str) -> str:
    """What was written without the bot's name."""
    beside = re.sub(rf"@{re.escape(bot_username)}\b", " ", text, flags=re.IGNORECASE)
    return " ".join(beside.split()).strip(" ,:;")
