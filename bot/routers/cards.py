"""Taps on the cards of listings: turn a page, open a post, turn its parts, send it whole."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.answering import answer, notify, redraw
from bot.callbacks import OpenTap, PageTap, WholeTap
from bot.i18n import Words
from bot.services.listings import Listings
from bot.views.listing import listing_screen
from bot.views.post import post_screen, whole_post
from core.errors import NotFound
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="cards")
    feature.callback_query.register(turn_page, PageTap.filter())
    feature.callback_query.register(open_post, OpenTap.filter())
    feature.callback_query.register(send_whole, WholeTap.filter())
    return feature


async def turn_page(
    query: CallbackQuery, callback_data: PageTap, listings: Listings, viewer: Viewer, words: Words, chat_id: int
) -> None:
    """Shows a page of the card's listing."""
    page = await listings.page(callback_data.card, chat_id, callback_data.page, viewer)
    await redraw(query, listing_screen(page, words))


async def open_post(
    query: CallbackQuery,
    callback_data: OpenTap,
    listings: Listings,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    *,
    private: bool,
) -> None:
    """Opens a post in the place of the listing, or turns to another part of it."""
    opened = await listings.open(callback_data.card, chat_id, callback_data.index, viewer)
    await redraw(query, post_screen(opened, callback_data.part, words, private=private))


async def send_whole(
    query: CallbackQuery,
    callback_data: WholeTap,
    listings: Listings,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    *,
    private: bool,
) -> None:
    """Sends all parts of a long post, one message after another; never into a group."""
    if not private or not isinstance(query.message, Message):
        raise NotFound("error.card_gone")
    opened = await listings.open(callback_data.card, chat_id, callback_data.index, viewer)
    await notify(query)
    for screen in whole_post(opened.post, words):
        await answer(query.message, screen)
