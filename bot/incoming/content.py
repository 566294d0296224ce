"""What a message holds: its text, its media, its poll. Pure, and never raises on an odd message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.incoming.objects import (
    JsonObject,
    flag_of,
    has,
    instant_of,
    name_of,
    number_of,
    object_of,
    objects_of,
    words_of,
)
from core.reactions import normal_emoji
from core.rich_message import media_kinds, rich_text
from core.richtext import Entity, RichText, concat, entity_from_json, trim

# In the order of asking: a GIF comes with a copy of itself as a document, a venue with its location.
_MEDIA: Mapping[str, str] = MappingProxyType({
    "animation": "animation",
    "live_photo": "photo",
    "photo": "photo",
    "video": "video",
    "video_note": "video_note",
    "voice": "voice",
    "audio": "audio",
    "sticker": "sticker",
    "document": "document",
    "contact": "contact",
    "venue": "location",
    "location": "location",
    "game": "game",
    "invoice": "invoice",
    "giveaway": "giveaway",
    "giveaway_winners": "giveaway",
    "checklist": "checklist",
    "story": "story",
    "paid_media": "paid_media",
})  # fmt: skip
_TEXTS = ("text", "caption", "rich_message", "dice", "poll")
_ENVELOPE = frozenset({
    "message_id", "from", "sender_chat", "date", "chat", "author_signature", "edit_date", "media_group_id",
    "has_protected_content", "via_bot", "reply_to_message", "reply_markup", "link_preview_options", "is_from_offline",
    "effect_id", "forward_origin", "is_paid_post", "paid_star_count", "sender_tag",
})  # fmt: skip
# Service messages that channels get, as of Bot API 10.3.
_SERVICE = frozenset({
    "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "checklist_tasks_added", "checklist_tasks_done", "community_chat_added", "community_chat_joined",
    "community_chat_removed", "delete_chat_photo", "direct_message_price_changed", "gift", "gift_upgrade_sent",
    "giveaway_completed", "giveaway_created", "left_chat_member", "message_auto_delete_timer_changed",
    "new_chat_members", "new_chat_photo", "new_chat_title", "paid_message_price_changed", "pinned_message",
    "poll_option_added", "poll_option_deleted", "suggested_post_approval_failed", "suggested_post_approved",
    "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "unique_gift", "video_chat_ended",
    "video_chat_participants_invited", "video_chat_scheduled", "video_chat_started",
})  # fmt: skip


def is_post(message: JsonObject) -> bool:
    """Whether a message has content, which service messages have not."""
    return any(has(message, name) for name in (*_MEDIA, *_TEXTS))


def unread_fields(message: JsonObject) -> tuple[str, ...]:
    """Names of the fields that say what a message is, where it is neither a post nor a known service message."""
    named = {name for name in message if has(message, name)} - _ENVELOPE
    return () if is_post(message) or named & _SERVICE else tuple(sorted(named))


def text_of(message: JsonObject) -> RichText:
    """The text, or the caption, or a rich message's words, or a checklist's, without blanks at the ends."""
    for name, entities in (("text", "entities"), ("caption", "caption_entities")):
        if words_of(message, name):
            return _formatted(message, name, entities)
    if has(message, "rich_message"):
        return trim(rich_text(message["rich_message"]))
    if has(message, "checklist"):
        return _checklist_text(object_of(message, "checklist"))
    return RichText(words_of(object_of(message, "dice"), "emoji") or "")


def media_of(message: JsonObject) -> tuple[str, ...]:
    """The kinds of media in it: one, none, or in a rich message any number."""
    if has(message, "rich_message"):
        return media_kinds(message["rich_message"])
    return next(((kind,) for name, kind in _MEDIA.items() if has(message, name)), ())


def poll_of(message: JsonObject) -> dict[str, object] | None:
    """The poll in it, in the shape of all sources."""
    if not has(message, "poll"):
        return None
    poll = object_of(message, "poll")
    return {
        "question": words_of(poll, "question") or "",
        "options": [
            {"text": words_of(option, "text") or "", "votes": number_of(option, "voter_count")}
            for option in objects_of(poll, "options")
        ],
        "total_voters": number_of(poll, "total_voter_count"),
        "closed": flag_of(poll, "is_closed"),
    }


def forwarded_from(message: JsonObject) -> str | None:
    """The name of whom it was forwarded from; older servers tell it in other fields."""
    origin = object_of(message, "forward_origin")
    for chat in (object_of(origin, "chat"), object_of(origin, "sender_chat"), object_of(message, "forward_from_chat")):
        if name := words_of(chat, "title") or name_of(chat):
            return name
    for person in (object_of(origin, "sender_user"), object_of(message, "forward_from")):
        if name := name_of(person):
            return name
    return words_of(origin, "sender_user_name") or words_of(message, "forward_sender_name")


def reply_to(message: JsonObject) -> int | None:
    """The message of the same channel that it answers."""
    answered = object_of(message, "reply_to_message")
    told = number_of(object_of(answered, "chat"), "id")
    same_chat = told is None or told == number_of(object_of(message, "chat"), "id")
    return number_of(answered, "message_id") if same_chat else None


def reactions_of(counted: JsonObject) -> dict[str, int]:
    """The counts of a MessageReactionCountUpdated, under the keys of all sources."""
    counts: dict[str, int] = {}
    for item in objects_of(counted, "reactions"):
        key, count = _reaction_key(object_of(item, "type")), number_of(item, "total_count")
        if key and count is not None and count > 0:
            counts[key] = counts.get(key, 0) + count
    return counts


def has_date(message: JsonObject) -> bool:
    """Whether it is a message and not what is left of one that Telegram shows no more (its date is 0)."""
    return instant_of(message, "date") is not None


def _reaction_key(reaction: JsonObject) -> str | None:
    match reaction.get("type"):
        case "emoji":
            return normal_emoji(words_of(reaction, "emoji") or "") or None
        case "custom_emoji":
            return f"custom:{words_of(reaction, 'custom_emoji_id') or '?'}"
        case "paid":
            return "paid"
        case _:
            return None


def _formatted(holder: JsonObject, name: str, entities: str) -> RichText:
    return trim(RichText.clean(words_of(holder, name) or "", list(_entities(holder, entities))))


def _entities(holder: JsonObject, name: str) -> Iterator[Entity]:
    for item in objects_of(holder, name):
        try:
            yield entity_from_json(item)
        except ValueError:
            continue


def _checklist_text(checklist: JsonObject) -> RichText:
    """The title and the tasks, a line each."""
    lines = [_formatted(checklist, "title", "title_entities")]
    lines += [_formatted(task, "text", "text_entities") for task in objects_of(checklist, "tasks")]
    spaced = [piece for line in lines for piece in ("\n", line)]
    return trim(concat(*spaced[1:]))
