"""Every error's last stop: the person is told, the log keeps what happened, the bot goes on."""

from __future__ import annotations

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import ErrorEvent, Message

from bot.answering import answer, notify
from bot.i18n import Words, error_text
from bot.views.screen import Screen
from core.errors import LetopisError, NotFound

_log = structlog.get_logger(__name__)
_NOBODY_TO_TELL = (
    ClientDecodeError,  # the page of a proxy before Telegram
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)


async def tell_failure(event: ErrorEvent, words: Words, *, private: bool | None = None) -> bool:
    """The dispatcher's error handler: tells the person whose update failed, and says that the error is handled.

    `private` is missing where the update failed before any handler saw it: in a group it may be mere talk.
    What a person can meet in good order (a forgotten card) is no event; all else is logged with its traceback.
    """
    error = event.exception
    if not isinstance(error, NotFound):
        _log.error("update failed", update_id=event.update.update_id, exc_info=error)
    if isinstance(error, _NOBODY_TO_TELL):
        return True
    # Only what is meant for a reader is told him in its own words: paths and reasons are the operator's.
    told = error_text(words, error if isinstance(error, NotFound) else LetopisError())
    try:
        if event.update.callback_query:
            await notify(event.update.callback_query, told.text)
        elif event.update.message and (private is not None or _is_private(event.update.message)):
            await answer(event.update.message, Screen(text=told))
    except (TelegramAPIError, ClientDecodeError):
        _log.warning("failure not told", update_id=event.update.update_id, exc_info=True)
    return True


def _is_private(message: Message) -> bool:
    return message.chat.type == "private"
