"""A listing: posts frozen in their order behind the buttons of one card, kept so that paging never shifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.errors import NotFound
from core.types import Highlighted, Post, Viewer
from storage import button_state, posts
from storage.button_state import ButtonState
from storage.database import Database
from storage.search_index import SearchIndex

PAGE_SIZE = 5
MOST_POSTS = 200


class ListingKind(StrEnum):
    """What put the posts together."""

    SEARCH = "search"
    TOPIC = "topic"
    TOP = "top"
    LAST = "last"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The posts of a card, best first, and what was asked for.

    `subject` is the query, the topic's name or the period; `scope` the topic's key where there is one; `parent` the
    card of topics that it was opened from.
    """

    kind: ListingKind
    post_ids: tuple[int, ...]
    subject: str = ""
    scope: str = ""
    parent: str = ""
    understood: str | None = None
    lemmas: frozenset[str] = frozenset()
    cut: bool = False

    def to_payload(self) -> dict[str, Any]:
        """JSON values that `from_payload` reads back."""
        return {
            "post_ids": list(self.post_ids),
            "subject": self.subject,
            "scope": self.scope,
            "parent": self.parent,
            "understood": self.understood,
            "lemmas": sorted(self.lemmas),
            "cut": self.cut,
        }

    @classmethod
    def from_state(cls, state: ButtonState) -> Listing:
        """The listing that `to_payload` wrote."""
        payload = state.payload
        return cls(
            kind=ListingKind(state.kind),
            post_ids=tuple(payload["post_ids"]),
            subject=payload["subject"],
            scope=payload["scope"],
            parent=payload["parent"],
            understood=payload["understood"],
            lemmas=frozenset(payload["lemmas"]),
            cut=payload["cut"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post of a page. `index` counts from 0 through the whole listing."""

    index: int
    post: Post
    title: Highlighted
    snippet: Highlighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a listing; `number` counts from 0."""

    card_id: str
    listing: Listing
    number: int
    pages: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPost:
    """One post of a listing, opened."""

    card_id: str
    listing: Listing
    index: int
    post: Post

    @property
    def page_number(self) -> int:
        """The page of the listing that holds the post."""
        return self.index // PAGE_SIZE


class Listings:
    """Keeps listings and turns their pages. `new_id` makes short ids that nobody can guess."""

    def __init__(self, database: Database, index: SearchIndex, new_id: Callable[[], str]) -> None:
        self._database = database
        self._index = index
        self._new_id = new_id

    async def keep(self, listing: Listing, chat_id: int, now: datetime, card_id: str | None = None) -> str:
        """Stores a listing behind a new card of the chat, or behind the one given; returns the card's id."""
        state = ButtonState(
            id=card_id or self._new_id(), chat_id=chat_id, kind=listing.kind, payload=listing.to_payload()
        )
        async with self._database.transaction() as connection:
            await button_state.save(connection, state, now)
        return state.id

    async def load(self, card_id: str, chat_id: int) -> Listing:
        """The listing behind a card of this chat. Raises NotFound where it is forgotten."""
        async with self._database.reading() as connection:
            state = await button_state.load(connection, card_id, chat_id)
        if state is None:
            raise NotFound("error.card_gone")
        return Listing.from_state(state)

    async def show(self, listing: Listing, chat_id: int, viewer: Viewer, now: datetime) -> Page:
        """Keeps a listing behind a new card and gives its first page."""
        return await self._page(listing, await self.keep(listing, chat_id, now), 0, viewer)

    async def page(self, card_id: str, chat_id: int, number: int, viewer: Viewer) -> Page:
        """A page of the card's listing; a number outside is brought to the nearest page."""
        return await self._page(await self.load(card_id, chat_id), card_id, number, viewer)

    async def open(self, card_id: str, chat_id: int, index: int, viewer: Viewer) -> OpenedPost:
        """The post at `index` of the card's listing. Raises NotFound where card or post is gone for the viewer."""
        listing = await self.load(card_id, chat_id)
        if not 0 <= index < len(listing.post_ids):
            raise NotFound("error.card_gone")
        async with self._database.reading() as connection:
            found = await posts.by_ids(connection, viewer, [listing.post_ids[index]])
        if not found:
            raise NotFound("error.post_gone")
        return OpenedPost(card_id=card_id, listing=listing, index=index, post=found[0])

    async def _page(self, listing: Listing, card_id: str, number: int, viewer: Viewer) -> Page:
        pages = max(1, -(-len(listing.post_ids) // PAGE_SIZE))
        number = min(max(number, 0), pages - 1)
        start = number * PAGE_SIZE
        wanted = listing.post_ids[start : start + PAGE_SIZE]
        async with self._database.reading() as connection:
            found = await posts.by_ids(connection, viewer, wanted)
        shown = await self._index.highlights([(post.text.text, post.has_title) for post in found], listing.lemmas)
        entries = tuple(
            Entry(index=start + wanted.index(post.id), post=post, title=title, snippet=snippet)
            for post, (title, snippet) in zip(found, shown, strict=True)
        )
        return Page(card_id=card_id, listing=listing, number=number, pages=pages, entries=entries)
