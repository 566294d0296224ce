"""What is found: topics of one channel with the posts that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TopicKind(StrEnum):
    """Where a topic comes from: the author's own hashtag, or a phrase that returns in his posts."""

    HASHTAG = "hashtag"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """A topic of one channel.

    `key`: the lemmas of its words, a blank between them; topics of two channels with one key are the same topic. Of a
    topic with several names the shortest one's, of everyday names the first one's (`core.topics.common_words`), so that
    it stays when another name comes into use.
    `name`: what a person would write (a hashtag with its "#"). `post_ids`: as they were handed in, each once.
    `aliases`: other names that the posts use for it, those in most posts first: RL, reinforcement learning.
    """

    key: str
    name: str
    kind: TopicKind
    post_ids: tuple[int, ...]
    aliases: tuple[str, ...] = ()
