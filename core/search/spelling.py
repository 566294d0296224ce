"""Which words of the archive an unknown one can mean, and which ones are worth suggesting."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from core.search.asking import Ask
from core.search.terms import form_term
from core.search.vocabulary import Near, Vocabulary

MOST_ALTERNATIVES = 6
MOST_CHECKED = 200
"""Near forms whose visible posts are counted: the nearest by edits alone, so that hidden posts have no say."""

SUGGESTIONS = 5
ENDING = 2
SHORTEST_CASE = 4
"""An unknown word of so many letters is another case of the forms that only add an ending as long as this."""

_SHORT, _MIDDLE = 5, 9
_FREQUENCY_COUNTS = 0.03
_FIRST_LETTER_COUNTS = 0.1
_OTHER_CASE = 0.9


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that stands in for a typed one; `weight` above 0 and at most 1; `posts`: visible ones."""

    form: str
    weight: float
    posts: int


def most_edits(form: str) -> int:
    """How many edits a word of this length may hold: 1 under 5 letters, 2 under 9, 3 above."""
    return 1 if len(form) < _SHORT else 2 if len(form) < _MIDDLE else 3


def corrections(form: str, vocabulary: Vocabulary, ask: Ask, most: int) -> list[Alternative]:
    """The visible forms within `most` edits that a mistyped one can mean, the likeliest first.

    More than two edits are looked for only where two find nothing.
    """
    for edits in range(min(2, most), most + 1):
        if found := _likeliest(form, vocabulary.near(form, edits), ask):
            return found[:MOST_ALTERNATIVES]
    return []


def other_cases(form: str, vocabulary: Vocabulary, ask: Ask) -> list[Alternative]:
    """The visible forms that add a letter or two to an unknown word, the most used first."""
    counts = _visible(islice(vocabulary.beginning_with(form, ENDING), MOST_CHECKED), ask)
    by_use = sorted(counts, key=lambda other: (-counts[other], other))[:MOST_ALTERNATIVES]
    return [Alternative(other, _OTHER_CASE, counts[other]) for other in by_use]


def suggestions(forms: Iterable[str], vocabulary: Vocabulary, ask: Ask) -> tuple[str, ...]:
    """The nearest visible forms to words that found nothing, taking turns between the words."""
    rows = [corrections(form, vocabulary, ask, most_edits(form) + 1)[:SUGGESTIONS] for form in forms]
    turns = [row[turn].form for turn in range(SUGGESTIONS) for row in rows if turn < len(row)]
    return tuple(dict.fromkeys(turns))[:SUGGESTIONS]


def _likeliest(form: str, near: list[Near], ask: Ask) -> list[Alternative]:
    nearest = sorted(near, key=lambda other: (other.edits, other.form[0] != form[0], other.form))[:MOST_CHECKED]
    counts = _visible((other.form for other in nearest), ask)
    scores = {other.form: _score(form, other, counts[other.form]) for other in nearest if other.form in counts}
    best = max(scores.values(), default=1.0)
    by_score = sorted(scores, key=lambda other: (-scores[other], other))
    return [Alternative(other, (scores[other] / best) ** 2, counts[other]) for other in by_score]


def _score(form: str, other: Near, posts: int) -> float:
    likeness = 1 - other.edits / max(len(form), len(other.form))
    same_start = _FIRST_LETTER_COUNTS if other.form[0] == form[0] else 0.0
    return likeness + same_start + _FREQUENCY_COUNTS * math.log1p(posts)


def _visible(forms: Iterable[str], ask: Ask) -> dict[str, int]:
    terms = {form_term(form): form for form in forms}
    return {terms[term]: posts for term, posts in ask.posts_with(terms).items()}
