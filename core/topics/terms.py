"""Where given terms stand in the posts, made of any words: обучение с подкреплением, большие языковые модели."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.topics.corpus import FLAGS, Corpus
from core.topics.phrases import Key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term stands: the post's index, its codes from start to end (exclusive)."""

    post: int
    start: int
    end: int


def places_of(terms: Iterable[Key], corpus: Corpus) -> dict[Key, list[Place]]:
    """The places of each term, in any form of its words; a term of only such words as any text has is found nowhere."""
    anchors = _anchors(set(terms), corpus)
    places: dict[Key, list[Place]] = defaultdict(list)
    for post, codes in enumerate(corpus.posts):
        for place, code in enumerate(codes):
            for term, offset in anchors.get(code // FLAGS, ()):
                if _stands_at(term, codes, place - offset, corpus):
                    places[term].append(Place(post, place - offset, place - offset + len(term)))
    return places


def _anchors(terms: set[Key], corpus: Corpus) -> Mapping[int, list[tuple[Key, int]]]:
    """Numbers of surfaces that begin the search for a term, with the term and the place in it: its rarest word's."""
    wanted = {lemma for term in terms for lemma in term}
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, surface in enumerate(corpus.surfaces):
        if surface.word is not None and surface.word.lemma in wanted:
            numbers[surface.word.lemma].append(number)
    anchors: dict[int, list[tuple[Key, int]]] = defaultdict(list)
    for term in sorted(terms):
        offsets = [offset for offset, lemma in enumerate(term) if lemma in numbers]
        if offsets:
            rarest = min(offsets, key=lambda offset: len(numbers[term[offset]]))
            for number in numbers[term[rarest]]:
                anchors[number].append((term, rarest))
    return anchors


def _stands_at(term: Key, codes: array[int], start: int, corpus: Corpus) -> bool:
    words = [corpus.term_word(code) for code in codes[start : start + len(term)]] if start >= 0 else []
    return tuple(word.lemma for word in words if word is not None) == term
