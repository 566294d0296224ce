"""/topics and /topic."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import Reply
from bot.callbacks import TopicsTap, TopicTap
from bot.i18n import Words
from bot.services.asking import Asker
from bot.services.curation import Curation
from bot.services.listings import Page
from bot.services.topic_lists import TopicLists
from bot.views.listing import listing_screen
from bot.views.topics import topics_screen


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="topics")
    feature.message.register(topics, Command("topics", ignore_case=True))
    feature.message.register(topic, Command("topic", ignore_case=True))
    feature.callback_query.register(turn_topics, TopicsTap.filter())
    feature.callback_query.register(open_topic, TopicTap.filter())
    return feature


async def topics(
    _: Message, topic_lists: TopicLists, curation: Curation, asker: Asker, words: Words, reply: Reply
) -> None:
    """Lists the topics; who may put them in order gets a button for it."""
    page = await topic_lists.first_page(asker)
    await reply.show(topics_screen(page, words, curates=await curation.may(asker)))


async def topic(
    message: Message,
    command: CommandObject,
    topic_lists: TopicLists,
    curation: Curation,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Opens the topic named behind the command; without a name lists them all."""
    if not command.args:
        await topics(message, topic_lists, curation, asker, words, reply)
        return
    found = await topic_lists.open(command.args, asker)
    await reply.show(listing_screen(found, words) if isinstance(found, Page) else topics_screen(found, words))


async def turn_topics(
    _: CallbackQuery,
    callback_data: TopicsTap,
    topic_lists: TopicLists,
    curation: Curation,
    asker: Asker,
    words: Words,
    reply: Reply,
) -> None:
    """Shows another page of the topics."""
    page = await topic_lists.page(callback_data.card, callback_data.page, asker)
    await reply.show(topics_screen(page, words, curates=await curation.may(asker)))


async def open_topic(
    _: CallbackQuery, callback_data: TopicTap, topic_lists: TopicLists, asker: Asker, words: Words, reply: Reply
) -> None:
    """Opens a topic of the list."""
    await reply.show(listing_screen(await topic_lists.open_at(callback_data.card, callback_data.index, asker), words))
