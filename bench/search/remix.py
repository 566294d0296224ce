"""Posts beyond the corpus: sentences of it in new company, for archives that are larger than what there is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from bench.search.corpus import OLDEST, SEED, TEN_YEARS_S, Doc
from bench.search.passages import LONGEST, drawn_length

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORTEST = 20
"""Shorter sentences say too little to be passed on."""


def remixed(docs: Sequence[Doc], number: int, seed: int = SEED) -> Iterator[Doc]:
    """`number` posts, numbered from the last of `docs` on, each of random sentences of random posts of the corpus."""
    sentences = [sentence for doc in docs for sentence in sentences_of(doc.text)]
    channels = sorted({doc.channel for doc in docs})
    rng = Random(f"{seed}/remix")
    for post_id in range(len(docs) + 1, len(docs) + number + 1):
        published_at = OLDEST + rng.randrange(TEN_YEARS_S)
        yield Doc(post_id, rng.choice(channels), published_at, "remix", _text(sentences, rng))


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text, without those that say too little."""
    return [part for part in _SENTENCE_END.split(text) if len(part) >= _SHORTEST]


def _text(sentences: Sequence[str], rng: Random) -> str:
    wanted = drawn_length(rng)
    taken: list[str] = []
    length = 0
    while length < wanted:
        sentence = rng.choice(sentences)
        taken.append(sentence)
        length += len(sentence) + 1
    return " ".join(taken)[:LONGEST]
