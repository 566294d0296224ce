"""What a card of posts holds: the records."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.services.marks import Marks
from core.facets import Facet, Narrowing
from core.types import Highlighted, Post, Sort
from storage.button_state import ButtonState

PAGE_SIZE = 5
MOST_POSTS = 200


class ListingKind(StrEnum):
    """What put the posts together."""

    SEARCH = "search"
    TOPIC = "topic"
    SIMILAR = "similar"
    TOP = "top"
    LAST = "last"
    RANDOM = "random"
    SAVED = "saved"
    ON_THIS_DAY = "on_this_day"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The posts of a card, in their order, and what was asked for.

    `subject` is the query, the topic's name, the period or the heading of the post that the others are like; `scope`
    the topic's key, that post's id, or the unix second that the period began, "" where it has no beginning; `parent`
    the card that it was opened from, at its page `parent_page`: a listing of `parent_kind`, else a card of topics. Of a
    search: `understood`, `better`, `malformed` and `cut` as in core.types.SearchAnswer; `as_typed`: every word is taken
    for itself. `seen`: the channels that the one saw for whom it was made; None: all.

    `sort` and `narrowing`: what the reader made of it; RELEVANCE is the order in which it was found. `whole_ids`: all
    its posts where `post_ids` are narrowed ones and nothing else could tell. `widely`: what tells apart only the posts
    that match beyond the MOST_POSTS of `post_ids`.
    """

    kind: ListingKind
    post_ids: tuple[int, ...]
    subject: str = ""
    scope: str = ""
    parent: str = ""
    parent_kind: ListingKind | None = None
    parent_page: int = 0
    understood: str | None = None
    better: str | None = None
    malformed: tuple[str, ...] = ()
    lemmas: frozenset[str] = frozenset()
    cut: bool = False
    as_typed: bool = False
    seen: frozenset[int] | None = None
    sort: Sort = Sort.RELEVANCE
    narrowing: Narrowing = Narrowing()  # noqa: RUF009 - it is frozen
    whole_ids: tuple[int, ...] = ()
    widely: tuple[Facet, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        """JSON values that `from_state` reads back."""
        return {
            "post_ids": list(self.post_ids),
            "subject": self.subject,
            "scope": self.scope,
            "parent": self.parent,
            "parent_kind": self.parent_kind,
            "parent_page": self.parent_page,
            "understood": self.understood,
            "better": self.better,
            "malformed": list(self.malformed),
            "lemmas": sorted(self.lemmas),
            "cut": self.cut,
            "as_typed": self.as_typed,
            "seen": None if self.seen is None else sorted(self.seen),
            "sort": self.sort,
            "narrowing": asdict(self.narrowing),
            "whole_ids": list(self.whole_ids),
            "widely": list(self.widely),
        }

    @classmethod
    def from_state(cls, state: ButtonState) -> Listing:
        """The listing that `to_payload` wrote, that of an older version too."""
        payload = state.payload
        return cls(
            kind=ListingKind(state.kind),
            post_ids=tuple(payload["post_ids"]),
            subject=payload["subject"],
            scope=payload["scope"],
            parent=payload["parent"],
            parent_kind=ListingKind(payload["parent_kind"]) if payload.get("parent_kind") else None,
            parent_page=payload["parent_page"],
            understood=payload["understood"],
            better=payload.get("better"),
            malformed=tuple(payload.get("malformed", ())),
            lemmas=frozenset(payload["lemmas"]),
            cut=payload["cut"],
            as_typed=payload.get("as_typed", False),
            seen=None if payload.get("seen") is None else frozenset(payload["seen"]),
            sort=Sort(payload.get("sort", Sort.RELEVANCE)),
            narrowing=Narrowing(**payload.get("narrowing", {})),
            whole_ids=tuple(payload.get("whole_ids", ())),
            widely=tuple(map(Facet, payload.get("widely", ()))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post of a page. `index` counts from 0 through the whole listing."""

    index: int
    post: Post
    title: Highlighted
    snippet: Highlighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What can be made of a listing, as its viewer sees it: its orders, none or several, and by what to narrow it.

    `several_channels`: its posts are of more than one.
    """

    sorts: tuple[Sort, ...] = ()
    facets: tuple[Facet, ...] = ()
    several_channels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a listing; `number` counts from 0.

    `total` and `pages` count the posts that the viewer may see now: what has gone since leaves no trace.
    """

    card_id: str
    listing: Listing
    total: int
    number: int
    pages: int
    entries: tuple[Entry, ...]
    ways: Ways = Ways()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPost:
    """One post of a listing, opened. `page_number`: the page of the listing that holds it; `marks`: for its asker."""

    card_id: str
    listing: Listing
    index: int
    page_number: int
    post: Post
    marks: Marks = Marks()  # noqa: RUF009 - it is frozen
