"""Key phrases: what returns in a channel's posts and is characteristic of them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, sqrt

from core.topics.corpus import BREAK, Corpus, is_glued
from core.topics.grammar import Kind, Word, go_together, says_something

LONGEST_PHRASE = 3
LARGEST_SHARE = 0.4
"""A phrase of more posts than that share of the channel tells them not apart ..."""

FEW_POSTS = 3
"""... unless it is in so few posts."""

REPEATS_COUNTED = 3
"""Times a phrase counts within one post: a post that says it often is about it."""

MANY_WORDS_BONUS = {1: 1.0, 2: 1.6, 3: 1.8}
"""Two words that return together say more than one."""

ABSORBED_SHARE = 0.6
"""A phrase that stands for so many of a word's posts takes the word's place."""

SAME_POSTS_SHARE = 0.6
"""Topics with a word in common that share so many of the smaller one's posts are one topic."""

Key = tuple[str, ...]


@dataclass(slots=True)
class Phrase:
    """A candidate: its lemmas, how often each post (index) says it, which posts say it in the title."""

    key: Key
    kinds: tuple[Kind, ...]
    times: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    score: float = 0.0

    @property
    def is_person(self) -> bool:
        """First name and surname."""
        return self.kinds == (Kind.FIRST_NAME, Kind.SURNAME)


def spans(codes: array[int], corpus: Corpus) -> Iterator[tuple[int, int, tuple[Word, ...]]]:
    """The candidates of one post: start, end (exclusive) and words."""
    words = [corpus.surface(code).word if code != BREAK else None for code in codes]
    for start, first in enumerate(words):
        if first is None:
            continue
        glued_next = start + 1 < len(codes) and is_glued(codes[start + 1])
        if first.alone and (first.kind is Kind.LATIN or not glued_next):
            yield start, start + 1, (first,)
        phrase = [first]
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words))):
            word = words[end]
            if word is None or not go_together(phrase[-1], word, glued=is_glued(codes[end])):
                break
            phrase.append(word)
            glued_next = end + 1 < len(codes) and is_glued(codes[end + 1])
            if not glued_next and says_something(phrase):
                yield start, end + 1, tuple(phrase)


def find_phrases(corpus: Corpus, limit: int) -> list[Phrase]:
    """The most characteristic phrases of the corpus, best first, at most `limit`."""
    candidates = _candidates(corpus)
    posts = len(corpus.posts)
    for phrase in candidates.values():
        phrase.score = _score(phrase, posts)
    for key in _absorbed(candidates):
        del candidates[key]
    ranked = sorted(candidates.values(), key=lambda phrase: (-phrase.score, phrase.key))
    return _without_doubles(ranked, limit)


def _candidates(corpus: Corpus) -> dict[Key, Phrase]:
    """Phrases with their posts. Counted twice, first the posts alone: most phrases never return and need no record."""
    fewest = fewest_posts(len(corpus.posts))
    words = Counter(lemma for codes in corpus.posts for lemma in _lemmas(codes, corpus))
    usable = {lemma for lemma, posts in words.items() if posts >= fewest}
    counts: Counter[Key] = Counter()
    for codes in corpus.posts:
        counts.update({key for _, _, key in _keyed_spans(codes, corpus, usable)})
    most = max(FEW_POSTS, LARGEST_SHARE * len(corpus.posts))
    phrases: dict[Key, Phrase] = {}
    for number, codes in enumerate(corpus.posts):
        for start, found, key in _keyed_spans(codes, corpus, usable):
            if fewest <= counts[key] <= most:
                phrase = phrases.setdefault(key, Phrase(key, tuple(word.kind for word in found)))
                phrase.times[number] = phrase.times.get(number, 0) + 1
                if start < corpus.title_ends[number]:
                    phrase.titles.add(number)
    return phrases


def fewest_posts(posts: int) -> int:
    """In how many of so many posts a phrase has to return: 2 in a hundred, 4 in a thousand, 18 in twenty thousand."""
    return max(2, round(sqrt(posts) / 8))


def _lemmas(codes: array[int], corpus: Corpus) -> set[str]:
    words = (corpus.surface(code).word for code in codes if code != BREAK)
    return {word.lemma for word in words if word is not None}


def _keyed_spans(codes: array[int], corpus: Corpus, usable: set[str]) -> Iterator[tuple[int, tuple[Word, ...], Key]]:
    """The candidates of one post that are made of usable lemmas: start, words and key."""
    for start, _, words in spans(codes, corpus):
        key = tuple(word.lemma for word in words)
        if usable.issuperset(key):
            yield start, words, key


def _score(phrase: Phrase, posts: int) -> float:
    """Posts, repetitions and titles, weighed by rarity as tf-idf does."""
    repeats = sum(min(times, REPEATS_COUNTED) - 1 for times in phrase.times.values())
    about = len(phrase.times) + repeats + len(phrase.titles)
    return about * log(1 + posts / len(phrase.times)) * MANY_WORDS_BONUS[len(phrase.key)]


def _absorbed(candidates: dict[Key, Phrase]) -> set[Key]:
    """Phrases whose posts are mostly a longer phrase's; a surname gives all its posts to the full name."""
    absorbed: set[Key] = set()
    for key, phrase in candidates.items():
        for part in _parts(key):
            shorter = candidates.get(part)
            if shorter is not None and len(phrase.times) >= ABSORBED_SHARE * len(shorter.times):
                absorbed.add(part)
                if phrase.is_person:
                    phrase.times, phrase.titles, phrase.score = shorter.times, shorter.titles, shorter.score
    return absorbed


def _parts(key: Key) -> Iterator[Key]:
    for length in range(1, len(key)):
        for start in range(len(key) - length + 1):
            yield key[start : start + length]


def _without_doubles(ranked: list[Phrase], limit: int) -> list[Phrase]:
    chosen: list[Phrase] = []
    for phrase in ranked:
        if len(chosen) == limit:
            break
        if not any(_is_double(phrase, other) for other in chosen):
            chosen.append(phrase)
    return chosen


def _is_double(phrase: Phrase, other: Phrase) -> bool:
    if not set(phrase.key) & set(other.key):
        return False
    common = len(phrase.times.keys() & other.times.keys())
    return common >= SAME_POSTS_SHARE * min(len(phrase.times), len(other.times))
