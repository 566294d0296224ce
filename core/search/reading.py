"""From the words of a query to what is searched for: words of the posts by their lemmas, others by what they can mean.

A word is met where a visible post holds it or one of its lemmas. One that is not met but stands in the Russian
dictionary is taken for a mistyped one only beside a few others, and only for words one edit away. Any other is, in this
order: a word spelled in the other script; the beginning of a word, where it is the query's last, else a form that lacks
an ending; a word one edit away; two words written together; a word more edits away. Where more letters belong to known
words on the other keyboard layout, the whole query is read so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.lemmas import Lemmas
from core.search.asking import Ask, Group
from core.search.groups import Groups
from core.search.meaning import Reading, Row
from core.search.query import Query
from core.search.seen import Seen
from core.search.spelling import Alternative, Speller, most_edits
from core.search.vocabulary import Vocabulary
from core.words import Token

MOST_CORRECTED = 6
"""Unknown words that are looked up among near forms, the longest first: longer ones are the rarer ones."""

FEW_UNKNOWN, MOST_MISTAKES = 4, 3
"""Where more words than FEW_UNKNOWN are unknown, only one edit away is looked for: any query is answered at once."""

FEW_REAL = 4
"""Words of a query in which a real word that no post holds is taken for a slip; longer ones tell more things."""

MOST_SUGGESTED_FOR = 3
"""Unknown words that near ones are suggested for, the first ones."""

SHORTEST_TELLING = 3
"""Letters of a word that can tell the keyboard layout."""

RARE = 3
"""Posts at most that hold a word that may be a slip of its author's."""

MUCH_MORE = 10
"""So many times more posts hold the word that it is a slip of."""

SHORTEST_CORRECTED = 4

SHORTEST_HEARD = 5
"""Letters of a real Russian word that may yet be an English one as it is heard."""

MOST_CHANCE_POSTS = 50
"""Posts at most that hold a Latin word that may be Russian in Latin letters, as addresses of pages are."""


_BESIDE_MET = 0.7
"""What the same word in the other script weighs beside one that posts hold as it was typed."""

_WIDER = 0.7
"""What a neighbour of a word weighs beside the word, where no post has all the words as they were read first."""

_MORE_OFTEN = 4
"""A met word means its Russian spelling too where so many times more posts hold that."""


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
    def known_letters(self) -> tuple[int, int]:
        """Of words that posts hold, and of real words: those that are long enough not to be known by chance."""
        return _letters(self.met), _letters(self.real)


class Reader:
    """Reads the queries of one viewer."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> None:
        self._ask = ask
        self._lemmas = lemmas
        self._seen = Seen(vocabulary, ask)
        self._groups = Groups(vocabulary, self._seen, ask, lemmas)
        self._speller = Speller(self._seen, lemmas)

    def read(self, query: Query) -> Reading:
        """What the query is taken for; a query without words has no groups."""
        words = self._words(query)
        if words.unknown:
            other = self._words(query.other_layout())
            if other.known_letters > words.known_letters and 2 * sum(other.known_letters) >= other.letters:
                return self._read(other, other_layout=True)
        return self._read(words, other_layout=False)

    def read_as_typed(self, query: Query) -> Reading:
        """The query with every word taken for itself, in all its forms."""
        words = self._words(query)
        rows = [[self._groups.of_form(word.form)] for word in words.content]
        return Reading(query, _rows(words, rows))

    def read_longer(self, reading: Reading) -> Reading:
        """The same query with its last word also taken for a beginning; not a real word that stands alone."""
        *before, last = reading.rows
        form = last.word.form
        is_whole = not before and self._lemmas.is_known_word(form)
        may_be_cut = last.last and len(last.groups) == 1 and not is_whole
        longer = self._speller.completions(form) if may_be_cut else []
        return replace(reading, rows=(*before, self._wider(last, longer))) if longer else reading

    def read_wider(self, reading: Reading) -> Reading:
        """The same query with every word also taken for what is one edit away, the last one for a beginning too."""
        more = {row.word.form: self._neighbours(row) for row in reading.rows if len(row.groups) == 1}
        rows = tuple(self._wider(row, more.get(row.word.form, ())) for row in reading.rows)
        meant = {form: {**self._told(others), **reading.meant.get(form, {})} for form, others in more.items()}
        return replace(reading, rows=rows, meant={**reading.meant, **meant})

    def likelier(self, reading: Reading) -> str | None:
        """The query with rare words that no dictionary knows as the much more used ones an edit away; else None."""
        corrected: dict[str, str] = {}
        for form in (row.word.form for row in reading.rows if row.is_met):
            posts = self._seen.lemmas.posts_with(self._lemmas.first(form))
            if posts > RARE or self._lemmas.is_known_word(form) or len(form) < SHORTEST_CORRECTED:
                continue
            better = self._speller.corrections(form, 1)
            if better and self._seen.forms.posts_with(better[0].form) >= MUCH_MORE * posts:
                corrected[form] = better[0].form
        return replace(reading, corrected={**reading.corrected, **corrected}).understood if corrected else None

    def suggestions(self, reading: Reading) -> tuple[str, ...]:
        """The nearest words to those of a reading that no post holds."""
        return self._speller.suggestions(reading.unmet[:MOST_SUGGESTED_FOR])

    def _words(self, query: Query) -> _Words:
        content = tuple(word for word in query.words if not self._lemmas.is_function_word(word.form)) or query.words
        lemmas = {word.form: self._lemmas.of(word.form) for word in content}
        of_all = dict.fromkeys(lemma for of_form in lemmas.values() for lemma in of_form)
        visible = set(self._ask.visible_lemmas(of_all))
        met = frozenset(form for form, of_form in lemmas.items() if not visible.isdisjoint(of_form))
        real = frozenset(form for form in lemmas.keys() - met if self._lemmas.is_known_word(form))
        return _Words(query, content, met, real)

    def _read(self, words: _Words, *, other_layout: bool) -> Reading:
        to_correct = sorted(words.unknown, key=len, reverse=True)[:MOST_CORRECTED]
        mistakes = MOST_MISTAKES if len(to_correct) <= FEW_UNKNOWN else 1
        last = words.query.words[-1].form if words.query.words else ""
        corrected: dict[str, list[Alternative]] = {}
        rows: list[list[Group]] = []
        joined = self._joined(words)
        for word in words.content:
            form = word.form
            if form in words.met:
                rows.append(self._met(form))
            elif form in joined or words.query.is_fixed(word):
                rows.append([self._groups.of_form(form)])
            elif form in words.real:
                rows.append(self._real(form, corrected, words=len(words.content), last=form == last))
            else:
                most = min(most_edits(form), mistakes) if form in to_correct else 0
                rows.append(self._unknown(form, corrected, last=form == last, most=most))
        self._join_neighbours(words.content, rows)
        return Reading(
            words.query,
            _rows(words, rows),
            {form: alternatives[0].form for form, alternatives in corrected.items()},
            other_layout,
            {form: self._told(alternatives) for form, alternatives in corrected.items()},
        )

    def _told(self, alternatives: Iterable[Alternative]) -> dict[str, str]:
        """The lemmas of the alternatives -> the likeliest of its forms."""
        told: dict[str, str] = {}
        for alternative in alternatives:
            told.setdefault(self._lemmas.first(alternative.form), alternative.form)
        return told

    def _joined(self, words: _Words) -> set[str]:
        """The words that visible posts hold written together with the one beside them."""
        pairs = zip(words.content, words.content[1:], strict=False)
        return {
            word.form
            for left, right in pairs
            if self._ask.visible_lemmas([self._lemmas.first(left.form + right.form)])
            for word in (left, right)
        }

    def _neighbours(self, row: Row) -> list[Alternative]:
        form = row.word.form
        longer = self._speller.completions(form) if row.last else []
        near = self._speller.neighbours(form) if len(form) >= SHORTEST_CORRECTED else []
        return longer + near + self._speller.heard(form)

    def _wider(self, row: Row, more: Sequence[Alternative]) -> Row:
        return replace(row, groups=(self._groups.widened(row.groups[0], more, _WIDER),)) if more else row

    def _met(self, form: str) -> list[Group]:
        """The groups of a word of the posts."""
        if parts := self._groups.of_hyphenated(form):
            return parts
        group = self._groups.of_form(form)
        russian = self._speller.in_russian(form) if group.posts <= MOST_CHANCE_POSTS else []
        if russian and self._groups.of_alternatives(russian, same_word=False).posts > _MORE_OFTEN * group.posts:
            return [self._groups.widened(group, russian, _BESIDE_MET)]
        return [group]

    def _real(self, form: str, corrected: dict[str, list[Alternative]], *, words: int, last: bool) -> list[Group]:
        """The groups of a real word that no visible post holds.

        Its sound in English; beside others, the beginning of the last word; beside a few, a word an edit away.
        """
        if last and words > 1 and (longer := self._speller.completions(form)):
            return [self._groups.of_alternatives(longer, same_word=True)]
        alternatives = self._speller.heard(form) if len(form) >= SHORTEST_HEARD else []
        if not alternatives and 1 < words <= FEW_REAL:
            alternatives = self._speller.corrections(form, 1)
        return self._corrected(form, alternatives, corrected) or [self._groups.of_form(form)]

    def _unknown(self, form: str, corrected: dict[str, list[Alternative]], *, last: bool, most: int) -> list[Group]:
        """The groups of an unknown form, within `most` edits; where it is mistyped, `corrected` learns for which."""
        if most and (respelled := self._speller.on_other_layout(form) or self._speller.in_russian(form)):
            return self._corrected(form, respelled, corrected)
        if longer := (self._speller.completions if last else self._speller.other_cases)(form):
            return [self._groups.of_alternatives(longer, same_word=True)]
        alternatives = self._speller.corrections(form, most) if most else []
        parts = [] if alternatives and alternatives[0].edits == 1 else self._groups.of_two_words(form)
        return parts or self._corrected(form, alternatives, corrected) or [self._groups.of_form(form)]

    def _corrected(
        self, form: str, alternatives: list[Alternative], corrected: dict[str, list[Alternative]]
    ) -> list[Group]:
        if not alternatives:
            return []
        corrected[form] = alternatives
        return [self._groups.of_alternatives(alternatives, same_word=False)]

    def _join_neighbours(self, words: Sequence[Token], rows: list[list[Group]]) -> None:
        for place in range(len(rows) - 1):
            left, right = rows[place], rows[place + 1]
            if len(left) == len(right) == 1:
                pair = (left[0], right[0])
                joined = self._groups.join(words[place].form, words[place + 1].form, pair)
                rows[place], rows[place + 1] = [joined[0]], [joined[1]]


def _letters(forms: Iterable[str]) -> int:
    return sum(len(form) for form in forms if len(form) >= SHORTEST_TELLING)


def _rows(words: _Words, rows: Sequence[Sequence[Group]]) -> tuple[Row, ...]:
    last = words.query.words[-1] if words.query.words else None
    return tuple(Row(word, tuple(row), word == last) for word, row in zip(words.content, rows, strict=True))
