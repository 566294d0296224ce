"""The small Telegram's people, chats and messages in the JSON of the Bot API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.model import JSON, Chat, Message, User

if TYPE_CHECKING:
    from tests.telegram.world import World

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
_CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_GIFT_TYPES = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def user_json(user: User) -> JSON:
    """A User."""
    body: JSON = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    optional = {"username": user.username, "language_code": user.language_code}
    return body | {name: value for name, value in optional.items() if value is not None}


def chat_json(world: World, chat: Chat) -> JSON:
    """A Chat."""
    body: JSON = {"id": chat.id, "type": chat.type}
    if chat.username:
        body["username"] = chat.username
    if chat.type == "private":
        return body | {"first_name": world.users[chat.id].first_name}
    return body | {"title": chat.title} | ({"is_forum": True} if chat.is_forum else {})


def chat_full_json(world: World, chat: Chat) -> JSON:
    """A ChatFullInfo with what is always there."""
    gifts = dict.fromkeys(_GIFT_TYPES, chat.type == "private")
    return chat_json(world, chat) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def member_json(world: World, chat: Chat, user_id: int) -> JSON:
    """A ChatMember; the bot as an administrator has all rights, but for promoting others."""
    status = chat.status_of(user_id)
    body: JSON = {"status": status, "user": user_json(world.users[user_id])}
    if status in ("kicked", "restricted"):
        body["until_date"] = 0
    if status == "restricted":
        body |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True}
    if status in ("creator", "administrator"):
        body["is_anonymous"] = False
    if status == "administrator":
        rights = _ADMIN_RIGHTS + (_CHANNEL_RIGHTS if chat.type == "channel" else ())
        body |= dict.fromkeys(rights, True) | {"can_be_edited": False, "can_promote_members": False}
    return body


def message_json(world: World, message: Message, *, nested: bool = False) -> JSON:
    """A Message; inside another one without the message that it answers, as Telegram shows it."""
    chat = world.chats[message.chat_id]
    body: JSON = {"message_id": message.id, "date": message.sent_at, "chat": chat_json(world, chat)}
    if chat.type == "channel":
        body["sender_chat"] = chat_json(world, chat)
    else:
        body["from"] = user_json(world.users[message.sender_id])
    if message.as_chat is not None:
        body["sender_chat"] = chat_json(world, world.chats[message.as_chat])
    if message.ephemeral_id:
        receiver = user_json(world.users[message.receiver_id])
        body |= {"ephemeral_message_id": message.ephemeral_id, "receiver_user": receiver}
    if message.caller_id:
        body["guest_bot_caller_user"] = user_json(world.users[message.caller_id])
    if chat.is_protected:
        body["has_protected_content"] = True
    if message.edited_at is not None:
        body["edit_date"] = message.edited_at
    if message.thread_id is not None:
        body["message_thread_id"] = message.thread_id
        if chat.is_forum:
            body["is_topic_message"] = True
    answered = chat.find(message.reply_to or 0) or chat.find(0, message.reply_to or 0)
    if answered is not None and not answered.deleted and not nested:
        body["reply_to_message"] = message_json(world, answered, nested=True)
    if message.markup and "inline_keyboard" in message.markup:
        body["reply_markup"] = message.markup
    return body | message.content
