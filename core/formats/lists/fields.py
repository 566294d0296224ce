"""The fields of a row as those of a post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Any, TypeVar

from core.formats.lists import channels
from core.formats.lists.channels import NOBODY, Address, address, merged
from core.formats.lists.counts import count, message_id
from core.formats.lists.entities import entities
from core.formats.lists.instants import Instant, instant
from core.formats.lists.media import media
from core.formats.lists.names import Role, plain_name
from core.formats.lists.polls import poll
from core.formats.lists.reactions import reactions
from core.formats.lists.texts import TOO_LONG_TEXT, forward_name, text_of, trimmed, words
from core.richtext import RichText
from core.types import ChannelRef

T = TypeVar("T")
Row = Mapping[str, object]

_DIGITS = re.compile(r"(-?[1-9]\d{0,19})(?:\.0)?")
_YES = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """How rows are read. `source`: the format's name.

    `zone`: of times that are written without one; `zone_known`: the format says that it is that one. `markup`: what
    makes text with formatting of a field `text`; None: nothing, it is plain.
    """

    source: str
    zone: tzinfo = UTC
    zone_known: bool = False
    markup: Callable[[str], RichText] | None = None


class RowFields:
    """One row. `roles`: where its fields are."""

    __slots__ = ("_place", "_reading", "_roles", "_row")

    def __init__(self, row: Row, roles: Mapping[Role, tuple[str, ...]], reading: RowReading) -> None:
        self._row = row
        self._roles = roles
        self._reading = reading
        self._place: Address | None = None

    def of_post(self) -> dict[str, Any]:
        """The fields of the post that the row has something for."""
        told: dict[str, Any] = {"text": self._text(), "message_ids": self._ids(), "source": self._reading.source}
        for role in self._roles:
            if role in _PLAIN:
                field, read = _PLAIN[role]
                told[field] = self._first(read, role)
        self._published(told)
        if Role.EDITED in self._roles:
            self._edited(told)
        self._counted(told)
        if Role.POLL in self._roles or Role.MEDIA in self._roles:
            told["poll"] = self._first(poll, Role.POLL, Role.MEDIA)
            told["media"] = () if told["poll"] else self._media()
        if Role.PINNED in self._roles:
            told["pinned"] = any(str(value).lower() in _YES for value in self._values(Role.PINNED))
        return told

    def channel(self) -> ChannelRef:
        """The channel; to be asked behind `of_post`."""
        place = self._place.channel if self._place else NOBODY
        named = [tuple(self._values(role)) if role in self._roles else () for role in _OF_CHANNEL]
        try:
            return _known_channel(place, *named)
        except TypeError:  # an object tells it
            return _channel(place, *named)

    def _values(self, *roles: Role) -> Iterator[object]:
        """The values of these roles that are there, those to believe first."""
        for role in roles:
            for name in self._roles.get(role, ()):
                value = self._row[name]
                if value is not None and value != "":
                    yield value

    def _first(self, read: Callable[[object], T | None], *roles: Role) -> T | None:
        """The first of these roles' values that can be read."""
        for value in self._values(*roles):
            told = read(value)
            if told is not None:
                return told
        return None

    def _text(self) -> RichText:
        for name in self._roles.get(Role.TEXT, ()):
            text, inner = text_of(self._row[name])
            if not text or text.isspace():
                continue
            styles = [entity for value in (inner, *self._values(Role.ENTITIES)) for entity in entities(value)]
            if styles:
                return trimmed(RichText.clean(text, styles))
            markup = self._reading.markup if plain_name(name) == "text" and len(text) <= TOO_LONG_TEXT else None
            return trimmed(markup(text) if markup else RichText(text))
        return RichText()

    def _ids(self) -> tuple[int, ...]:
        """The row's message ids. An address that tells the same, or alone tells one, is kept for the channel."""
        ids: tuple[int, ...] = ()
        for value in self._values(Role.ID):
            told = map(message_id, value) if isinstance(value, list) else (message_id(value),)
            ids = tuple(sorted({number for number in told if number}))
            if ids:
                break
        for place in map(address, self._values(*((Role.ADDRESS,) if ids else (Role.ADDRESS, Role.ID)))):
            if place and (not ids or place.message_id in ids):
                self._place = place
                return ids or (place.message_id,)
        return ids

    def _published(self, told: dict[str, Any]) -> None:
        at = self._instant(Role.INSTANT, Role.CLOCK)
        if at:
            told["published_at"], told["zone_known"] = at

    def _edited(self, told: dict[str, Any]) -> None:
        """A hidden edit is none of the author's; of Telegram Desktop's own fields "edited" means a reaction too."""
        at = self._instant(Role.EDITED)
        if at:
            told["changed_at"] = at.at
            if self._row.get("edit_hide") is not True and "date_unixtime" not in self._row:
                told["edited_at"] = at.at

    def _instant(self, *roles: Role) -> Instant | None:
        """The first instant that is told; a date alone and a time of day beside it are one."""
        clock = next(self._values(Role.CLOCK), None)
        for name in (name for role in roles for name in self._roles.get(role, ())):
            value = self._row[name]
            if value is not None and value != "":
                in_utc = plain_name(name).endswith("utc")
                told = instant(value, UTC if in_utc else self._reading.zone, clock)
                if told:
                    return Instant(told.at, told.zone_known or in_utc or self._reading.zone_known)
        return None

    def _counted(self, told: dict[str, Any]) -> None:
        views = self._first(count, Role.VIEWS)
        if views:
            told["views"], told["views_exact"] = views
        given = self._first(reactions, Role.REACTIONS)
        if given:
            told["reactions"], told["reactions_exact"] = given

    def _media(self) -> tuple[str, ...]:
        for name in self._roles.get(Role.MEDIA, ()):
            kinds = tuple(media(plain_name(name), self._row[name]))
            if kinds:
                return kinds
        return ()


def _album(value: object) -> str | None:
    """An album's id: digits, of which pandas may make "12.0"; "None" is none."""
    digits = _DIGITS.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    return digits[1] if digits else None


def _reply(value: object) -> int | None:
    """The message that is answered; None where it is in another chat."""
    if isinstance(value, Mapping):
        elsewhere = value.get("reply_to_peer_id") is not None
        return None if elsewhere else message_id(value.get("reply_to_msg_id") or value.get("message_id"))
    return message_id(value)


_PLAIN: Mapping[Role, tuple[str, Callable[[object], object]]] = {
    Role.ALBUM: ("album_id", _album),
    Role.SIGNATURE: ("signature", words),
    Role.FORWARD: ("forwarded_from", forward_name),
    Role.REPLY: ("reply_to", _reply),
}
_OF_CHANNEL = (Role.CHANNEL_ID, Role.CHANNEL, Role.USERNAME, Role.TITLE, Role.SENDER, Role.SOMEBODY)
_Values = tuple[object, ...]


def _channel(
    place: ChannelRef, ids: _Values, names: _Values, usernames: _Values, titles: _Values, senders: _Values, who: _Values
) -> ChannelRef:
    """The channel that the values of these fields tell together. `place`: what the post's address tells of it."""
    told = merged(
        (
            place,
            *map(channels.by_id, ids),
            *map(channels.channel, names),
            *map(channels.by_username, usernames),
            *map(channels.by_title, titles),
        )
    )
    if told.telegram_id is None:
        told = merged((told, *map(channels.by_sender, senders)))
    return merged(map(channels.by_username, who)) if told == NOBODY else told


@lru_cache(maxsize=1024)
def _known_channel(place: ChannelRef, *named: _Values) -> ChannelRef:
    return _channel(place, *named)
