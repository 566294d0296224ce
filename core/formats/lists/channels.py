"""Which channel a value names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.types import ChannelRef

NOBODY = ChannelRef()

_SUPERGROUPS = 10**12
"""The Bot API's ids of channels are this number and the bare one, negative."""
_LOWEST, _HIGHEST = 10**9, 2**52
"""Bare ids of channels are not lower: a channel "112" has that title."""

_NUMBER = re.compile(r"-?\d{1,16}(?:\.0)?")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_PEER = re.compile(r"channel(\d{1,13})")
_HOST = r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?"
_HOME = re.compile(rf"{_HOST}(?P<username>[A-Za-z][A-Za-z0-9_]{{3,31}})/?(?:\?.*)?", re.IGNORECASE)
_POST = re.compile(
    rf"{_HOST}(?:c/(?P<id>\d{{1,13}})|(?P<username>[A-Za-z][A-Za-z0-9_]{{3,31}}))"
    r"(?:/\d{1,10})?/(?P<message>\d{1,10})/?(?:[?#].*)?",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r"(?P<username>[A-Za-z][A-Za-z0-9_]{3,31})[-/](?P<message>\d{1,10})")


class Address(NamedTuple):
    """A post's address: its channel and its message id."""

    channel: ChannelRef
    message_id: int


def channel(value: object) -> ChannelRef:
    """The channel that a value names: an id, "@name", an address, a title, or an object with such fields."""
    if isinstance(value, Mapping):
        return described(value)
    if isinstance(value, int | float):
        return by_id(value)
    if not isinstance(value, str):
        return NOBODY
    text = value.strip()
    numbered = by_id(text)
    if (numbered.telegram_id or 0) >= _LOWEST:
        return numbered
    told = by_username(text)
    return told if told.username and (told.username != text or _reads_like_a_username(text)) else by_title(text)


def by_id(value: object) -> ChannelRef:
    """The channel with this id, bare or the Bot API's: a number, written, "channel123", or a peer's object."""
    if isinstance(value, Mapping):
        return by_id(value.get("channel_id"))
    if isinstance(value, str):
        peer = _PEER.fullmatch(value.strip())
        written = peer[1] if peer else value.strip()
        return by_id(float(written)) if _NUMBER.fullmatch(written) else NOBODY
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < _HIGHEST:
        return NOBODY
    number = abs(int(value))
    # Positive: the sign of the Bot API's id got lost, as in the names of files.
    bare = number - _SUPERGROUPS if number > _SUPERGROUPS else number
    return ChannelRef(telegram_id=bare) if bare else NOBODY


def by_sender(value: object) -> ChannelRef:
    """The channel that wrote, where it was one: its id is the Bot API's, or the value says so."""
    is_channel = isinstance(value, int | float) and value < -_SUPERGROUPS
    if isinstance(value, str):
        is_channel = bool(_PEER.fullmatch(value.strip())) or value.strip().startswith("-100")
    return by_id(value) if is_channel or isinstance(value, Mapping) else NOBODY


def by_username(value: object) -> ChannelRef:
    """The channel with this username, written bare, with "@" or as an address."""
    if not isinstance(value, str):
        return NOBODY
    text = value.strip()
    home = _HOME.fullmatch(text)
    username = home["username"] if home else text.removeprefix("@")
    return ChannelRef(username=username) if _USERNAME.fullmatch(username) else NOBODY


def by_title(value: object) -> ChannelRef:
    """The channel with this title."""
    return ChannelRef(title=value.strip()) if isinstance(value, str) and value.strip() else NOBODY


def address(value: object) -> Address | None:
    """The post that an address leads to, or an id of the form "channel/12", "channel-12"; None for all else."""
    found = None
    if isinstance(value, str):
        found = _POST.fullmatch(value.strip()) or _QUALIFIED.fullmatch(value.strip())
    if found is None or not 0 < int(found["message"]) < 2**31:
        return None
    told = found.groupdict()
    return Address(by_id(told["id"]) if told.get("id") else by_username(told["username"]), int(told["message"]))


def merged(refs: Iterable[ChannelRef]) -> ChannelRef:
    """All that the references tell together; the first ones are believed first."""
    known = list(refs)
    return ChannelRef(
        telegram_id=next((ref.telegram_id for ref in known if ref.telegram_id), None),
        username=next((ref.username for ref in known if ref.username), None),
        title=next((ref.title for ref in known if ref.title), None),
    )


def described(item: Mapping[str, object]) -> ChannelRef:
    """The channel that an object tells: by id, username or title. Without a name an `id` may be anything's."""
    named = merged((by_username(item.get("username")), by_title(item.get("title") or item.get("name"))))
    number = item.get("id")
    known = by_id(item.get("telegram_id") or item.get("channel_id"))
    return merged((known, named, by_sender(number) if named == NOBODY else by_id(number)))


def _reads_like_a_username(word: str) -> bool:
    """Of a word that could be one: titles of one word begin with a capital letter and have no digits or underscores."""
    return word.islower() or not word.isalpha()
