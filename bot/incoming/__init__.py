"""A live update into a core record: the twin of core.formats.

It reads the Bot API's JSON itself, so a message of a kind that aiogram does not know yet is no obstacle. It is pure and
never raises on what a message holds or lacks; an update that says nothing of a channel gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.incoming import content
from bot.incoming.objects import (
    JsonObject,
    bare_channel_id,
    flag_of,
    instant_of,
    name_of,
    number_of,
    object_of,
    words_of,
)
from core.live import (
    BotMembership,
    LiveEvent,
    MemberChanged,
    PostForwarded,
    PostHeard,
    ReactionsHeard,
    ServiceHeard,
)
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost

LIVE = "live"
FORWARD = "forward"
"""What `IncomingPost.source` says of such posts."""

_ADMINS = frozenset({"creator", "administrator"})


def live_event(kind: str, body: JsonObject) -> LiveEvent | None:
    """What an update of this kind (`channel_post`, say) tells of a channel; `body` is the object under that name."""
    reader = _READERS.get(kind)
    return reader(body) if reader else None


def is_forwarded_post(message: JsonObject) -> bool:
    """Whether a message is a channel's post that somebody forwarded to the bot in private."""
    if object_of(message, "chat").get("type") != "private":
        return False
    origin = object_of(message, "forward_origin")
    return bare_channel_id(object_of(origin, "chat")) is not None and number_of(origin, "message_id") is not None


def _post(message: JsonObject) -> LiveEvent | None:
    return _message(message, is_edit=False)


def _edit(message: JsonObject) -> LiveEvent | None:
    return _message(message, is_edit=True)


def _message(message: JsonObject, *, is_edit: bool) -> LiveEvent | None:
    ref = _channel(message)
    message_id = number_of(message, "message_id")
    if ref is None or message_id is None or message_id <= 0:
        return None
    if content.is_post(message):
        return PostHeard(ref, _incoming(message, message_id), is_edit)
    if is_edit:
        return None
    pinned = object_of(message, "pinned_message")
    return ServiceHeard(
        channel=ref,
        message_id=message_id,
        pins=number_of(pinned, "message_id"),
        pinned=_pinned(pinned),
        unread=content.unread_fields(message),
    )


def _pinned(message: JsonObject) -> IncomingPost | None:
    message_id = number_of(message, "message_id")
    if message_id is None or message_id <= 0 or not content.has_date(message) or not content.is_post(message):
        return None
    return _incoming(message, message_id, pinned=True)


def _incoming(message: JsonObject, message_id: int, *, pinned: bool = False) -> IncomingPost:
    edited_at = instant_of(message, "edit_date")
    return IncomingPost(
        text=content.text_of(message),
        message_ids=(message_id,),
        published_at=instant_of(message, "date"),
        edited_at=edited_at,
        changed_at=edited_at,
        media=content.media_of(message),
        poll=content.poll_of(message),
        album_id=words_of(message, "media_group_id"),
        forwarded_from=content.forwarded_from(message),
        reply_to=content.reply_to(message),
        signature=words_of(message, "author_signature"),
        pinned=pinned,
        source=LIVE,
    )


def _reactions(counted: JsonObject) -> LiveEvent | None:
    ref = _channel(counted)
    message_id = number_of(counted, "message_id")
    if ref is None or message_id is None or not isinstance(counted.get("reactions"), list):
        return None
    counts = IncomingPost(
        text=RichText(),
        message_ids=(message_id,),
        reactions=content.reactions_of(counted),
        changed_at=instant_of(counted, "date"),
        source=LIVE,
    )
    return ReactionsHeard(ref, counts)


def _bot_membership(changed: JsonObject) -> LiveEvent | None:
    ref = _channel(changed)
    by = object_of(changed, "from")
    by_id = number_of(by, "id")
    status = object_of(changed, "new_chat_member").get("status")
    if ref is None or by_id is None or not isinstance(status, str):
        return None
    return BotMembership(channel=ref, is_admin=status in _ADMINS, by=by_id, by_name=name_of(by))


def _member(changed: JsonObject) -> LiveEvent | None:
    ref = _channel(changed)
    member = object_of(changed, "new_chat_member")
    user_id = number_of(object_of(member, "user"), "id")
    status = member.get("status")
    if ref is None or user_id is None or not isinstance(status, str):
        return None
    is_member = flag_of(member, "is_member") is True
    return MemberChanged(channel=ref, user_id=user_id, status=status, is_member=is_member)


def _forward(message: JsonObject) -> LiveEvent | None:
    """The post as it was in its channel, as far as a forward shows it: no edits, no reactions, nothing it answers."""
    origin = object_of(message, "forward_origin")
    ref = _channel(origin)
    message_id, chat_id = number_of(origin, "message_id"), number_of(object_of(message, "chat"), "id")
    if ref is None or chat_id is None or message_id is None or message_id <= 0 or not content.is_post(message):
        return None
    post = IncomingPost(
        text=content.text_of(message),
        message_ids=(message_id,),
        published_at=instant_of(origin, "date"),
        media=content.media_of(message),
        poll=content.poll_of(message),
        album_id=words_of(message, "media_group_id"),
        signature=words_of(origin, "author_signature"),
        source=FORWARD,
    )
    return PostForwarded(channel=ref, post=post, chat_id=chat_id)


def _channel(holder: JsonObject) -> ChannelRef | None:
    chat = object_of(holder, "chat")
    telegram_id = bare_channel_id(chat)
    if telegram_id is None:
        return None
    return ChannelRef(telegram_id=telegram_id, username=words_of(chat, "username"), title=words_of(chat, "title"))


_READERS: Mapping[str, Callable[[JsonObject], LiveEvent | None]] = MappingProxyType({
    "channel_post": _post,
    "edited_channel_post": _edit,
    "message_reaction_count": _reactions,
    "my_chat_member": _bot_membership,
    "chat_member": _member,
    "message": _forward,
})  # fmt: skip
