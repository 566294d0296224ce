"""Telegram's message entity: what a stretch of text is, or looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

QUOTES = ("blockquote", "expandable_blockquote")
CODE = ("pre", "code")
LINKS = (
    "text_link", "text_mention", "date_time",
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "custom_emoji",
)  # fmt: skip
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
UNSTYLED = (*CODE, "date_time")
"""What has no style on it."""

ENTITY_TYPES = QUOTES + CODE + LINKS + STYLES
"""All types of the Bot API, the outer ones first where two cover the same text (TDLib's order)."""

_NEEDED = {
    "text_link": "url",
    "text_mention": "user_id",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity; `offset` and `length` in UTF-16 units, the other fields as in the Bot API.

    It is not checked here: RichText refuses a wrong one, RichText.clean leaves it out.
    """

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The first UTF-16 unit behind it."""
        return self.offset + self.length

    def placed(self, start_u16: int, end_u16: int) -> Entity:
        """The same formatting over another range."""
        return Entity(
            self.type,
            start_u16,
            end_u16 - start_u16,
            self.url,
            self.language,
            self.user_id,
            self.custom_emoji_id,
            self.unix_time,
            self.date_time_format,
        )

    @property
    def complete(self) -> bool:
        """Whether Telegram knows the type and the field that the type needs is there."""
        needed = _NEEDED.get(self.type)
        return self.type in ENTITY_TYPES and (needed is None or getattr(self, needed) is not None)


def entity_to_json(entity: Entity) -> dict[str, object]:
    """The Bot API's MessageEntity as a JSON object, absent fields left out; of a user only his id is known."""
    item: dict[str, object] = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
        value = getattr(entity, name)
        if value is not None:
            item[name] = value
    if entity.user_id is not None:
        item["user"] = {"id": entity.user_id}
    return item


def entity_from_json(item: Mapping[str, object]) -> Entity:
    """The opposite of `entity_to_json`. Fields that it does not know, or of a wrong kind, count as absent.

    Raises ValueError where `type`, `offset` or `length` is missing or of a wrong kind.
    """
    kind, offset, length = item.get("type"), _number(item, "offset"), _number(item, "length")
    if not isinstance(kind, str) or offset is None or length is None:
        raise ValueError("an entity needs a type, an offset and a length")
    user = item.get("user")
    return Entity(
        kind,
        offset,
        length,
        url=_words(item, "url"),
        language=_words(item, "language"),
        user_id=_number(user, "id") if isinstance(user, Mapping) else None,
        custom_emoji_id=_words(item, "custom_emoji_id"),
        unix_time=_number(item, "unix_time"),
        date_time_format=_words(item, "date_time_format"),
    )


def _number(item: Mapping[str, object], name: str) -> int | None:
    value = item.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _words(item: Mapping[str, object], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value else None
