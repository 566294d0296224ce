"""The order of the best candidates: BM25 over the groups, then what a reader sees at a glance.

score = BM25 x coverage^1.5 x (1 + exact) x (1 + 0.5 closeness + 0.5 title)

BM25: the sum over the met groups of idf x saturated frequency; another form than the typed one counts 0.6 of it.
coverage: share of the query's groups that the post meets. exact: how much of the query stands in the very forms that
were typed, a corrected form counting a little less; of a single word four times that. closeness: 1 where the words
stand side by side, a half where 60 characters lie between them. title: share of the groups that a real title meets.
Equal scores: more reactions first, then the newer post, then the later stored one. Why these numbers: docs/search.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.lemmas import Lemmas
from core.search.asking import Document, Group
from core.search.terms import LONGEST_WORD
from core.search.vocabulary import Vocabulary
from core.words import CONNECTORS

_SATURATION = 1.2
_LENGTH_COUNTS = 0.75
_COVERAGE_POWER = 1.5
_OTHER_FORM_COUNTS = 0.6
_EXACT_COUNTS = 1.0
_EXACT_COUNTS_ALONE = 4.0
_CLOSENESS_COUNTS = 0.5
_TITLE_COUNTS = 0.5
_FAR = 60
"""Characters between the words at which closeness is down to a half."""

_NEEDLE = 3
"""First letters by which a text is searched for a word."""

_MOST_PLACES = 50
"""So many words of a text are looked at for each needle."""

_JOINTS = frozenset(CONNECTORS)
_JOINT = re.compile(f"[{CONNECTORS}]")
_WORD = re.compile(r"[^\W_]+")
_CHAIN = re.compile(rf"[^\W_]+(?:{_JOINT.pattern}[^\W_]+)*")

_Meaning = tuple[int, float, float]
"""A group that a form meets: its number, its weight, how exact the form is."""

_Hit = tuple[int, int, int, float, float]
"""Where a text meets a group (start, end), the group's number, its weight, how exact the form is."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A post with its score, 0 or more."""

    post_id: int
    score: float


class Ranker:
    """Scores documents for the groups of one query."""

    def __init__(self, groups: Sequence[Group], vocabulary: Vocabulary, lemmas: Lemmas) -> None:
        self._groups = groups
        self._lemmas = lemmas
        self._average_length = vocabulary.average_length
        self._idf = [_idf(group.posts, vocabulary.posts) for group in groups]
        self._needles = _needles(word for group in groups for word in (*group.lemmas, *group.forms))
        self._meanings: dict[str, list[_Meaning]] = {}

    def rank(self, documents: Sequence[Document], met: Mapping[int, Collection[int]]) -> list[Ranked]:
        """The documents best first; `met`: the groups that the index has found in each, whatever its text shows."""
        scored = [(round(self._score(document, met.get(document.post_id, ())), 6), document) for document in documents]
        scored.sort(key=lambda pair: (-pair[0], -pair[1].reactions, -pair[1].freshness, -pair[1].post_id))
        return [Ranked(document.post_id, score) for score, document in scored]

    def forms_in(self, document: Document) -> dict[int, str]:
        """Of each group that the document's text meets, by its place, the form that meets it best."""
        text = document.text.lower().replace("ё", "е")
        best: dict[int, tuple[float, int, str]] = {}
        for start, end, group, weight, _ in self._hits(text):
            best[group] = max(best.get(group, (0.0, 0, "")), (weight, -start, text[start:end]))
        return {group: form for group, (_, _, form) in best.items()}

    def _score(self, document: Document, met: Collection[int]) -> float:
        text = document.text.lower().replace("ё", "е")
        hits = self._hits(text)
        size = len(self._groups)
        frequency, exact = [0.0] * size, [0.0] * size
        for _, _, group, weight, exactness in hits:
            frequency[group] += weight * (_OTHER_FORM_COUNTS + (1 - _OTHER_FORM_COUNTS) * exactness)
            exact[group] = max(exact[group], exactness)
        for group in met:
            frequency[group] = max(1.0, frequency[group])
        coverage = sum(found > 0 for found in frequency) / size
        written = (_EXACT_COUNTS_ALONE if size == 1 else _EXACT_COUNTS) * sum(exact) / size
        placed = _CLOSENESS_COUNTS * _closeness(hits)
        if document.has_title:
            title_end = len(text.partition("\n")[0])
            placed += _TITLE_COUNTS * len({group for _, end, group, *_ in hits if end <= title_end}) / size
        bm25 = self._bm25(frequency, len(text))
        return bm25 * math.pow(coverage, _COVERAGE_POWER) * (1 + written) * (1 + placed)

    def _bm25(self, frequency: Sequence[float], length: int) -> float:
        stretch = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * length / self._average_length)
        score = 0.0
        for idf, found in zip(self._idf, frequency, strict=True):
            score += idf * found * (_SATURATION + 1) / (found + stretch)
        return score

    def _hits(self, text: str) -> list[_Hit]:
        """Where the text meets the groups, in its order. Words are looked for by their first letters."""
        hits: list[_Hit] = []
        for needle in self._needles:
            place, looked_at = text.find(needle), 0
            while place >= 0 and looked_at < _MOST_PLACES:
                if not place or not text[place - 1].isalnum():
                    hits += self._hits_at(text, place)
                    looked_at += 1
                place = text.find(needle, place + 1)
        hits.sort()
        return hits

    def _hits_at(self, text: str, place: int) -> list[_Hit]:
        end = _word_end(text, place)
        hits = [(place, end, *meaning) for meaning in self._meaning(text[place:end])]
        if text[end : end + 1] in _JOINTS and (chain := _CHAIN.match(text, place)) and chain.end() > end:
            whole = "".join(_JOINT.split(chain[0]))
            hits += [(place, chain.end(), *meaning) for meaning in self._meaning(whole)]
        return hits

    def _meaning(self, form: str) -> list[_Meaning]:
        """The groups that a form meets."""
        known = self._meanings.get(form)
        if known is None:
            lemma = self._lemmas.first(form) if len(form) <= LONGEST_WORD else form
            known = self._meanings[form] = [
                (number, weight, group.forms.get(form, 0.0))
                for number, group in enumerate(self._groups)
                if (weight := group.lemmas.get(lemma, 0.0))
            ]
        return known


def _needles(words: Iterable[str]) -> list[str]:
    """The first letters of the words, none the beginning of another."""
    needles: list[str] = []
    for needle in sorted({word[:_NEEDLE] for word in words}):
        if not (needles and needle.startswith(needles[-1])):
            needles.append(needle)
    return needles


def _word_end(text: str, place: int) -> int:
    match = _WORD.match(text, place)
    return match.end() if match else place + 1


def _idf(posts: int, all_posts: int) -> float:
    posts = min(posts, all_posts)
    return math.log(1 + (all_posts - posts + 0.5) / (posts + 0.5))


def _closeness(hits: Sequence[_Hit]) -> float:
    """1 where the met groups stand side by side somewhere, down towards 0 the further apart; 0 for a single group."""
    met = len({hit[2] for hit in hits})
    if met < 2:  # noqa: PLR2004
        return 0.0
    last: dict[int, _Hit] = {}
    narrowest = math.inf
    for hit in hits:
        last.pop(hit[2], None)  # so that the first of them is the one that began first
        last[hit[2]] = hit
        if len(last) == met:
            width = hit[1] - next(iter(last.values()))[0]
            if width - met < narrowest:
                inside = sum([other[1] - other[0] for other in last.values()]) + met - 1
                narrowest = min(narrowest, max(0, width - inside))
    return _FAR / (_FAR + narrowest)
