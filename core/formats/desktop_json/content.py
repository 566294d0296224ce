"""What a message holds beside its text: media, polls, reactions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.formats.desktop_json.texts import custom_emoji_id, plain
from core.reactions import normal_emoji

MOST = 2**53
"""No count is as high."""

UNKNOWN_CUSTOM_EMOJI = "custom:?"
"""The reactions with custom emoji of which only the path of a picture is told, all together."""

_FILES = {
    "video_file": "video",
    "video_message": "video_note",
    "voice_message": "voice",
    "audio_file": "audio",
    "animation": "animation",
    "sticker": "sticker",
}
_OTHERS = {
    "contact_information": "contact",
    "contact_vcard": "contact",
    "location_information": "location",
    "place_name": "location",
    "game_title": "game",
    "game_link": "game",
    "invoice_information": "invoice",
    "giveaway_information": "giveaway",
    "giveaway_results": "giveaway",
    "todo_list": "checklist",
    "paid_stars_amount": "paid_media",
    "story": "story",
    "file_name": "document",
    "mime_type": "document",
}
_OTHER_KEYS = frozenset(_OTHERS)


def media_of(message: dict[str, Any]) -> tuple[str, ...]:
    """The kinds of media, one at most: a file that is not included, or a place that is not told, are media too."""
    if "photo" in message:
        return ("photo",)
    kind = message.get("media_type")
    if kind is not None or "file" in message:
        return (_FILES.get(kind, "document") if isinstance(kind, str) else "document",)
    if _OTHER_KEYS.isdisjoint(message):
        return ()
    return next((kind,) for key, kind in _OTHERS.items() if key in message)


def checklist_text(message: dict[str, Any]) -> str:
    """The lines of a checklist: its title and its items."""
    told = message.get("todo_list")
    if not isinstance(told, dict):
        return ""
    items = told.get("answers")
    lines = [told.get("title"), *([_field(item, "text") for item in items] if isinstance(items, list) else ())]
    return "\n".join(filter(None, map(plain, lines)))


def poll_of(message: dict[str, Any]) -> dict[str, object] | None:
    """The poll. Numbers and truth values can be written as strings."""
    told = message.get("poll")
    if not isinstance(told, dict):
        return None
    answers = told.get("answers")
    return {
        "question": plain(told.get("question")),
        "options": [
            {"text": plain(_field(answer, "text")), "votes": count(_field(answer, "voters"))}
            for answer in (answers if isinstance(answers, list) else ())
        ],
        "total_voters": count(told.get("total_voters")),
        "closed": str(told.get("closed")).lower() == "true",
    }


def reactions_of(message: dict[str, Any]) -> dict[str, int] | None:
    """The counts; None where the message tells none: there are none, or the export is older than they are."""
    told = message.get("reactions")
    if not isinstance(told, list):
        return None
    counts: dict[str, int] = {}
    for reaction in told:
        if isinstance(reaction, dict):
            key = _reaction_key(reaction)
            counts[key] = counts.get(key, 0) + _times(reaction)
    return counts or None


def _reaction_key(reaction: dict[str, Any]) -> str:
    emoji = reaction.get("emoji")
    if isinstance(emoji, str) and emoji:
        return _normal_emoji(emoji)
    if reaction.get("type") == "paid":
        return "paid"
    emoji_id = custom_emoji_id(reaction.get("document_id"))
    return f"custom:{emoji_id}" if emoji_id else UNKNOWN_CUSTOM_EMOJI


def _times(reaction: dict[str, Any]) -> int:
    told = count(reaction.get("count"))
    if told is not None:
        return told
    recent = reaction.get("recent")
    return max(len(recent), 1) if isinstance(recent, list) else 1


def count(told: object) -> int | None:
    """A count, as a number or written; None for anything else."""
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < len(str(MOST)):
        told = int(told)
    return told if type(told) is int and 0 <= told < MOST else None


@lru_cache(maxsize=1024)
def _normal_emoji(emoji: str) -> str:
    return normal_emoji(emoji)


def _field(item: object, key: str) -> object:
    return item.get(key) if isinstance(item, dict) else item
