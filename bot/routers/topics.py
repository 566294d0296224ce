"""/topics and /topic."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.answering import answer, redraw
from bot.callbacks import TopicsTap, TopicTap
from bot.i18n import Words
from bot.services.listings import Page
from bot.services.topic_lists import TopicLists
from bot.views.listing import listing_screen
from bot.views.topics import topics_screen
from core.types import Viewer


def router() -> Router:
    """The feature's handlers."""
    feature = Router(name="topics")
    feature.message.register(topics, Command("topics", ignore_case=True))
    feature.message.register(topic, Command("topic", ignore_case=True))
    feature.callback_query.register(turn_topics, TopicsTap.filter())
    feature.callback_query.register(open_topic, TopicTap.filter())
    return feature


async def topics(
    message: Message, topic_lists: TopicLists, viewer: Viewer, words: Words, chat_id: int, now: datetime
) -> None:
    """Lists the topics."""
    await answer(message, topics_screen(await topic_lists.first_page(chat_id, viewer, now), words))


async def topic(
    message: Message,
    command: CommandObject,
    topic_lists: TopicLists,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Opens the topic named behind the command; without a name lists them all."""
    if not command.args:
        await topics(message, topic_lists, viewer, words, chat_id, now)
        return
    found = await topic_lists.open(command.args, chat_id, viewer, now)
    await answer(message, listing_screen(found, words) if isinstance(found, Page) else topics_screen(found, words))


async def turn_topics(
    query: CallbackQuery, callback_data: TopicsTap, topic_lists: TopicLists, viewer: Viewer, words: Words, chat_id: int
) -> None:
    """Shows another page of the topics."""
    page = await topic_lists.page(callback_data.card, chat_id, callback_data.page, viewer)
    await redraw(query, topics_screen(page, words))


async def open_topic(
    query: CallbackQuery,
    callback_data: TopicTap,
    topic_lists: TopicLists,
    viewer: Viewer,
    words: Words,
    chat_id: int,
    now: datetime,
) -> None:
    """Opens a topic of the list."""
    page = await topic_lists.open_at(callback_data.card, callback_data.index, chat_id, viewer, now)
    await redraw(query, listing_screen(page, words))
