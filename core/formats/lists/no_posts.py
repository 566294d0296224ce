"""Rows that are no posts of a channel: service messages, and messages of other chats."""

from __future__ import annotations

from collections.abc import Mapping

from core.formats.lists.counts import message_id
from core.formats.records import ServiceSeen, Skipped

PRIVATE = "a message of a private chat, not of a channel"
EMPTY = "an empty or deleted message"

_PRIVATE = ("private", "bot")


def no_post(row: Mapping[str, object], where: str) -> ServiceSeen | Skipped | None:
    """What a row is that says itself that it is no post of a channel; None where it does not."""
    if _is_private(row):
        return Skipped(where=where, why=PRIVATE)
    if row.get("empty") is True or "MessageEmpty" in (row.get("_"), row.get("_type")):
        return Skipped(where=where, why=EMPTY)
    return _service(row, where)


def _service(row: Mapping[str, object], where: str) -> ServiceSeen | None:
    action, named = row.get("action"), row.get("service")
    is_one = row.get("_") == "MessageService" or row.get("_type") == "MessageService" or row.get("type") == "service"
    pinned = row.get("pinned_message")
    is_named = isinstance(named, str) and named.startswith("MessageService")
    if not (is_one or is_named or isinstance(pinned, Mapping)):
        return None
    kind = action.get("_") or action.get("_type") if isinstance(action, Mapping) else action or named
    text = kind if isinstance(kind, str) else "pinned_message" if pinned else "service message"
    is_pin = "pin" in text.lower()
    return ServiceSeen(where, text, _pinned(row) if is_pin else None)


def _is_private(row: Mapping[str, object]) -> bool:
    """Whether a row says that it is a message of a private chat."""
    peer, chat = row.get("peer_id"), row.get("chat")
    if isinstance(peer, Mapping) and "PeerUser" in (peer.get("_"), peer.get("_type")):
        return True
    kind = chat.get("type") if isinstance(chat, Mapping) else None
    return isinstance(kind, str) and kind.rpartition(".")[2].lower() in _PRIVATE


def _pinned(row: Mapping[str, object]) -> int | None:
    """The message that is pinned: the one that is answered, or that stands in the row."""
    for name in ("reply_to", "pinned_message"):
        inside = row.get(name)
        if isinstance(inside, Mapping):
            for key in ("reply_to_msg_id", "message_id", "id"):
                found = message_id(inside.get(key))
                if found:
                    return found
    return message_id(row.get("message_id")) if row.get("type") == "service" else None
