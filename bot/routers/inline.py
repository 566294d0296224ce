"""The inline mode: @bot and words, typed in any chat."""

from __future__ import annotations

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ChosenInlineResult, InlineQuery

from bot.i18n import Words
from bot.inline_results import article_of, button_of
from bot.refusals import is_no_event
from bot.services.asking import Asker
from bot.services.inline import Inline, InlineAnswer
from bot.views.inline import note, results

NEWEST_KEPT_S = 10
SEARCH_KEPT_S = 120
NOTED_KEPT_S = 30
"""How long Telegram may keep an answer: a new post, or a post that is gone, waits so long at most."""


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="inline")
    feature.inline_query.register(offer)
    feature.chosen_inline_result.register(chosen)
    return feature


async def offer(query: InlineQuery, inline: Inline, asker: Asker, bot_username: str, words: Words) -> None:
    """Offers posts to choose from. While somebody types, query follows query: the last one alone is answered."""
    async with inline.turn(query.id, asker) as is_last:
        if is_last:
            found = await inline.find(query.query, query.offset, asker)
            await _answer(query, found, bot_username, words)


async def chosen(result: ChosenInlineResult, inline: Inline, asker: Asker) -> None:
    """Notes which post was chosen."""
    await inline.chosen(result.result_id, result.query, asker)


async def _answer(query: InlineQuery, found: InlineAnswer, bot_username: str, words: Words) -> None:
    said = note(found, words)
    try:
        await query.answer(
            [article_of(result, bot_username) for result in results(found, words, bot_username)],
            cache_time=NOTED_KEPT_S if said else NEWEST_KEPT_S if found.newest else SEARCH_KEPT_S,
            is_personal=said is not None,  # what is said has a language; results have none
            next_offset=found.next_offset,
            button=button_of(said) if said else None,
        )
    except TelegramBadRequest as error:
        if not is_no_event(error):
            raise
