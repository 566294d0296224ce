"""One clean text out of a post's two damaged copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.formats.text_dump.copies import split_copies
from core.richtext import Entity, RichText, utf16_length

NO_BLANK_BEFORE = frozenset(",.;:!?)]}»”…")
NO_BLANK_AFTER = frozenset("([{«“„")
"""What was lost of a line is put back behind a blank, unless it begins or the line ends with one of these."""

_LATIN_PART = re.compile(r"[^А-Яа-яЁё]*")
_FIRST_WORD = re.compile(r"\w+|.")


@dataclass(frozen=True, slots=True)
class RestoredLine:
    """A line as its author wrote it. `runs`: where inline code starts in it; `block`: it is code as a whole."""

    text: str
    runs: tuple[int, ...] = ()
    block: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A post's lines, and the number of copies, 1 or 2, that they were restored from."""

    lines: tuple[RestoredLine, ...]
    copies: int


def restore(lines: Sequence[str], *, cut: bool = False) -> Restored:
    """The post that a block's lines (at least one) hold. `cut`: the file ends in it."""
    copies = split_copies(lines, cut=cut)
    draft = _Draft([RestoredLine(copies.first)])
    next_a = next_b = 0
    for a, b, fit in copies.pairs:
        draft.add_lines(copies.a[next_a:a])
        extra = copies.b[next_b:b]
        if fit.rest:
            draft.add_runs([*extra, fit.rest])
        elif extra:
            draft.add_block(extra)
        draft.add_lines([fit.text])
        next_a, next_b = a + 1, b + 1
    if cut:
        draft.add_runs(copies.b[next_b:])
        draft.add_lines(copies.a[next_a:])
    else:
        draft.add_lines(copies.a[next_a:])
        draft.add_runs(copies.b[next_b:])
    return Restored(tuple(draft.lines), 2 if copies.b else 1)


def rich_text(lines: Sequence[RestoredLine]) -> RichText:
    """The lines as one text; inline code and blocks of code as entities."""
    entities: list[Entity] = []
    offset = 0
    previous_is_block = False
    for line in lines:
        length = utf16_length(line.text)
        if line.block and previous_is_block:
            block = entities[-1]
            entities[-1] = replace(block, length=offset + length - block.offset)
        elif line.block:
            entities.append(Entity("pre", offset, length))
        entities += [
            Entity("code", offset + utf16_length(line.text[:start]), utf16_length(line.text[start:end]))
            for start, end in code_extents(line)
        ]
        offset += length + 1
        previous_is_block = line.block
    return RichText("\n".join(line.text for line in lines), tuple(entities))


def code_extents(line: RestoredLine) -> list[tuple[int, int]]:
    """Start and end of each inline code of a line.

    The copies tell where code starts, not where it ends. It is taken to end before the first Cyrillic letter, the next
    code or the line's end, blanks trimmed; code that starts with a Cyrillic letter is one word.
    """
    extents = []
    for start, limit in pairwise((*line.runs, len(line.text))):
        latin = line.text[start : _end(_LATIN_PART, line.text, start, limit)].rstrip()
        end = start + len(latin) if latin else _end(_FIRST_WORD, line.text, start, limit)
        extents.append((start, end))
    return extents


def _end(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    match = pattern.match(text, start, limit)
    return match.end() if match else limit


@dataclass(slots=True)
class _Draft:
    """The restored lines, growing from the first one on."""

    lines: list[RestoredLine]

    def add_lines(self, texts: Iterable[str]) -> None:
        self.lines.extend(RestoredLine(text) for text in texts)

    def add_block(self, texts: Iterable[str]) -> None:
        """Lines of their own that only copy B has."""
        self.lines.extend(RestoredLine(text, block=True) for text in texts)

    def add_runs(self, pieces: Sequence[str]) -> None:
        """Puts what copy A lost of the last line back to its end; each piece begins with code."""
        line = self.lines[-1]
        text, runs = line.text, list(line.runs)
        for piece in filter(None, map(str.strip, pieces)):
            blank = "" if piece[0] in NO_BLANK_BEFORE or text[-1:] in NO_BLANK_AFTER else " "
            runs.append(len(text) + len(blank))
            text += blank + piece
        self.lines[-1] = replace(line, text=text, runs=tuple(runs))
