"""From the words of a query to what is searched for: words of the posts by their lemmas, others by what they can mean.

A word is met where a visible post holds it or one of its lemmas. One that is not met but stands in the Russian
dictionary is taken for a mistyped one only beside other words, and only for words one edit away. Any other is, in this
order: the beginning of a word, where it is the query's last, else a form that lacks an ending; a word one edit away;
two words written together; a word more edits away. Where more letters belong to known words on the other keyboard
layout, the whole query is read so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.search.asking import Ask, Group
from core.search.groups import Groups
from core.search.layout import swapped
from core.search.query import Query, parse
from core.search.spelling import Alternative, completions, corrections, most_edits, other_cases
from core.search.vocabulary import Vocabulary
from core.words import Lemmas, Token

MOST_CORRECTED = 6
"""Unknown words that are looked up among near forms, the longest first: longer ones are the rarer ones."""

SHORTEST_TELLING = 3
"""Letters of a word that can tell the keyboard layout."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query is taken for.

    `understood`: its text with the layout and the mistyped words put right; None where nothing was put right.
    `unmet`: the forms that no visible post holds in any case.
    """

    groups: tuple[Group, ...] = ()
    understood: str | None = None
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a query that carry its sense. `met`: visible posts hold them; `real`: the dictionary alone does."""

    query: Query
    content: tuple[Token, ...]
    met: frozenset[str]
    real: frozenset[str]

    @property
    def unknown(self) -> list[str]:
        return [word.form for word in self.content if word.form not in self.met | self.real]

    @property
    def letters(self) -> int:
        return sum(len(word.form) for word in self.content)

    @property
    def known_letters(self) -> int:
        """Of words that are long enough not to be known by chance."""
        return sum(len(form) for form in self.met | self.real if len(form) >= SHORTEST_TELLING)


class Reader:
    """Reads the queries of one viewer."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> None:
        self._vocabulary = vocabulary
        self._ask = ask
        self._lemmas = lemmas
        self._groups = Groups(vocabulary, ask, lemmas)

    def read(self, query: Query) -> Reading:
        """What the query is taken for; a query without words has no groups."""
        words = self._words(query)
        if words.unknown:
            other = self._words(parse(swapped(query.text)))
            if other.known_letters > words.known_letters and 2 * other.known_letters >= other.letters:
                return self._read(other, put_right=True)
        return self._read(words, put_right=False)

    def _words(self, query: Query) -> _Words:
        content = tuple(word for word in query.words if not self._lemmas.is_function_word(word.form)) or query.words
        lemmas = {word.form: self._lemmas.of(word.form) for word in content}
        visible_forms = self._ask.posts_with_forms(lemmas)
        visible_lemmas = self._ask.posts_with_lemmas({lemma for of_form in lemmas.values() for lemma in of_form})
        met = frozenset(
            form
            for form, of_form in lemmas.items()
            if form in visible_forms or not visible_lemmas.keys().isdisjoint(of_form)
        )
        real = frozenset(form for form in lemmas.keys() - met if self._lemmas.is_known_word(form))
        return _Words(query, content, met, real)

    def _read(self, words: _Words, *, put_right: bool) -> Reading:
        to_correct = sorted(words.unknown, key=len, reverse=True)[:MOST_CORRECTED]
        last = words.query.words[-1].form if words.query.words else ""
        corrected: dict[str, str] = {}
        rows: list[list[Group]] = []
        for form in (word.form for word in words.content):
            if form in words.met:
                rows.append(self._groups.of_hyphenated(form) or [self._groups.of_form(form)])
            elif form in words.real:
                rows.append(self._real(form, corrected, alone=len(words.content) == 1))
            else:
                rows.append(self._unknown(form, corrected, last=form == last, correct=form in to_correct))
        self._join_neighbours(words.content, rows)
        return Reading(
            groups=tuple(group for row in rows for group in row),
            understood=_replaced(words, corrected) if corrected or put_right else None,
            unmet=tuple(
                word.form for word, row in zip(words.content, rows, strict=True) if not any(g.posts for g in row)
            ),
        )

    def _real(self, form: str, corrected: dict[str, str], *, alone: bool) -> list[Group]:
        """The groups of a real word that no visible post holds: beside other words, of one that is an edit away."""
        alternatives = [] if alone else corrections(form, self._vocabulary, self._ask, 1)
        return self._corrected(form, alternatives, corrected) or [self._groups.of_form(form)]

    def _unknown(self, form: str, corrected: dict[str, str], *, last: bool, correct: bool) -> list[Group]:
        """The groups of an unknown form; where it is taken for a mistyped one, `corrected` learns for which."""
        longer = (completions if last else other_cases)(form, self._vocabulary, self._ask)
        if longer:
            return [self._groups.of_alternatives(longer, same_word=True)]
        alternatives = corrections(form, self._vocabulary, self._ask, most_edits(form)) if correct else []
        parts = [] if alternatives and alternatives[0].edits == 1 else self._groups.of_two_words(form)
        return parts or self._corrected(form, alternatives, corrected) or [self._groups.of_form(form)]

    def _corrected(self, form: str, alternatives: list[Alternative], corrected: dict[str, str]) -> list[Group]:
        if not alternatives:
            return []
        corrected[form] = alternatives[0].form
        return [self._groups.of_alternatives(alternatives, same_word=False)]

    def _join_neighbours(self, words: Sequence[Token], rows: list[list[Group]]) -> None:
        for place in range(len(rows) - 1):
            left, right = rows[place], rows[place + 1]
            if len(left) == len(right) == 1:
                pair = (left[0], right[0])
                joined = self._groups.join(words[place].form, words[place + 1].form, pair)
                rows[place], rows[place + 1] = [joined[0]], [joined[1]]


def _replaced(words: _Words, corrected: Mapping[str, str]) -> str:
    """The query's text with the corrected forms in the places of the typed ones."""
    text, place, pieces = words.query.text, 0, []
    for word in words.content:
        if word.form in corrected:
            pieces += [text[place : word.start], corrected[word.form]]
            place = word.end
    return "".join([*pieces, text[place:]])
