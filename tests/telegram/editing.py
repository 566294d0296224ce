"""The methods of the Bot API that change and delete messages, ephemeral ones too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiogram.methods import DeleteEphemeralMessage, DeleteMessage

from tests.telegram.files import outgoing_file
from tests.telegram.model import JSON, Message, Upload, bad_request, refused
from tests.telegram.places import find_chat, require_presence
from tests.telegram.requests import outgoing_markup, outgoing_text
from tests.telegram.sending import Handler, outgoing_caption
from tests.telegram.shapes import message_json

if TYPE_CHECKING:
    from tests.telegram.world import World

DELETABLE_S = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_MEDIA = ("photo", "document", "video", "audio", "animation")


def edit_text(world: World, request: Any, _files: Mapping[str, Upload]) -> JSON | bool:
    """The method editMessageText; without a keyboard in the request the message loses the one it has."""
    text = outgoing_text(request.text, request.entities, request.parse_mode)
    message = _own_message(world, request)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content: JSON = {"text": text.text} | ({"entities": list(text.entities)} if text.entities else {})
    return _edit(world, message, _kept(message) | content, request)


def edit_caption(world: World, request: Any, _files: Mapping[str, Upload]) -> JSON | bool:
    """The method editMessageCaption: without a caption in the request the message loses the one it has."""
    caption = outgoing_caption(request)
    message = _own_message(world, request)
    media = {name: value for name, value in message.content.items() if name in _MEDIA}
    if not media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, _kept(message) | media | caption, request)


def edit_media(world: World, request: Any, files: Mapping[str, Upload]) -> JSON | bool:
    """The method editMessageMedia: a photo or a document, and its caption; of a text, too."""
    media = request.media
    if media.type not in ("photo", "document"):
        raise bad_request(f"can't parse InputMedia: type {media.type} is not emulated")
    message = _own_message(world, request)
    content = outgoing_file(world, media.type, str(media.media), files) | outgoing_caption(media)
    return _edit(world, message, _kept(message) | content, request)


def edit_markup(world: World, request: Any, _files: Mapping[str, Upload]) -> JSON | bool:
    """The method editMessageReplyMarkup."""
    message = _own_message(world, request)
    return _edit(world, message, message.content, request)


def _kept(message: Message) -> JSON:
    return {name: value for name, value in message.content.items() if name == "via_bot"}


def _own_message(world: World, request: Any) -> Message:
    if getattr(request, "inline_message_id", None):
        if request.inline_message_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[request.inline_message_id]
    ephemeral_id = getattr(request, "ephemeral_message_id", 0)
    if request.chat_id is None or (not ephemeral_id and not request.message_id):
        raise bad_request("message identifier is not specified")
    chat = find_chat(world, request.chat_id)
    message = chat.find(0 if ephemeral_id else request.message_id, ephemeral_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender_id != world.bot.id:
        raise bad_request("message can't be edited")
    if ephemeral_id and message.receiver_id != request.receiver_user_id:
        raise bad_request("message to edit not found")
    require_presence(world, chat)
    return message


def _edit(world: World, message: Message, content: JSON, request: Any) -> JSON | bool:
    markup = outgoing_markup(request.reply_markup, only_inline=True)
    if (message.content, message.markup) == (content, markup):
        raise (refused if world.forgives_same_edits else bad_request)(_NOT_MODIFIED)
    if message.content != content:
        message.edited_at = world.unix_now()
    message.content, message.markup = content, markup
    chat = world.chats[message.chat_id]
    card = world.card(message, "edit")
    world.note("edit", chat, world.bot, message_id=message.id, card=card, only_for=message.receiver_id)
    if message.ephemeral_id or message.inline_id:
        return True
    return message_json(world, message)


def delete_message(world: World, request: DeleteMessage, _files: Mapping[str, Upload]) -> bool:
    """The method deleteMessage: the bot's own ones for two days, in private chats the user's, as administrator all."""
    chat = find_chat(world, request.chat_id)
    message = chat.messages.get(request.message_id)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    require_presence(world, chat)
    is_admin = chat.has_admin(world.bot.id)
    if message.sender_id != world.bot.id and chat.type != "private" and not is_admin:
        raise bad_request("message can't be deleted")
    if world.unix_now() - message.sent_at > DELETABLE_S and not is_admin:
        raise bad_request("message can't be deleted for everyone")
    return _delete(world, message)


def delete_ephemeral(world: World, request: DeleteEphemeralMessage, _files: Mapping[str, Upload]) -> bool:
    """The method deleteEphemeralMessage: of the bot's own."""
    return _delete(world, _own_message(world, request))


def _delete(world: World, message: Message) -> bool:
    message.deleted = True
    chat, card = world.chats[message.chat_id], world.card(message, "message")
    world.note("delete", chat, world.bot, message_id=message.id, card=card, only_for=message.receiver_id)
    return True


HANDLERS: dict[str, Handler] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagemedia": edit_media,
    "editmessagereplymarkup": edit_markup,
    "editephemeralmessagetext": edit_text,
    "editephemeralmessagecaption": edit_caption,
    "editephemeralmessagemedia": edit_media,
    "editephemeralmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "deleteephemeralmessage": delete_ephemeral,
}
