"""The methods of the Bot API that send a message: to whom, where, in answer to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiogram.methods import SendDocument, SendMessage, SendPhoto
from aiogram.types import EphemeralMessageParameters, ReplyParameters

from tests.telegram.files import outgoing_file
from tests.telegram.model import JSON, Chat, Message, Upload, bad_request, refused
from tests.telegram.parser import MAX_CAPTION_UNITS
from tests.telegram.places import find_chat, require_presence, require_rights, require_topic
from tests.telegram.requests import outgoing_markup, outgoing_text
from tests.telegram.shapes import message_json

if TYPE_CHECKING:
    from tests.telegram.world import World

Handler = Callable[["World", Any, Mapping[str, Upload]], Any]

EPHEMERAL_WINDOW_S = 15
"""So long after a tap or an ephemeral message its sender is answered so; by an administrator at any time."""
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes. `receiver_id`: the only user who sees it, or 0."""

    chat: Chat
    thread_id: int | None = None
    reply_to: Message | None = None
    receiver_id: int = 0


def send_message(world: World, request: SendMessage, _files: Mapping[str, Upload]) -> JSON:
    """The method sendMessage."""
    text = outgoing_text(request.text, request.entities, request.parse_mode)
    content: JSON = {"text": text.text}
    if text.entities:
        content["entities"] = list(text.entities)
    return _send(world, request, content, "text messages")


def send_document(world: World, request: SendDocument, files: Mapping[str, Upload]) -> JSON:
    """The method sendDocument: with an upload, or again by file_id."""
    content = outgoing_file(world, "document", str(request.document), files)
    return _send(world, request, content | outgoing_caption(request), "documents")


def send_photo(world: World, request: SendPhoto, files: Mapping[str, Upload]) -> JSON:
    """The method sendPhoto: with an upload, or again by file_id."""
    content = outgoing_file(world, "photo", str(request.photo), files)
    return _send(world, request, content | outgoing_caption(request), "photos")


def outgoing_caption(request: Any) -> JSON:
    """The caption of a request or of an InputMedia as a part of a message's content."""
    if not request.caption:
        return {}
    caption = outgoing_text(request.caption, request.caption_entities, request.parse_mode, MAX_CAPTION_UNITS)
    entities: JSON = {"caption_entities": list(caption.entities)} if caption.entities else {}
    return {"caption": caption.text} | entities


def _send(world: World, request: SendMessage | SendDocument | SendPhoto, content: JSON, what: str) -> JSON:
    markup = outgoing_markup(request.reply_markup)
    target = target_of(world, request, what)
    return message_json(world, put(world, target, content, markup))


def target_of(world: World, request: Any, what: str) -> Target:
    """Where a request goes. Raises ApiError where the bot may not send `what` there, or not so."""
    chat = find_chat(world, request.chat_id)
    reply: ReplyParameters | None = getattr(request, "reply_parameters", None)
    ephemeral = _wish(request)
    reply_to = None if reply is None else _answered(chat, reply, ephemeral is not None)
    require_presence(world, chat)
    thread_id = request.message_thread_id or (reply_to.thread_id if reply_to else None)
    require_topic(world, chat, thread_id)
    require_rights(world, chat, what)
    receiver_id = 0 if ephemeral is None else _receiver(world, chat, ephemeral, reply_to)
    return Target(chat, thread_id, reply_to, receiver_id)


def _wish(request: Any) -> EphemeralMessageParameters | None:
    """For whom alone the message is, in the newer parameter or in the two older ones of Bot API 10.2."""
    newer: EphemeralMessageParameters | None = getattr(request, "ephemeral_message_parameters", None)
    receiver_id = getattr(request, "receiver_user_id", None)
    if newer is not None or receiver_id is None:
        return newer
    return EphemeralMessageParameters(receiver_user_id=receiver_id, callback_query_id=request.callback_query_id)


def put(world: World, target: Target, content: JSON, markup: JSON | None = None) -> Message:
    """The bot's message, as everybody or its receiver now sees it."""
    chat = target.chat
    message = world.put(
        chat,
        world.bot,
        content,
        markup=markup,
        thread_id=target.thread_id,
        reply_to=target.reply_to.id if target.reply_to else None,
        receiver_id=target.receiver_id,
    )
    chat.bot_wrote_at = world.unix_now()
    card = world.card(message, "message")
    world.note("message", chat, world.bot, message_id=message.id, card=card, only_for=target.receiver_id)
    return message


def _answered(chat: Chat, reply: ReplyParameters, is_ephemeral: bool) -> Message | None:
    if reply.ephemeral_message_id is not None:
        if not is_ephemeral:
            raise bad_request("a reply to an ephemeral message must be an ephemeral message")
        answered = chat.ephemeral.get(reply.ephemeral_message_id)
        if answered is None or answered.deleted:
            raise bad_request("message to be replied not found")
        return answered
    answered = chat.messages.get(reply.message_id or 0)
    if answered is not None and not answered.deleted:
        return answered
    if reply.allow_sending_without_reply is not True:
        raise bad_request("message to be replied not found")
    return None


def _receiver(world: World, chat: Chat, wish: EphemeralMessageParameters, reply_to: Message | None) -> int:
    """Who alone sees the message: the user who tapped or wrote an ephemeral message a moment ago."""
    if not chat.is_group:
        raise refused("BOT_NOT_ADMIN" if chat.type == "private" else "PEER_ID_INVALID")
    receiver = world.users.get(wish.receiver_user_id)
    if receiver is None or not chat.has_member(receiver.id):
        raise refused("USER_NOT_PARTICIPANT")
    if receiver.is_bot:
        raise bad_request("USER_BOT_INVALID")
    is_admin = chat.has_admin(world.bot.id)
    if wish.callback_query_id and not is_admin:
        query = world.callbacks.get(wish.callback_query_id)
        if query is None or (query.user_id, query.chat_id) != (receiver.id, chat.id):
            raise bad_request(TOO_OLD)
        if query.expired or world.unix_now() - (query.asked_at or 0) > EPHEMERAL_WINDOW_S:
            raise refused(TOO_OLD)
    elif not is_admin:
        if reply_to is None:
            raise bad_request("BOT_NOT_ADMIN")
        if not reply_to.ephemeral_id or reply_to.sender_id != receiver.id:
            raise bad_request("MESSAGE_NOT_COMMAND")
        if world.unix_now() - reply_to.sent_at > EPHEMERAL_WINDOW_S:
            raise refused("MESSAGE_TOO_OLD")
    return receiver.id
