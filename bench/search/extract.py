"""Files of documentation as plain blocks of text: HTML, Mallard pages, manual pages, fortunes, translations.

Pure. A block is a paragraph, a list item or a cell; one that begins with HEADING starts a new piece of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

HEADING = "\f"
"""Stands before the text of a heading; no text holds it otherwise."""

_BREAKING = frozenset(
    "p li dt dd td th tr h1 h2 h3 h4 h5 h6 title div pre caption item section br table ul ol dl body blockquote"
    " para simpara listitem entry term sect1 sect2 row".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 title".split())
_SILENT = frozenset("script style info nav header footer head mal:credit legalnotice articleinfo bookinfo".split())
_BLANKS = re.compile(r"\s+")
_ROFF_MACRO = re.compile(r"^[.']\s*([A-Za-z\\\"]+)\s*(.*)$")
_ROFF_FONT = re.compile(r"\\f(?:\[[^\]]*\]|\(..|.)|\\[&%|^/,:]|\\s[+-]?\d+")
_ROFF_SIGN = re.compile(r"\\(?:\((..)|\[([^\]]*)\]|\*\((..)|(.))")
_ROFF_SIGNS = {"em": "—", "en": "–", "aq": "'", "dq": '"', "lq": "«", "rq": "»", "bu": "•", "ti": "~", "ha": "^"}
_ROFF_SINGLE = {"-": "-", "e": "\\", "~": " ", " ": " ", "'": "'", "`": "`"}
_ROFF_INLINE = frozenset("B I BR BI IR RB RI IB SM SB".split())
_ROFF_BREAKS = frozenset("PP P LP TP IP RS RE nf fi br sp HP EX EE".split())
_FORTUNE_END = re.compile(r"^%\s*$", re.MULTILINE)


def html_blocks(source: str) -> list[str]:
    """The blocks of an HTML or Mallard document, in order."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.flush()
    return reader.blocks


def roff_blocks(source: str) -> list[str]:
    """The blocks of a manual page, in order; tables are left out."""
    blocks: list[str] = []
    lines: list[str] = []

    def flush() -> None:
        text = squeezed(" ".join(lines))
        lines.clear()
        if text:
            blocks.append(text)

    for line in _without_tables(source.splitlines()):
        macro = _ROFF_MACRO.match(line)
        if macro is None:
            lines.append(_roff_text(line))
        elif macro[1] in _ROFF_INLINE:
            lines.append(_roff_text(macro[2].replace('"', "")))
        elif macro[1] in {"SH", "SS"}:
            flush()
            blocks.append(HEADING + _roff_text(macro[2].replace('"', "")))
        elif macro[1] in _ROFF_BREAKS:
            flush()
    flush()
    return blocks


def fortunes(source: str) -> list[str]:
    """The sayings of a fortune file, each a piece of its own."""
    return [HEADING + text.strip() for text in _FORTUNE_END.split(source) if text.strip()]


def dictionary_blocks(source: str) -> list[str]:
    """The entries of a dictd dictionary: a line at the margin is the word, the indented ones say what it means."""
    entries: list[list[str]] = []
    for line in source.splitlines():
        if line[:1].strip() and not line.startswith("_"):
            entries.append([])
        if entries and line.strip():
            entries[-1].append(line.strip())
    return [squeezed(" ".join(entry).replace("_", "")) for entry in entries]


def squeezed(text: str) -> str:
    """Every run of white space as one blank."""
    return _BLANKS.sub(" ", text).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._text: list[str] = []
        self._silent: list[str] = []
        self._heading = False

    def flush(self) -> None:
        text = squeezed("".join(self._text))
        self._text.clear()
        if text:
            self.blocks.append((HEADING if self._heading else "") + text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKING:
            self.flush()
            self._heading = tag in _HEADINGS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag in _BREAKING:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BREAKING:
            self.flush()
            self._heading = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)


def _without_tables(lines: list[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if line.startswith(".TS"):
            inside = True
        if not inside:
            yield line
        if line.startswith(".TE"):
            inside = False


def _roff_text(text: str) -> str:
    return _ROFF_SIGN.sub(_roff_sign, _ROFF_FONT.sub("", text))


def _roff_sign(match: re.Match[str]) -> str:
    if match[4]:
        return _ROFF_SINGLE.get(match[4], "")
    return _ROFF_SIGNS.get(match[1] or match[2] or match[3], "")
