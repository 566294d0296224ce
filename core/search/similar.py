"""Posts like a given one: those that share its best words."""

from __future__ import annotations

import math
from collections import Counter

from core.lemmas import Lemmas
from core.search.asking import Ask
from core.search.terms import post_terms
from core.search.vocabulary import Vocabulary

BEST_WORDS = 12
"""Lemmas of a post, by tf-idf, that are searched for."""

MOST_SIMILAR = 10
LEAST_ALIKE = 0.12
"""Share of the relevance that the post itself has for its own best words."""

SHORTEST = 3
"""Letters of a lemma that tells what a post is about."""


def similar(post_id: int, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> list[int]:
    """Ids of the visible posts that are most like this one, the most alike first; none where it is not visible."""
    documents = ask.documents([post_id])
    if not documents:
        return []
    words = _best_words(documents[0].text, vocabulary, lemmas)
    found = ask.any_of(words, MOST_SIMILAR + 1) if words else []
    own = max((one.relevance for one in found), default=0.0)
    alike = [one.post_id for one in found if one.post_id != post_id and one.relevance >= LEAST_ALIKE * own]
    return alike[:MOST_SIMILAR]


def _best_words(text: str, vocabulary: Vocabulary, lemmas: Lemmas) -> list[str]:
    """The post's lemmas that other posts hold too, by tf-idf."""
    counts = Counter(post_terms(text, lemmas).lemmas.split())
    weights = {
        lemma: times * math.log(vocabulary.posts / posts)
        for lemma, times in counts.items()
        if len(lemma) >= SHORTEST
        and 1 < (posts := vocabulary.lemmas.posts_with(lemma)) < vocabulary.posts
        and not lemmas.is_function_word(lemma)
    }
    return sorted(weights, key=lambda lemma: (-weights[lemma], lemma))[:BEST_WORDS]
