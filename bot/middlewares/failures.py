"""Every error's last stop: the person is told, the log keeps what happened, the bot goes on."""

from __future__ import annotations

from contextlib import suppress

import structlog
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.types import Chat, ErrorEvent, Message

from bot.answering import Reply, notify
from bot.i18n import Words, error_text
from bot.refusals import may_not_write
from bot.views.screen import Screen
from core.errors import LetopisError, NotFound

_log = structlog.get_logger(__name__)
_TROUBLE_BETWEEN = (
    ClientDecodeError,  # the page of a proxy before Telegram
    TelegramNetworkError,
    TelegramServerError,
)


async def tell_failure(
    event: ErrorEvent, words: Words, reply: Reply | None = None, event_chat: Chat | None = None
) -> bool:
    """The dispatcher's error handler: tells the person whose update failed, and says that the error is handled.

    He is told as he would have been answered. `reply` is missing where the update failed before any handler saw it: in
    a group it may be mere talk. What a person can meet in good order (a forgotten card) is no event; where the bot may
    not write, a line is logged and no other word is tried; all else is logged with its traceback.
    """
    error = event.exception
    if may_not_write(error):
        _note_silence(error, event_chat)
        await _stop_spinner(event)
        return True
    if not isinstance(error, NotFound):
        _log.error("update failed", update_id=event.update.update_id, exc_info=error)
    if isinstance(error, _TROUBLE_BETWEEN):
        await _stop_spinner(event)
        return True
    # Only what is meant for a reader is told him in its own words: paths and reasons are the operator's.
    told = Screen(text=error_text(words, error if isinstance(error, NotFound) else LetopisError()))
    try:
        await _tell(event, told, reply)
    except (TelegramAPIError, ClientDecodeError) as refusal:
        if may_not_write(refusal):
            _note_silence(refusal, event_chat)
        else:
            _log.warning("failure not told", update_id=event.update.update_id, exc_info=True)
    return True


def _note_silence(error: Exception, chat: Chat | None) -> None:
    _log.warning("not answered", chat_id=chat.id if chat else None, error=str(error).partition("\n")[0])


async def _tell(event: ErrorEvent, told: Screen, reply: Reply | None) -> None:
    update = event.update
    if update.callback_query:
        await notify(update.callback_query, told.text.text)
    elif reply is not None:
        await reply.show(told)
    elif update.message and _is_private(update.message):
        await Reply(update.message).show(told)


async def _stop_spinner(event: ErrorEvent) -> None:
    """A button that was tapped does not spin on; one try, for who may not write may not do that either."""
    if event.update.callback_query:
        with suppress(AiogramError):
            await notify(event.update.callback_query)


def _is_private(message: Message) -> bool:
    return message.chat.type == "private"
