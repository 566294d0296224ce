"""The button of a post's media."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.answering import Reply
from bot.callbacks import MediaTap
from bot.copying import copying_by
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.media_sending import Copying, MediaSending
from bot.views.media import not_sent
from bot.views.post import post_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="media")
    feature.callback_query.register(send_media, MediaTap.filter())
    return feature


async def send_media(
    _: CallbackQuery, callback_data: MediaTap, media_sending: MediaSending, asker: Asker, words: Words, reply: Reply
) -> None:
    """Sends the media below the card; where Telegram does not let the bot, the button leads to the channel instead."""
    sent = await media_sending.send(callback_data.card, callback_data.index, asker, copying_by(reply))
    said = not_sent(sent.outcome, words)
    if sent.outcome is Copying.REFUSED:
        await reply.show(post_screen(sent.opened, callback_data.part, words, private=asker.private), said)
    else:
        await reply.notify(said)
