"""Screens into Telegram: the one place that turns text, entities and keyboards into aiogram's calls."""

from __future__ import annotations

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
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


class Reply:
    """The one way to answer an update: a message with a message, a tap by changing its card."""

    def __init__(self, event: Message | CallbackQuery) -> None:
        self._event = event

    async def show(self, screen: Screen) -> None:
        """Answers a message; puts the screen in the place of a tapped card, and stops the button's spinner.

        Raises NotFound where the card can no longer be changed.
        """
        if isinstance(self._event, Message):
            await answer(self._event, screen)
        else:
            await redraw(self._event, screen)

    async def say(self, screen: Screen) -> None:
        """Sends one more message in the same place. Raises NotFound where the tapped card is out of reach."""
        await answer(self._message(), screen)

    async def notify(self, text: str | None = None) -> None:
        """Stops the spinner of a tap, with a notification where there is something to say."""
        if isinstance(self._event, CallbackQuery):
            await notify(self._event, text)

    async def send_file(self, name: str, data: bytes, caption: Screen) -> None:
        """Sends a file in the same place, with a caption of at most 1,024 characters."""
        message = self._message()
        await message.answer_document(
            BufferedInputFile(data, name),
            caption=caption.text.text,
            caption_entities=[entity_to_telegram(entity) for entity in caption.text.entities],
            reply_markup=_keyboard(caption),
            reply_parameters=_to_question(message),
        )

    async def show_picture(self, picture: bytes | str, caption: Screen) -> str:
        """Sends a PNG, or one that Telegram knows already by its file_id; returns its file_id."""
        message = self._message()
        sent = await message.answer_photo(
            picture if isinstance(picture, str) else BufferedInputFile(picture, "picture.png"),
            caption=caption.text.text,
            caption_entities=[entity_to_telegram(entity) for entity in caption.text.entities],
            reply_markup=_keyboard(caption),
            reply_parameters=_to_question(message),
        )
        return sent.photo[-1].file_id if sent.photo else ""

    def _message(self) -> Message:
        message = self._event if isinstance(self._event, Message) else self._event.message
        if not isinstance(message, Message):
            raise NotFound("error.card_gone")
        return message


async def answer(message: Message, screen: Screen) -> None:
    """Sends a screen: in private as a message, in a group as a reply to the one who asked."""
    await message.answer(
        screen.text.text,
        entities=[entity_to_telegram(entity) for entity in screen.text.entities],
        reply_markup=_keyboard(screen),
        link_preview_options=LinkPreviewOptions(is_disabled=not screen.link_preview),
        reply_parameters=_to_question(message),
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


def _to_question(message: Message) -> ReplyParameters | None:
    """In a group an answer hangs on its question."""
    is_private = message.chat.type == "private"
    return None if is_private else message.as_reply_parameters(allow_sending_without_reply=True)


def _keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in screen.rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.label,
        callback_data=button.data,
        url=button.url,
        switch_inline_query=button.switch_inline,
    )


def _says(error: TelegramBadRequest, descriptions: tuple[str, ...]) -> bool:
    return any(words in error.message.lower() for words in descriptions)
