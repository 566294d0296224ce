"""Rich messages: a tree of blocks (paragraphs, lists, tables, media ...) as one text with entities.

Trees of several shapes come here as plain JSON values: the Bot API's (`RichMessage` with `RichBlock` and `RichText` in
it, from 10.1 on), Telegram Desktop's, those of libraries. So the walk knows which keys hold words and looks through all
others that hold objects or lists: no words are lost in a block of an unknown kind.

Each block is a line of its own, and so is each row of a table, with " | " between the cells that are not empty.
Formatting of a kind that messages have is kept; a heading is bold. Words that are no text of the message are left out:
numbers of list items, rows of buttons, the title of a linked article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.addresses import link_entity
from core.richtext import Entity, RichText, utf16_length

MOST_UNITS = 1024 * 1024
"""UTF-16 units of text. A rich message holds 32,768 characters; what is beyond this is left out."""

DEEPEST = 100
"""Objects and lists inside of each other. What is nested deeper is left out."""

MOST_NODES = 200_000
"""Objects, lists and strings of a tree. Those beyond are left out."""

_ENTITY_TYPES = {
    **{name: name for name in "bold italic underline strikethrough spoiler code pre blockquote".split()},
    **{name: name for name in "expandable_blockquote mention hashtag cashtag bot_command phone_number email".split()},
    **{name: name for name in "text_mention custom_emoji date_time".split()},
    "heading": "bold", "header": "bold", "subheader": "bold", "title": "bold", "subtitle": "bold", "strong": "bold",
    "strike": "strikethrough", "fixed": "code", "preformatted": "pre", "quote": "blockquote",
    "email_address": "email", "phone": "phone_number",
}  # fmt: skip
_LINKS = frozenset({"url", "link", "text_link", "text_url"})
_MEDIA = {
    **{name: name for name in "photo video animation audio document".split()},
    "voice_note": "voice", "file": "document", "map": "location", "input_map": "location",
}  # fmt: skip

_BLOCKS = frozenset(
    "paragraph heading header subheader title subtitle footer list table details divider collage slideshow map".split()
)
"""They begin a line wherever they stand."""

_KEYS = (
    "title", "summary", "author", "text", "texts", "content", "source", "formula", "expression", "alternative_text",
    "button", "blocks", "items", "rows", "cells", "children",
)  # fmt: skip
_BELOW = ("caption", "credit")
"""The keys that hold words or what words are in, in the order of reading; the last ones are not part of a quote."""

_OF_LINES = frozenset({"blocks", "items", "rows", "cells", "children"})
"""Each element of a list under these keys begins a line; there a list in the list is a row of a table."""

_ON_LINES = _OF_LINES.union(_BELOW, {"title", "summary", "author"})
"""What stands under these keys begins a line."""

_NO_WORDS = frozenset({"entities", "text_entities", "buttons", "old_text"})
_NAMES_A_KEY = frozenset({"text", "blocks"})
_CELLS = " | "
_SEPARATORS = frozenset({"\n", _CELLS})

_LIBRARY_NAME = re.compile(r"^(?:PageBlock|PageListItem|Text)(?=[A-Z])")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def rich_text(tree: object) -> RichText:
    """The text of a rich message, given as JSON values (objects, lists, strings); never raises.

    `tree` is the message itself or any part of it.
    """
    walk = _walked(tree)
    return RichText.clean("".join(walk.pieces), walk.entities)


def media_kinds(tree: object) -> tuple[str, ...]:
    """The kinds of media in a rich message, in its order, by the names that posts use; never raises."""
    return tuple(_walked(tree).media)


def _walked(tree: object) -> _Walk:
    walk = _Walk()
    walk.value({"blocks": tree} if isinstance(tree, list) else tree, words=True)
    return walk


class _Walk:
    """What was read so far, and where the reading stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self.media: list[str] = []
        self._units = 0
        self._nodes = 0
        self._depth = 0
        self._separator = ""  # stands before the next words

    def value(self, value: object, *, words: bool) -> None:
        """Reads a value and all in it; `words`: a string is text of the message, not something else about it."""
        self._nodes += 1
        if self._nodes > MOST_NODES or self._depth >= DEEPEST:
            return
        self._depth += 1
        if isinstance(value, Mapping):
            self._object(value)
        elif isinstance(value, (list, tuple)):
            for inner in value:
                self.value(inner, words=words)
        elif isinstance(value, str) and words:
            self._add(value)
        self._depth -= 1

    def _add(self, text: str) -> None:
        if not text or self._units >= MOST_UNITS:
            return
        for piece in (self._separator if self.pieces else "", text[: MOST_UNITS - self._units]):
            if piece:
                self.pieces.append(piece)
                self._units += utf16_length(piece)
        self._separator = ""

    def _object(self, node: Mapping[str, object]) -> None:
        kind = _kind(node)
        if kind in _MEDIA:
            self.media.append(_MEDIA[kind])
        if kind in _BLOCKS:
            self._separator = "\n"
        first, start = len(self.pieces), self._units
        for key in _KEYS:
            if key in node and _has_words(key, node[key], kind):
                self._known(key, node)
        if len(self.pieces) > first:
            if self.pieces[first] in _SEPARATORS:
                first, start = first + 1, start + utf16_length(self.pieces[first])
            self._mark(kind, node, first, start)
        for key, inner in node.items():
            if key not in _KEYS and key not in _BELOW and key not in _NO_WORDS and isinstance(inner, (Mapping, list)):
                self._unknown(inner)
        for key in _BELOW:
            if key in node:
                self._line(node[key])
        if kind in _BLOCKS:
            self._separator = "\n"

    def _known(self, key: str, node: Mapping[str, object]) -> None:
        inner = node[key]
        if key == "text":
            self.value(node.get("text_entities") or inner, words=True)
        elif key not in _ON_LINES:
            self.value(inner, words=True)
        elif key in _OF_LINES and isinstance(inner, list) and not (key == "cells" and _is_row(inner)):
            for element in inner:
                self._line(element)
        else:
            self._line(inner)

    def _line(self, value: object) -> None:
        """Reads a value that stands on lines of its own; a list is a row of cells."""
        self._separator = "\n"
        for cell in value if isinstance(value, list) else [value]:
            self.value(cell, words=True)
            self._separator = self._separator or _CELLS
        self._separator = "\n"

    def _unknown(self, value: object) -> None:
        """Looks for words in a value of which nothing is known but that its own strings are none."""
        units, separator = self._units, self._separator
        self._separator = "\n"
        self.value(value, words=False)
        self._separator = separator if self._units == units else "\n"

    def _mark(self, kind: str, node: Mapping[str, object], first: int, start: int) -> None:
        """Notes the formatting that an object lays on its words: the pieces from `first` on, which begin at `start`."""
        entity_type, url = _ENTITY_TYPES.get(kind, ""), None
        if kind in _LINKS:
            entity_type, url = _link(node, "".join(self.pieces[first:]))
        elif entity_type == "code" and "language" in node:
            entity_type = "pre"
        if not entity_type or (entity_type == "blockquote" and node.get("pullquote") is True):
            return
        user = node.get("user")
        self.entities.append(
            Entity(
                entity_type,
                start,
                self._units - start,
                url=url,
                language=_string(node, "language") if entity_type == "pre" else None,
                user_id=_number(user, "id") if isinstance(user, Mapping) else None,
                custom_emoji_id=_string(node, "custom_emoji_id"),
                unix_time=_number(node, "unix_time"),
                date_time_format=_string(node, "date_time_format"),
            )
        )


def _kind(node: Mapping[str, object]) -> str:
    """What an object is, in lower case; libraries name their classes ("PageBlockPreformatted")."""
    kind = node.get("type") or node.get("_")
    if not isinstance(kind, str):
        return ""
    return _CAPITAL.sub("_", _LIBRARY_NAME.sub("", kind)).lower()


def _has_words(key: str, value: object, kind: str) -> bool:
    """Whether what stands under one of the known keys is text of the message; only of strings it can be doubted."""
    if not isinstance(value, str):
        return True
    match key:
        case "title" | "author":
            return kind in {"table", "details"}
        case "source":
            return kind == "math"
        case "content":
            return value not in _NAMES_A_KEY
        case _:
            return True


def _link(node: Mapping[str, object], words: str) -> tuple[str, str | None]:
    address = _string(node, "url") or _string(node, "href")
    return ("url", None) if address is None else link_entity(words, address) or ("", None)


def _is_row(cells: list[object]) -> bool:
    return not any(isinstance(cell, list) for cell in cells)


def _string(node: Mapping[str, object], key: str) -> str | None:
    value = node.get(key)
    return value if isinstance(value, str) and value else None


def _number(node: Mapping[str, object], key: str) -> int | None:
    value = node.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
