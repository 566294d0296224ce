"""What the bot gets to see of what people write, and what of it is for its eyes alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.telegram.model import JSON, Chat, Message, User
from tests.telegram.parser import found_entities

if TYPE_CHECKING:
    from tests.telegram.world import World

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s|$)")


def is_shown(world: World, chat: Chat, message: Message) -> bool:
    """Privacy mode: of a group the bot sees what is meant for it, as an administrator everything."""
    if chat.type == "private":
        return not world.users[chat.id].has_blocked_bot
    if not chat.has_member(world.bot.id):
        return False
    if message.ephemeral_id:
        return message.receiver_id == world.bot.id
    if chat.has_admin(world.bot.id) or not world.privacy or "via_bot" in message.content:
        return True
    answered = chat.messages.get(message.reply_to or 0)
    return (answered is not None and answered.sender_id == world.bot.id) or _is_addressed(world, message.content)


def calls_guest(world: World, chat: Chat, message: Message) -> bool:
    """Whether a message calls the bot into a group that it is no member of."""
    if not world.guest_mode or not chat.is_group or chat.is_protected or "via_bot" in message.content:
        return False
    return chat.status_of(world.bot.id) == "left" and f"@{world.bot.username}".lower() in _mentions(message.content)


def is_ephemeral(world: World, chat: Chat, user: User, text: str, reply_to: int) -> bool:
    """Whether a text is for the bot alone: a command offered as ephemeral, or a reply to an ephemeral message.

    `reply_to`: the ephemeral id of the message that is answered, or 0.
    """
    if not chat.is_group or not chat.has_member(world.bot.id):
        return False
    match = _COMMAND.match(text)
    if match is None or (match[2] or str(world.bot.username)).lower() != str(world.bot.username).lower():
        return reply_to in chat.ephemeral
    offered = [item["command"] for item in commands_for(world, chat, user) if item.get("is_ephemeral")]
    return match[1] in offered or reply_to in chat.ephemeral


def commands_for(world: World, chat: Chat, user: User) -> list[JSON]:
    """The commands that a user is offered in a chat: the narrowest scope wins, then the user's language."""
    places = {"chat_id": chat.id}
    one = json.dumps(places | {"type": "chat"}, sort_keys=True)
    if not chat.is_group:
        scopes = [one, "all_private_chats", "default"]
    else:
        member = json.dumps(places | {"type": "chat_member", "user_id": user.id}, sort_keys=True)
        admins = json.dumps(places | {"type": "chat_administrators"}, sort_keys=True)
        own, all_own = ([admins], ["all_chat_administrators"]) if chat.has_admin(user.id) else ([], [])
        scopes = [member, *own, one, *all_own, "all_group_chats", "default"]
    for scope in scopes:
        for language in (user.language_code or "", ""):
            if commands := world.commands.get((scope, language)):
                return commands
    return []


def _is_addressed(world: World, content: JSON) -> bool:
    text = _text(content)
    me = f"@{world.bot.username}".lower()
    for entity in found_entities(text):
        piece = _piece(text, entity)
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return "@" not in piece or piece.endswith(me)
        if piece == me:
            return True
    return False


def _mentions(content: JSON) -> set[str]:
    text = _text(content)
    return {_piece(text, entity) for entity in found_entities(text) if entity["type"] == "mention"}


def _text(content: JSON) -> str:
    return str(content.get("text") or content.get("caption") or "")


def _piece(text: str, entity: JSON) -> str:
    units = text.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le").lower()
