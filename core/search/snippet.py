"""What a found post shows of itself: its title and the passage that holds most of the query, the hits as ranges."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.lemmas import Lemmas
from core.types import Highlighted
from core.words import tokens_beginning

SNIPPET_CHARACTERS = 100
"""Two lines on a phone."""

TITLE_CHARACTERS = 110
LINE_CHARACTERS = 80
"""Of a real title, and of a first line that is none."""

SHORTEST_SENTENCE = 20
"""A sentence of so many characters at least is a title by itself."""

BEGUN = 20
"""So few characters are no beginning of a sentence, and no rest of one, to stand alone."""

ELLIPSIS = "…"

_UNSEEN = " \t\r\n\u00a0\u200b\u2060\ufeff"
_SENTENCE_END = re.compile(r"[.!?…:;] ")
_FIRST_SENTENCE = re.compile(rf".{{{SHORTEST_SENTENCE - 1},{LINE_CHARACTERS - 1}}}?[.!?…](?= )")
_LEFT_HANGING = " .,;:…·•|/\\-–—(«“„[{<*_~"
"""What does not stand before an ellipsis."""

_LEFT_OVER = " .,;:!?…·•|/\\-–—)»”]}>*_~"
"""What does not stand behind one."""

_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them make a flag."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of the query in a text; `glued`: a hyphen joins it to the word before."""

    lemma: str
    start: int
    end: int
    glued: bool


def highlights(
    text: str, lemmas_to_hit: frozenset[str], lemmas: Lemmas, *, has_title: bool
) -> tuple[Highlighted, Highlighted]:
    """A post's title and its snippet; `has_title`: the first line is a real title.

    The title is the first line, cut after TITLE_CHARACTERS; of one that is no real title its first sentence, cut after
    LINE_CHARACTERS. The snippet comes from what the title does not show, and is empty where that is nothing.
    """
    first, _, rest = text.strip(_UNSEEN).partition("\n")
    line = _one_line(first)
    end, told = _title_end(line, has_title=has_title)
    title = _cut(line[:told], 0, end, _hits(line[:told], lemmas_to_hit, lemmas))
    return title, snippet(f"{line[end:]}\n{_without(line, rest)}", lemmas_to_hit, lemmas)


def snippet(
    text: str, lemmas_to_hit: frozenset[str], lemmas: Lemmas, max_chars: int = SNIPPET_CHARACTERS
) -> Highlighted:
    """The passage that holds the most different hits, of equal ones the most hits, of those the first.

    Cut at words, with an ellipsis where text was left out; any white space becomes one space. At most `max_chars`
    characters and the ellipses. A text without hits gives its beginning. `lemmas_to_hit`: lemmas, and forms beside
    them; a lemma is found in forms that begin with the same two letters as something in the set.
    """
    line = _one_line(text)
    hits = _hits(line, lemmas_to_hit, lemmas)
    if not hits or len(line) <= max_chars:
        return _cut(line, 0, _passage_end(line, 0, 0, max_chars), hits)
    first, last = _densest(hits, max_chars)
    start = _passage_start(line, first.start, max_chars - (last.end - first.start))
    return _cut(line, start, _passage_end(line, start, last.end, max_chars), hits)


def _title_end(line: str, *, has_title: bool) -> tuple[int, int]:
    """Where the title ends, and where the text ends that it tells of: at its end there is nothing to leave out."""
    if has_title:
        return _word_end(line, 0, TITLE_CHARACTERS), len(line)
    if len(line) <= LINE_CHARACTERS + BEGUN:
        return len(line), len(line)
    if sentence := _FIRST_SENTENCE.match(line):
        return sentence.end(), sentence.end()
    return _word_end(line, 0, LINE_CHARACTERS), len(line)


def _without(title: str, rest: str) -> str:
    """A text without the title that it begins with."""
    line = _one_line(rest)
    repeats = bool(title) and line.casefold().startswith(title.casefold()) and len(title) == len(title.casefold())
    behind = line[len(title) :]
    return behind.lstrip(_LEFT_OVER) if repeats and not behind[:1].isalnum() else rest


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _hits(line: str, lemmas_to_hit: frozenset[str], lemmas: Lemmas) -> list[_Hit]:
    hits = []
    for token in tokens_beginning(line, {word[:2] for word in lemmas_to_hit}):
        lemma = lemmas.first(token.form)
        if lemma in lemmas_to_hit or token.form in lemmas_to_hit:
            hits.append(_Hit(lemma, token.start, token.end, token.glued))
    return hits


def _densest(hits: Sequence[_Hit], max_chars: int) -> tuple[_Hit, _Hit]:
    """The first and the last hit of the best passage; one hit alone may be longer than a passage."""
    best, found = (0, 0), (hits[0], hits[0])
    inside: Counter[str] = Counter()
    start = 0
    for place, hit in enumerate(hits):
        inside[hit.lemma] += 1
        while start < place and hit.end - hits[start].start > max_chars:
            inside[hits[start].lemma] -= 1
            start += 1
        value = (sum(count > 0 for count in inside.values()), place - start)
        if value > best:
            best, found = value, (hits[start], hit)
    return found


def _passage_start(line: str, first_hit: int, spare: int) -> int:
    """Where to begin so that the first hit has some words before it, a sentence's beginning if one is near."""
    earliest = max(0, first_hit - spare * 2 // 3)
    if earliest == 0:
        return 0
    sentences = list(_SENTENCE_END.finditer(line, earliest - 1, first_hit))
    if sentences:
        return sentences[0].end()
    space = line.find(" ", max(earliest, first_hit - spare // 3) - 1, first_hit)
    return space + 1 if space >= 0 else first_hit


def _passage_end(line: str, start: int, last_hit: int, max_chars: int) -> int:
    """Where to end behind the last hit: at a word, before the few words of a sentence that only begins there."""
    limit = start + max_chars
    end = max(_word_end(line, start, limit), min(last_hit, limit))
    if end < len(line):
        ends = [match.start() + 1 for match in _SENTENCE_END.finditer(line, max(last_hit, end - BEGUN), end)]
        end = ends[-1] if ends else end
    return end


def _word_end(line: str, start: int, limit: int) -> int:
    """The end of the last whole word at or before `limit`; a longer word is cut between characters."""
    if limit >= len(line):
        return len(line)
    space = line.rfind(" ", start + 1, limit + 1)
    if space > start:
        return space
    while limit > start + 1 and _continues(line, limit):
        limit -= 1
    return limit


def _continues(line: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    character = line[place]
    return (
        character in _JOINERS
        or line[place - 1] == "\u200d"
        or character in _SKIN_TONES
        or (character in _FLAG_LETTERS and line[place - 1] in _FLAG_LETTERS)
        or unicodedata.category(character).startswith("M")
    )


def _cut(line: str, start: int, end: int, hits: Sequence[_Hit]) -> Highlighted:
    """The text between two places, with ellipses where text was left out and no punctuation beside them."""
    if start > 0:
        start += len(line[start:end]) - len(line[start:end].lstrip(_LEFT_OVER))
    if end < len(line):
        end = start + (len(line[start:end].rstrip(_LEFT_HANGING)) or end - start)
    lead = ELLIPSIS if start > 0 else ""
    shift = len(lead) - start
    ranges: list[tuple[int, int]] = []
    for hit in hits:
        if not start <= hit.start < hit.end <= end:
            continue
        if hit.glued and ranges and ranges[-1][1] == hit.start + shift - 1:
            ranges[-1] = (ranges[-1][0], hit.end + shift)
        else:
            ranges.append((hit.start + shift, hit.end + shift))
    text = lead + line[start:end] + (ELLIPSIS if end < len(line) else "")
    return Highlighted(text=text, ranges=tuple(ranges))
