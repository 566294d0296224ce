"""/onthisday: what was published on this day in former years."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.answering import Reply
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.listings import Page
from bot.services.on_this_day import OnThisDay
from bot.views.listing import listing_screen
from bot.views.notices import notice


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="onthisday")
    feature.message.register(on_this_day, Command("onthisday", ignore_case=True))
    return feature


async def on_this_day(_: Message, looking_back: OnThisDay, asker: Asker, words: Words, reply: Reply) -> None:
    """Looks back at this day."""
    found = await looking_back.show(asker)
    await reply.show(listing_screen(found, words) if isinstance(found, Page) else notice(words, f"on_this_day.{found}"))
