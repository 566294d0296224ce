"""Telegram's side of copying media: copyMessages, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound, TelegramRetryAfter

from bot.answering import Reply
from bot.services.media_sending import Copied, Copy, Copying

_NOT_HERE = (
    "not enough rights",
    "have no rights",
    "chat_send_",
    "chat_write_forbidden",
    "chat_restricted",
    "user_restricted",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "slow mode",
    "slowmode_wait",
    "blocked by the user",
    "user is deactivated",
    "the group chat",
    "the supergroup chat",
)
"""Telegram's words where it is the chat of the card that does not take the media; all others are of the channel."""


def copying_by(reply: Reply) -> Copy:
    """Copies into the chat of the card that was tapped; nothing can be copied for the eyes of one alone."""

    async def copy(from_chat: int | str, message_ids: Sequence[int]) -> Copied:
        if reply.is_whispered:
            return Copied(Copying.NOT_HERE)
        try:
            copies = await reply.copy(from_chat, message_ids)
        except TelegramRetryAfter:
            return Copied(Copying.TOO_MUCH)
        except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound) as error:
            return Copied(refusal_of(error.message))
        return Copied(Copying.DONE if copies else Copying.REFUSED, copies)

    return copy


def refusal_of(description: str) -> Copying:
    """What Telegram's description of an error says: the channel's post cannot be copied, or not into this chat."""
    said = description.lower()
    return Copying.NOT_HERE if any(words in said for words in _NOT_HERE) else Copying.REFUSED
