"""Letopis' own JSON Lines, as `letopis export` writes them: a post a line, in the shape that `post_to_json` documents.

Lines of different channels can stand in any order. Keys that are missing have their defaults, unknown ones are passed
over, and so are those that are Letopis' own affair (`post_id`, `url`). A line that breaks the shape is skipped as a
whole, so that no half of a post passes for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from core.formats.format import Format
from core.formats.json_lines import BYTE_ORDER_MARK, Line, read_json_lines
from core.formats.json_objects import load
from core.formats.lists.texts import trimmed
from core.formats.records import ChannelSeen, Damage, IncomingPost, Part, Reading, Record, Skipped
from core.reactions import normal_emoji
from core.richtext import Entity, RichText, entity_from_json
from core.types import ChannelRef, Visibility

T = TypeVar("T")

NAME = "letopis-jsonl"
"""The format's name, and the `source` of its posts where a line does not tell where its post came from first."""

LONGEST_TEXT = 1024 * 1024
"""In characters. A post has up to 4,096 of them: no longer text is one."""

NO_OBJECT = "not a JSON object"
NOTHING = "no text, no media and no poll"
TOO_LONG = "more text than a post can hold"

_OWN_KEYS = frozenset({"channel", "post_id", "message_ids", "fingerprint"})
_OWN_BEGINNING = re.compile(rb'\{\s*"channel"\s*:\s*\{[^{}]*\}\s*,\s*"(?:post_id|message_ids)"\s*:')
_FINGERPRINT = re.compile(r"[0-9a-f]{32}\.(?:0|[1-9][0-9]{0,8})")
_HIGHEST_ID = 2**31 - 1
_MOST = 2**53
_LONGEST_NAME = 1_000
"""In characters: of what stands for a channel, a person or a reaction."""


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes surely is an export of Letopis: by the keys of its first line."""
    first = head.removeprefix(BYTE_ORDER_MARK).lstrip().partition(b"\n")[0]
    if not first.startswith(b"{"):
        return False
    try:
        value, _ = load(first)
    except ValueError:
        return bool(_OWN_BEGINNING.match(first))
    return isinstance(value, dict) and isinstance(value.get("channel"), dict) and len(_OWN_KEYS & value.keys()) > 1


def parse(part: Part, _: Reading) -> Iterator[Record]:
    """The records of an export, in its order."""
    seen: ChannelSeen | None = None
    for line in read_json_lines(part.stream):
        where = f"line {line.number}"
        if line.cut:
            yield Damage(where, line.why or "")
            return
        try:
            channel, post = _read(line)
        except _Wrong as wrong:
            yield Skipped(where=where, why=str(wrong))
            continue
        if channel != seen:
            seen = channel
            yield channel
        yield post
        if line.why:
            yield Skipped(where=where, why=line.why)


class _Wrong(ValueError):
    """A line breaks the shape; the text says how."""


def _read(line: Line) -> tuple[ChannelSeen, IncomingPost]:
    item = line.value
    if line.unreadable or not isinstance(item, dict):
        raise _Wrong(line.why if line.unreadable else NO_OBJECT)
    return _channel(item), _post(item)


def _channel(item: Mapping[str, object]) -> ChannelSeen:
    told = _get(item, "channel", _object) or {}
    ref = ChannelRef(
        telegram_id=_get(told, "telegram_id", _positive),
        username=_get(told, "username", _name),
        title=_get(told, "title", _name),
    )
    return ChannelSeen(ref, _get(item, "visibility", _visibility))


def _post(item: Mapping[str, object]) -> IncomingPost:
    told: dict[str, Any] = {"source": NAME}
    for key, (field, read) in _FIELDS.items():
        value = _get(item, key, read)
        if value is not None:
            told[field] = value
    text = _text(item)
    title = _get(item, "title", _string)
    has_title = bool(title) and text.text.partition("\n")[0] == title
    post = IncomingPost(text=text, has_title=has_title, **told)
    if not (text.text or post.media or post.poll or post.message_ids):
        raise _Wrong(NOTHING)
    return post


def _text(item: Mapping[str, object]) -> RichText:
    """The text. Entities that cannot stand in it are left out."""
    text = _get(item, "text", _string) or ""
    if len(text) > LONGEST_TEXT:
        raise _Wrong(TOO_LONG)
    styles = tuple(_entities(_get(item, "entities", _list) or []))
    try:
        return trimmed(RichText(text, styles))
    except ValueError:
        return trimmed(RichText.clean(text, styles))


def _entities(items: list[object]) -> Iterator[Entity]:
    for item in items:
        if isinstance(item, dict):
            try:
                yield entity_from_json(item)
            except ValueError:
                continue


def _get(item: Mapping[str, object], key: str, read: Callable[[object], T]) -> T | None:
    """The value of a key as `read` takes it; None where it is absent or null. Raises _Wrong where it is of another."""
    value = item.get(key)
    if value is None:
        return None
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        raise _Wrong(f"{key}: {error}") from error


def _name(value: object) -> str | None:
    """What stands for somebody or something; None where it is empty."""
    if len(_string(value)) > _LONGEST_NAME:
        raise ValueError("too long")
    return _string(value) or None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a string")
    return value


def _visibility(value: object) -> Visibility:
    return Visibility(_string(value))


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise ValueError("not a count")
    return value


def _positive(value: object) -> int:
    if not _count(value):
        raise ValueError("not above zero")
    return _count(value)


def _message_id(value: object) -> int:
    """Negative ones are of a group's history before it became a supergroup."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < abs(value) <= _HIGHEST_ID:
        raise ValueError("not a message id")
    return value


def _message_ids(value: object) -> tuple[int, ...]:
    return tuple(sorted({_message_id(item) for item in _list(value)}))


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(_string, _list(value)))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _instant(value: object) -> datetime:
    told = datetime.fromisoformat(_string(value))
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def _reactions(value: object) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for name, number in _object(value).items():
        key = _reaction(name)
        counts[key] = counts.get(key, 0) + _count(number)
    return counts


@lru_cache(maxsize=1024)
def _reaction(name: str) -> str:
    if not name or len(name) > _LONGEST_NAME:
        raise ValueError("not a reaction")
    return name if name.isascii() else normal_emoji(name)


def _fingerprint(value: object) -> str:
    if not _FINGERPRINT.fullmatch(_string(value)):
        raise ValueError("not a fingerprint")
    return _string(value)


_FIELDS: Mapping[str, tuple[str, Callable[[object], object]]] = {
    "message_ids": ("message_ids", _message_ids),
    "published_at": ("published_at", _instant),
    "edited_at": ("edited_at", _instant),
    "reactions": ("reactions", _reactions),
    "reactions_exact": ("reactions_exact", _flag),
    "views": ("views", _count),
    "media": ("media", _names),
    "poll": ("poll", _object),
    "forwarded_from": ("forwarded_from", _name),
    "reply_to": ("reply_to", _message_id),
    "signature": ("signature", _name),
    "pinned": ("pinned", _flag),
    "deleted": ("deleted", _flag),
    "fingerprint": ("known_fingerprint", _fingerprint),
    "source": ("source", _name),
    "zone_known": ("zone_known", _flag),
    "views_exact": ("views_exact", _flag),
    "changed_at": ("changed_at", _instant),
    "album_id": ("album_id", _name),
    "cut_off": ("cut_off", _flag),
}
"""The post's field for each key, and how it is read."""

FORMAT = Format(name=NAME, looks_like=looks_like, parse=parse)
