"""/random, and "another" on its card."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import answer, redraw
from bot.callbacks import AnotherTap
from bot.i18n import Words
from bot.services.listings import OpenedPost
from bot.services.randoms import Randoms
from bot.views.post import post_screen
from bot.views.topics import topics_screen
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="random")
    feature.message.register(random, Command("random", ignore_case=True))
    feature.callback_query.register(another, AnotherTap.filter())
    return feature


async def random(
    message: Message,
    command: CommandObject,
    randoms: Randoms,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
    *,
    private: bool,
) -> None:
    """Shows a random post, of the topic named behind the command or of all."""
    shown = await randoms.show(command.args or "", chat_id, viewer, now)
    if isinstance(shown, OpenedPost):
        await answer(message, post_screen(shown, 0, words, private=private))
    else:
        await answer(message, topics_screen(shown, words))


async def another(
    query: CallbackQuery,
    callback_data: AnotherTap,
    randoms: Randoms,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
    *,
    private: bool,
) -> None:
    """Shows the next random post on the same card."""
    shown = await randoms.another(callback_data.card, chat_id, viewer, now)
    await redraw(query, post_screen(shown, 0, words, private=private))
