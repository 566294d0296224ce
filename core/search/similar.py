"""Posts like a given one: those that share its best words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from core.lemmas import Lemmas
from core.search.asking import Ask
from core.search.seen import Seen, SeenWords
from core.search.terms import post_terms
from core.search.vocabulary import Vocabulary

BEST_WORDS = 12
"""Lemmas of a post, by tf-idf, that are searched for."""

MOST_SIMILAR = 10
MOST_WEIGHED = 40
"""Posts with some of the words that are compared with the post; the index chooses them."""

LEAST_ALIKE = 0.12
"""Share of the weight that the post itself has for its own best words."""

SHORTEST = 3
"""Letters of a lemma that tells what a post is about."""

_SATURATION = 1.2
_LENGTH_COUNTS = 0.75


def similar(post_id: int, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> list[int]:
    """Ids of the visible posts that are most like this one, the most alike first; none where it is not visible."""
    documents = ask.documents([post_id])
    if not documents:
        return []
    words = _best_words(documents[0].text, vocabulary.posts, Seen(vocabulary, ask).lemmas, lemmas)
    found = [one.post_id for one in ask.any_of(list(words), MOST_WEIGHED)] if words else []
    weighed = {
        document.post_id: _weight(document.text, words, vocabulary.average_length, lemmas)
        for document in ask.documents([*found, post_id])
    }
    least = LEAST_ALIKE * weighed.pop(post_id)
    alike = sorted(weighed, key=lambda other: (-weighed[other], other))
    return [other for other in alike if weighed[other] >= least][:MOST_SIMILAR]


def _best_words(text: str, all_posts: int, seen: SeenWords, lemmas: Lemmas) -> dict[str, float]:
    """The post's lemmas that other visible posts hold too, the best by tf-idf, each with its rarity."""
    counts = Counter(post_terms(text, lemmas).lemmas.split())
    rarity = {
        lemma: math.log(all_posts / posts)
        for lemma in counts
        if len(lemma) >= SHORTEST
        and not lemmas.is_function_word(lemma)
        and 1 < (posts := seen.posts_with(lemma)) < all_posts
    }
    best = sorted(rarity, key=lambda lemma: (-counts[lemma] * rarity[lemma], lemma))[:BEST_WORDS]
    return {lemma: rarity[lemma] for lemma in best}


def _weight(text: str, words: Mapping[str, float], average_length: float, lemmas: Lemmas) -> float:
    """BM25 of a text for the words."""
    counts = Counter(post_terms(text, lemmas).lemmas.split())
    stretch = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(text) / average_length)
    return sum(
        rarity * counts[word] * (_SATURATION + 1) / (counts[word] + stretch)
        for word, rarity in words.items()
        if counts[word]
    )
