"""From the words of a query to what is searched for: known words by their lemmas, unknown ones by what they can mean.

A word is known where a visible post holds it or one of its lemmas, or the Russian dictionary does. An unknown one is,
in this order: a compound that posts write in parts; another case of forms that only add an ending; the beginning of a
word, where it is the query's last; a mistyped word. Where more letters belong to known words on the other keyboard
layout, the whole query is read so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.search.asking import Ask, Group
from core.search.groups import Groups
from core.search.layout import swapped
from core.search.query import Query, parse
from core.search.spelling import SHORTEST_CASE, corrections, most_edits, other_cases
from core.search.terms import form_term
from core.search.vocabulary import Vocabulary
from core.words import Lemmas, PartOfSpeech, Token

MOST_CORRECTED = 6
"""Unknown words that are looked up among near forms, the longest first: longer ones are the rarer ones."""

_ENGLISH_FUNCTION_WORD = re.compile(
    r"an?|and|are|as|at|be|but|by|for|from|has|have|her?|his|i|in|is|it|its|me|my|not|of|on|or|our|she|so|that|the|their"
    r"|them|they|this|to|us|was|we|were|what|when|where|which|who|will|with|you|your"
)


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
    """The words of a query that carry its sense, and which of them are known."""

    query: Query
    content: tuple[Token, ...]
    known: frozenset[str]

    @property
    def known_letters(self) -> int:
        return sum(map(len, self.known))


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
        if len(words.known) < len(words.content):
            other = self._words(parse(swapped(query.text)))
            if other.known_letters > words.known_letters:
                return self._read(other, put_right=True)
        return self._read(words, put_right=False)

    def _words(self, query: Query) -> _Words:
        content = tuple(word for word in query.words if not self._is_function_word(word.form)) or query.words
        lemmas = {word.form: self._lemmas.of(word.form) for word in content}
        terms = [term for form, of_form in lemmas.items() for term in (form_term(form), *of_form)]
        visible = self._ask.posts_with(terms)
        known = frozenset(
            form
            for form, of_form in lemmas.items()
            if form_term(form) in visible
            or any(lemma in visible for lemma in of_form)
            or self._lemmas.is_known_word(form)
        )
        return _Words(query, content, known)

    def _read(self, words: _Words, *, put_right: bool) -> Reading:
        unknown = [word.form for word in words.content if word.form not in words.known]
        to_correct = sorted(unknown, key=len, reverse=True)[:MOST_CORRECTED]
        last = words.content[-1].form if words.content and words.content[-1] == words.query.words[-1] else ""
        corrected: dict[str, str] = {}
        rows: list[list[Group]] = []
        for form in (word.form for word in words.content):
            row = self._groups.of_parts(form, known=form in words.known)
            if not row and form in words.known:
                row = [self._groups.of_form(form)]
            rows.append(row or [self._unknown(form, corrected, last=form == last, correct=form in to_correct)])
        self._join_neighbours(words.content, rows)
        return Reading(
            groups=tuple(group for row in rows for group in row),
            understood=_replaced(words, corrected) if corrected or put_right else None,
            unmet=tuple(
                word.form for word, row in zip(words.content, rows, strict=True) if not any(g.posts for g in row)
            ),
        )

    def _unknown(self, form: str, corrected: dict[str, str], *, last: bool, correct: bool) -> Group:
        """The group of an unknown form; where it is taken for a mistyped one, `corrected` learns for which."""
        if len(form) >= SHORTEST_CASE and (cases := other_cases(form, self._vocabulary, self._ask)) and not last:
            return self._groups.of_alternatives(cases, same_word=True)
        if last and (start := self._groups.of_start(form)):
            return start
        alternatives = corrections(form, self._vocabulary, self._ask, most_edits(form)) if correct else []
        if not alternatives:
            return self._groups.of_form(form)
        corrected[form] = alternatives[0].form
        return self._groups.of_alternatives(alternatives, same_word=False)

    def _join_neighbours(self, words: Sequence[Token], rows: list[list[Group]]) -> None:
        for place in range(len(rows) - 1):
            left, right = rows[place], rows[place + 1]
            if len(left) == len(right) == 1:
                pair = (left[0], right[0])
                joined = self._groups.join(words[place].form, words[place + 1].form, pair)
                rows[place], rows[place + 1] = [joined[0]], [joined[1]]

    def _is_function_word(self, form: str) -> bool:
        if _ENGLISH_FUNCTION_WORD.fullmatch(form):
            return True
        return self._lemmas.analyse(form)[0].part_of_speech is PartOfSpeech.FUNCTION


def _replaced(words: _Words, corrected: Mapping[str, str]) -> str:
    """The query's text with the corrected forms in the places of the typed ones."""
    text, place, pieces = words.query.text, 0, []
    for word in words.content:
        if word.form in corrected:
            pieces += [text[place : word.start], corrected[word.form]]
            place = word.end
    return "".join([*pieces, text[place:]])
