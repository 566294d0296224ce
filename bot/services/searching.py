"""The search: a sloppy query in, a card of posts out, or what to try instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.services.listings import PAGE_SIZE, Listing, ListingKind, Listings, Page
from bot.services.loosening import Loosening, Looser, is_filtered, looser_queries, words_alone
from bot.services.topic_lists import topics_payload
from core.errors import NotFound
from core.reading import read_text
from core.topics import nearest_topics
from core.types import SearchAnswer, Topic, Viewer
from storage import button_state, topics
from storage.button_state import ButtonState
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex

_NEAR_TOPICS = 4
_KIND = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """What is near to a query that found nothing: words of visible posts, and topics.

    A tap tries one of `looser`, of the queries that would find something, or, counted on behind them, of `suggestions`.
    `malformed`, `cut` as in core.types.SearchAnswer; `wordless`: nothing in the query could be searched for.
    """

    card_id: str
    query: str
    suggestions: tuple[str, ...]
    topics: tuple[Topic, ...]
    looser: tuple[Looser, ...] = ()
    malformed: tuple[str, ...] = ()
    cut: bool = False
    wordless: bool = False


class Searching:
    """Asks the index and keeps what it answers.

    `new_id` makes short ids that nobody can guess; `zone`: in which the dates of filters begin.
    """

    def __init__(
        self, database: Database, index: SearchIndex, listings: Listings, new_id: Callable[[], str], zone: tzinfo
    ) -> None:
        self._database = database
        self._index = index
        self._listings = listings
        self._new_id = new_id
        self._zone = zone

    async def search(
        self, query: str, chat_id: int, viewer: Viewer, now: datetime, *, as_typed: bool = False
    ) -> Page | NothingFound:
        """The first page of what a query finds, on a new card, or what to try instead.

        `as_typed`: every word is taken for itself, in all its forms.
        """
        found = await self._index.search(query, viewer, first=PAGE_SIZE, zone=self._zone, as_typed=as_typed)
        answer = found.answer
        if not answer.post_ids:
            return await self._nothing(answer, chat_id, viewer, now)
        listing = Listing(
            kind=ListingKind.SEARCH,
            post_ids=answer.post_ids,
            subject=answer.query,
            understood=answer.understood,
            better=answer.better,
            malformed=answer.malformed,
            lemmas=answer.lemmas,
            cut=answer.cut,
        )
        return await self._listings.show_found(listing, found, chat_id, viewer, now)

    async def best(self, query: str, viewer: Viewer, limit: int) -> FoundPosts:
        """The answer to a query and its best `limit` posts, without a card."""
        return await self._index.search(query, viewer, first=limit, zone=self._zone)

    async def search_as_typed(self, card_id: str, chat_id: int, viewer: Viewer, now: datetime) -> Page | NothingFound:
        """Searches for a card's query exactly as it was typed. Raises NotFound where the card is forgotten."""
        listing = await self._search_of(card_id, chat_id, viewer)
        return await self.search(listing.subject, chat_id, viewer, now, as_typed=True)

    async def search_better(self, card_id: str, chat_id: int, viewer: Viewer, now: datetime) -> Page | NothingFound:
        """Searches for the other spelling that a card offers. Raises NotFound where the card is forgotten."""
        listing = await self._search_of(card_id, chat_id, viewer)
        return await self.search(listing.better or listing.subject, chat_id, viewer, now)

    async def try_instead(
        self, card_id: str, index: int, chat_id: int, viewer: Viewer, now: datetime
    ) -> Page | NothingFound:
        """Searches for what a card offered where nothing was found. Raises NotFound where the card is forgotten."""
        async with self._database.reading() as connection:
            state = await button_state.load(connection, card_id, chat_id)
        if state is None or not 0 <= index < len(state.payload.get("queries", ())):
            raise NotFound("error.card_gone")
        return await self.search(state.payload["queries"][index], chat_id, viewer, now)

    async def similar(self, card_id: str, index: int, chat_id: int, viewer: Viewer, now: datetime) -> Page:
        """The posts that are most like the one at `index` of a card, on a new card. NotFound where it is gone."""
        opened = await self._listings.open(card_id, chat_id, index, viewer)
        listing = Listing(
            kind=ListingKind.SIMILAR,
            post_ids=tuple(await self._index.similar(opened.post.id, viewer)),
            subject=read_text(opened.post).text.strip().partition("\n")[0],
            scope=str(opened.post.id),
            parent=card_id,
            parent_kind=opened.listing.kind,
            parent_page=opened.page_number,
        )
        return await self._listings.show(listing, chat_id, viewer, now)

    async def warm_up(self) -> None:
        """Makes the first search as quick as the later ones. Raises StorageError."""
        await self._index.warm_up()

    async def _search_of(self, card_id: str, chat_id: int, viewer: Viewer) -> Listing:
        listing = await self._listings.load(card_id, chat_id, viewer)
        if listing.kind is not ListingKind.SEARCH:
            raise NotFound("error.card_gone")
        return listing

    async def _nothing(self, answer: SearchAnswer, chat_id: int, viewer: Viewer, now: datetime) -> NothingFound:
        async with self._database.reading() as connection:
            known = await topics.list_topics(connection, viewer)
        looser = await self._looser(answer, viewer)
        nearest = nearest_topics(answer.query, known)[:_NEAR_TOPICS]
        near = nearest or known[: 0 if looser else _NEAR_TOPICS]
        payload = {
            "queries": [*(one.query for one in looser), *answer.suggestions],
            **topics_payload(near, answer.query, near=len(nearest) > 1),
        }
        state = ButtonState(id=self._new_id(), chat_id=chat_id, kind=_KIND, payload=payload)
        async with self._database.transaction() as connection:
            await button_state.save(connection, state, now)
        return NothingFound(
            card_id=state.id,
            query=answer.query,
            suggestions=answer.suggestions,
            topics=tuple(near),
            looser=tuple(looser),
            malformed=answer.malformed,
            cut=answer.cut,
            wordless=answer.wordless and not answer.cut and not is_filtered(answer.query, self._zone),
        )

    async def _looser(self, answer: SearchAnswer, viewer: Viewer) -> list[Looser]:
        """The query without one of its filters where that helps; else without all of them, where that does."""
        looser = looser_queries(answer.query, answer.emptied_by, self._zone)
        words = "" if looser else words_alone(answer.query, self._zone)
        if words and (await self._index.search(words, viewer, zone=self._zone)).answer.post_ids:
            return [Looser(kind=Loosening.ALL, dropped="", query=words)]
        return looser
