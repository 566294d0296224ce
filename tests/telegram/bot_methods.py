"""The methods of the Bot API about the bot itself, about chats and their members, and getUpdates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    DeleteMyCommands,
    DeleteWebhook,
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetFile,
    GetMe,
    GetMyCommands,
    GetUpdates,
    LeaveChat,
    SetMyCommands,
)

from tests.telegram.model import JSON, ApiError, Chat, Upload, bad_request
from tests.telegram.places import find_chat, require_presence
from tests.telegram.requests import plain
from tests.telegram.sending import Handler
from tests.telegram.shapes import chat_full_json, member_json, user_json

if TYPE_CHECKING:
    from tests.telegram.world import World

MAX_FILE_BYTES = 20 << 20
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _request: GetMe, _files: Mapping[str, Upload]) -> JSON:
    """The method getMe."""
    abilities = {"can_join_groups": True, "supports_inline_queries": True}
    modes = {"can_read_all_group_messages": not world.privacy, "supports_guest_queries": world.guest_mode}
    return user_json(world.bot) | abilities | modes


def get_updates(world: World, request: GetUpdates, _files: Mapping[str, Upload]) -> list[JSON]:
    """The method getUpdates without waiting; whoever serves the request waits."""
    world.updates.allow(request.allowed_updates)
    return world.updates.take(request.offset or 0, min(max(request.limit or 100, 1), 100))


def delete_webhook(world: World, request: DeleteWebhook, _files: Mapping[str, Upload]) -> bool:
    """The method deleteWebhook; there never is one."""
    if request.drop_pending_updates:
        world.updates.clear()
    return True


def get_file(world: World, request: GetFile, _files: Mapping[str, Upload]) -> JSON:
    """The method getFile: only files that are small enough, and that are still there."""
    document = world.files.get(request.file_id)
    if document is None:
        raise bad_request("invalid file_id")
    if len(document.data) > MAX_FILE_BYTES:
        raise bad_request("file is too big")
    size = {"file_size": len(document.data)}
    return {
        "file_id": request.file_id,
        "file_unique_id": request.file_id,
        "file_path": f"documents/{request.file_id}",
    } | size


def get_chat(world: World, request: GetChat, _files: Mapping[str, Upload]) -> JSON:
    """The method getChat."""
    return chat_full_json(world, _visible_chat(world, request.chat_id))


def get_member(world: World, request: GetChatMember, _files: Mapping[str, Upload]) -> JSON:
    """The method getChatMember, also of one who has left."""
    chat = _visible_chat(world, request.chat_id)
    if request.user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.type == "channel" and not chat.has_admin(world.bot.id):
        raise bad_request("member list is inaccessible")
    return member_json(world, chat, request.user_id)


def get_administrators(world: World, request: GetChatAdministrators, _files: Mapping[str, Upload]) -> list[JSON]:
    """The method getChatAdministrators: the bot itself among them, other bots not."""
    chat = _visible_chat(world, request.chat_id)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    if chat.type == "channel" and not chat.has_admin(world.bot.id):
        raise bad_request("member list is inaccessible")
    return [member_json(world, chat, user_id) for user_id in chat.members if chat.has_admin(user_id)]


def leave_chat(world: World, request: LeaveChat, _files: Mapping[str, Upload]) -> bool:
    """The method leaveChat."""
    chat = find_chat(world, request.chat_id)
    if chat.type == "private":
        raise bad_request("can't leave private chats")
    require_presence(world, chat)
    chat.members[world.bot.id] = "left"
    return True


def _visible_chat(world: World, chat_id: int | str) -> Chat:
    chat = find_chat(world, chat_id)
    if chat.type != "private" and not chat.username and not chat.has_member(world.bot.id):
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return chat


def set_commands(world: World, request: SetMyCommands, _files: Mapping[str, Upload]) -> bool:
    """The method setMyCommands: one list for each scope and language."""
    if len(request.commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for item in request.commands:
        if not _COMMAND.fullmatch(item.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(item.description.strip()) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    names = [item.command for item in request.commands]
    if len(set(names)) != len(names):
        raise bad_request("BOT_COMMAND_INVALID: the same command twice")
    world.commands[_scope_and_language(world, request)] = [plain(item) for item in request.commands]
    return True


def get_commands(world: World, request: GetMyCommands, _files: Mapping[str, Upload]) -> list[JSON]:
    """The method getMyCommands: exactly this scope and language."""
    return world.commands.get(_scope_and_language(world, request), [])


def delete_commands(world: World, request: DeleteMyCommands, _files: Mapping[str, Upload]) -> bool:
    """The method deleteMyCommands."""
    world.commands.pop(_scope_and_language(world, request), None)
    return True


def _scope_and_language(world: World, request: SetMyCommands | GetMyCommands | DeleteMyCommands) -> tuple[str, str]:
    """The key of `World.commands`: the scope's type, or its whole JSON where it names a chat, and the language."""
    scope = plain(request.scope) if request.scope is not None else {"type": "default"}
    if "chat_id" in scope:
        find_chat(world, scope["chat_id"])
    return (scope["type"] if len(scope) == 1 else json.dumps(scope, sort_keys=True)), _language(request)


def _language(request: Any) -> str:
    language = request.language_code or ""
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return str(language)


def _profile_setter(field: str) -> Handler:
    def set_profile(world: World, request: Any, _files: Mapping[str, Upload]) -> bool:
        value = getattr(request, field) or ""
        if len(value) > _PROFILE_LIMITS[field]:
            raise bad_request(f"{field.upper()}_TOO_LONG")
        world.profile[field, _language(request)] = value
        return True

    return set_profile


def _profile_getter(field: str) -> Handler:
    def get_profile(world: World, request: Any, _files: Mapping[str, Upload]) -> JSON:
        default = world.bot.first_name if field == "name" else ""
        everybody = world.profile.get((field, "")) or default
        return {field: world.profile.get((field, _language(request))) or everybody}

    return get_profile


HANDLERS: dict[str, Handler] = {
    "getme": get_me,
    "getupdates": get_updates,
    "deletewebhook": delete_webhook,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatadministrators": get_administrators,
    "leavechat": leave_chat,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setmyname": _profile_setter("name"),
    "setmydescription": _profile_setter("description"),
    "setmyshortdescription": _profile_setter("short_description"),
    "getmyname": _profile_getter("name"),
    "getmydescription": _profile_getter("description"),
    "getmyshortdescription": _profile_getter("short_description"),
}
