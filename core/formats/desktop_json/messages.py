"""One entry of a chat's messages -> a post, or what else it is.

`edited` is no mark of an edit: a reaction sets it too, so it tells only when the message last changed. Ids below zero
are those of a group's history from before it became a supergroup: real messages, with ids of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from core.formats.albums import Message
from core.formats.desktop_json.content import checklist_text, media_of, poll_of, reactions_of
from core.formats.desktop_json.texts import plain, text_of
from core.formats.records import IncomingPost, Record, ServiceSeen, Skipped
from core.rich_message import media_kinds, rich_text
from core.richtext import RichText, trim

NAME: Final = "desktop-json"

DELETED = "Deleted Account"
"""What Telegram calls an account that is gone; its name is null here."""

HIGHEST_ID = 2**31 - 1
"""Message ids have 32 bits, the sign included."""

NO_OBJECT = "not a message"
NO_ID = "it has no message id"
UNSUPPORTED = "Telegram Desktop could not export this message"

LONGEST_SERVICE_TEXT = 300
"""In characters."""


def record_of(entry: object, number: int, zone: tzinfo) -> Record | Message:
    """What an entry is: a post as a `Message`, a service message, or why it is neither.

    `number`: its place among the messages, from 1. `zone`: of times without one.
    """
    if not isinstance(entry, dict):
        return Skipped(where=f"object {number}", why=NO_OBJECT)
    message_id = entry.get("id")
    if type(message_id) is not int or not -HIGHEST_ID <= message_id <= HIGHEST_ID:
        return Skipped(where=f"object {number}", why=NO_ID)
    kind = entry.get("type")
    if kind == "unsupported":
        return Skipped(where=f"message {message_id}", why=UNSUPPORTED)
    if kind == "service" or (kind != "message" and "action" in entry):
        return _service(entry, message_id)
    return _message(entry, message_id, zone)


def _message(entry: dict[str, Any], message_id: int, zone: tzinfo) -> Message:
    published_at, zone_known = _time(entry.get("date_unixtime"), entry.get("date"), zone)
    text, media = text_of(entry), media_of(entry)
    if not text.text:
        text, media = _unusual_content(entry, media)
    post = IncomingPost(
        text=text,
        message_ids=(message_id,),
        published_at=published_at,
        zone_known=zone_known,
        changed_at=_time(entry.get("edited_unixtime"), entry.get("edited"), zone)[0]
        if "edited" in entry or "edited_unixtime" in entry
        else None,
        reactions=reactions_of(entry) if "reactions" in entry else None,
        media=media,
        poll=poll_of(entry) if "poll" in entry else None,
        forwarded_from=_forwarded_from(entry),
        reply_to=_reply_to(entry) if "reply_to_message_id" in entry else None,
        signature=_name(entry["author"]) if "author" in entry else None,
        source=NAME,
    )
    return Message(post, _sender(entry))


def _unusual_content(entry: dict[str, Any], media: tuple[str, ...]) -> tuple[RichText, tuple[str, ...]]:
    """Text and media of a message whose `text` is empty."""
    tree = entry.get("rich_message")
    if tree is not None:
        return trim(rich_text(tree)), media + media_kinds(tree)
    return RichText(checklist_text(entry)), media


def _time(counted: object, written: object, zone: tzinfo) -> tuple[datetime | None, bool]:
    """An instant, told in seconds or as local time of the exporting machine, and whether its zone is known."""
    try:
        if isinstance(counted, (str, int, float)):
            return datetime.fromtimestamp(int(counted), UTC), True
    except (ValueError, OverflowError, OSError):
        pass
    try:
        if isinstance(written, str):
            told = datetime.fromisoformat(written)
            return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC), told.tzinfo is not None
    except (ValueError, OverflowError):
        pass
    return None, True


def _forwarded_from(entry: dict[str, Any]) -> str | None:
    if "forwarded_from" not in entry and "forwarded_from_id" not in entry:
        return None
    return _name(entry.get("forwarded_from")) or DELETED


def _reply_to(entry: dict[str, Any]) -> int | None:
    """A message id of the same chat."""
    told = entry["reply_to_message_id"]
    is_here = type(told) is int and told != 0 and abs(told) <= HIGHEST_ID and "reply_to_peer_id" not in entry
    return told if is_here else None


def _sender(entry: dict[str, Any]) -> str | None:
    """The sender's id ("channel1", before 2021 a number) or name."""
    told = entry.get("from_id") or entry.get("from")
    return str(told) if isinstance(told, (str, int)) else None


def _name(told: object) -> str | None:
    """A name as the HTML export has it, where white space is nothing but a blank."""
    return " ".join(told.split()) or None if isinstance(told, str) else None


def _service(entry: dict[str, Any], message_id: int) -> ServiceSeen:
    action = entry.get("action")
    pinned = entry.get("message_id")
    pins = action == "pin_message" and type(pinned) is int and 0 < pinned <= HIGHEST_ID
    details = (entry.get(key) for key in ("title", "new_title", "information_text", "text"))
    words = [plain(action).replace("_", " "), *map(plain, details)]
    text = ": ".join(filter(None, words))[:LONGEST_SERVICE_TEXT]
    return ServiceSeen(f"message {message_id}", text, pins=pinned if pins else None)
