"""Where an answer goes and who sees it: its chat, its topic, the question that it hangs on, the one or all.

A whisper is an ephemeral message (Bot API 10.2): it is in a group, and one member sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from aiogram.types import CallbackQuery, EphemeralMessageParameters, Message, ReplyParameters

_log = structlog.get_logger(__name__)


class Whispers:
    """What is known of this Bot API server, from its answers since the start: whether it can whisper at all.

    A server that cannot overlooks what it is asked, and its answer stands in public.
    """

    def __init__(self) -> None:
        self.are_known = True
        self.in_older_words = False
        """Bot API 10.2 has other names for the parameters."""

    def heard(self, sent: Message) -> None:
        """Learns from a message that was to be a whisper."""
        is_one = sent.ephemeral_message_id is not None
        if is_one != self.are_known:
            _log.info("what this server knows of ephemeral messages", are_known=is_one)
        self.are_known = is_one

    def older_words(self) -> None:
        """The server wants the older names."""
        self.in_older_words = True
        _log.info("this server knows ephemeral messages as Bot API 10.2 names them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an answer goes. `whisper`: for whose eyes alone it is; None: everybody's."""

    chat_id: int
    thread_id: int | None
    question: ReplyParameters | None
    whisper: EphemeralMessageParameters | None = None

    def aloud(self) -> Place:
        """The same place, for everybody; a question that others cannot see is not answered on its spot."""
        hidden = self.question is not None and self.question.ephemeral_message_id is not None
        return Place(chat_id=self.chat_id, thread_id=self.thread_id, question=None if hidden else self.question)

    def fields(self, *, older_words: bool = False) -> dict[str, Any]:
        """The parameters of a method that sends. `older_words`: as Whispers.in_older_words."""
        whisper: dict[str, Any] = {"ephemeral_message_parameters": self.whisper}
        if older_words and self.whisper is not None:
            whisper = {
                "receiver_user_id": self.whisper.receiver_user_id,
                "callback_query_id": self.whisper.callback_query_id,
            }
        return {
            "chat_id": self.chat_id,
            "message_thread_id": self.thread_id,
            "reply_parameters": self.question,
            **whisper,
        }


def place_of(event: Message | CallbackQuery, message: Message, whispers: Whispers, *, may_whisper: bool) -> Place:
    """Where the answer to a message goes, or one more message after a tap; `message`: that message, or the tapped card.

    `may_whisper`: whether the group wants it so, and the bot may do it unasked, as an administrator. Who writes as the
    group or as a channel has no eyes of his own: what he asks is answered for everybody.
    """
    place = Place(
        chat_id=message.chat.id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        question=_question(event, message),
    )
    receiver = _receiver(event, message, may_whisper=may_whisper and whispers.are_known)
    if receiver is None:
        return place.aloud()
    return Place(chat_id=place.chat_id, thread_id=place.thread_id, question=place.question, whisper=receiver)


def _question(event: Message | CallbackQuery, message: Message) -> ReplyParameters | None:
    """In a group an answer hangs on its question; not on a card that one member sees, which takes no replies."""
    is_whisper = message.ephemeral_message_id is not None
    if message.chat.type == "private" or (is_whisper and isinstance(event, CallbackQuery)):
        return None
    if is_whisper:
        return ReplyParameters(ephemeral_message_id=message.ephemeral_message_id)
    return message.as_reply_parameters(allow_sending_without_reply=True)


def _receiver(
    event: Message | CallbackQuery, message: Message, *, may_whisper: bool
) -> EphemeralMessageParameters | None:
    if isinstance(event, CallbackQuery):
        if message.ephemeral_message_id is None:
            return None
        return EphemeralMessageParameters(receiver_user_id=event.from_user.id, callback_query_id=event.id)
    asker = event.from_user
    if asker is None or asker.is_bot or event.sender_chat is not None:
        return None
    if event.ephemeral_message_id is None and not may_whisper:
        return None
    return EphemeralMessageParameters(receiver_user_id=asker.id)
