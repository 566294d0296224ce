"""Screens into Telegram: the one place that turns text, entities and keyboards into aiogram's calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, CallbackQuery, ForceReply, Message, ReplyParameters

from bot.deep_links import start_url
from bot.keyboards import caption_of, content_of
from bot.refusals import is_card_gone, is_no_event, is_no_whisper, wants_older_words
from bot.views.screen import Screen
from bot.whispering import Place, Whispers, place_of
from core.errors import NotFound

_log = structlog.get_logger(__name__)


class Reply:
    """The one way to answer an update: a message with a message, a tap by changing its card.

    The answer is in the topic of the question, and for the asker's eyes alone where the question was, or where
    `may_whisper` (bot.whispering). `bot_username`: for the buttons that lead into the private chat.
    """

    def __init__(
        self,
        event: Message | CallbackQuery,
        whispers: Whispers | None = None,
        *,
        may_whisper: bool = False,
        bot_username: str | None = None,
    ) -> None:
        self._event = event
        self._whispers = whispers or Whispers()
        self._may_whisper = may_whisper
        self._bot_username = bot_username

    @property
    def is_whispered(self) -> bool:
        """Whether the answer is to be seen by the asker alone: then nothing can be copied there."""
        message = self._event if isinstance(self._event, Message) else self._event.message
        return isinstance(message, Message) and self._place(message).whisper is not None

    async def show(self, screen: Screen, said: str | None = None) -> None:
        """Answers a message; puts the screen in the place of a tapped card, and stops the button's spinner.

        `said`: in a notification of the tap.

        Raises NotFound where the card can no longer be changed.
        """
        if isinstance(self._event, Message):
            await self.say(screen)
        else:
            await redraw(self._event, screen, self._username_in(self._event.message), said)

    async def say(self, screen: Screen) -> int:
        """Sends one more message in the same place; returns its id, 0 of one that the asker alone sees.

        Raises NotFound where the tapped card is out of reach.
        """
        message = self._message()
        content = content_of(screen, self._username_in(message))
        if screen.placeholder is not None and not screen.rows:
            content["reply_markup"] = ForceReply(input_field_placeholder=screen.placeholder, selective=True)
        return (await self._send(_bot_of(message).send_message, content)).message_id

    async def notify(self, text: str | None = None, *, alert: bool = True) -> None:
        """Stops the spinner of a tap, with a notification where there is something to say.

        `alert`: it stays until the user has read it; else it passes by.
        """
        if isinstance(self._event, CallbackQuery):
            await notify(self._event, text, alert=alert)

    async def lead(self, payload: str) -> None:
        """Stops the spinner of a tap and opens the private chat with the bot, with that payload (bot.deep_links)."""
        if isinstance(self._event, CallbackQuery):
            await _answer_tap(self._event, url=start_url(self._bot_username or "", payload))

    async def send_file(self, name: str, data: bytes, caption: Screen) -> None:
        """Sends a file in the same place, with a caption of at most 1,024 characters."""
        message = self._message()
        content = {"document": BufferedInputFile(data, name), **caption_of(caption, self._username_in(message))}
        await self._send(_bot_of(message).send_document, content)

    async def show_picture(self, picture: bytes | str, caption: Screen) -> str:
        """Sends a PNG, or one that Telegram knows already by its file_id; returns its file_id."""
        message = self._message()
        photo = picture if isinstance(picture, str) else BufferedInputFile(picture, "picture.png")
        content = {"photo": photo, **caption_of(caption, self._username_in(message))}
        sent = await self._send(_bot_of(message).send_photo, content)
        return sent.photo[-1].file_id if sent.photo else ""

    async def copy(self, from_chat: int | str, message_ids: Sequence[int]) -> tuple[int, ...]:
        """Copies messages of another chat, in ascending order, into the same place; returns their ids there.

        Raises NotFound where the tapped card is out of reach or the answer `is_whispered`, and what aiogram raises.
        """
        message = self._message()
        place = self._place(message)
        if place.whisper is not None:
            raise NotFound("error.not_found")
        copied = await _bot_of(message).copy_messages(
            place.chat_id, from_chat, list(message_ids), message_thread_id=place.thread_id
        )
        return tuple(copy.message_id for copy in copied)

    async def _send(self, method: Callable[..., Awaitable[Message]], content: dict[str, Any]) -> Message:
        """Sends what a method sends; what may not be whispered is said aloud, and stands so where it came out aloud."""
        place = self._place(self._message())
        if place.whisper is None:
            return await method(**place.fields(), **content)
        try:
            sent = await self._whisper(method, place, content)
        except TelegramBadRequest as error:
            if not is_no_whisper(error):
                raise
            _log.info("answered for everybody", chat_id=place.chat_id, error=error.message)
            return await method(**place.aloud().fields(), **content)
        self._whispers.heard(sent)
        return sent

    async def _whisper(
        self, method: Callable[..., Awaitable[Message]], place: Place, content: dict[str, Any]
    ) -> Message:
        try:
            return await method(**place.fields(older_words=self._whispers.in_older_words), **content)
        except TelegramBadRequest as error:
            if self._whispers.in_older_words or not wants_older_words(error):
                raise
        self._whispers.older_words()
        return await method(**place.fields(older_words=True), **content)

    def _place(self, message: Message) -> Place:
        return place_of(self._event, message, self._whispers, may_whisper=self._may_whisper)

    def _username_in(self, message: object) -> str | None:
        """The bot's username where its links lead elsewhere: not in the private chat itself."""
        is_private = isinstance(message, Message) and message.chat.type == "private"
        return None if is_private else self._bot_username

    def _message(self) -> Message:
        message = self._event if isinstance(self._event, Message) else self._event.message
        if not isinstance(message, Message):
            raise NotFound("error.card_gone")
        return message


async def answer(message: Message, screen: Screen) -> None:
    """Sends a screen for everybody: in private as a message, in a group as a reply to the question."""
    await Reply(message).say(screen)


async def send(bot: Bot, chat_id: int, screen: Screen, *, reply_to: int | None = None) -> Message:
    """Sends a screen of the bot's own accord; `reply_to`: a message of the chat that it answers all the same."""
    question = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
    return await bot.send_message(chat_id, **content_of(screen), reply_parameters=question)


async def replace(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Puts a screen in the place of a message that the bot sent. Whether it stands there: not in one that is gone."""
    try:
        await bot.edit_message_text(**content_of(screen), chat_id=chat_id, message_id=message_id)
    except TelegramBadRequest as error:
        if not (is_card_gone(error) or is_no_event(error)):
            raise
        return not is_card_gone(error)
    return True


async def redraw(
    query: CallbackQuery, screen: Screen, bot_username: str | None = None, said: str | None = None
) -> None:
    """Puts a screen in the place of the card whose button was tapped, and stops the button's spinner.

    Of a picture it changes the caption. Raises NotFound where the card can no longer be changed.
    """
    if not isinstance(query.message, Message):
        raise NotFound("error.card_gone")
    try:
        await _edit(query, query.message, screen, bot_username)
    except TelegramBadRequest as error:
        if is_card_gone(error):
            raise NotFound("error.card_gone") from error
        if not is_no_event(error):
            raise
    await notify(query, said)


async def _edit(query: CallbackQuery, card: Message, screen: Screen, bot_username: str | None) -> None:
    bot = _bot_of(card)
    is_text = card.text is not None
    content = content_of(screen, bot_username) if is_text else caption_of(screen, bot_username)
    if card.ephemeral_message_id is None:
        edit = bot.edit_message_text if is_text else bot.edit_message_caption
        await edit(chat_id=card.chat.id, message_id=card.message_id, **content)
        return
    whisper = bot.edit_ephemeral_message_text if is_text else bot.edit_ephemeral_message_caption
    await whisper(
        chat_id=card.chat.id,
        receiver_user_id=query.from_user.id,
        ephemeral_message_id=card.ephemeral_message_id,
        **content,
    )


async def notify(query: CallbackQuery, text: str | None = None, *, alert: bool = True) -> None:
    """Stops a button's spinner, with a notification where there is something to say."""
    await _answer_tap(query, text, alert=alert)


async def _answer_tap(
    query: CallbackQuery, text: str | None = None, *, alert: bool = True, url: str | None = None
) -> None:
    try:
        await query.answer(text, show_alert=bool(text) and alert, url=url)
    except TelegramBadRequest as error:
        if not is_no_event(error):
            raise


def _bot_of(message: Message) -> Bot:
    """The bot that the update came to: aiogram gives it to every part of it."""
    return cast("Bot", message.bot)
