"""What Telegram's refusals mean: the one place that reads its descriptions."""

from __future__ import annotations

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

_NO_EVENT = ("message is not modified", "query is too old")
_CARD_GONE = ("message to edit not found", "message can't be edited", "message identifier is not specified")
_NO_WHISPER = (
    "bot_not_admin",  # not asked by an ephemeral command, and no administrator any more
    "message_not_command",  # asked by an ordinary command, and no administrator
    "user_bot_invalid",  # asked by a bot
    "must be an ephemeral message",  # a server that overlooks the parameters of such a message
)
_OLDER_WORDS = ("must be an ephemeral message",)
_MAY_NOT_WRITE = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "chat_guest_send_forbidden",
    "user_restricted",
    "slow mode",
    "slowmode_wait",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "chat not found",
    "chat was deactivated",
    "peer_id_invalid",
    "user_not_participant",  # an answer for his eyes alone, and he has left
    "message_too_old",  # the same, later than the 15 seconds that there are for it
    "query is too old",
)


def is_no_event(error: TelegramBadRequest) -> bool:
    """Whether it was but a second quick tap, or one that has waited too long: nothing has gone wrong."""
    return _says(error, _NO_EVENT)


def is_card_gone(error: TelegramBadRequest) -> bool:
    """Whether the card that was to be changed is out of reach: deleted after the tap, or too old."""
    return _says(error, _CARD_GONE)


def is_no_whisper(error: TelegramBadRequest) -> bool:
    """Whether the answer may not be for the asker's eyes alone, though it may be said aloud."""
    return _says(error, _NO_WHISPER)


def wants_older_words(error: TelegramBadRequest) -> bool:
    """Whether the server knows ephemeral messages, but not under the names that Bot API 10.3 gave their parameters."""
    return _says(error, _OLDER_WORDS)


def may_not_write(error: BaseException) -> bool:
    """Whether the bot may not say this here, or not now: no right, a closed topic, slow mode, blocked, removed, gone.

    Another try would be refused like the first one, and there is nobody to be told.
    """
    if isinstance(error, TelegramForbiddenError | TelegramRetryAfter | TelegramMigrateToChat):
        return True
    return isinstance(error, TelegramBadRequest) and _says(error, _MAY_NOT_WRITE)


def _says(error: TelegramBadRequest, descriptions: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(words in said for words in descriptions)
