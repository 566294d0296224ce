"""☆ on a post, and /saved: what somebody has saved, and how he takes it out again."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import RemovalTap, SaveTap, UnsaveTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.listings import Listings
from bot.services.saving import Saving
from bot.views.kinds import with_removals
from bot.views.listing import listing_screen
from bot.views.post import post_screen
from bot.views.saved import START, elsewhere_screen

_IS_PRIVATE = F.chat.type == "private"


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="saved")
    for asked in (Command("saved", ignore_case=True), CommandStart(magic=F.args == START, ignore_case=True)):
        feature.message.register(saved, asked, _IS_PRIVATE)
    feature.message.register(saved_elsewhere, Command("saved", ignore_case=True))
    feature.callback_query.register(save, SaveTap.filter(), F.message.chat.type == "private")
    feature.callback_query.register(save_in_group, SaveTap.filter())
    feature.callback_query.register(show_removals, RemovalTap.filter())
    feature.callback_query.register(unsave, UnsaveTap.filter())
    return feature


async def saved(_: Message, saving: Saving, asker: Asker, words: Words, reply: Reply) -> None:
    """Lists what the user has saved."""
    await reply.show(listing_screen(await saving.page(asker), words))


async def saved_elsewhere(_: Message, words: Words, reply: Reply) -> None:
    """In a group others would read it, too: shows the way into the private chat."""
    await reply.show(elsewhere_screen(words))


async def save(
    _: CallbackQuery, callback_data: SaveTap, saving: Saving, asker: Asker, words: Words, reply: Reply
) -> None:
    """Saves the post of the card, or takes it out again; the star of the card says which."""
    opened = await saving.toggle(callback_data.card, callback_data.index, asker)
    await reply.show(post_screen(opened, callback_data.part, words, private=asker.private))


async def save_in_group(
    _: CallbackQuery, callback_data: SaveTap, saving: Saving, asker: Asker, words: Words, reply: Reply
) -> None:
    """Saves the post for who taps. The card, which others read, stays as it is; so a tap there takes nothing out."""
    is_new = await saving.save(callback_data.card, callback_data.index, asker)
    await reply.notify(words.plain("saved.kept" if is_new else "saved.already"), alert=False)


async def show_removals(
    _: CallbackQuery, callback_data: RemovalTap, listings: Listings, asker: Asker, words: Words, reply: Reply
) -> None:
    """Shows a page of the list with buttons that take posts out."""
    page = await listings.page(callback_data.card, callback_data.page, asker)
    await reply.show(with_removals(listing_screen(page, words), page, words))


async def unsave(
    _: CallbackQuery, callback_data: UnsaveTap, saving: Saving, asker: Asker, words: Words, reply: Reply
) -> None:
    """Takes a post out of the list, and shows what is left."""
    page = await saving.remove(callback_data.card, callback_data.index, asker)
    await reply.show(with_removals(listing_screen(page, words), page, words))
