"""A Telegram of one private chat: answers the bot's calls by their type and hands what is shown to a screen."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetMe,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import Chat, InlineKeyboardMarkup, InputFile, Message, User

from bot.console.screen import TerminalScreen
from core.richtext import RichText, entity_from_json

CHAT_ID = 1
BOT_USER = User(id=2, is_bot=True, first_name="Letopis", username="letopis_console")


class ConsoleSession(BaseSession):
    """Prints what the bot sends, edits and notifies. What it does not know is answered with True."""

    def __init__(self, screen: TerminalScreen, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._screen = screen
        self._clock = clock
        self._messages = 0
        self.card: Message | None = None
        """The last message with buttons."""

    def next_message_id(self) -> int:
        """The number of the chat's next message, whoever writes it."""
        self._messages += 1
        return self._messages

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        """Plays Telegram for one call."""
        match method:
            case GetMe():
                return BOT_USER
            case SendMessage():
                return self._show(bot, self.next_message_id(), method)
            case SendPhoto() | SendDocument():
                return self._show(bot, self.next_message_id(), _told_of(method))
            case EditMessageText():
                return self._show(bot, cast("int", method.message_id), method)
            case AnswerCallbackQuery(text=str(text)):
                self._screen.notify(text)
        return True

    def _show(self, bot: Bot, message_id: int, method: SendMessage | EditMessageText) -> Message:
        entities = list(method.entities or ())
        keyboard = method.reply_markup if isinstance(method.reply_markup, InlineKeyboardMarkup) else None
        known = (entity_from_json(entity.model_dump(exclude_none=True)) for entity in entities)
        self._screen.show(RichText.clean(method.text or "", known), _labels(keyboard))
        message = Message(
            message_id=message_id,
            date=self._clock(),
            chat=Chat(id=CHAT_ID, type="private"),
            from_user=BOT_USER,
            text=method.text,
            entities=entities,
            reply_markup=keyboard,
        ).as_(bot)
        if keyboard:
            self.card = message
        elif self.card is not None and self.card.message_id == message_id:
            self.card = None  # its buttons are gone with this edit
        return message

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """There are no files in the terminal: all are empty."""
        yield b""


def _told_of(method: SendPhoto | SendDocument) -> SendMessage:
    """In the place of a file, which a terminal does not show: what stands below it, and its name."""
    sent = method.photo if isinstance(method, SendPhoto) else method.document
    name = f"📎 {sent.filename if isinstance(sent, InputFile) else sent}"
    told = f"{method.caption}\n\n{name}" if method.caption else name
    return SendMessage(
        chat_id=method.chat_id, text=told, entities=method.caption_entities, reply_markup=method.reply_markup
    )


def _labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    if keyboard is None:
        return []
    return [
        [button.text + (f" → {button.url}" if button.url else "") for button in row] for row in keyboard.inline_keyboard
    ]
