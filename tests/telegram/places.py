"""Where the bot may read and write: chats, their members' rights, topics, slow mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.model import ApiError, Chat, bad_request, refused

if TYPE_CHECKING:
    from tests.telegram.world import World

GENERAL_TOPIC = 1


def find_chat(world: World, chat_id: int | str) -> Chat:
    """The chat by id or @username. Raises ApiError for one the bot cannot know."""
    known = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if known is not None:
        return known
    for chat in world.chats.values():
        named = chat.username is not None and f"@{chat.username}".lower() == str(chat_id).lower()
        if str(chat.id) == str(chat_id) or (named and chat.type != "private"):
            return chat
    raise bad_request("chat not found")


def require_presence(world: World, chat: Chat) -> None:
    """Raise ApiError 403 where the bot cannot write: never started, blocked, removed."""
    if chat.type == "private":
        if not world.users[chat.id].has_started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if world.users[chat.id].has_blocked_bot:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return
    status = chat.status_of(world.bot.id)
    if status == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
    if status == "left":
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")


def require_topic(world: World, chat: Chat, thread_id: int | None) -> None:
    """Raise ApiError for a topic that is not there or closed; only an administrator writes to a closed one."""
    if not chat.is_forum:  # elsewhere Telegram does not mind
        return
    if thread_id is not None and thread_id not in chat.topics:  # General has no thread id
        raise bad_request("message thread not found")
    if (thread_id or GENERAL_TOPIC) in chat.closed_topics and not chat.has_admin(world.bot.id):
        raise refused("TOPIC_CLOSED")


def require_rights(world: World, chat: Chat, what: str) -> None:
    """Raise ApiError where members may not send this ("text messages", "photos", "documents"), or not so soon."""
    if chat.type == "channel" and not chat.has_admin(world.bot.id):
        raise refused("need administrator rights in the channel chat")
    if not chat.is_group or chat.has_admin(world.bot.id):
        return
    if what in chat.forbidden or chat.status_of(world.bot.id) == "restricted":
        raise refused(f"not enough rights to send {what} to the chat")
    if chat.slow_mode_s and chat.bot_wrote_at is not None:
        left = chat.bot_wrote_at + chat.slow_mode_s - world.unix_now()
        if left > 0:
            words = f"Too Many Requests: retry after {left}"
            raise ApiError(429, words, {"retry_after": left}, excused=True)
