"""The groups that stand for a word of a query: its lemmas, what it can mean, its parts, it and the next one as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.search.asking import Ask, Group
from core.search.spelling import Alternative
from core.search.terms import compound_term, form_term
from core.search.vocabulary import Vocabulary
from core.words import Lemmas

SHORTEST_START = 3
SHORTEST_PART = 3

_OTHER_LEMMA = 0.7
_COMPOUND = 0.9
_EXACT_ALTERNATIVE = 0.8


class Groups:
    """Builds groups for one viewer: everything in them is counted over the posts that he may see."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> None:
        self._vocabulary = vocabulary
        self._ask = ask
        self._lemmas = lemmas

    def of_form(self, form: str) -> Group:
        """The form in all its cases; the less likely lemmas of an ambiguous form weigh less."""
        weights = {lemma: 1.0 if place == 0 else _OTHER_LEMMA for place, lemma in enumerate(self._lemmas.of(form))}
        return self._counted(weights, {form: 1.0})

    def of_alternatives(self, alternatives: Sequence[Alternative], *, same_word: bool) -> Group:
        """What an unknown form can mean; `same_word`: other cases of it, which count as much as itself."""
        exact = 1.0 if same_word else _EXACT_ALTERNATIVE
        weights: dict[str, float] = {}
        for alternative in alternatives:
            lemma = self._lemmas.first(alternative.form)
            weights[lemma] = max(weights.get(lemma, 0.0), alternative.weight)
        return self._counted(weights, {alternative.form: exact * alternative.weight for alternative in alternatives})

    def of_start(self, form: str) -> Group | None:
        """All words that begin so; None where the viewer sees none."""
        posts = self._ask.posts_with_start(form) if len(form) >= SHORTEST_START else 0
        return Group({self._lemmas.first(form): 1.0}, {form: 1.0}, posts, start=form) if posts else None

    def of_parts(self, form: str, *, known: bool) -> list[Group]:
        """A group for each part of a compound that visible posts hold in parts, hyphenated or not; else none.

        A known form is taken apart only where posts hyphenate it.
        """
        parts = self._vocabulary.parts_of(form)
        if parts and not self._ask.posts_with([compound_term(parts)]):
            parts = ()
        if not parts and not known:
            parts = self._two_parts(form)
        whole = self._lemmas.first(form)
        return [self._with(self.of_form(part), whole, form) for part in parts]

    def join(self, left: str, right: str, groups: tuple[Group, Group]) -> tuple[Group, Group]:
        """The groups of two neighbours, met as well by both written together where visible posts hold that."""
        whole = left + right
        if not self._ask.posts_with([form_term(whole)]):
            return groups
        lemma = self._lemmas.first(whole)
        return self._with(groups[0], lemma, whole), self._with(groups[1], lemma, whole)

    def _two_parts(self, form: str) -> tuple[str, ...]:
        """The two words that a form is written together from: the pair whose rarer word is the most used."""
        places = [place for place in range(1, len(form)) if _may_part(form, place)]
        halves = {half for place in places for half in (form[:place], form[place:])}
        counts = self._ask.posts_with([form_term(half) for half in sorted(halves)])
        pairs = [
            (min(counts.get(form_term(form[:place]), 0), counts.get(form_term(form[place:]), 0)), place)
            for place in places
        ]
        posts, place = max(pairs, default=(0, 0))
        return (form[:place], form[place:]) if posts else ()

    def _with(self, group: Group, lemma: str, form: str) -> Group:
        """The group met as well by a compound."""
        more = self._ask.posts_with([lemma]).get(lemma, 0)
        return replace(
            group,
            lemmas={lemma: _COMPOUND, **group.lemmas},
            forms={form: 1.0, **group.forms},
            posts=group.posts + more,
        )

    def _counted(self, weights: dict[str, float], forms: dict[str, float]) -> Group:
        counts = self._ask.posts_with(weights)
        present = {lemma: weight for lemma, weight in weights.items() if lemma in counts}
        best = max(present.values(), default=1.0)
        lemmas = {lemma: weight / best for lemma, weight in present.items()} or weights
        return Group(lemmas, forms, sum(counts.values()))


def lemmas_of(groups: Iterable[Group]) -> frozenset[str]:
    """All that is to be highlighted for the groups: their lemmas, and their forms beside them."""
    return frozenset(word for group in groups for word in (*group.lemmas, *group.forms))


def _may_part(form: str, place: int) -> bool:
    if form[place - 1].isdecimal() != form[place].isdecimal():
        return True
    return SHORTEST_PART <= place <= len(form) - SHORTEST_PART
