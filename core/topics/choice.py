"""Which of the phrases that return are the topics of the channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from core.topics.phrases import Key, Phrase

ABSORBED_SHARE = 0.6
"""A phrase that stands for so many of a word's posts takes the word's place."""

SAME_POSTS_SHARE = 0.6
"""Topics with a word in common that share so many of the smaller one's posts are one topic."""

ALIKE_SHARE = 0.75
"""Topics that have so many of all their posts in common are one, whatever their words: two words of one column ..."""

ALIKE_POSTS = 5
"""... unless they have fewer posts: then it is chance."""

ROOT_LETTERS = 5
"""Words that begin with the same letters, so many, have one root: рекомендация, рекомендательный."""

OWN_WORDS_SHARE = 0.1
"""A word of the channel's own name that so many posts hold tells them not apart."""


def choose(candidates: Mapping[Key, Phrase], posts: int, own_names: Collection[frozenset[str]]) -> Iterator[Phrase]:
    """The most characteristic phrases of a channel of so many posts, best first, as many as there are.

    `own_names`: the lemmas of each name that the channel goes by.
    """
    absorbed = _absorbed(candidates)
    kept = [phrase for key, phrase in candidates.items() if key not in absorbed]
    kept.sort(key=lambda phrase: (-phrase.score(posts), phrase.key))
    chosen: list[Phrase] = []
    for phrase in kept:
        if not _is_own(phrase, posts, own_names) and not any(_is_double(phrase, other) for other in chosen):
            chosen.append(phrase)
            yield phrase


def _absorbed(candidates: Mapping[Key, Phrase]) -> set[Key]:
    """Phrases whose posts are mostly a longer phrase's; a surname gives all its posts to the full name."""
    absorbed: set[Key] = set()
    for phrase in candidates.values():
        for part in _all_parts(phrase.keys):
            shorter = candidates.get(part)
            if shorter is None or shorter is phrase or _common(phrase, shorter) < ABSORBED_SHARE * len(shorter.times):
                continue
            absorbed.add(part)
            if phrase.is_person:
                phrase.times, phrase.titles = shorter.times, shorter.titles
    return absorbed


def _all_parts(keys: Iterable[Key]) -> Iterator[Key]:
    for key in keys:
        for length in range(1, len(key)):
            for start in range(len(key) - length + 1):
                yield key[start : start + length]


def _is_own(phrase: Phrase, posts: int, own_names: Collection[frozenset[str]]) -> bool:
    """Whether it is only what the channel is called."""
    is_everywhere = len(phrase.times) >= OWN_WORDS_SHARE * posts
    return any(
        name == frozenset(key) or (is_everywhere and name.issuperset(key)) for key in phrase.keys for name in own_names
    )


def _is_double(phrase: Phrase, other: Phrase) -> bool:
    common = _common(phrase, other)
    sizes = len(phrase.times), len(other.times)
    if min(sizes) >= ALIKE_POSTS and common >= ALIKE_SHARE * (sum(sizes) - common):
        return True
    return common >= SAME_POSTS_SHARE * min(sizes) and _share_word(phrase, other)


def _common(phrase: Phrase, other: Phrase) -> int:
    return len(phrase.times.keys() & other.times.keys())


def _share_word(phrase: Phrase, other: Phrase) -> bool:
    roots, others = ({word[:ROOT_LETTERS] for key in one.keys for word in key} for one in (phrase, other))
    return not roots.isdisjoint(others)
