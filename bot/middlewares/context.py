"""Gives every handler its context: the viewer, the words of the chat's language, the present instant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot.i18n import choose_language, words_of
from bot.services.languages import Languages
from bot.services.viewers import Viewers

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Context(BaseMiddleware):
    """Adds `words`, `now`, `chat_id`, `private`, `viewer` and `asker_id` to the handler's arguments.

    `viewer` comes with messages and taps alone, whose answers can show posts; to know it may cost a word with Telegram.
    `asker_id`: None for an anonymous one. It sits on the update itself, so the error handler finds `words` too.
    """

    def __init__(
        self,
        viewers: Viewers,
        languages: Languages,
        default_language: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._viewers = viewers
        self._languages = languages
        self._default_language = default_language
        self._zone = zone
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Passes an update on with its context."""
        chat: Chat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        spoken = user.language_code if user else None
        data["now"] = self._clock()
        data["words"] = words_of(choose_language(spoken, None, self._default_language), self._zone)
        if chat is not None:
            chosen = await self._languages.chosen(chat.id)
            data["words"] = words_of(choose_language(spoken, chosen, self._default_language), self._zone)
            data["chat_id"] = chat.id
            data["private"] = chat.type == "private"
            data["asker_id"] = _asker_id(event, user)
            if isinstance(_inner(event), Message | CallbackQuery):
                data["viewer"] = await self._viewers.of_chat(chat.id, data["asker_id"])
        return await handler(event, data)


def _asker_id(event: TelegramObject, user: User | None) -> int | None:
    """The user who asks; None where a message speaks for a chat (an anonymous admin, a channel)."""
    inner = _inner(event)
    if isinstance(inner, Message) and inner.sender_chat is not None:
        return None
    return user.id if user else None


def _inner(event: TelegramObject) -> TelegramObject:
    return event.event if isinstance(event, Update) else event
