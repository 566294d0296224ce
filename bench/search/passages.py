"""Blocks of documents as passages of the length of posts. Pure; chance comes in as a `random.Random`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from bench.search.extract import HEADING

SHORTEST = 60
LONGEST = 1500
MEDIAN_LENGTH = 160
"""Characters; with SPREAD it makes passages about as long as the posts of real channels are."""
SPREAD = 0.7
LEAST_RUSSIAN = 0.6
BEGINNING = 80

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTER = re.compile(r"[\W\d_]+")


def passages(blocks: Iterable[str], rng: Random) -> Iterator[str]:
    """Runs of whole blocks (long ones: of whole sentences), each of a length drawn anew; a heading begins a new one."""
    taken: list[str] = []
    wanted = drawn_length(rng)
    for piece in _pieces(blocks):
        length = sum(map(len, taken)) + len(taken)
        starts_anew = piece.startswith(HEADING) and length >= SHORTEST
        if taken and (starts_anew or length + len(piece) > LONGEST):
            yield "\n".join(taken)
            taken, wanted, length = [], drawn_length(rng), 0
        taken.append(piece.removeprefix(HEADING))
        if length + len(piece) >= wanted:
            yield "\n".join(taken)
            taken, wanted = [], drawn_length(rng)
    if taken:
        yield "\n".join(taken)


def drawn_length(rng: Random) -> int:
    """How many characters a passage is to have at least."""
    drawn = rng.lognormvariate(0, SPREAD) * MEDIAN_LENGTH
    return int(min(max(drawn, SHORTEST), LONGEST))


def is_wanted(text: str) -> bool:
    """Whether a passage is long enough and mostly Russian."""
    return SHORTEST <= len(text) <= LONGEST and russian_share(text) >= LEAST_RUSSIAN


def russian_share(text: str) -> float:
    """The share of Cyrillic among the letters; 0 where there are none."""
    letters = len(_LETTER.findall(text))
    return len(_CYRILLIC.findall(text)) / letters if letters else 0.0


def beginning(text: str) -> str:
    """What near-equal texts share: their first letters, lower case, nothing else."""
    letters = _NO_LETTER.sub("", text[: 4 * BEGINNING].lower().replace("ё", "е"))
    return letters[:BEGINNING]


def distinct(texts: Iterable[str], seen: set[str]) -> Iterator[str]:
    """The texts whose beginnings are new; `seen` holds the known beginnings and learns the new ones."""
    for text in texts:
        key = beginning(text)
        if key not in seen:
            seen.add(key)
            yield text


def _pieces(blocks: Iterable[str]) -> Iterator[str]:
    """Blocks, those that are too long for one passage as sentences."""
    for block in blocks:
        if len(block) <= LONGEST // 2:
            yield block
        else:
            yield from (sentence[:LONGEST] for sentence in _SENTENCE_END.split(block))
