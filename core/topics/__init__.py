"""Topics of a channel, found in its posts: the author's hashtags and the phrases that return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from core.lemmas import Lemmas
from core.topics.choice import choose
from core.topics.cleaning import signatures
from core.topics.common_words import EVERYDAY_ROOFS
from core.topics.corpus import build
from core.topics.hashtags import Hashtag, find_hashtags
from core.topics.names import name_phrases
from core.topics.nearest import nearest_topics, same_name, topic_of, without_signs
from core.topics.own_names import lemmas_of_names
from core.topics.phrases import Key, Phrase, find_candidates
from core.topics.records import FoundTopic, TopicKind
from core.topics.roofs import under_roofs

__all__ = ["FoundTopic", "TopicKind", "find_topics", "nearest_topics", "same_name", "topic_of"]

MOST_PHRASES = 24
"""What a reader takes in as the topics of a channel; a small channel has fewer (`_phrase_limit`)."""


def find_topics(posts: Iterable[tuple[int, str]], own_names: Iterable[str] = ()) -> list[FoundTopic]:
    """The topics of one channel out of its posts (id, plain text), most posts first, no two with one key.

    `own_names`: what the channel is called, title and handle; in its own posts that is no topic.

    Hashtags that return stand first in rank: they are the author's own words; a phrase with a tag's key adds its posts
    and its other names to the tag's. Phrases fill the list up to two dozen, and there are some beside any number of
    tags. Takes under a second a thousand posts and is best called off the event loop.
    """
    ids, texts = [], []
    for post_id, text in posts:
        ids.append(post_id)
        texts.append(text)
    lemmas = Lemmas()
    left_out = signatures(texts)
    tags = find_hashtags(texts, lemmas)
    corpus = build(texts, lemmas, left_out)
    limit = _phrase_limit(len(texts), len(tags))
    own = lemmas_of_names(own_names, left_out, lemmas)
    ranked = choose(under_roofs(find_candidates(corpus), corpus), len(texts), own)
    phrases = _by_topic_key(islice(ranked, limit + len(tags)))
    groups = _by_roof(tags, phrases)
    untagged = [key for key in phrases if key not in groups][:limit]
    shown = [phrases[topic] for topic in (*untagged, *groups) if topic in phrases]
    names = name_phrases({key for phrase in shown for key in phrase.keys}, corpus)
    found = [_topic(key, tagged, phrases.get(key), names, ids) for key, tagged in groups.items()]
    found += [_topic(key, [], phrases[key], names, ids) for key in untagged]
    return sorted(found, key=lambda topic: (-len(topic.post_ids), topic.key))


def _phrase_limit(posts: int, tags: int) -> int:
    most = min(MOST_PHRASES, 11 + posts // 6)
    return max(most // 3, most - tags)


def _by_topic_key(phrases: Iterable[Phrase]) -> dict[str, Phrase]:
    """Phrases by the keys of their topics; of two with one key the first.

    A person is known by the surname, with the first name or without; what has everyday names by the first of them;
    anything else by its shortest key.
    """
    found: dict[str, Phrase] = {}
    for phrase in phrases:
        keys = [phrase.key[-1]] if phrase.is_person else [" ".join(key) for key in phrase.keys]
        shortest = min(keys, key=lambda key: (len(key), key))
        found.setdefault(next((EVERYDAY_ROOFS[key] for key in keys if key in EVERYDAY_ROOFS), shortest), phrase)
    return found


def _by_roof(tags: Iterable[Hashtag], phrases: Mapping[str, Phrase]) -> dict[str, list[Hashtag]]:
    """Tags by the keys of their topics: those that one phrase joins are one topic."""
    roofs = {" ".join(key): topic for topic, phrase in phrases.items() for key in phrase.keys}
    roofs.update({topic: topic for topic in phrases})
    groups: dict[str, list[Hashtag]] = {}
    for tag in tags:
        topic = roofs.get(tag.key) or EVERYDAY_ROOFS.get(tag.key, tag.key)
        groups.setdefault(topic, []).append(tag)
    return groups


def _topic(
    key: str, tags: list[Hashtag], phrase: Phrase | None, names: Mapping[Key, str], ids: list[int]
) -> FoundTopic:
    """The topic of tags and phrase; its name is the most used tag's, if there is one."""
    posts = set().union(*(tag.posts for tag in tags), phrase.times.keys() if phrase else ())
    written = [tag.name for tag in tags] + [names[one] for one in (phrase.keys if phrase else ())]
    distinct = {without_signs(name): name for name in reversed(written)}
    name = written[0]
    return FoundTopic(
        key=key,
        name=name,
        kind=TopicKind.HASHTAG if tags else TopicKind.PHRASE,
        post_ids=tuple(ids[number] for number in sorted(posts)),
        aliases=tuple(other for other in reversed(distinct.values()) if other != name),
    )
