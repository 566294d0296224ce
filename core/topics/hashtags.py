"""Hashtags: the author's own topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.lemmas import Lemmas
from core.topics.grammar import SHORTEST_ABBREVIATION, is_loan_word
from core.topics.phrases import fewest_posts
from core.words import HASHTAG, tokens

MOST_HASHTAGS = 30

_LABELS = frozenset({"реклама", "промо", "спонсор", "ad", "ads", "promo", "sponsored"})
"""Tags that the law or good manners ask for: they say who paid, not what the post is about."""


@dataclass(slots=True)
class Hashtag:
    """A tag in all its spellings (#ML, #ml, #Ml): each spelling's posts by their index."""

    key: str
    spellings: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def posts(self) -> set[int]:
        """Posts with any spelling."""
        return set().union(*self.spellings.values())

    @property
    def name(self) -> str:
        """The tag as most posts spell it, with its "#"."""
        return "#" + max(self.spellings, key=lambda spelling: (len(self.spellings[spelling]), spelling))


def find_hashtags(texts: Sequence[str], lemmas: Lemmas) -> list[Hashtag]:
    """The tags that return as phrases have to, most posts first, at most MOST_HASHTAGS.

    A tag that was used once leads from nowhere to nowhere; of a thousand posts three are no topic yet.
    """
    found: dict[str, Hashtag] = {}
    for number, text in enumerate(texts):
        for spelling in HASHTAG.findall(text):
            key = hashtag_key(spelling, lemmas)
            if key and spelling.lower() not in _LABELS:
                found.setdefault(key, Hashtag(key)).spellings[spelling].add(number)
    sizes = Counter({key: len(tag.posts) for key, tag in found.items()})
    returning = sorted((-posts, key) for key, posts in sizes.items() if posts >= fewest_posts(len(texts)))
    return [found[key] for _, key in returning[:MOST_HASHTAGS]]


def hashtag_key(spelling: str, lemmas: Lemmas) -> str:
    """The topic key of a tag (without "#"): the lemmas of the words that underscores join.

    An abbreviation or a word too new for the dictionary is its own lemma, as in phrases.
    """
    return " ".join(
        token.form if _is_own_lemma(spelling[token.start : token.end], token.form) else lemmas.first(token.form)
        for token in tokens(spelling)
    )


def _is_own_lemma(text: str, form: str) -> bool:
    is_abbreviation = len(form) == SHORTEST_ABBREVIATION or (text.isupper() and not text.isascii())
    return is_abbreviation or is_loan_word(form)
