"""A piece of parsed HTML -> rich text: what Telegram's own pages make of a message's text, undone.

White space with a line end in it is a single blank: pages end lines with `<br>`, and a raw line end comes from whoever
laid the file out anew. Tags without a meaning here are seen through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborNode

from core.richtext import Entity, RichText, utf16_length

Attributes = Mapping[str, str | None]
Link = Callable[[str, Attributes], tuple[str, str | None] | None]
"""The words of an `<a>` and its attributes -> entity type and address, as `core.addresses.link_entity` has it."""

_STYLES = {
    "b": "bold",
    "i": "italic",
    "strong": "bold",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "strike": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
}
_TOLD_BY_ATTRIBUTES = frozenset({"blockquote", "span", "tg-emoji"})
_DROPPED = frozenset({"script", "style", "template", "svg"})
_DEEPEST = 200
"""Tags in tags; what lies deeper is plain text."""

_LINE_END = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")
_DIGITS = re.compile(r"[0-9]{1,20}")


def rich_text(node: LexborNode, link: Link) -> RichText:
    """The text below an element with its formatting, trimmed as `core.richtext.trim` does."""
    return Writer(link).write(node).finished()


def words(text: str | None) -> str | None:
    """A name or a label: its white space is single blanks; None where there is nothing else."""
    return " ".join(text.split()) or None if text else None


def tokens(node: LexborNode) -> list[str]:
    """The element's classes."""
    return (node.attributes.get("class") or "").split()


class Writer:
    """Collects text and formatting; positions are in UTF-16 units."""

    __slots__ = ("_depth", "_link", "_marks", "_raw", "_texts", "length")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._texts: list[str] = []
        self._marks: list[tuple[str, int, int, str | None, str | None]] = []
        self._depth = 0
        self._raw = 0
        self.length = 0

    def write(self, node: LexborNode) -> Writer:
        """What is below the element."""
        child = node.first_child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._text(child.text_content or "")
            elif tag == "br":
                self.add("\n")
            elif tag and tag[0] != "-" and tag not in _DROPPED:
                self._element(tag, child)
            child = child.next
        return self

    def add(self, text: str) -> None:
        """Plain text as it is."""
        self._texts.append(text)
        self.length += utf16_length(text)

    def mark(self, kind: str, start: int, url: str | None = None, emoji_id: str | None = None) -> None:
        """Formatting over what was written since `start`."""
        if self.length > start:
            self._marks.append((kind, start, self.length, url, emoji_id))

    def finished(self) -> RichText:
        """All that was written, without white space at both ends."""
        written = "".join(self._texts)
        text = written.strip()
        if not self._marks:
            return RichText(text)
        lead = utf16_length(written[: len(written) - len(written.lstrip())])
        end = utf16_length(text)
        entities = []
        for kind, start, stop, url, emoji_id in self._marks:
            first, behind = max(start - lead, 0), min(stop - lead, end)
            if first < behind:
                entities.append(Entity(kind, first, behind - first, url, custom_emoji_id=emoji_id))
        return RichText(text, tuple(entities))

    def _text(self, text: str) -> None:
        if "\n" in text and not self._raw:
            text = _LINE_END.sub(" ", text)
        self.add(text)

    def _element(self, tag: str, node: LexborNode) -> None:
        start, pieces = self.length, len(self._texts)
        if self._depth > _DEEPEST or (tag == "i" and "emoji" in tokens(node)):
            self.add(node.text())
            return
        self._depth += 1
        self._raw += tag == "pre"
        self.write(node)
        self._raw -= tag == "pre"
        self._depth -= 1
        if tag == "a":
            found = self._link("".join(self._texts[pieces:]), node.attributes)
            if found:
                self.mark(found[0], start, found[1])
        elif tag in _TOLD_BY_ATTRIBUTES:
            self._by_attributes(tag, node.attributes, start)
        elif tag in _STYLES:
            self.mark(_STYLES[tag], start)

    def _by_attributes(self, tag: str, attributes: Attributes, start: int) -> None:
        classes = (attributes.get("class") or "").split()
        if tag == "blockquote":
            self.mark("expandable_blockquote" if "expandable" in attributes else "blockquote", start)
        elif tag == "tg-emoji":
            if _DIGITS.fullmatch(attributes.get("emoji-id") or ""):
                self.mark("custom_emoji", start, emoji_id=attributes["emoji-id"])
        elif "spoiler" in classes or "tg-spoiler" in classes:
            self.mark("spoiler", start)
