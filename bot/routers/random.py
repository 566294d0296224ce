"""/random, and "another" on its card."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import AnotherTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.listings import OpenedPost
from bot.services.randoms import Randoms
from bot.views.post import post_screen
from bot.views.topics import topics_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="random")
    feature.message.register(random, Command("random", ignore_case=True))
    feature.callback_query.register(another, AnotherTap.filter())
    return feature


async def random(
    _: Message, command: CommandObject, randoms: Randoms, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows a random post, of the topic named behind the command or of all."""
    shown = await randoms.show(command.args or "", asker)
    if isinstance(shown, OpenedPost):
        await reply.show(post_screen(shown, 0, words, private=asker.private))
    else:
        await reply.show(topics_screen(shown, words))


async def another(
    _: CallbackQuery, callback_data: AnotherTap, randoms: Randoms, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows the next random post on the same card."""
    shown = await randoms.another(callback_data.card, asker)
    await reply.show(post_screen(shown, 0, words, private=asker.private))
