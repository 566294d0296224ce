"""Texts and entities that are hard on UTF-16 arithmetic, and what a formatted text looks like unit by unit."""

from __future__ import annotations

from hypothesis import strategies as st

from core.richtext import Entity, RichText
from core.richtext.entities import CODE, LINKS

SOLID = CODE + LINKS
LINK = "https://example.org/"

# Letters of both scripts, letters with combining marks, emoji of one to seven characters, a flag and half a flag,
# joiners and selectors without a base, every kind of line break.
PIECES = [
    "a", "Я", "слово", "word", "e\u0301", "и\u0306", "漢", "𝒳", "👍", "👍🏽", "❤️", "❤️‍🔥", "👨‍👩‍👧‍👦", "🇷🇺", "🇷", "1️⃣",
    "\u0301", "\u200d", "\ufe0f", " ", "  ", "\u00a0", "\t", "\n", "\n\n", "\r\n", "\u2028", ". ", "! ", "…» ", ".",
]  # fmt: skip

texts = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)

kinds = st.sampled_from(
    [
        Entity("bold", 0, 0),
        Entity("italic", 0, 0),
        Entity("spoiler", 0, 0),
        Entity("code", 0, 0),
        Entity("pre", 0, 0, language="python"),
        Entity("blockquote", 0, 0),
        Entity("expandable_blockquote", 0, 0),
        Entity("hashtag", 0, 0),
        Entity("text_link", 0, 0, url="https://example.org/"),
        Entity("text_link", 0, 0, url="https://example.org/другая"),
        Entity("text_mention", 0, 0, user_id=7),
        Entity("custom_emoji", 0, 0, custom_emoji_id="5265077361648368841"),
        Entity("date_time", 0, 0, unix_time=1_700_000_000, date_time_format="wDT"),
    ]
)


@st.composite
def entities_over(draw: st.DrawFn, text: str, max_size: int = 12) -> list[Entity]:
    """Entities on whole characters inside the text, in any order, overlapping as they like."""
    if not text:
        return []
    found = []
    for _ in range(draw(st.integers(0, max_size))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.append(draw(kinds).placed(units(text[:start]), units(text[:end])))
    return found


@st.composite
def rich_texts(draw: st.DrawFn) -> RichText:
    """A text with entities in normal form."""
    text = draw(texts)
    return RichText(text, tuple(draw(entities_over(text))))


def units(text: str) -> int:
    """The length in UTF-16 units, counted by the codec."""
    return len(text.encode("utf-16-le")) // 2


def unit_formats(entities: tuple[Entity, ...] | list[Entity], length: int) -> list[frozenset[Entity]]:
    """For each UTF-16 unit of a text of this length the kinds of formatting that cover it."""
    covering: list[set[Entity]] = [set() for _ in range(length)]
    for entity in entities:
        for unit in range(entity.offset, entity.offset + entity.length):
            covering[unit].add(entity.placed(0, 0))
    return [frozenset(kinds_here) for kinds_here in covering]


def formats(rich: RichText) -> list[frozenset[Entity]]:
    """For each UTF-16 unit of the text the kinds of formatting that cover it."""
    return unit_formats(rich.entities, units(rich.text))


def bold(start: int, end: int) -> Entity:
    return Entity("bold", start, end - start)


def code(start: int, end: int) -> Entity:
    return Entity("code", start, end - start)


def link(start: int, end: int) -> Entity:
    return Entity("text_link", start, end - start, url=LINK)


def quote(start: int, end: int) -> Entity:
    return Entity("blockquote", start, end - start)


def of(kinds_here: frozenset[Entity], *types: str) -> set[Entity]:
    """Those of the kinds that are of these types."""
    return {kind for kind in kinds_here if kind.type in types}
