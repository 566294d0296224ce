"""What an author is shown while he puts the topics of his channel in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.topics.curation import MadeTopic
from core.topics.rules import BadRule
from core.types import Channel

ENTRIES_A_PAGE = 16

T = TypeVar("T")


class Act(StrEnum):
    """What a button does. `index` and `other` of a Press say to what."""

    CHANNELS = "channels"  # index: page
    CHOOSE = "choose"  # index: of the channel
    TOPICS = "topics"  # index: page
    TOPIC = "topic"
    RENAME = "rename"
    UNNAME = "unname"
    HIDE = "hide"
    SHOW = "show"
    TARGETS = "targets"  # other: page
    MERGE = "merge"  # other: index of the topic that takes it in
    SPLIT = "split"  # other: which of the merged ones
    ADD_RULE = "rule"
    REMOVE_RULE = "unrule"
    UNDO = "undo"  # index: the step's id


class Deed(StrEnum):
    """What was done."""

    RENAMED = "renamed"
    UNNAMED = "unnamed"
    HIDDEN = "hidden"
    SHOWN = "shown"
    MERGED = "merged"
    SPLIT = "split"
    RULED = "ruled"
    UNRULED = "unruled"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed on a card; `index` counts topics through the whole card, not the page."""

    card: str
    act: Act
    index: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """A page of entries, each with its index on the card; `number` counts from 0."""

    entries: tuple[tuple[int, T], ...]
    number: int
    pages: int

    @classmethod
    def of(cls, every: Sequence[tuple[int, T]], number: int) -> Slice[T]:
        """The page of that number, or the nearest one."""
        pages = max(1, -(-len(every) // ENTRIES_A_PAGE))
        number = min(max(number, 0), pages - 1)
        return cls(tuple(every[number * ENTRIES_A_PAGE : (number + 1) * ENTRIES_A_PAGE]), number, pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTopic:
    """A topic as its author has to do with it, and how many posts it has."""

    made: MadeTopic
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsCard:
    """The channels to choose from; none: nothing is known to be the asker's."""

    card_id: str
    page: Slice[Channel]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsCard:
    """The topics of a channel. `several`: he has more channels than this one. `asked`: a name that none of them has."""

    card_id: str
    channel: Channel
    page: Slice[CountedTopic]
    total: int
    several: bool
    asked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCard:
    """One topic and what can be done with it."""

    card_id: str
    channel: Channel
    index: int
    topic: CountedTopic


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsCard:
    """The topics that a topic can become a part of."""

    card_id: str
    index: int
    topic: CountedTopic
    page: Slice[CountedTopic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the author is to answer with: a new name for the topic; a rule, where there is none."""

    channel: Channel
    topic: CountedTopic | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, and how it can be taken back. `before`: what the topic was called; `topics`: those it became.

    `index`: of the topic on the card; None where it is gone.
    """

    card_id: str
    step_id: int
    deed: Deed
    before: str
    topics: tuple[CountedTopic, ...]
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A rule or a name that cannot be one."""

    bad: BadRule


Shown = ChannelsCard | TopicsCard | TopicCard | TargetsCard | Question | Done | Refused
