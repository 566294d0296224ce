"""Rich messages (exports since 2026): a tree of blocks as lines of text, the way `core.rich_message` reads the JSON."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from core.formats.markup import Link, Writer, tokens
from core.richtext import RichText

_MEDIA = {
    "photo": "photo",
    "video": "video",
    "audio": "audio",
    "file": "document",
    "map": "location",
    "input-map": "location",
}
_LINES = frozenset(
    "address aside blockquote caption cite details div figcaption figure footer h1 h2 h3 h4 h5 h6 li ol p pre section"
    " summary table tbody tr ul".split()
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NO_WORDS = frozenset(
    "media_wrap rich_source_meta rich_embed_post_meta rich_button_row rich_task_marker rich_order_marker rich_fallback"
    " rich_inline_fallback rich_diff_previous rich_related_article rich_slideshow_prev rich_slideshow_next".split()
)
"""Classes of what is shown around the words: cards of files and links, marks of lists, replies to what is not known."""

_AROUND = re.compile(r"\A\n|\n *\Z")
_NEW_LINE = "\n"
_CELLS = " | "
_BEFORE_DATE = " \u2022 "


def rich_message(element: LexborNode, link: Link) -> tuple[RichText, tuple[str, ...]]:
    """The text of a rich message, and the kinds of media in it, in its order."""
    lines = _Lines(link)
    lines.write(element)
    return lines.finished(), tuple(lines.media)


class _Lines(Writer):
    """Each block is a line, each row of a table too; a line's end is written when the next one has words."""

    __slots__ = ("_separator", "_separators", "media")

    def __init__(self, link: Link) -> None:
        super().__init__(link)
        self.media: list[str] = []
        self._separator = ""
        self._separators: dict[int, int] = {}

    def add(self, text: str) -> None:
        if not text:
            return
        if self._separator and self.length:
            self._separators[self.length] = len(self._separator)
            super().add(self._separator)
        self._separator = ""
        super().add(text)

    def mark(self, kind: str, start: int, url: str | None = None, emoji_id: str | None = None) -> None:
        """A separator before the first words is not formatted."""
        super().mark(kind, start + self._separators.get(start, 0), url, emoji_id)

    def _text(self, text: str) -> None:
        """Line ends of the file stand around blocks only, each with the blanks that indent the next tag."""
        if "\n" in text:
            text = "" if text.isspace() else _AROUND.sub("", text)
        self.add(text)

    def _element(self, tag: str, node: LexborNode) -> None:
        classes = tokens(node)
        if not _NO_WORDS.isdisjoint(classes):
            return
        if "rich_block" in classes:
            kind = _MEDIA.get(node.attributes.get("data-rich-kind") or "")
            self.media += [kind] if kind else []
        parent = node.parent.tag if node.parent is not None else None
        if tag == "time" and parent == "address":
            self._drop(_BEFORE_DATE)
        elif tag in {"td", "th"}:
            super()._element("span", node)
            self._separator = self._separator or _CELLS
        elif tag in _LINES:
            self._separator, start = _NEW_LINE, self.length
            super()._element("pre" if tag == "pre" else "div", node)
            if tag in _HEADINGS:
                self.mark("bold", start)
            elif "rich_quote_body" in classes and parent == "blockquote":
                self.mark("blockquote", start)
            self._separator = _NEW_LINE
        else:
            super()._element(tag, node)

    def _drop(self, ending: str) -> None:
        """Takes back what was just written, if it ends so."""
        if self._texts and self._texts[-1].endswith(ending):
            self._texts[-1] = self._texts[-1].removesuffix(ending)
            self.length -= len(ending)
