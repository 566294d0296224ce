"""Gives every handler its context: the viewer, the words of the chat's language, the present instant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware, Bot
from aiogram.types import CallbackQuery, Chat, ChosenInlineResult, InlineQuery, Message, TelegramObject, Update, User

from bot.answering import Reply
from bot.i18n import Words, choose_language, words_of
from bot.services.asking import Asker
from bot.services.groups import Groups
from bot.services.viewers import Viewers
from bot.whispering import Whispers
from storage.chats import ChatSettings

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Context(BaseMiddleware):
    """Adds `words`, `now`, `bot_username`, `chat_id` and `private` to the handler's arguments, and `asker` and `reply`.

    The last two come with messages and taps alone, whose answers can show posts; to know who may see what can cost a
    word with Telegram. What is asked elsewhere (inline, as a guest) has the user's own language, an `asker` who sees
    what everybody may see, and no chat. It sits on the update itself, so the error handler finds `words` too.
    """

    def __init__(
        self,
        viewers: Viewers,
        groups: Groups,
        whispers: Whispers,
        default_language: str,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._viewers = viewers
        self._groups = groups
        self._whispers = whispers
        self._default_language = default_language
        self._zone = zone
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Passes an update on with its context."""
        bot: Bot = data["bot"]
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        data["now"] = self._clock()
        data["words"] = self._words(user, ChatSettings())
        data["bot_username"] = (await bot.me()).username or ""
        inner = _inner(event)
        if _from_elsewhere(event):
            data["words"] = self._words(user, await self._settings(user.id if user else None))
            data["asker"] = await self._guest(user, data["now"])
            return await handler(event, data)
        settings = await self._settings(chat.id if chat else None)
        data["words"] = self._words(user, settings)
        if chat is not None:
            data["chat_id"] = chat.id
            data["private"] = chat.type == "private"
            if isinstance(inner, Message | CallbackQuery):
                data["reply"] = Reply(
                    inner,
                    self._whispers,
                    may_whisper=settings.quiet and settings.bot_is_admin,
                    bot_username=data["bot_username"],
                )
                data["asker"] = await self._asker(inner, chat, user, data["now"])
        return await handler(event, data)

    async def _settings(self, chat_id: int | None) -> ChatSettings:
        return ChatSettings() if chat_id is None else await self._groups.settings(chat_id)

    def _words(self, user: User | None, settings: ChatSettings) -> Words:
        spoken = user.language_code if user else None
        return words_of(choose_language(spoken, settings.language, self._default_language), self._zone)

    async def _guest(self, user: User | None, now: datetime) -> Asker:
        """One who asks where the bot does not see who reads: he is shown what everybody may see."""
        user_id = user.id if user else None
        return Asker(chat_id=user_id or 0, user_id=user_id, viewer=await self._viewers.guest(), now=now)

    async def _asker(self, event: Message | CallbackQuery, chat: Chat, user: User | None, now: datetime) -> Asker:
        speaks_for_chat = isinstance(event, Message) and event.sender_chat is not None
        user_id = None if user is None or speaks_for_chat else user.id
        return Asker(chat_id=chat.id, user_id=user_id, viewer=await self._viewers.of_chat(chat.id, user_id), now=now)


def _from_elsewhere(event: TelegramObject) -> bool:
    """Whether the answer goes where the bot does not see who reads it."""
    guest = isinstance(event, Update) and event.guest_message is not None
    return guest or isinstance(_inner(event), InlineQuery | ChosenInlineResult)


def _inner(event: TelegramObject) -> TelegramObject:
    return event.event if isinstance(event, Update) else event
