"""/stats."""

from __future__ import annotations

import structlog
from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.answering import Reply
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.pictures import Pictures
from bot.services.stats import Statistics
from bot.views.stats import stats_drawing, stats_screen

_log = structlog.get_logger(__name__)


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="stats")
    feature.message.register(stats, Command("stats", ignore_case=True))
    return feature


async def stats(
    _: Message,
    command: CommandObject,
    statistics: Statistics,
    pictures: Pictures,
    asker: Asker,
    reply: Reply,
    words: Words,
) -> None:
    """Shows the archive, or the channel named behind the command, in numbers: a picture where there is one to draw."""
    found = await statistics.of(command.args or "", asker.viewer)
    screen, drawing = stats_screen(found, words), stats_drawing(found, words)
    picture = None if drawing is None else await pictures.drawn(drawing)
    if drawing is None or picture is None:
        await reply.show(screen)
        return
    try:
        pictures.sent(drawing, await reply.show_picture(picture, screen))
    except TelegramBadRequest as error:  # a group can forbid pictures and take words
        _log.warning("picture not taken", error=str(error))
        pictures.forget(drawing)
        await reply.show(screen)
