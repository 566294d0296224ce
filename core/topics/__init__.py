"""Topics of a channel, found in its posts: the author's hashtags and the phrases that return."""

from __future__ import annotations

from collections.abc import Iterable

from core.topics.corpus import build
from core.topics.hashtags import Hashtag, find_hashtags
from core.topics.names import name_phrases
from core.topics.nearest import nearest_topics, same_name
from core.topics.phrases import Phrase, find_phrases
from core.topics.records import FoundTopic, TopicKind
from core.words import Lemmas

__all__ = ["FoundTopic", "TopicKind", "find_topics", "nearest_topics", "same_name"]

MOST_PHRASES = 24
"""What a reader takes in as the topics of a channel; a small channel has fewer (`_phrase_limit`)."""


def find_topics(posts: Iterable[tuple[int, str]]) -> list[FoundTopic]:
    """The topics of one channel out of its posts (id, plain text), most posts first, no two with one key.

    Hashtags that return stand first in rank: they are the author's own words; a phrase with a tag's key adds its posts
    to the tag's. Phrases fill the list up to two dozen, and there are some beside any number of tags. Takes about
    a second a thousand posts and is best called off the event loop.
    """
    ids, texts = [], []
    for post_id, text in posts:
        ids.append(post_id)
        texts.append(text)
    lemmas = Lemmas()
    tags = find_hashtags(texts, lemmas)
    corpus = build(texts, lemmas)
    limit = _phrase_limit(len(texts), len(tags))
    phrases = {_phrase_key(phrase): phrase for phrase in reversed(find_phrases(corpus, limit + len(tags)))}
    tagged = [_from_hashtag(tag, phrases.pop(tag.key, None), ids) for tag in tags]
    chosen = dict(list(reversed(phrases.items()))[:limit])
    names = name_phrases(chosen.values(), corpus)
    found = tagged + [_from_phrase(key, phrase, names[phrase.key], ids) for key, phrase in chosen.items()]
    return sorted(found, key=lambda topic: (-len(topic.post_ids), topic.key))


def _phrase_limit(posts: int, tags: int) -> int:
    most = min(MOST_PHRASES, 8 + posts // 3)
    return max(most // 3, most - tags)


def _phrase_key(phrase: Phrase) -> str:
    """A person is known by the surname, with the first name or without."""
    return phrase.key[-1] if phrase.is_person else " ".join(phrase.key)


def _from_hashtag(tag: Hashtag, phrase: Phrase | None, ids: list[int]) -> FoundTopic:
    posts = tag.posts | (phrase.times.keys() if phrase else set())
    return FoundTopic(key=tag.key, name=tag.name, kind=TopicKind.HASHTAG, post_ids=_ids(posts, ids))


def _from_phrase(key: str, phrase: Phrase, name: str, ids: list[int]) -> FoundTopic:
    return FoundTopic(key=key, name=name, kind=TopicKind.PHRASE, post_ids=_ids(phrase.times.keys(), ids))


def _ids(numbers: Iterable[int], ids: list[int]) -> tuple[int, ...]:
    return tuple(ids[number] for number in sorted(numbers))
