"""A listing: posts frozen in their order behind the buttons of one card, kept so that paging never shifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.services.asking import Asker
from bot.services.cards import Cards
from core.errors import NotFound
from core.reading import read_text
from core.types import Highlighted, Post, Viewer
from storage import posts, topics
from storage.button_state import ButtonState
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex

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


_KINDS = frozenset(ListingKind)
"""Cards of other kinds hold no listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The posts of a card, best first, and what was asked for.

    `subject` is the query, the topic's name, the period or the heading of the post that the others are like; `scope`
    the topic's key or that post's id; `parent` the card that it was opened from, at its page `parent_page`: a listing
    of `parent_kind`, else a card of topics. Of a search: `understood`, `better`, `malformed` and `cut` as in
    core.types.SearchAnswer. `seen`: the channels that the one saw for whom it was made; None: all.
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
    seen: frozenset[int] | None = None

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
            "seen": None if self.seen is None else sorted(self.seen),
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
            parent_kind=ListingKind(payload["parent_kind"]) if payload.get("parent_kind") else None,
            parent_page=payload["parent_page"],
            understood=payload["understood"],
            better=payload.get("better"),
            malformed=tuple(payload.get("malformed", ())),
            lemmas=frozenset(payload["lemmas"]),
            cut=payload["cut"],
            seen=None if payload.get("seen") is None else frozenset(payload["seen"]),
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
    """One page of a listing; `number` counts from 0.

    `total` and `pages` count the posts that the viewer may see now: what has gone since leaves no trace.
    """

    card_id: str
    listing: Listing
    total: int
    number: int
    pages: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPost:
    """One post of a listing, opened. `page_number`: the page of the listing that holds it."""

    card_id: str
    listing: Listing
    index: int
    page_number: int
    post: Post


class Listings:
    """Keeps listings and turns their pages."""

    def __init__(self, database: Database, index: SearchIndex, cards: Cards) -> None:
        self._database = database
        self._index = index
        self._cards = cards

    async def keep(self, listing: Listing, asker: Asker, card_id: str | None = None) -> str:
        """Stores a listing behind a new card of the chat, or behind the one given; returns the card's id."""
        return await self._cards.keep(listing.kind, listing.to_payload(), asker, card_id=card_id)

    async def load(self, card_id: str, asker: Asker) -> Listing:
        """The listing behind a card of this chat, in words that this viewer may know.

        Raises NotFound where the card is forgotten, and where the topic is gone for a viewer who has lost sight of some
        channel since.
        """
        listing = Listing.from_state(await self._cards.load(card_id, _KINDS, asker))
        return listing if _sees_all(asker.viewer, listing) else await self._retold(listing, asker.viewer)

    async def show(self, listing: Listing, asker: Asker) -> Page:
        """Keeps a listing behind a new card and gives its first page."""
        listing = replace(listing, seen=asker.viewer.channel_ids)
        return await self._page(listing, listing.post_ids, await self.keep(listing, asker), 0, asker.viewer)

    async def show_found(self, listing: Listing, found: FoundPosts, asker: Asker) -> Page:
        """Keeps what a search has found behind a new card; its first page is what the search has read already."""
        listing = replace(listing, seen=asker.viewer.channel_ids)
        card_id = await self.keep(listing, asker)
        return _page(listing, len(listing.post_ids), card_id, 0, zip(found.posts, found.shown, strict=True))

    async def page(self, card_id: str, number: int, asker: Asker) -> Page:
        """A page of the card's listing; a number outside is brought to the nearest page.

        Raises NotFound where the card is forgotten, and where the post that the others are like is gone for the viewer.
        """
        listing = await self.load(card_id, asker)
        if listing.kind is ListingKind.SIMILAR and not await self._visible([int(listing.scope)], asker.viewer):
            raise NotFound("error.post_gone")  # the heading names it
        still_there = await self._visible(listing.post_ids, asker.viewer)
        return await self._page(listing, still_there, card_id, number, asker.viewer)

    async def show_post(self, listing: Listing, asker: Asker, card_id: str | None = None) -> OpenedPost:
        """Keeps a listing of one post behind a new card, or behind the one given, and opens that post.

        Raises NotFound where it is gone. What another tap keeps behind the card meanwhile makes no difference.
        """
        listing = replace(listing, seen=asker.viewer.channel_ids)
        card_id = await self.keep(listing, asker, card_id)
        found = await self._posts(listing.post_ids, asker.viewer)
        if not found:
            raise NotFound("error.post_gone")
        return OpenedPost(card_id=card_id, listing=listing, index=0, page_number=0, post=found[0])

    async def open(self, card_id: str, index: int, asker: Asker) -> OpenedPost:
        """The post at `index` of the card's listing. Raises NotFound where card or post is gone for the viewer."""
        listing = await self.load(card_id, asker)
        if not 0 <= index < len(listing.post_ids):
            raise NotFound("error.card_gone")
        found = await self._posts(listing.post_ids[index : index + 1], asker.viewer)
        if not found:
            raise NotFound("error.post_gone")
        page_number = len(await self._visible(listing.post_ids[:index], asker.viewer)) // PAGE_SIZE
        return OpenedPost(card_id=card_id, listing=listing, index=index, page_number=page_number, post=found[0])

    async def _retold(self, listing: Listing, viewer: Viewer) -> Listing:
        """The listing without the words that only posts may hold which the viewer does not see any more."""
        if listing.kind not in {ListingKind.TOPIC, ListingKind.RANDOM} or not listing.scope:
            return replace(listing, understood=None, better=None)
        async with self._database.reading() as connection:
            known = await topics.list_topics(connection, viewer)
        name = next((topic.name for topic in known if topic.key == listing.scope), None)
        if name is None:
            raise NotFound("error.topic_gone")
        return replace(listing, subject=name)

    async def _page(
        self, listing: Listing, still_there: Sequence[int], card_id: str, number: int, viewer: Viewer
    ) -> Page:
        number = min(max(number, 0), _pages(len(still_there)) - 1)
        found = await self._posts(still_there[number * PAGE_SIZE : (number + 1) * PAGE_SIZE], viewer)
        shown = await self._index.highlights([(read_text(post).text, post.has_title) for post in found], listing.lemmas)
        return _page(listing, len(still_there), card_id, number, zip(found, shown, strict=True))

    async def _posts(self, post_ids: Sequence[int], viewer: Viewer) -> list[Post]:
        async with self._database.reading() as connection:
            return await posts.by_ids(connection, viewer, post_ids)

    async def _visible(self, post_ids: Sequence[int], viewer: Viewer) -> list[int]:
        async with self._database.reading() as connection:
            return await posts.visible_ids(connection, viewer, post_ids)


def _sees_all(viewer: Viewer, listing: Listing) -> bool:
    """Whether the viewer sees all that the one saw for whom the listing was made."""
    return viewer.channel_ids is None or (listing.seen is not None and listing.seen <= viewer.channel_ids)


def _page(
    listing: Listing,
    total: int,
    card_id: str,
    number: int,
    found: Iterable[tuple[Post, tuple[Highlighted, Highlighted]]],
) -> Page:
    entries = tuple(
        Entry(index=listing.post_ids.index(post.id), post=post, title=title, snippet=snippet)
        for post, (title, snippet) in found
    )
    return Page(card_id=card_id, listing=listing, total=total, number=number, pages=_pages(total), entries=entries)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))
