"""Operations on rich text. They are pure, and none of them changes a character of the text it keeps."""

from __future__ import annotations

from collections.abc import Iterable

from core.richtext.entities import CODE, LINKS, QUOTES, STYLES, Entity
from core.richtext.normal import outside
from core.richtext.records import RichText
from core.richtext.units import Utf16Index, utf16_length


def concat(*parts: RichText | str) -> RichText:
    """The parts one after another; a str is text without formatting. A style that goes on is one entity."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for part in parts:
        rich = part if isinstance(part, RichText) else RichText(part)
        texts.append(rich.text)
        entities.extend(entity.placed(offset + entity.offset, offset + entity.end) for entity in rich.entities)
        offset += utf16_length(rich.text)
    return RichText("".join(texts), tuple(entities))


def slice_(rich: RichText, start_u16: int = 0, end_u16: int | None = None) -> RichText:
    """The text between two offsets, with the formatting that falls on it.

    Offsets beyond the text mean its ends. An offset inside a surrogate pair means the pair's beginning, so
    the slices on both sides of it together are the whole.
    """
    index = Utf16Index(rich.text)
    start = index.to_character(start_u16)
    end = max(start, index.to_character(index.length_u16 if end_u16 is None else end_u16))
    first, behind = index.range_to_u16(start, end)
    inside = (
        entity.placed(max(entity.offset, first) - first, min(entity.end, behind) - first)
        for entity in rich.entities
        if entity.offset < behind and entity.end > first
    )
    return RichText(rich.text[start:end], tuple(inside))


def trim(rich: RichText) -> RichText:
    """Without the white space at both ends (as str.strip has it); entities that hold nothing else vanish."""
    behind = utf16_length(rich.text.rstrip())
    leading = len(rich.text) - len(rich.text.lstrip())
    return slice_(rich, utf16_length(rich.text[:leading]), behind)


def overlay(rich: RichText, entities: Entity | Iterable[Entity]) -> RichText:
    """More formatting over a text. What stands wins over what is laid on it.

    Around code, a style is laid on both sides of it. Around code and links, another link or more code covers
    what they leave free; so does a quote beside other quotes. Code takes the styles off the text it is laid on.
    At a quote's border code and links are cut in two. Raises ValueError as the constructor does.
    """
    new = RichText(rich.text, (entities,) if isinstance(entities, Entity) else tuple(entities))
    laid = [part for entity in new.entities for part in _beside_rivals(entity, rich)]
    return RichText(rich.text, (*rich.entities, *laid))


def styled(
    text: str,
    entity_type: str,
    *,
    url: str | None = None,
    language: str | None = None,
    user_id: int | None = None,
    custom_emoji_id: str | None = None,
    unix_time: int | None = None,
    date_time_format: str | None = None,
) -> RichText:
    """The whole text under one entity; an empty text stays without."""
    if not text:
        return RichText()
    entity = Entity(
        entity_type, 0, utf16_length(text), url, language, user_id, custom_emoji_id, unix_time, date_time_format
    )  # fmt: skip
    return RichText(text, (entity,))


def _beside_rivals(new: Entity, rich: RichText) -> Iterable[Entity]:
    """The parts of `new` that no other quote, code or link of the text stands against."""
    if new.type in STYLES:
        return (new,)
    rival_types = QUOTES if new.type in QUOTES else CODE + LINKS
    kind = new.placed(0, 0)
    # One of the same kind is no rival: the two become one.
    rivals = [old for old in rich.entities if old.type in rival_types and old.placed(0, 0) != kind]
    return outside(new, rivals)
