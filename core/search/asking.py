"""What the pure search asks of an index, and the records that go to and fro."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the query and all that is searched for in its place.

    `lemmas`: lemma -> weight above 0 and at most 1. `forms`: written form -> how much it counts to find that very
    form. `posts`: about how many visible posts hold any of the lemmas; 0: none does.
    """

    lemmas: Mapping[str, float]
    forms: Mapping[str, float]
    posts: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that holds enough of the groups. `relevance`: the index's own, higher is better."""

    post_id: int
    relevance: float


@dataclass(frozen=True, slots=True)
class Document:
    """A candidate's text and what decides between equals; `freshness` in unix seconds, higher is newer."""

    post_id: int
    text: str
    has_title: bool
    reactions: int
    freshness: int


class Ask(Protocol):
    """An index as one viewer sees it: nothing in its answers comes from posts that are hidden from him.

    Counts may stop at some hundreds for a viewer who does not see everything; what no visible post holds is absent.
    """

    def posts_with_lemmas(self, lemmas: Iterable[str]) -> Mapping[str, int]:
        """How many visible posts hold each of these lemmas."""
        ...

    def posts_with_forms(self, forms: Iterable[str]) -> Mapping[str, int]:
        """How many visible posts hold each of these written forms or compound terms (core.search.terms)."""
        ...

    def match(self, groups: Sequence[Group], at_least: int, limit: int) -> list[Candidate]:
        """Visible posts that hold a lemma of at least so many of the groups, the most relevant first."""
        ...

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        """The visible ones of these posts, in any order."""
        ...
