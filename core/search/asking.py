"""What the pure search asks of an index, and the records that go to and fro."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.search.filters import Filters, Sort


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the query and all that is searched for in its place.

    `lemmas`: lemma -> weight above 0 and at most 1. `forms`: written form -> how much it counts to find that very
    form. `posts`: about how many posts hold any of the lemmas; 0: no visible one does.
    """

    lemmas: Mapping[str, float]
    forms: Mapping[str, float]
    posts: int

    @property
    def exact_forms(self) -> list[str]:
        """The forms that count most."""
        most = max(self.forms.values(), default=0.0)
        return [form for form, exact in self.forms.items() if exact == most]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that holds what was asked for. `relevance`: the index's own, higher is better."""

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

    Filters narrow what `some`, `last_stored`, `best` and `sorted_by` find, and nothing else.
    """

    @property
    def sees_all(self) -> bool:
        """Whether the vocabulary that goes with it counts the visible posts and no others."""
        ...

    def within(self, filters: Filters) -> Ask:
        """The same index narrowed by filters."""
        ...

    def among(self, post_ids: Sequence[int]) -> Ask:
        """The same index narrowed to some posts, beside the filters."""
        ...

    def visible_lemmas(self, lemmas: Iterable[str]) -> list[str]:
        """Those of the lemmas that some visible post holds."""
        ...

    def visible_forms(self, forms: Collection[str]) -> list[str]:
        """Those of the written forms and compounds' terms (core.search.terms) that some visible post holds."""
        ...

    def posts_with_lemma(self, lemma: str) -> int:
        """How many visible posts hold the lemma; where very many do, it may count hidden ones, too."""
        ...

    def posts_with_form(self, form: str) -> int:
        """How many visible posts hold the written form; where very many do, it may count hidden ones, too."""
        ...

    def some(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[int]:
        """Ids of posts that hold a lemma of every group, in no special order; `exactly`: and its exact form."""
        ...

    def last_stored(self, groups: Sequence[Group], limit: int) -> list[int]:
        """Ids of posts that hold a lemma of every group, the last stored first."""
        ...

    def best(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[Candidate]:
        """Posts that hold a lemma of every group, the most relevant first; `exactly`: and its exact form."""
        ...

    def any_of(self, lemmas: Sequence[str], limit: int) -> list[Candidate]:
        """Posts that hold any of the lemmas, the most relevant first."""
        ...

    def sorted_by(self, sort: Sort, groups: Sequence[Group], limit: int) -> list[int]:
        """Ids of posts that hold a lemma of every group (of none: all posts), in the order of the sort."""
        ...

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        """The visible ones of these posts, in any order."""
        ...
