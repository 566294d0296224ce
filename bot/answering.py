"""Screens into Telegram: the one place that turns text, entities and keyboards into aiogram's calls."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
    User,
)

from bot.views.screen import Button, Screen
from core.errors import NotFound
from core.richtext import Entity

_NO_EVENT = ("message is not modified", "query is too old")
"""Telegram's words for a second quick tap: nothing has gone wrong."""
_CARD_GONE = ("message to edit not found", "message can't be edited")
"""Telegram's words for a card that was deleted after the tap."""


async def answer(message: Message, screen: Screen) -> None:
    """Sends a screen: in private as a message, in a group as a reply to the one who asked."""
    is_private = message.chat.type == "private"
    await message.answer(
        screen.text.text,
        entities=[entity_to_telegram(entity) for entity in screen.text.entities],
        reply_markup=_keyboard(screen),
        link_preview_options=LinkPreviewOptions(is_disabled=not screen.link_preview),
        reply_parameters=None if is_private else message.as_reply_parameters(allow_sending_without_reply=True),
    )


async def send(bot: Bot, chat_id: int, screen: Screen, *, reply_to: int | None = None) -> Message:
    """Sends a screen of the bot's own accord; `reply_to`: a message of the chat that it answers all the same."""
    return await bot.send_message(
        chat_id,
        screen.text.text,
        entities=[entity_to_telegram(entity) for entity in screen.text.entities],
        reply_markup=_keyboard(screen),
        link_preview_options=LinkPreviewOptions(is_disabled=not screen.link_preview),
        reply_parameters=ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None,
    )


async def replace(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Puts a screen in the place of a message that the bot sent. Whether it stands there: not in one that is gone."""
    try:
        await bot.edit_message_text(
            screen.text.text,
            chat_id=chat_id,
            message_id=message_id,
            entities=[entity_to_telegram(entity) for entity in screen.text.entities],
            reply_markup=_keyboard(screen),
            link_preview_options=LinkPreviewOptions(is_disabled=not screen.link_preview),
        )
    except TelegramBadRequest as error:
        if not _says(error, (*_CARD_GONE, *_NO_EVENT)):
            raise
        return not _says(error, _CARD_GONE)
    return True


async def redraw(query: CallbackQuery, screen: Screen) -> None:
    """Puts a screen in the place of the card whose button was tapped, and stops the button's spinner.

    Raises NotFound where the card can no longer be changed.
    """
    if not isinstance(query.message, Message):
        raise NotFound("error.card_gone")
    try:
        await query.message.edit_text(
            screen.text.text,
            entities=[entity_to_telegram(entity) for entity in screen.text.entities],
            reply_markup=_keyboard(screen),
            link_preview_options=LinkPreviewOptions(is_disabled=not screen.link_preview),
        )
    except TelegramBadRequest as error:
        if _says(error, _CARD_GONE):
            raise NotFound("error.card_gone") from error
        if not _says(error, _NO_EVENT):
            raise
    await notify(query)


async def notify(query: CallbackQuery, text: str | None = None) -> None:
    """Stops a button's spinner, with a notification where there is something to say."""
    try:
        await query.answer(text, show_alert=bool(text))
    except TelegramBadRequest as error:
        if not _says(error, _NO_EVENT):
            raise


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


def _keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in screen.rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.label, callback_data=button.data, url=button.url)


def _says(error: TelegramBadRequest, descriptions: tuple[str, ...]) -> bool:
    return any(words in error.message.lower() for words in descriptions)
