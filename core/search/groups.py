"""The groups that stand for a word of a query: its lemmas, what it can mean, its parts, it and the next one as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.lemmas import Lemmas
from core.search.asking import Ask, Group
from core.search.seen import Seen
from core.search.spelling import Alternative
from core.search.terms import compound_term
from core.search.vocabulary import Vocabulary

SHORTEST_PART = 3

_OTHER_LEMMA = 0.7
_COMPOUND = 0.9
_EXACT_ALTERNATIVE = 0.8
_SHOWN = 0.7
"""An alternative of so much of the best one's weight is highlighted; the less likely ones are found, but not shown."""


class Groups:
    """Builds groups for one viewer: no lemma of theirs is held by hidden posts alone."""

    def __init__(self, vocabulary: Vocabulary, seen: Seen, ask: Ask, lemmas: Lemmas) -> None:
        self._vocabulary = vocabulary
        self._seen = seen
        self._ask = ask
        self._lemmas = lemmas

    def of_form(self, form: str) -> Group:
        """The form in all its cases; the less likely lemmas of an ambiguous form weigh less."""
        weights = {lemma: 1.0 if place == 0 else _OTHER_LEMMA for place, lemma in enumerate(self._lemmas.of(form))}
        return self._visible(weights, {form: 1.0})

    def of_alternatives(self, alternatives: Sequence[Alternative], *, same_word: bool) -> Group:
        """What an unknown form can mean; `same_word`: other cases of it, which count as much as itself."""
        exact = 1.0 if same_word else _EXACT_ALTERNATIVE
        weights: dict[str, float] = {}
        for alternative in alternatives:
            lemma = self._lemmas.first(alternative.form)
            weights[lemma] = max(weights.get(lemma, 0.0), alternative.weight)
        return self._visible(weights, {alternative.form: exact * alternative.weight for alternative in alternatives})

    def of_hyphenated(self, form: str) -> list[Group]:
        """A group for each part of a compound that visible posts write with hyphens; else none."""
        lemma = self._lemmas.first(form)
        parts = self._vocabulary.parts_of(lemma)
        if not parts or not self._ask.visible_forms([compound_term(parts)]):
            return []
        beginning = "".join(parts[:-1])
        last = form.removeprefix(beginning) if form.startswith(beginning) else ""
        return self._of_parts((*parts[:-1], last or parts[-1]), form)

    def of_two_words(self, form: str) -> list[Group]:
        """A group for each of two visible words that a form is written together from; else none.

        Of several pairs the one whose rarer word is the most used.
        """
        posts = self._seen.forms.posts_with
        pairs = [(min(posts(form[:at]), posts(form[at:])), at) for at in range(1, len(form)) if _may_part(form, at)]
        rarer, at = max(pairs, default=(0, 0))
        return self._of_parts((form[:at], form[at:]), form) if rarer else []

    def join(self, left: str, right: str, groups: tuple[Group, Group]) -> tuple[Group, Group]:
        """The groups of two neighbours, met as well by both written together where visible posts hold that."""
        whole = left + right
        lemma = self._lemmas.first(whole)
        posts = self._seen.lemmas.posts_with(lemma)
        if not posts:
            return groups
        return _with(groups[0], lemma, whole, posts), _with(groups[1], lemma, whole, posts)

    def widened(self, group: Group, alternatives: Sequence[Alternative], weight: float) -> Group:
        """The group met as well by alternatives that weigh so much of what its own words weigh."""
        more = self.of_alternatives(alternatives, same_word=False)
        return Group(
            {**{lemma: weight * own for lemma, own in more.lemmas.items()}, **group.lemmas},
            {**{form: weight * own for form, own in more.forms.items()}, **group.forms},
            group.posts + more.posts,
        )

    def _of_parts(self, parts: Iterable[str], form: str) -> list[Group]:
        lemma = self._lemmas.first(form)
        posts = self._seen.lemmas.posts_with(lemma)
        return [_with(self.of_form(part), lemma, form, posts) for part in parts]

    def _visible(self, weights: dict[str, float], forms: dict[str, float]) -> Group:
        present = {lemma: weights[lemma] for lemma in self._ask.visible_lemmas(weights)}
        best = max(present.values(), default=1.0)
        lemmas = {lemma: weight / best for lemma, weight in present.items()} or weights
        return Group(lemmas, forms, sum(max(1, self._seen.lemmas.posts_with(lemma)) for lemma in present))


def lemmas_of(groups: Iterable[Group]) -> frozenset[str]:
    """What is to be highlighted for the groups: their likely lemmas, and their likely forms beside them."""
    return frozenset(word for group in groups for words in (group.lemmas, group.forms) for word in _likely(words))


def _likely(weights: Mapping[str, float]) -> list[str]:
    least = _SHOWN * max(weights.values(), default=0.0)
    return [word for word, weight in weights.items() if weight >= least]


def _with(group: Group, lemma: str, form: str, posts: int) -> Group:
    """The group met as well by a compound that so many posts hold."""
    return replace(
        group, lemmas={lemma: _COMPOUND, **group.lemmas}, forms={form: 1.0, **group.forms}, posts=group.posts + posts
    )


def _may_part(form: str, place: int) -> bool:
    if form[place - 1].isdecimal() != form[place].isdecimal():
        return True
    return SHORTEST_PART <= place <= len(form) - SHORTEST_PART
