"""A screen's parts in Telegram's types: text with entities, and the keyboard under it."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, User

from bot.deep_links import start_url
from bot.views.screen import Button, Place, Screen
from core.richtext import Entity


def content_of(screen: Screen, bot_username: str | None = None) -> dict[str, Any]:
    """What a method of texts takes of a screen. `bot_username`: in a group, for what leads into the private chat."""
    return {
        "text": screen.text.text,
        "entities": [entity_to_telegram(entity) for entity in screen.text.entities],
        "reply_markup": keyboard_of(screen, bot_username),
        "link_preview_options": LinkPreviewOptions(is_disabled=not screen.link_preview),
    }


def caption_of(screen: Screen, bot_username: str | None = None) -> dict[str, Any]:
    """The same for a method of files and pictures."""
    return {
        "caption": screen.text.text,
        "caption_entities": [entity_to_telegram(entity) for entity in screen.text.entities],
        "reply_markup": keyboard_of(screen, bot_username),
    }


def keyboard_of(screen: Screen, bot_username: str | None = None) -> InlineKeyboardMarkup | None:
    """The keyboard with the buttons that stand there. `bot_username`: None in a private chat."""
    rows = [[_button(button, bot_username) for button in row if _is_shown(button, bot_username)] for row in screen.rows]
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=shown) if shown else None


def entity_to_telegram(entity: Entity) -> MessageEntity:
    """An entity as aiogram sends it."""
    user = None if entity.user_id is None else User(id=entity.user_id, is_bot=False, first_name="")
    return MessageEntity(
        type=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=entity.url,
        user=user,
        language=entity.language,
        custom_emoji_id=entity.custom_emoji_id,
        unix_time=entity.unix_time,
        date_time_format=entity.date_time_format,
    )


def _is_shown(button: Button, bot_username: str | None) -> bool:
    here = Place.PRIVATE if bot_username is None else Place.GROUP
    return button.place in (None, here) and (button.start is None or here is Place.GROUP)


def _button(button: Button, bot_username: str | None) -> InlineKeyboardButton:
    url = button.url if button.start is None else start_url(bot_username or "", button.start)
    return InlineKeyboardButton(
        text=button.label, callback_data=button.data, url=url, switch_inline_query=button.switch_inline
    )
