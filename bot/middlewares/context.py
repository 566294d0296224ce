"""Gives every handler its context: the viewer, the words of the chat's language, the present instant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot.answering import Reply
from bot.i18n import choose_language, words_of
from bot.services.asking import Asker
from bot.services.languages import Languages
from bot.services.viewers import Viewers

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Context(BaseMiddleware):
    """Adds `words`, `now`, `chat_id` and `private` to the handler's arguments, and `asker` and `reply`.

    The last two come with messages and taps alone, whose answers can show posts; to know who may see what can cost a
    word with Telegram. It sits on the update itself, so the error handler finds `words` too.
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
            inner = _inner(event)
            if isinstance(inner, Message | CallbackQuery):
                data["reply"] = Reply(inner)
                data["asker"] = await self._asker(inner, chat, user, data["now"])
        return await handler(event, data)

    async def _asker(self, event: Message | CallbackQuery, chat: Chat, user: User | None, now: datetime) -> Asker:
        speaks_for_chat = isinstance(event, Message) and event.sender_chat is not None
        user_id = None if user is None or speaks_for_chat else user.id
        return Asker(chat_id=chat.id, user_id=user_id, viewer=await self._viewers.of_chat(chat.id, user_id), now=now)


def _inner(event: TelegramObject) -> TelegramObject:
    return event.event if isinstance(event, Update) else event
