"""What a message points at: a card of the bot that it answers, a post that was forwarded, links to posts."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram.types import Message, MessageEntity, MessageOriginChannel, MessageOriginUnion

from bot.callbacks import OpenTap, SaveTap
from bot.deep_links import PostLink, read_post
from bot.services.likeness import Pointer
from core.types import ChannelRef

_MARK = 10**12
"""Taken off the Bot API's id of a channel, without its minus, this leaves Telegram's own."""

_BESIDE = "()[]<>«»\"'.,;:!?"


def pointer_of(message: Message, typed: str = "") -> Pointer:
    """What a person means who sends this message, with these words behind his command.

    His own link counts before what he answers. A list of the bot's means none of its posts.
    """
    answered = message.reply_to_message
    own_words = tuple(_links(typed, message.entities or ()))
    if own_words or answered is None:
        foreign = _from_origin(message.external_reply.origin) if message.external_reply else ()
        return Pointer(links=own_words or tuple(foreign))
    saves = [SaveTap.unpack(data) for data in _data_of(answered) if data.startswith(f"{SaveTap.__prefix__}:")]
    if saves:
        return Pointer(card_id=saves[0].card, index=saves[0].index)
    if any(data.startswith(f"{OpenTap.__prefix__}:") for data in _data_of(answered)):
        return Pointer()
    origin = tuple(_from_origin(answered.forward_origin)) if answered.forward_origin else ()
    text = answered.text or answered.caption or ""
    written = tuple(_links(text, answered.entities or answered.caption_entities or ()))
    return Pointer(message_id=answered.message_id, links=(*origin, *written))


def _data_of(message: Message) -> list[str]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.callback_data for row in rows for button in row if button.callback_data]


def _from_origin(origin: MessageOriginUnion) -> Iterator[PostLink]:
    if isinstance(origin, MessageOriginChannel):
        ref = ChannelRef(telegram_id=-origin.chat.id - _MARK, username=origin.chat.username)
        yield PostLink(message_id=origin.message_id, ref=ref)


def _links(text: str, entities: tuple[MessageEntity, ...] | list[MessageEntity]) -> Iterator[PostLink]:
    """The posts whose addresses stand in a text or behind its words."""
    behind = [entity.url for entity in entities if entity.url]
    for address in (*text.split(), *behind):
        link = read_post(address.strip(_BESIDE))
        if isinstance(link, PostLink):
            yield link
