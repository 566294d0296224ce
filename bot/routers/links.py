"""Deep links: /start with a payload, and the link of a card."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import LinkTap
from bot.deep_links import GREETING, start_url
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.browsing import Browsing
from bot.services.linking import Linking
from bot.services.listings import OpenedPost
from bot.views.found import found_screen
from bot.views.linking import link_screen, nothing_there
from bot.views.notices import start_screen
from bot.views.post import post_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="links")
    feature.message.register(follow, CommandStart(deep_link=True, ignore_case=True))
    feature.callback_query.register(say_link, LinkTap.filter())
    return feature


async def follow(
    _: Message, command: CommandObject, linking: Linking, browsing: Browsing, asker: Asker, words: Words, reply: Reply
) -> None:
    """Opens what the payload means; where that is nothing, says so and greets."""
    payload = (command.args or "").strip()
    found = await linking.open(payload, asker)
    if isinstance(found, OpenedPost):
        await reply.show(post_screen(found, 0, words, private=asker.private))
    elif found is not None:
        await reply.show(found_screen(found, words))
    else:
        greeting = start_screen(await browsing.holdings(asker.viewer), words, private=asker.private)
        await reply.show(greeting if payload == GREETING else nothing_there(greeting, words))


async def say_link(
    _: CallbackQuery,
    callback_data: LinkTap,
    linking: Linking,
    asker: Asker,
    bot_username: str,
    words: Words,
    reply: Reply,
) -> None:
    """Says the card's link in private; in a group follows it, into the private chat."""
    payload = await linking.payload_of(callback_data.card, asker)
    if not asker.private:
        await reply.lead(payload)
        return
    await reply.say(link_screen(start_url(bot_username, payload), words))
    await reply.notify()
