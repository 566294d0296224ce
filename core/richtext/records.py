"""The record of a text with its formatting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.richtext.entities import Entity
from core.richtext.normal import arrange
from core.richtext.units import Utf16Index


@dataclass(frozen=True, slots=True)
class RichText:
    """A text and its entities, always sorted and in normal form (core.richtext.normal).

    The constructor brings entities to that form and leaves out those that cover nothing. It raises ValueError
    where one is not on whole characters inside the text, has a type that Telegram does not know or lacks the
    field that its type needs. Foreign input goes through `clean`.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def __post_init__(self) -> None:
        """Check the entities and bring them to normal form."""
        if not self.entities:
            return
        index = Utf16Index(self.text)
        covering = [entity for entity in self.entities if entity.length]
        for entity in covering:
            if not 0 <= entity.offset < entity.end <= index.length_u16:
                raise ValueError(f"entity outside of the text: {entity.type} {entity.offset}+{entity.length}")
            if index.inside_pair(entity.offset) or index.inside_pair(entity.end):
                raise ValueError(f"entity cuts a character in two: {entity.type} {entity.offset}+{entity.length}")
            if not entity.complete:
                raise ValueError(f"unknown or incomplete entity: {entity.type}")
        object.__setattr__(self, "entities", arrange(covering))

    @classmethod
    def clean(cls, text: str, entities: Iterable[Entity]) -> RichText:
        """Foreign text with foreign entities, repaired.

        What lies outside of the text is clipped, an end inside a surrogate pair moves outwards to the whole
        character; an entity that is empty, of an unknown type or without the field its type needs is left out.
        """
        index = Utf16Index(text)
        kept = []
        for entity in entities:
            start, end = index.range_to_characters(entity.offset, entity.end)
            if entity.complete and entity.length > 0 and start < end:
                kept.append(entity.placed(*index.range_to_u16(start, end)))
        return cls(text, tuple(kept))
