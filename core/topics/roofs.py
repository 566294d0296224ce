"""One roof for what is one topic: an abbreviation and its words, spellings of one word, everyday names of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from core.topics.common_words import DOER_AND_DEED, EVERYDAY_NAMES
from core.topics.corpus import Corpus
from core.topics.explanations import ABBREVIATION_LETTERS, Explanation, find_explanations
from core.topics.phrases import Key, Phrase
from core.topics.terms import places_of

FEWEST_UNSURE = 2
"""Posts that have to show an explanation that could be chance, or to use each of its terms."""

FEWEST_TOGETHER = 2
"""Posts that have to hold both an abbreviation and a phrase with its initials ..."""

TOGETHER_SHARE = 0.25
"""... and how many of the rarer one's posts that has to be: in 24 channels, of the pairs below it half were chance."""

SHORTEST_STEM = 3
SAME_ROOT_SHARE = 0.1
"""Letters of a root, and how many of the rarer word's posts have to hold both words of that root."""

Pair = tuple[Key, Key]


def under_roofs(candidates: Mapping[Key, Phrase], corpus: Corpus) -> dict[Key, Phrase]:
    """The candidates, those that are one topic joined under the one with most posts.

    Joined are: what the posts explain (`core.topics.explanations`); an abbreviation and a phrase with its initials that
    stand in the same posts often enough; a phrase and the same letters written as one word (мета-обучение,
    метаобучение); the everyday names of one thing (РФ, Россия); the doer and the deed (мошенник, мошенничество).
    """
    explanations = _usable(find_explanations(corpus), candidates)
    known = {**candidates, **_explained(explanations, candidates, corpus)}
    explanations = [explanation for explanation in explanations if _is_shown(explanation, known)]
    pairs = [
        *((first, second) for first, second in (sorted(explanation.kinds) for explanation in explanations)),
        *_initials(candidates),
        *_written_together(candidates),
        *_everyday(candidates),
        *_same_root(candidates),
    ]
    joined = [_joined([known[key] for key in group]) for group in _groups(pairs, known)]
    below = {key for phrase in joined for key in phrase.keys}
    alone = {key: phrase for key, phrase in candidates.items() if key not in below}
    return alone | {phrase.key: phrase for phrase in joined}


def _usable(explanations: Iterable[Explanation], candidates: Mapping[Key, Phrase]) -> list[Explanation]:
    """Those of candidates; an abbreviation means what most posts say, one thing in each script."""
    taken: set[tuple[Key, bool]] = set()
    usable = []
    for explanation in explanations:
        if candidates.keys().isdisjoint(explanation.kinds):
            continue
        short, long = sorted(explanation.kinds, key=len)
        meaning = (short, "".join(long).isascii())
        if meaning not in taken:
            taken.add(meaning)
            usable.append(explanation)
    return usable


def _is_shown(explanation: Explanation, known: Mapping[Key, Phrase]) -> bool:
    """Whether the posts show it often enough: what could be chance they say twice, or use both terms elsewhere."""
    if explanation.sure or len(explanation.posts) >= FEWEST_UNSURE:
        return True
    return all(key in known and len(known[key].times) >= FEWEST_UNSURE for key in explanation.kinds)


def _explained(
    explanations: Iterable[Explanation], candidates: Mapping[Key, Phrase], corpus: Corpus
) -> dict[Key, Phrase]:
    """Phrases for the terms that are no candidates: too rare, or of words that make none."""
    kinds = {key: kinds for explanation in explanations for key, kinds in explanation.kinds.items()}
    phrases: dict[Key, Phrase] = {}
    for term, places in places_of(kinds.keys() - candidates.keys(), corpus).items():
        phrase = phrases[term] = Phrase(term, kinds[term])
        for place in places:
            phrase.add(place.post, 1, in_title=place.start < corpus.title_ends[place.post])
    return phrases


def _initials(candidates: Mapping[Key, Phrase]) -> Iterator[Pair]:
    """Each abbreviation with the phrase of its initials that stands in most of its posts."""
    together: dict[Key, tuple[int, Key]] = {}
    for key, phrase in candidates.items():
        short = ("".join(word[0] for word in key),)
        abbreviation = candidates.get(short)
        if len(key) not in ABBREVIATION_LETTERS or abbreviation is None or short[0] in key:
            continue
        posts = _common(phrase, abbreviation)
        if posts >= max(FEWEST_TOGETHER, TOGETHER_SHARE * min(len(phrase.times), len(abbreviation.times))):
            together[short] = max(together.get(short, (0, key)), (posts, key))
    return ((short, key) for short, (_, key) in together.items())


def _written_together(candidates: Mapping[Key, Phrase]) -> Iterator[Pair]:
    return ((("".join(key),), key) for key in candidates if len(key) > 1 and ("".join(key),) in candidates)


def _everyday(candidates: Mapping[Key, Phrase]) -> Iterator[Pair]:
    for names in EVERYDAY_NAMES:
        known = [key for key in names if key in candidates]
        yield from pairwise(known)


def _same_root(candidates: Mapping[Key, Phrase]) -> Iterator[Pair]:
    for key, phrase in candidates.items():
        for doer, deed in DOER_AND_DEED:
            stem = key[0].removesuffix(doer)
            other = candidates.get((stem + deed,))
            if len(key) > 1 or other is None or stem == key[0] or len(stem) < SHORTEST_STEM:
                continue
            if _common(phrase, other) >= SAME_ROOT_SHARE * min(len(phrase.times), len(other.times)):
                yield key, other.key


def _common(one: Phrase, other: Phrase) -> int:
    return len(one.times.keys() & other.times.keys())


def _groups(pairs: Iterable[Pair], known: Mapping[Key, Phrase]) -> list[set[Key]]:
    """The keys that pairs join, directly or through others."""
    groups: dict[Key, set[Key]] = {}
    for first, second in pairs:
        if first in known and second in known:
            group = groups.get(first, {first}) | groups.get(second, {second})
            groups.update(dict.fromkeys(group, group))
    return [group for key, group in groups.items() if key == min(group)]


def _joined(phrases: Sequence[Phrase]) -> Phrase:
    """One phrase with the posts of all; its key is that of the one with most posts, of equals the one spelt out."""
    ranked = sorted(phrases, key=lambda phrase: (-len(phrase.times), -len(phrase.key), phrase.key))
    roof = Phrase(ranked[0].key, ranked[0].kinds, joined=tuple(phrase.key for phrase in ranked[1:]))
    for phrase in ranked:
        for post, times in phrase.times.items():
            roof.add(post, times, in_title=post in phrase.titles)
    return roof
