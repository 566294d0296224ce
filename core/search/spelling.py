"""Which words of the archive an unknown one can mean, and which ones are worth suggesting."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from core.search.asking import Ask
from core.search.terms import LONGEST_WORD
from core.search.vocabulary import Near, Vocabulary
from core.words import Lemmas

MOST_ALTERNATIVES = 6
MOST_COMPLETIONS = 20
MOST_CHECKED = 200
"""Forms whose visible posts are counted for one word."""

SUGGESTIONS = 4
ENDING = 2
SHORTEST_CASE = 4
"""An unknown word of so many letters is another case of the forms that only add an ending as long as this."""

SHORTEST_START = 3

_SHORT, _MIDDLE = 5, 9
_FREQUENCY_COUNTS = 0.03
_FIRST_LETTER_COUNTS = 0.1
_LONGER = 0.9


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that stands in for a typed one; `weight` above 0 and at most 1; `edits` from the typed one."""

    form: str
    weight: float
    edits: int


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
    return _longer(form, ENDING, vocabulary, ask)[:MOST_ALTERNATIVES] if len(form) >= SHORTEST_CASE else []


def completions(form: str, vocabulary: Vocabulary, ask: Ask) -> list[Alternative]:
    """The visible forms that begin with a cut word, the most used first."""
    return _longer(form, LONGEST_WORD, vocabulary, ask)[:MOST_COMPLETIONS] if len(form) >= SHORTEST_START else []


def suggestions(forms: Iterable[str], vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> tuple[str, ...]:
    """The nearest visible forms to words that found nothing, taking turns between the words; no function words."""
    rows = [corrections(form, vocabulary, ask, _most_edits_apart(form)) for form in forms]
    turns = (row[turn].form for turn in range(MOST_ALTERNATIVES) for row in rows if turn < len(row))
    telling = [form for form in turns if not lemmas.is_function_word(form)]
    return tuple(dict.fromkeys(telling))[:SUGGESTIONS]


def _most_edits_apart(form: str) -> int:
    """One more than a mistyped word may hold, but only while more than half of the word stays."""
    return min(most_edits(form) + 1, len(form) * 9 // 20)


def _longer(form: str, most_more: int, vocabulary: Vocabulary, ask: Ask) -> list[Alternative]:
    longer = nlargest(MOST_CHECKED, vocabulary.beginning_with(form, most_more), key=lambda pair: (pair[1], pair[0]))
    counts = ask.posts_with_forms([other for other, _ in longer])
    by_use = sorted(counts, key=lambda other: (-counts[other], other))
    return [Alternative(other, _LONGER, len(other) - len(form)) for other in by_use]


def _likeliest(form: str, near: list[Near], ask: Ask) -> list[Alternative]:
    nearest = sorted(near, key=lambda other: (other.edits, other.form[0] != form[0], other.form))[:MOST_CHECKED]
    counts = ask.posts_with_forms([other.form for other in nearest])
    scored = sorted(
        ((_score(form, other, counts[other.form]), other) for other in nearest if other.form in counts),
        key=lambda pair: (-pair[0], pair[1].form),
    )
    return [Alternative(other.form, (score / scored[0][0]) ** 2, other.edits) for score, other in scored]


def _score(form: str, other: Near, posts: int) -> float:
    likeness = 1 - other.edits / max(len(form), len(other.form))
    same_start = _FIRST_LETTER_COUNTS if other.form[0] == form[0] else 0.0
    return likeness + same_start + _FREQUENCY_COUNTS * math.log1p(posts)
