"""Which words of the archive a typed one can mean: mistyped, cut, in another case, in the other script."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.lemmas import Lemmas
from core.search.edits import one_edit_away
from core.search.layout import swapped
from core.search.seen import Seen
from core.search.sound import heard_as, russian_spellings, with_signs
from core.search.vocabulary import Near
from core.words import forms_and_chains

MOST_ALTERNATIVES = 6
MOST_COMPLETIONS = 20
MOST_CUT = 10
"""Letters that are missing at the end of a cut word."""

MOST_CHECKED = 40
"""Forms that are weighed for one word, the likeliest first."""

SUGGESTIONS = 4
ENDING = 2
SHORTEST_CASE = 4
"""An unknown word of so many letters is another case of the forms that only add an ending as long as this."""

SHORTEST_MISTYPED = 3
SHORTEST_START = 3
SHORTEST_RESPELLED = 3

_SHORT, _MIDDLE = 5, 9
_FREQUENCY_COUNTS = 0.03
_FIRST_LETTER_COUNTS = 0.1
_UNLIKELINESS_COUNTS = 3
_LONGER = 0.9
_DICTIONARY_ONLY = 0.9
"""How much a form counts that stands in the dictionary, while posts hold the word in other forms alone."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form that stands in for a typed one; `weight` above 0 and at most 1; `edits` from the typed one."""

    form: str
    weight: float
    edits: int


def most_edits(form: str) -> int:
    """How many edits a word of this length may hold: 1 under 5 letters, 2 under 9, 3 above."""
    return 1 if len(form) < _SHORT else 2 if len(form) < _MIDDLE else 3


class Speller:
    """Looks for what one viewer can mean: only words of posts that he may see."""

    def __init__(self, seen: Seen, lemmas: Lemmas) -> None:
        self._seen = seen
        self._lemmas = lemmas

    def neighbours(self, form: str) -> list[Alternative]:
        """The forms of other words that are one edit away, the likeliest first."""
        own = set(self._lemmas.of(form))
        others = (other for other in self._one_edit_away(form) if own.isdisjoint(self._lemmas.of(other)))
        return self._likeliest(form, [Near(other, 1) for other in others])

    def corrections(self, form: str, most: int) -> list[Alternative]:
        """The forms within `most` edits that a mistyped one can mean, the likeliest first.

        More edits are looked for only where fewer find nothing. One edit may also lead to a form of the dictionary that
        posts hold in another form; where it leads to none with the same first letter, the form may be the sound of an
        English word.
        """
        if len(form) < SHORTEST_MISTYPED:
            return []
        one_edit = self._one_edit_away(form)
        near = [Near(other, 1) for other in one_edit]
        if not any(other[0] == form[0] for other in one_edit):
            near += [Near(other, 0) for other in self._heard(form)]
        for edits in range(1, most + 1):
            if edits > 1:
                near = self._seen.near(form, edits)
            if found := self._likeliest(form, near):
                return found
        return []

    def other_cases(self, form: str) -> list[Alternative]:
        """The forms that add a letter or two to an unknown word, the most used first."""
        return self._longer(form, ENDING)[:MOST_ALTERNATIVES] if len(form) >= SHORTEST_CASE else []

    def completions(self, form: str) -> list[Alternative]:
        """The forms that begin with a cut word, the most used first."""
        return self._longer(form, MOST_CUT)[:MOST_COMPLETIONS] if len(form) >= SHORTEST_START else []

    def on_other_layout(self, form: str) -> list[Alternative]:
        """The form as the same keys give it on the other layout, where posts hold that word; else none."""
        other = "".join(forms_and_chains(swapped(form))[0])
        if len(form) < SHORTEST_RESPELLED or not self._posts_with_word(other):
            return []
        return self._respelled([other])

    def in_russian(self, form: str) -> list[Alternative]:
        """The Russian forms that a word in Latin letters spells, the most used first."""
        if len(form) < SHORTEST_RESPELLED or not form.isascii():
            return []
        plain = russian_spellings(form, self._seen.likely_starts)
        return self._respelled(self._known([*plain, *with_signs(plain)]))

    def heard(self, form: str) -> list[Alternative]:
        """The words in Latin letters that a Russian form can be the sound of, the most used first."""
        return self._respelled(self._heard(form))

    def suggestions(self, forms: Iterable[str]) -> tuple[str, ...]:
        """The nearest forms to words that found nothing, taking turns between the words; no function words."""
        rows = [self.corrections(form, _most_edits_apart(form)) for form in forms]
        turns = (row[turn].form for turn in range(MOST_ALTERNATIVES) for row in rows if turn < len(row))
        telling = [form for form in turns if not self._lemmas.is_function_word(form)]
        return tuple(dict.fromkeys(telling))[:SUGGESTIONS]

    def _heard(self, form: str) -> list[str]:
        if len(form) < SHORTEST_RESPELLED or form.isascii():
            return []
        return self._seen.spelled_in_latin(lambda latin: heard_as(form, latin))

    def _known(self, every: Sequence[str]) -> list[str]:
        """Those that are forms of the archive, or stand in the dictionary and are in the archive in another form."""
        return list(dict.fromkeys([*self._seen.forms.among(every), *self._other_forms(every)]))

    def _other_forms(self, forms: Iterable[str]) -> set[str]:
        """Those that the dictionary knows, where posts hold the word, in whatever form."""
        return {form for form in self._lemmas.known_words_of(forms) if self._posts_with_word(form)}

    def _one_edit_away(self, form: str) -> set[str]:
        """Forms of the posts, and of the dictionary where posts hold the word in another form."""
        edited = one_edit_away(form)
        found = {*self._seen.forms.among(edited), *self._other_forms(edited)} - {form}
        if found:
            return found
        return {other for other in self._lemmas.known_words_with_yo_of(edited) if self._posts_with_word(other)}

    def _posts_with_word(self, form: str) -> int:
        return self._seen.lemmas.posts_with(self._lemmas.first(form))

    def _longer(self, form: str, most_more: int) -> list[Alternative]:
        longer = self._seen.going_on(form, most_more, MOST_CHECKED)
        return [Alternative(other, _LONGER, len(other) - len(form)) for other, _ in longer]

    def _respelled(self, forms: Sequence[str]) -> list[Alternative]:
        by_use = sorted(forms, key=lambda other: (-self._posts_with_word(other), other))[:MOST_ALTERNATIVES]
        return [Alternative(form, 1.0, 0) for form in by_use if not self._lemmas.is_function_word(form)]

    def _likeliest(self, form: str, near: Iterable[Near]) -> list[Alternative]:
        scored = sorted(
            ((self._score(form, other), other) for other in near), key=lambda pair: (-pair[0], pair[1].form)
        )
        few = self._of_few_words(scored[:MOST_CHECKED])
        told = [(score, other) for score, other in few if not self._lemmas.is_function_word(other.form)]
        return [
            Alternative(other.form, (score / told[0][0]) ** _UNLIKELINESS_COUNTS, other.edits) for score, other in told
        ]

    def _of_few_words(self, scored: Sequence[tuple[float, Near]]) -> list[tuple[float, Near]]:
        """The first of them, as long as they are forms of no more than MOST_ALTERNATIVES words."""
        words: set[str] = set()
        kept = []
        for score, other in scored:
            lemma = self._lemmas.first(other.form)
            if lemma in words or len(words) < MOST_ALTERNATIVES:
                words.add(lemma)
                kept.append((score, other))
        return kept

    def _score(self, form: str, other: Near) -> float:
        likeness = 1 - other.edits / max(len(form), len(other.form))
        same_start = _FIRST_LETTER_COUNTS if other.form[0] == form[0] else 0.0
        posts = self._seen.forms.posts_with(other.form)
        if not posts:
            return _DICTIONARY_ONLY * (likeness + same_start)
        return likeness + same_start + _FREQUENCY_COUNTS * math.log1p(posts)


def _most_edits_apart(form: str) -> int:
    """One more than a mistyped word may hold, but only while more than half of the word stays."""
    return min(most_edits(form) + 1, len(form) * 9 // 20)
