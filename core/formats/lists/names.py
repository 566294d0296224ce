"""What the fields of a list of posts are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a field tells of a post."""

    TEXT = "text"
    ENTITIES = "entities"
    INSTANT = "instant"
    CLOCK = "clock"
    ID = "id"
    CHANNEL_ID = "channel_id"
    CHANNEL = "channel"
    USERNAME = "username"
    TITLE = "title"
    SOMEBODY = "somebody"
    SENDER = "sender"
    ADDRESS = "address"
    VIEWS = "views"
    REACTIONS = "reactions"
    REPLY = "reply"
    MEDIA = "media"
    POLL = "poll"
    EDITED = "edited"
    ALBUM = "album"
    SIGNATURE = "signature"
    FORWARD = "forward"
    PINNED = "pinned"


# The names of a role in the order in which they are believed, as `plain_name` writes them.
_NAMES: Mapping[Role, str] = {
    Role.TEXT: "text message message_text post_text content body caption raw_text post msg текст сообщение пост",
    Role.ENTITIES: "entities caption_entities",
    Role.INSTANT: "unix_timestamp date_unixtime unixtime unix_time epoch date timestamp datetime date_time published_at"
    " publish_date published pub_date pubdate posted_at created_at created message_date post_date date_utc"
    " timestamp_utc datetime_utc utc дата дата_и_время дата_публикации",
    Role.CLOCK: "time время",
    Role.ID: "message_id msg_id post_id id message_ids ид номер",
    Role.CHANNEL_ID: "channel_id chat_id peer_id",
    Role.CHANNEL: "channel channel_name chat chat_name peer dialog sender_chat канал чат название_канала",
    Role.USERNAME: "channel_username chat_username thread_id",
    Role.SOMEBODY: "username",
    Role.TITLE: "channel_title chat_title",
    Role.SENDER: "sender_id from_id",
    Role.ADDRESS: "url link permalink message_url message_link post_url post_link tg_link ссылка",
    Role.VIEWS: "views view_count views_count просмотры",
    Role.REACTIONS: "reactions реакции",
    Role.REPLY: "reply_to_msg_id reply_to_message_id reply_to reply_id reply_to_id",
    Role.MEDIA: "media media_type attachment_type photo video animation video_note voice audio sticker document contact"
    " location venue game invoice giveaway story paid_media checklist медиа",
    Role.POLL: "poll опрос",
    Role.EDITED: "unix_timestamp_edited edited_unixtime edit_date edited_at edited timestamp_edited",
    Role.ALBUM: "grouped_id media_group_id album_id",
    Role.SIGNATURE: "post_author author_signature signature подпись",
    Role.FORWARD: "forwarded_from fwd_from forward_from_chat forward_from forward_sender_name forwarded_from_name"
    " forward_from_name fwd_from_name author_forwarded_from_name forward_origin",
    Role.PINNED: "pinned is_pinned",
}  # fmt: skip
_ROLES = {name: (role, place) for role, names in _NAMES.items() for place, name in enumerate(names.split())}

_HUMP = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])")
_BETWEEN = re.compile(r"[\W_]+")

_OF_NO_POST = frozenset({"_", "_type", "type", "service", "pinned_message", "peer_id", "chat", "empty"})
"""Fields by which Telegram's own objects can tell that they are no posts, in just this spelling."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a row's fields are. `roles`: each role's fields by the names that they have there, those to believe first.

    `may_be_no_post`: there are fields by which a row can tell that it is a service message or the like.
    """

    roles: Mapping[Role, tuple[str, ...]]
    may_be_no_post: bool


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A field's name without regard to its spelling: "Message ID", "messageId" and "message-id" are "message_id"."""
    humps = name if name.isupper() else _HUMP.sub("_", name)
    return _BETWEEN.sub("_", humps).strip("_").lower()


@lru_cache(maxsize=1024)
def layout_of(names: tuple[str, ...]) -> Layout:
    """The layout of rows with just these names."""
    found: dict[Role, list[tuple[int, str]]] = {}
    for name in names:
        role, place = _ROLES.get(plain_name(name), (None, 0))
        if role is not None:
            found.setdefault(role, []).append((place, name))
    roles = {role: tuple(name for _, name in sorted(places)) for role, places in found.items()}
    return Layout(roles, not _OF_NO_POST.isdisjoint(names))
