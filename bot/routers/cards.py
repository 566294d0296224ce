"""Taps on the cards of listings: turn a page, open a post, turn its parts, send it whole."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.answering import Reply
from bot.callbacks import FROM_LIST, OpenTap, PageTap, WholeTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.listings import Listings
from bot.services.reading_log import ReadingLog
from bot.views.listing import listing_screen
from bot.views.post import post_screen, whole_post
from core.errors import NotFound


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="cards")
    feature.callback_query.register(turn_page, PageTap.filter())
    feature.callback_query.register(open_post, OpenTap.filter())
    feature.callback_query.register(send_whole, WholeTap.filter())
    return feature


async def turn_page(
    _: CallbackQuery, callback_data: PageTap, listings: Listings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows a page of the card's listing."""
    await reply.show(listing_screen(await listings.page(callback_data.card, callback_data.page, asker), words))


async def open_post(
    _: CallbackQuery,
    callback_data: OpenTap,
    listings: Listings,
    reading_log: ReadingLog,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Opens a post in the place of the listing, or turns to another part of it."""
    opened = await listings.open(callback_data.card, callback_data.index, asker)
    if callback_data.part == FROM_LIST:
        reading_log.opened(opened.post.id, asker)
    await reply.show(post_screen(opened, callback_data.part, words, private=asker.private))


async def send_whole(
    _: CallbackQuery, callback_data: WholeTap, listings: Listings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Sends all parts of a long post, one message after another; never into a group."""
    if not asker.private:
        raise NotFound("error.card_gone")
    opened = await listings.open(callback_data.card, callback_data.index, asker)
    for screen in whole_post(opened.post, words):
        await reply.say(screen)
    await reply.notify()
