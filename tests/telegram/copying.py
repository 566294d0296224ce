"""The methods copyMessage and copyMessages: a post in another chat, without a word of where it comes from."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiogram.methods import CopyMessage, CopyMessages

from tests.telegram.model import JSON, Chat, Message, Upload, bad_request, refused
from tests.telegram.places import find_chat, require_presence
from tests.telegram.requests import outgoing_markup
from tests.telegram.sending import Handler, outgoing_caption, put, target_of

if TYPE_CHECKING:
    from tests.telegram.world import World

MAX_COPIED = 100
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "video", "document", "audio", "animation",
            "voice", "video_note", "sticker", "media_group_id")  # fmt: skip
_WORDS = ("caption", "caption_entities")


def copy_message(world: World, request: CopyMessage, _files: Mapping[str, Upload]) -> JSON:
    """The method copyMessage, with another caption where one is given."""
    markup = outgoing_markup(request.reply_markup)
    caption = outgoing_caption(request)
    target = target_of(world, request, "media")
    origin = _readable(world, request.from_chat_id)
    source = origin.messages.get(request.message_id)
    if source is None or source.deleted:
        raise refused("message to copy not found")
    content = {name: value for name, value in _content_of(origin, source).items() if name != "media_group_id"}
    if request.caption is not None and "text" not in content:
        content = {name: value for name, value in content.items() if name not in _WORDS} | caption
    return {"message_id": put(world, target, content, markup).id}


def copy_messages(world: World, request: CopyMessages, _files: Mapping[str, Upload]) -> list[JSON]:
    """The method copyMessages: those that are still there; an album stays one."""
    ids = request.message_ids
    if not 1 <= len(ids) <= MAX_COPIED:
        raise bad_request("too many message identifiers specified" if ids else "message identifiers are not specified")
    if ids != sorted(set(ids)) or ids[0] <= 0:
        raise bad_request("message identifiers must be in a strictly increasing order")
    target = target_of(world, request, "media")
    origin = _readable(world, request.from_chat_id)
    sources = [message for number in ids if (message := origin.messages.get(number)) and not message.deleted]
    contents = [_content_of(origin, source) for source in sources if set(source.content) & set(_CONTENT)]
    if not contents:
        raise refused("there are no messages to forward")
    albums: dict[str, str] = {}
    copied = []
    for content in contents:
        if album := content.get("media_group_id"):
            content["media_group_id"] = albums.setdefault(album, world.new_id())
        kept = {name: value for name, value in content.items() if not (request.remove_caption and name in _WORDS)}
        copied.append({"message_id": put(world, target, kept).id})
    return copied


def _readable(world: World, chat_id: int | str) -> Chat:
    """A chat whose messages the bot can read: a public channel is not enough, it has to be a member."""
    chat = find_chat(world, chat_id)
    if chat.type == "private":
        return chat
    if chat.username and chat.status_of(world.bot.id) == "left":
        raise refused("there are no messages to forward")
    require_presence(world, chat)
    return chat


def _content_of(chat: Chat, source: Message) -> JSON:
    if chat.is_protected or source.content.get("has_protected_content"):
        raise refused("message has protected content and can't be forwarded")
    return copy.deepcopy({name: value for name, value in source.content.items() if name in _CONTENT})


HANDLERS: dict[str, Handler] = {"copymessage": copy_message, "copymessages": copy_messages}
