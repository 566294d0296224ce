"""Cutting a long text into messages and pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import regex

from core.richtext.entities import Entity
from core.richtext.normal import DEEPEST, as_telegram_counts
from core.richtext.operations import trim
from core.richtext.records import RichText
from core.richtext.units import Utf16Index

MESSAGE_UNITS = 4096
MESSAGE_ENTITIES = 100
"""What Telegram takes in one message."""

_WIDEST = 2

_CLUSTER = regex.compile(r"\X")
_BLANKS = regex.compile(r"""(?P<sentence>[.!?…]["'»”’)\]]*+)?(?P<blanks>\s++)""")
_LONGEST_BREAK = len("\r\n\r\n")
_PARAGRAPH, _LINE, _SENTENCE, _WORD = range(4)


def split(rich: RichText, max_units: int = MESSAGE_UNITS, max_entities: int = MESSAGE_ENTITIES) -> tuple[RichText, ...]:
    """The text in pieces that each fit into a message; joined again they are the whole, formatting too.

    A piece ends with a paragraph (a blank line, else a line break), else a sentence, else a word, else between
    two grapheme clusters; a cluster is cut only where it alone is longer than a message. An end that would leave
    a piece less than a quarter full is not taken while a later one of a lower sort offers itself.
    White space stays at the ends of pieces, and a long run of it can make a blank piece: see `pages`.

    `max_entities` is counted as Telegram does (core.richtext.normal). Nothing comes of an empty text.
    Raises ValueError for limits under 2 units or under 7 entities, which one character can need.
    """
    if max_units < _WIDEST or max_entities < DEEPEST:
        raise ValueError(f"limits too small: {max_units} units, {max_entities} entities")
    index = Utf16Index(rich.text)
    limits = _Limits(index, as_telegram_counts(rich.entities), max_units, max_entities)
    ends = []
    start = 0
    while start < index.characters:
        end = limits.furthest_end(start)
        start = end if end == index.characters else _best_end(rich.text, start, end)
        ends.append(start)
    return tuple(_pieces(rich, ends, index))


def pages(rich: RichText, max_units: int = MESSAGE_UNITS, max_entities: int = MESSAGE_ENTITIES) -> tuple[RichText, ...]:
    """The pieces of `split` as they are shown: without white space at their ends, blank ones left out."""
    shown = (trim(piece) for piece in split(rich, max_units, max_entities))
    return tuple(piece for piece in shown if piece.text)


class _Limits:
    """How far a piece can reach at most."""

    def __init__(self, index: Utf16Index, entities: Iterable[Entity], max_units: int, max_entities: int) -> None:
        counted = list(entities)
        self._index = index
        self._starts_u16 = sorted(entity.offset for entity in counted)
        self._ends_u16 = sorted(entity.end for entity in counted)
        self._max_units = max_units
        self._max_entities = max_entities

    def furthest_end(self, start: int) -> int:
        """The last position (Python characters, as is `start`) at which a piece from `start` can end."""
        start_u16 = self._index.to_u16(start)
        end_u16 = start_u16 + self._max_units
        behind_it = bisect_right(self._ends_u16, start_u16)
        one_too_many = behind_it + self._max_entities
        if one_too_many < len(self._starts_u16):
            end_u16 = min(end_u16, self._starts_u16[one_too_many])
        return self._index.to_character(end_u16)


def _best_end(text: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends best, at `limit` (inside the text) at the latest; characters."""
    # Whether a cluster ends at the limit depends on the character behind it: that one's own end is taken off.
    boundaries = [start, *(start + found.end() for found in _CLUSTER.finditer(text[start : limit + 1]))][:-1]
    if boundaries == [start]:
        return limit
    candidates = list(_candidates(text, start, limit, boundaries))
    quarter = start + (limit - start) // 4
    late = [(sort, -end) for sort, end in candidates if end > quarter]
    if late:
        return -min(late)[1]
    return max((end for _, end in candidates), default=boundaries[-1])


def _candidates(text: str, start: int, limit: int, boundaries: list[int]) -> Iterator[tuple[int, int]]:
    """Every (sort, end) of a piece at white space: behind it, or in it where it reaches beyond the limit."""
    for found in _BLANKS.finditer(text, start, min(len(text), limit + _LONGEST_BREAK)):
        blanks_start, blanks_end = found.span("blanks")
        if blanks_start > limit:
            break
        end = boundaries[bisect_right(boundaries, blanks_end) - 1]
        if start < blanks_start <= end:
            yield _sort_of(found, text), end


def _sort_of(found: regex.Match[str], text: str) -> int:
    line_breaks = found["blanks"].count("\n")
    if line_breaks:
        return _PARAGRAPH if line_breaks > 1 else _LINE
    # After an abbreviation ("т. е.", "e. g.") the sentence goes on in lower case.
    goes_on = text[found.end() : found.end() + 1].islower()
    return _SENTENCE if found["sentence"] and not goes_on else _WORD


def _pieces(rich: RichText, ends: Iterable[int], index: Utf16Index) -> Iterator[RichText]:
    """The text cut at the given ends (Python characters), each piece with its share of the formatting."""
    waiting = list(reversed(rich.entities))
    open_: list[Entity] = []
    start = 0
    for end in ends:
        first, behind = index.range_to_u16(start, end)
        while waiting and waiting[-1].offset < behind:
            open_.append(waiting.pop())
        inside = (entity.placed(max(entity.offset, first) - first, min(entity.end, behind) - first) for entity in open_)
        yield RichText(rich.text[start:end], tuple(inside))
        open_ = [entity for entity in open_ if entity.end > behind]
        start = end
