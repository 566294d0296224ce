"""Inline results in Telegram's types."""

from __future__ import annotations

from aiogram.types import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from bot.keyboards import entity_to_telegram, keyboard_of
from bot.views.inline import Note, Result
from bot.views.screen import Screen


def article_of(result: Result, bot_username: str) -> InlineQueryResultArticle:
    """A result that can be chosen."""
    return _article(result.id, result.title, result.description, result.screen, bot_username, result.preview)


def guest_article(screen: Screen, title: str, bot_username: str) -> InlineQueryResultArticle:
    """What is posted at once, where a guest is called; nobody sees the title."""
    return _article("guest", title, None, screen, bot_username, None)


def button_of(note: Note) -> InlineQueryResultsButton:
    """The button above the results."""
    return InlineQueryResultsButton(text=note.label, start_parameter=note.start)


def _article(
    id_: str, title: str, description: str | None, screen: Screen, bot_username: str, preview: str | None
) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        message_text=screen.text.text,
        entities=[entity_to_telegram(entity) for entity in screen.text.entities],
        link_preview_options=LinkPreviewOptions(is_disabled=preview is None, url=preview),
    )
    return InlineQueryResultArticle(
        id=id_,
        title=title,
        description=description,
        input_message_content=content,
        reply_markup=keyboard_of(screen, bot_username),
    )
