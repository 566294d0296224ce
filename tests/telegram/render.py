"""Text with entities as one readable line of plain text, for assertions and transcripts. There is no way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_MARKS = {
    "bold": ("*", "*"),
    "italic": ("_", "_"),
    "underline": ("__", "__"),
    "strikethrough": ("~", "~"),
    "spoiler": ("||", "||"),
    "code": ("`", "`"),
}
_QUOTES = {"blockquote", "expandable_blockquote"}


def render(text: str, entities: Iterable[Mapping[str, Any]] = ()) -> str:
    """`*bold*`, `_italic_`, `[label](url)`, fenced blocks of code, quotes behind a bar; code between backticks."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    quoted: list[range] = []
    for entity in sorted(entities, key=lambda item: (item["offset"], -item["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["type"] in _QUOTES:
            quoted.append(range(start, end))
        before, after = _marks(entity)
        opening.setdefault(start, []).append(before)
        closing.setdefault(end, []).insert(0, after)
    pieces: list[str] = []
    position, at_line_start = 0, True
    for character in text:
        pieces += closing.get(position, ())
        if at_line_start and any(position in block for block in quoted):
            pieces.append("▏")
        pieces += opening.get(position, ())
        pieces.append(character)
        at_line_start = character == "\n"
        position += 2 if character > "\uffff" else 1
    pieces += closing.get(position, ())
    return "".join(pieces)


def _marks(entity: Mapping[str, Any]) -> tuple[str, str]:
    match entity["type"]:
        case "pre":
            return f"```{entity.get('language') or ''}\n", "\n```"
        case "text_link":
            return "[", f"]({entity['url']})"
        case "text_mention":
            return "[", f"](user {entity['user']['id']})"
        case kind:
            return _MARKS.get(kind, ("", ""))
