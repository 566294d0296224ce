"""Key phrases: what returns in a channel's posts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from core.topics.corpus import FLAGS, Corpus, is_glued
from core.topics.grammar import Kind, Word, go_together, says_something

LONGEST_PHRASE = 3
LARGEST_SHARE = 0.4
"""A phrase of more posts than that share of the channel tells them not apart ..."""

FEW_POSTS = 3
"""... unless it is in so few posts."""

REPEATS_COUNTED = 3
"""Times a phrase counts within one post: a post that says it often is about it."""

MANY_WORDS_BONUS = {1: 1.0, 2: 1.6, 3: 1.8}
"""Two words that return together say more than one; longer terms that the posts explain count as three."""

MANY_POSTS, PARTS, PARTS_OF_TOPIC = 100, 10, 4
"""Of a channel's posts in their order, so many and more, cut in ten, a topic fills four parts; fewer are an affair."""

Key = tuple[str, ...]


@dataclass(slots=True)
class Phrase:
    """A candidate: its lemmas, how often each post (index) says it, which posts say it in the title.

    `joined`: other keys that are the same topic (`core.topics.roofs`); their posts are in `times` and `titles` too.
    """

    key: Key
    kinds: tuple[Kind, ...]
    times: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    joined: tuple[Key, ...] = ()

    @property
    def is_person(self) -> bool:
        """First name and surname."""
        return self.kinds == (Kind.FIRST_NAME, Kind.SURNAME)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Its own and those of what it joins."""
        return (self.key, *self.joined)

    def add(self, post: int, times: int, *, in_title: bool) -> None:
        """Counts what one post says of it."""
        self.times[post] = self.times.get(post, 0) + times
        if in_title:
            self.titles.add(post)

    def score(self, posts: int) -> float:
        """Posts, repetitions and titles, weighed by rarity among `posts` as tf-idf does; less for one affair."""
        repeats = sum(min(times, REPEATS_COUNTED) - 1 for times in self.times.values())
        about = len(self.times) + repeats + len(self.titles)
        words = 1 if self.is_person else min(len(self.key), LONGEST_PHRASE)
        return about * log(1 + posts / len(self.times)) * MANY_WORDS_BONUS[words] * self._spread(posts)

    def _spread(self, posts: int) -> float:
        """1 for what returns over time, less for what fills a few posts in a row and is gone."""
        if posts < MANY_POSTS:
            return 1.0
        parts = {post * PARTS // posts for post in self.times}
        return min(1.0, len(parts) / min(PARTS_OF_TOPIC, len(self.times)))


def spans(codes: array[int], words: Sequence[Word | None], corpus: Corpus) -> Iterator[tuple[int, int, Sequence[Word]]]:
    """The candidates of one post: start, end (exclusive) and words. `words`: for each surface, as `words_of`."""
    here = [words[code // FLAGS] for code in codes]
    for start, first in enumerate(here):
        if first is None:
            continue
        # Every line ends in a BREAK, so that there is always a next code.
        if first.alone and (first.kind is Kind.LATIN or not is_glued(codes[start + 1])):
            yield start, start + 1, (first,)
        phrase = [first]
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(here))):
            word = here[end]
            if word is None:
                break
            glued = is_glued(codes[end]) or (phrase[-1].lemma, word.lemma) in corpus.hyphenated
            if not go_together(phrase[-1], word, glued=glued):
                break
            phrase.append(word)
            if not is_glued(codes[end + 1]) and says_something(phrase):
                yield start, end + 1, phrase


def words_of(corpus: Corpus, lemmas: Container[str]) -> list[Word | None]:
    """For each surface of the corpus its word, if its lemma is one of these: phrases are made of no others."""
    words = (surface.word for surface in corpus.surfaces)
    return [word if word is not None and word.lemma in lemmas else None for word in words]


def key_of(words: Sequence[Word]) -> Key:
    """A phrase's key: the lemmas of its words."""
    return tuple(word.lemma for word in words)


def find_candidates(corpus: Corpus) -> dict[Key, Phrase]:
    """The phrases that return and yet tell posts apart.

    Counted twice, first the posts alone: most phrases never return and need no record.
    """
    fewest = fewest_posts(len(corpus.posts))
    most = max(FEW_POSTS, LARGEST_SHARE * len(corpus.posts))
    words = words_of(corpus, _returning_lemmas(corpus, fewest))
    counts: Counter[Key] = Counter()
    for codes in corpus.posts:
        counts.update({key_of(found) for _, _, found in spans(codes, words, corpus)})
    phrases: dict[Key, Phrase] = {}
    for number, codes in enumerate(corpus.posts):
        for start, _, found in spans(codes, words, corpus):
            key = key_of(found)
            if fewest <= counts[key] <= most:
                phrase = phrases.get(key)
                if phrase is None:
                    phrase = phrases[key] = Phrase(key, tuple(word.kind for word in found))
                phrase.add(number, 1, in_title=start < corpus.title_ends[number])
    return phrases


def fewest_posts(posts: int) -> int:
    """In how many of so many posts a phrase has to return: 2 in a hundred, 4 in a thousand, 18 in twenty thousand."""
    return max(2, round(sqrt(posts) / 8))


def _returning_lemmas(corpus: Corpus, fewest: int) -> Collection[str]:
    counts: Counter[str] = Counter()
    for codes in corpus.posts:
        words = {corpus.surfaces[number].word for number in {code // FLAGS for code in codes}}
        counts.update({word.lemma for word in words if word is not None})
    return {lemma for lemma, posts in counts.items() if posts >= fewest}
