"""The order of the best candidates: BM25 over the groups, then what a reader sees at a glance.

score = (sum over met groups of idf x weight x saturated frequency) x coverage^1.5
        x (1 + exact + 0.15 closeness + 0.25 title)

coverage: share of the query's groups that the post meets; exact: how much of the query stands in the very forms that
were typed (a corrected form counts a little less); closeness: 1 where the words stand side by side, less the further
apart; title: share of the groups that a real title meets. Equal scores: more reactions first, then the newer post,
then the later stored one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.search.asking import Document, Group
from core.search.terms import LONGEST_WORD
from core.search.vocabulary import Vocabulary
from core.words import CONNECTORS, Lemmas

_SATURATION = 1.2
_LENGTH_COUNTS = 0.75
_COVERAGE_POWER = 1.5
_EXACT_COUNTS = 1.0
_CLOSENESS_COUNTS = 0.15
_TITLE_COUNTS = 0.25
_FAR = 80
"""Characters between the words at which closeness is down to a half."""

_NEEDLE = 3
"""First letters by which a text is searched for a word."""

_MOST_PLACES = 50
"""So many places of a text are looked at for each needle."""

_JOINT = re.compile(f"[{CONNECTORS}]")
_CHAIN = re.compile(rf"[^\W_]+(?:{_JOINT.pattern}[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post with its score, 0 or more."""

    post_id: int
    score: float


@dataclass(frozen=True, slots=True)
class _Hit:
    """A group met at a place of a text."""

    group: int
    weight: float
    exact: float
    start: int
    end: int


class Ranker:
    """Scores documents for the groups of one query."""

    def __init__(self, groups: Sequence[Group], vocabulary: Vocabulary, lemmas: Lemmas) -> None:
        self._groups = groups
        self._lemmas = lemmas
        self._average_length = vocabulary.average_length
        self._idf = [_idf(group.posts, vocabulary.posts) for group in groups]
        self._needles = sorted({word[:_NEEDLE] for group in groups for word in (*group.lemmas, *group.forms)})
        self._meanings: dict[str, list[tuple[int, float, float]]] = {}

    def rank(self, documents: Sequence[Document], *, all_met: bool) -> list[Ranked]:
        """The documents best first; `all_met`: the index has found every group in each of them."""
        scored = [(round(self._score(document, all_met=all_met), 6), document) for document in documents]
        scored.sort(key=lambda pair: (-pair[0], -pair[1].reactions, -pair[1].freshness, -pair[1].post_id))
        return [Ranked(document.post_id, score) for score, document in scored]

    def _score(self, document: Document, *, all_met: bool) -> float:
        text = document.text.lower().replace("ё", "е")
        hits = self._hits(text)
        frequency = [0.0] * len(self._groups)
        exact = [0.0] * len(self._groups)
        for hit in hits:
            frequency[hit.group] += hit.weight
            exact[hit.group] = max(exact[hit.group], hit.exact)
        if all_met:
            frequency = [max(1.0, found) for found in frequency]
        stretch = 1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(text) / self._average_length
        relevance: float = sum(
            idf * found * (_SATURATION + 1) / (found + _SATURATION * stretch)
            for idf, found in zip(self._idf, frequency, strict=True)
        )
        size = len(self._groups)
        coverage = sum(found > 0 for found in frequency) / size
        bonus = _EXACT_COUNTS * sum(exact) / size + _CLOSENESS_COUNTS * _closeness(hits)
        if document.has_title:
            title_end = len(text.partition("\n")[0])
            bonus += _TITLE_COUNTS * len({hit.group for hit in hits if hit.end <= title_end}) / size
        return relevance * math.pow(coverage, _COVERAGE_POWER) * (1 + bonus)

    def _hits(self, text: str) -> list[_Hit]:
        """Where the text meets the groups, in its order. Words are looked for by their first letters."""
        hits = []
        for needle in self._needles:
            place = text.find(needle)
            for _ in range(_MOST_PLACES):
                if place < 0:
                    break
                if not (place and text[place - 1].isalnum()):
                    hits += self._hits_at(text, place)
                place = text.find(needle, place + 1)
        return sorted(hits, key=lambda hit: (hit.start, hit.group))

    def _hits_at(self, text: str, place: int) -> list[_Hit]:
        chain = next(_CHAIN.finditer(text, place))
        word, _, rest = _JOINT.sub(" ", chain[0]).partition(" ")
        hits = [_Hit(*meaning, place, place + len(word)) for meaning in self._meaning(word)]
        if rest:
            whole = self._meaning(word + rest.replace(" ", ""))
            hits += [_Hit(*meaning, place, chain.end()) for meaning in whole]
        return hits

    def _meaning(self, form: str) -> list[tuple[int, float, float]]:
        """The groups that a form meets, each with its weight and how exact the form is."""
        if form not in self._meanings:
            lemma = self._lemmas.first(form) if len(form) <= LONGEST_WORD else form
            found = []
            for number, group in enumerate(self._groups):
                if weight := group.lemmas.get(lemma, 0.0):
                    found.append((number, weight, group.forms.get(form, 0.0)))
            self._meanings[form] = found
        return self._meanings[form]


def _idf(posts: int, all_posts: int) -> float:
    posts = min(posts, all_posts)
    return math.log(1 + (all_posts - posts + 0.5) / (posts + 0.5))


def _closeness(hits: Sequence[_Hit]) -> float:
    """1 where the met groups stand side by side somewhere, down towards 0 the further apart; 0 for a single group."""
    met = len({hit.group for hit in hits})
    if met < 2:  # noqa: PLR2004
        return 0.0
    last: dict[int, _Hit] = {}
    narrowest = math.inf
    for hit in hits:
        last[hit.group] = hit
        if len(last) == met:
            inside = sum(other.end - other.start for other in last.values()) + met - 1
            width = hit.end - min(other.start for other in last.values())
            narrowest = min(narrowest, max(0, width - inside))
    return _FAR / (_FAR + narrowest)
