"""Reading the Bot API's JSON objects without trusting them: what is missing or of a wrong kind is None or empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

JsonObject = Mapping[str, object]

_NOTHING: JsonObject = MappingProxyType({})
_LATEST_S = 253_402_300_799
"""The end of the year 9999: datetime goes no further."""
_BARE = 10**12
"""Channels' ids are -100 followed by the bare id."""


def has(holder: JsonObject, name: str) -> bool:
    """Whether there is anything under this name."""
    return holder.get(name) is not None


def object_of(holder: JsonObject, name: str) -> JsonObject:
    """The object under this name, else an empty one."""
    value = holder.get(name)
    return value if isinstance(value, Mapping) else _NOTHING


def objects_of(holder: JsonObject, name: str) -> list[JsonObject]:
    """The objects of the list under this name."""
    value = holder.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def words_of(holder: JsonObject, name: str) -> str | None:
    """The text under this name; None for an empty one too."""
    value = holder.get(name)
    return value if isinstance(value, str) and value else None


def number_of(holder: JsonObject, name: str) -> int | None:
    """The whole number under this name."""
    value = holder.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag_of(holder: JsonObject, name: str) -> bool | None:
    """The yes or no under this name."""
    value = holder.get(name)
    return value if isinstance(value, bool) else None


def instant_of(holder: JsonObject, name: str) -> datetime | None:
    """The instant under this name, in unix seconds; 0 stands for none."""
    seconds = number_of(holder, name)
    return datetime.fromtimestamp(seconds, UTC) if seconds and 0 < seconds <= _LATEST_S else None


def bare_channel_id(chat: JsonObject) -> int | None:
    """The bare positive id of a chat that is a channel; None for any other chat."""
    chat_id = number_of(chat, "id")
    if chat_id is None or chat_id >= -_BARE or chat.get("type") != "channel":
        return None
    return -chat_id - _BARE


def name_of(person: JsonObject) -> str:
    """A user's name as Telegram shows it."""
    parts = (words_of(person, "first_name"), words_of(person, "last_name"))
    return " ".join(part for part in parts if part)
