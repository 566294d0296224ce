"""A listing: posts frozen in their order behind the buttons of one card, kept so that paging never shifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.services.asking import Asker
from bot.services.cards import Cards
from bot.services.listing import MOST_POSTS, PAGE_SIZE, Entry, Listing, ListingKind, OpenedPost, Page, Ways
from bot.services.marks import Marks, marks_of, still_saved
from bot.services.ways import hidden_ways, ways_of
from bot.services.wholes import Wholes
from core.errors import NotFound
from core.facets import Facet, Outline, by_channel, by_year, tells_apart
from core.reading import read_text
from core.topics import topic_of
from core.types import Highlighted, Post, Viewer
from storage import facets, posts, topics
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex

__all__ = [
    "MOST_POSTS",
    "PAGE_SIZE",
    "Entry",
    "Listing",
    "ListingKind",
    "Listings",
    "Marks",
    "OpenedPost",
    "Page",
    "Ways",
]

_KINDS = frozenset(ListingKind)
"""Cards of other kinds hold no listing."""


class Listings:
    """Keeps listings and turns their pages."""

    def __init__(self, database: Database, index: SearchIndex, cards: Cards, wholes: Wholes) -> None:
        self._database = database
        self._index = index
        self._cards = cards
        self._wholes = wholes

    async def keep(self, listing: Listing, asker: Asker, card_id: str | None = None) -> str:
        """Stores a listing behind a new card of the chat, or behind the one given; returns the card's id."""
        personal = listing.kind is ListingKind.SAVED
        return await self._cards.keep(listing.kind, listing.to_payload(), asker, card_id=card_id, personal=personal)

    async def load(self, card_id: str, asker: Asker) -> Listing:
        """The listing behind a card of this chat, in words that this viewer may know.

        Raises NotFound where the card is forgotten, and where the topic is gone for a viewer who has lost sight of some
        channel since.
        """
        listing = Listing.from_state(await self._cards.load(card_id, _KINDS, asker))
        return listing if _sees_all(asker.viewer, listing) else await self._retold(listing, asker.viewer)

    async def readable(self, card_id: str, asker: Asker) -> Listing:
        """The same, for who is shown what it is called.

        Raises NotFound also where the post that the others are like is gone for the viewer.
        """
        listing = await self.load(card_id, asker)
        if listing.kind is ListingKind.SIMILAR and not await self._outlines(listing, [int(listing.scope)], asker):
            raise NotFound("error.post_gone")
        return listing

    async def show(self, listing: Listing, asker: Asker) -> Page:
        """Keeps a listing behind a new card and gives its first page."""
        outlines = await self._outlines(listing, listing.post_ids, asker)
        listing = await self._told_apart(listing, outlines, asker)
        return await self._page(listing, outlines, await self.keep(listing, asker), 0, asker.viewer)

    async def show_found(self, listing: Listing, found: FoundPosts, asker: Asker) -> Page:
        """Keeps what a search has found behind a new card; its first page is what the search has read already."""
        if len(listing.post_ids) > len(found.posts):
            outlines = await self._outlines(listing, listing.post_ids, asker)
        else:
            outlines = list(map(_outline_of, found.posts))
        listing = await self._told_apart(listing, outlines, asker)
        ways = await self._ways(listing, outlines, asker.viewer)
        card_id = await self.keep(listing, asker)
        entries = _entries(listing, zip(found.posts, found.shown, strict=True))
        total = len(listing.post_ids)
        return Page(
            card_id=card_id, listing=listing, total=total, number=0, pages=_pages(total), entries=entries, ways=ways
        )

    async def page(self, card_id: str, number: int, asker: Asker) -> Page:
        """A page of the card's listing; a number outside is brought to the nearest page.

        Raises NotFound where the card is forgotten, and where the post that the others are like is gone for the viewer.
        """
        listing = await self.readable(card_id, asker)
        outlines = await self._outlines(listing, listing.post_ids, asker)
        return await self._page(listing, outlines, card_id, number, asker.viewer)

    async def show_post(self, listing: Listing, asker: Asker, card_id: str | None = None) -> OpenedPost:
        """Keeps a listing of one post behind a new card, or behind the one given, and opens that post.

        Raises NotFound where it is gone. What another tap keeps behind the card meanwhile makes no difference.
        """
        listing = replace(listing, seen=asker.viewer.channel_ids)
        card_id = await self.keep(listing, asker, card_id)
        found = await self._posts(listing.post_ids, asker.viewer)
        if not found:
            raise NotFound("error.post_gone")
        return await self._opened(card_id, listing, 0, 0, found[0], asker)

    async def open(self, card_id: str, index: int, asker: Asker) -> OpenedPost:
        """The post at `index` of the card's listing. Raises NotFound where card or post is gone for the viewer."""
        listing = await self.load(card_id, asker)
        if not 0 <= index < len(listing.post_ids):
            raise NotFound("error.card_gone")
        found = await self._posts(listing.post_ids[index : index + 1], asker.viewer)
        if not found:
            raise NotFound("error.post_gone")
        page_number = len(await self._outlines(listing, listing.post_ids[:index], asker)) // PAGE_SIZE
        return await self._opened(card_id, listing, index, page_number, found[0], asker)

    async def _opened(
        self, card_id: str, listing: Listing, index: int, page_number: int, post: Post, asker: Asker
    ) -> OpenedPost:
        async with self._database.reading() as connection:
            marks = await marks_of(connection, post, asker)
        return OpenedPost(
            card_id=card_id, listing=listing, index=index, page_number=page_number, post=post, marks=marks
        )

    async def _outlines(self, listing: Listing, post_ids: Sequence[int], asker: Asker) -> list[Outline]:
        """The posts that are to be shown now: a list of saved posts holds what is saved still."""
        async with self._database.reading() as connection:
            if listing.kind is ListingKind.SAVED:
                post_ids = await still_saved(connection, post_ids, asker)
            return await facets.outlines(connection, asker.viewer, post_ids)

    async def _told_apart(self, listing: Listing, outlines: Sequence[Outline], asker: Asker) -> Listing:
        """A listing of these posts as it is kept: with what its maker sees, and what tells apart beyond the posts."""
        listing = replace(listing, seen=asker.viewer.channel_ids, widely=())
        async with self._database.reading() as connection:
            hidden = await hidden_ways(connection, listing, outlines, asker.viewer, self._wholes.zone)
        if not hidden:
            return listing
        whole = await self._wholes.outlines(listing, listing.narrowing, asker)
        counts = {Facet.CHANNEL: by_channel(whole), Facet.YEAR: by_year(whole, self._wholes.zone)}
        return replace(listing, widely=tuple(facet for facet in hidden if tells_apart(counts[facet], len(whole))))

    async def _ways(self, listing: Listing, outlines: Sequence[Outline], viewer: Viewer) -> Ways:
        async with self._database.reading() as connection:
            return await ways_of(connection, listing, outlines, viewer, self._wholes.zone)

    async def _retold(self, listing: Listing, viewer: Viewer) -> Listing:
        """The listing without the words that only posts may hold which the viewer does not see any more."""
        listing = replace(listing, widely=())
        if listing.narrowing.topic is not None:
            name = await self._topic_name(listing.narrowing.topic, viewer)
            listing = replace(listing, narrowing=replace(listing.narrowing, topic_name=name))
        if listing.kind not in {ListingKind.TOPIC, ListingKind.RANDOM} or not listing.scope:
            counts = "" if listing.kind is ListingKind.ON_THIS_DAY else listing.scope
            return replace(listing, understood=None, better=None, scope=counts)
        return replace(listing, subject=await self._topic_name(listing.scope, viewer))

    async def _topic_name(self, key: str, viewer: Viewer) -> str:
        async with self._database.reading() as connection:
            topic = topic_of(key, await topics.list_topics(connection, viewer))
        if topic is None:
            raise NotFound("error.topic_gone")
        return topic.name

    async def _page(
        self, listing: Listing, outlines: Sequence[Outline], card_id: str, number: int, viewer: Viewer
    ) -> Page:
        total = len(outlines)
        number = min(max(number, 0), _pages(total) - 1)
        ids = [one.post_id for one in outlines[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]]
        found = await self._posts(ids, viewer)
        shown = await self._index.highlights([(read_text(post).text, post.has_title) for post in found], listing.lemmas)
        return Page(
            card_id=card_id,
            listing=listing,
            total=total,
            number=number,
            pages=_pages(total),
            entries=_entries(listing, zip(found, shown, strict=True)),
            ways=await self._ways(listing, outlines, viewer),
        )

    async def _posts(self, post_ids: Sequence[int], viewer: Viewer) -> list[Post]:
        async with self._database.reading() as connection:
            return await posts.by_ids(connection, viewer, post_ids)


def _sees_all(viewer: Viewer, listing: Listing) -> bool:
    """Whether the viewer sees all that the one saw for whom the listing was made."""
    return viewer.channel_ids is None or (listing.seen is not None and listing.seen <= viewer.channel_ids)


def _outline_of(post: Post) -> Outline:
    published = None if post.published_at is None else int(post.published_at.timestamp())
    return Outline(post.id, post.channel.id, published, post.reactions_total)


def _entries(listing: Listing, found: Iterable[tuple[Post, tuple[Highlighted, Highlighted]]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(index=listing.post_ids.index(post.id), post=post, title=title, snippet=snippet)
        for post, (title, snippet) in found
    )


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))
