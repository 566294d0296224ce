"""The buttons of the card that offers a channel to the operators."""

from __future__ import annotations

from datetime import datetime

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery

from bot.answering import notify, redraw, replace
from bot.callbacks import OfferTap
from bot.i18n import Words
from bot.services.channel_offers import ChannelOffers, Decision, OfferCard
from bot.services.viewers import Viewers
from bot.telling import Tongues
from bot.views.operators import decided_screen

_log = structlog.get_logger(__name__)


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="offers")
    feature.callback_query.register(decide, OfferTap.filter())
    return feature


async def decide(
    query: CallbackQuery,
    callback_data: OfferTap,
    bot: Bot,
    channel_offers: ChannelOffers,
    viewers: Viewers,
    tongues: Tongues,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Takes an operator's answer, and shows it on every operator's card."""
    if not viewers.is_operator(query.from_user.id) or chat_id != query.from_user.id:
        await notify(query, words.plain("error.card_gone"))
        return
    decision = await channel_offers.decide(callback_data.channel, now, accepted=callback_data.accepted)
    await redraw(query, decided_screen(decision, words))
    for card in await channel_offers.cards(callback_data.channel):
        if decision.is_new and card.chat_id != chat_id:
            await _show_outcome(bot, card, decision, tongues)


async def _show_outcome(bot: Bot, card: OfferCard, decision: Decision, tongues: Tongues) -> None:
    screen = decided_screen(decision, await tongues.words_for(card.chat_id))
    try:
        await replace(bot, card.chat_id, card.message_id, screen)
    except AiogramError as error:
        _log.warning("outcome of an offer not shown", user_id=card.chat_id, error=type(error).__name__)
