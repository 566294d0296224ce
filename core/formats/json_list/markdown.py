r"""Telethon's markdown, read back: bold is `**`, italic `__`, struck out `~~`, code a backtick or three, `[text](url)`.

Telethon writes these marks around a text without escaping what looks like them in it, so not every mark is one: "e**e"
is a word with letters left out, `**kwargs` an argument, "snake__case" a name. Rules:

- Code ends at the next mark of its kind and holds no other marks. A backtick between two letters is an apostrophe.
- `[text](url)` is a link where the address has a scheme and no blanks; the brackets in it are counted, so that
  addresses like `.../Lisp_(language)` and texts like "[1]" stay whole. The text can hold styles, or nothing to see.
- Of the marks of a style, openings and closings alternate; those are taken for text, as few as can be, that stand
  least like marks: inside of words and addresses. Styles can overlap each other and links, and end with a blank.
- A mark around nothing, and one in a row of six signs and more, is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from core.formats.json_list.pairs import Mark, pairs
from core.richtext import Entity, RichText, Utf16Index

_SIGNS = re.compile(r"[`*_~\[\]](?:(?<=([`*_~]))\1*)?")
"""A bracket, or a row of one sign."""

_TWO, _THREE, _FIVE = 2, 3, 5
_STYLES = {"**": "bold", "__": "italic", "~~": "strikethrough"}
_ADDRESS = re.compile(
    r"\((?P<url>[A-Za-z][A-Za-z0-9+.-]{1,20}:(?:[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+(?=\))|[^\s)]{0,4096}))\)"
)
_BARE_ADDRESS = re.compile(r"https?://[^\s\[\]()<>]+", re.IGNORECASE)
_USER = re.compile(r"tg://user\?id=(?P<id>\d{1,16})")


class _Found(NamedTuple):
    """An entity and what it covers, in characters of the source."""

    type: str
    start: int
    end: int
    url: str | None = None


def rich_text(source: str) -> RichText:
    """The text with its formatting; a text without marks as it is."""
    reader = _Reader(source)
    reader.read()
    return reader.rich_text()


@dataclass(slots=True)
class _Reader:
    """What is found in a source: entities, and the ranges of marks, which are not text."""

    source: str
    found: list[_Found] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> None:
        styles: dict[str, list[Mark]] = {}
        brackets: list[int] = []
        position = 0
        while found := _SIGNS.search(self.source, position):
            start, position = found.span()
            sign = found[0]
            if sign[:2] in _STYLES:
                styles.setdefault(sign[:2], []).extend(_marks(start, position))
            elif sign[0] == "`":
                position = self._code(start, position)
            elif sign == "[":
                brackets.append(start)
            elif sign == "]" and brackets:
                position = self._link(brackets.pop(), start)
        if styles:
            addresses = [found.span() for found in _BARE_ADDRESS.finditer(self.source)]
            for sign, marks in styles.items():
                self._style(_STYLES[sign], pairs(self.source, marks, addresses))

    def rich_text(self) -> RichText:
        """The source without the marks, and the entities where they are then."""
        if not self.marks:
            return RichText(self.source)
        marks = sorted(self.marks)
        behind = [0, *(mark[1] for mark in marks)]
        text = "".join(self.source[start:end] for start, (end, _) in zip(behind, marks, strict=False))
        text += self.source[behind[-1] :]
        return RichText(text, tuple(self._entities(text, marks)))

    def _entities(self, text: str, marks: list[tuple[int, int]]) -> Iterator[Entity]:
        """The entities where they are in the text without the marks."""
        index = Utf16Index(text)
        behind = [end for _, end in marks]
        gone = [0, *accumulate(end - start for start, end in marks)]
        for found in self.found:
            start, end = (place - gone[bisect_right(behind, place)] for place in (found.start, found.end))
            offset, end_u16 = index.range_to_u16(start, end)
            yield _entity(found, text[start:end], offset, end_u16 - offset)

    def _code(self, start: int, behind: int) -> int:
        """Take the code whose mark is the row of backticks there; the position behind it, or behind the row."""
        if behind - start not in {1, _THREE}:
            return behind
        mark = self.source[start:behind]
        end = self.source.find(mark, behind)
        around = self.source[max(start - 1, 0) : start], self.source[behind : behind + 1]
        if end < 0 or (behind - start == 1 and all(map(str.isalpha, around))):
            return behind
        self.found.append(_Found("pre" if len(mark) == _THREE else "code", behind, end))
        self.marks += [(start, behind), (end, end + len(mark))]
        return end + len(mark)

    def _link(self, opening: int, closing: int) -> int:
        """Take the link that is written from one bracket to the other and behind it, if it is one."""
        address = _ADDRESS.match(self.source, closing + 1)
        if address is None:
            return closing + 1
        self.found.append(_Found("text_link", opening + 1, closing, address["url"]))
        self.marks += [(opening, opening + 1), (closing, address.end())]
        return address.end()

    def _style(self, kind: str, found: Iterator[tuple[Mark, Mark]]) -> None:
        for opening, closing in found:
            self.found.append(_Found(kind, opening.end, closing.start))
            self.marks += [opening, closing]


def _marks(start: int, end: int) -> Iterator[Mark]:
    """The marks that a row of signs can be: three are a mark and a sign, four two marks, five a sign between two."""
    length = end - start
    if length <= _FIVE:
        yield Mark(start, start + _TWO)
    if length > _THREE and length <= _FIVE:
        yield Mark(end - _TWO, end)


def _entity(found: _Found, covered: str, offset: int, length: int) -> Entity:
    """The entity in Telegram's terms. `covered`: what stands under it."""
    user = _USER.fullmatch(found.url) if found.url else None
    if user:
        return Entity("text_mention", offset, length, user_id=int(user["id"]))
    if found.url == covered:
        return Entity("url", offset, length)
    return Entity(found.type, offset, length, url=found.url)
