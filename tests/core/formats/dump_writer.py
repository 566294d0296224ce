"""Writes posts as a scraper's text dump holds them: each in two copies, damaged in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from core.reactions import render_reaction_line

CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")


@dataclass(frozen=True)
class Code:
    """Inline code."""

    text: str


@dataclass(frozen=True)
class Line:
    """A line of a post: text and code in turn, or a block of code. `lost`: characters of its end that B lacks."""

    parts: tuple[str | Code, ...]
    block: bool = False
    lost: int = 0

    @property
    def text(self) -> str:
        return "".join(part.text if isinstance(part, Code) else part for part in self.parts)

    @property
    def code_starts(self) -> list[int]:
        starts, position = [], 0
        for part in self.parts:
            if isinstance(part, Code):
                starts.append(position)
            position += len(part.text if isinstance(part, Code) else part)
        return starts

    @property
    def code_extents(self) -> list[tuple[str, str]]:
        """As far as a dump lets them be known: to the first Cyrillic letter, the next code or the line's end."""
        if self.block:
            return [("pre", self.text)]
        extents = []
        for start, limit in pairwise([*self.code_starts, len(self.text)]):
            end = next((i for i in range(start, limit) if self.text[i] in CYRILLIC), limit)
            extents.append(("code", self.text[start:end].strip()))
        return extents


@dataclass(frozen=True)
class Written:
    """A post as its author wrote it; `service` lines stand behind it."""

    lines: tuple[Line, ...]
    reactions: dict[str, int]
    handle: str | None = None
    service: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def code(self) -> list[tuple[str, str]]:
        return [extent for line in self.lines for extent in line.code_extents]


def line(*parts: str | Code, lost: int = 0) -> Line:
    return Line(parts, lost=lost)


def block(text: str) -> Line:
    return Line((Code(text),), block=True)


def dump(*posts: Written) -> str:
    """The dump of these posts, without a line feed at its end."""
    return "\n".join(
        piece for post in posts for piece in (*_copies(post), render_reaction_line(post.reactions), *post.service)
    )


def _copies(post: Written) -> list[str]:
    handle = [f"@{post.handle}"] if post.handle else []
    first, *others = [
        line.text[: line.code_starts[0]].rstrip() if line.code_starts else line.text for line in post.lines
    ]
    second = _copy_b(post.lines, handle)
    return [first, *filter(None, others), *handle, *filter(None, map(str.rstrip, second.split("\n")[1:]))]


def _copy_b(lines: tuple[Line, ...], handle: list[str]) -> str:
    text = ""
    for line in lines:
        for part in line.parts:
            text += part if isinstance(part, str) else f"\n{part.text}" if not line.block else part.text
        text = text[: len(text) - line.lost]
        text += "" if line.code_starts and not line.block else "\n"
    return text + "".join(handle)
