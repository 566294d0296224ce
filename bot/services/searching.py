"""The search: a sloppy query in, a card of posts out, or what to try instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo

from bot.services.asking import Asker
from bot.services.cards import Cards
from bot.services.listings import PAGE_SIZE, Listing, ListingKind, Listings, Page
from bot.services.loosening import Loosening, Looser, is_filtered, looser_queries, words_alone
from bot.services.reading_log import ReadingLog
from bot.services.topic_lists import NOTHING, topics_payload
from core.errors import NotFound
from core.reading import read_text
from core.topics import nearest_topics
from core.types import Post, SearchAnswer, Topic, Viewer
from storage import topics
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex

_NEAR_TOPICS = 4


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
    """Asks the index and keeps what it answers. `zone`: in which the dates of filters begin."""

    def __init__(
        self,
        database: Database,
        index: SearchIndex,
        listings: Listings,
        cards: Cards,
        zone: tzinfo,
        reading_log: ReadingLog,
    ) -> None:
        self._database = database
        self._index = index
        self._listings = listings
        self._cards = cards
        self._zone = zone
        self._reading_log = reading_log

    async def search(self, query: str, asker: Asker, *, as_typed: bool = False) -> Page | NothingFound:
        """The first page of what a query finds, on a new card, or what to try instead.

        `as_typed`: every word is taken for itself, in all its forms.
        """
        found = await self._index.search(query, asker.viewer, first=PAGE_SIZE, zone=self._zone, as_typed=as_typed)
        answer = found.answer
        self._reading_log.asked(answer, asker)
        if not answer.post_ids:
            return await self._nothing(answer, asker)
        listing = Listing(
            kind=ListingKind.SEARCH,
            post_ids=answer.post_ids,
            subject=answer.query,
            understood=answer.understood,
            better=answer.better,
            malformed=answer.malformed,
            lemmas=answer.lemmas,
            cut=answer.cut,
            as_typed=as_typed,
            sort=answer.sort,
        )
        return await self._listings.show_found(listing, found, asker)

    async def best(self, query: str, viewer: Viewer, limit: int) -> FoundPosts:
        """The answer to a query and its best `limit` posts, without a card."""
        return await self._index.search(query, viewer, first=limit, zone=self._zone)

    async def search_as_typed(self, card_id: str, asker: Asker) -> Page | NothingFound:
        """Searches for a card's query exactly as it was typed. Raises NotFound where the card is forgotten."""
        listing = await self._search_of(card_id, asker)
        return await self.search(listing.subject, asker, as_typed=True)

    async def search_better(self, card_id: str, asker: Asker) -> Page | NothingFound:
        """Searches for the other spelling that a card offers. Raises NotFound where the card is forgotten."""
        listing = await self._search_of(card_id, asker)
        return await self.search(listing.better or listing.subject, asker)

    async def try_instead(self, card_id: str, index: int, asker: Asker) -> Page | NothingFound:
        """Searches for what a card offered where nothing was found. Raises NotFound where the card is forgotten."""
        queries = (await self._cards.load(card_id, {NOTHING}, asker)).payload["queries"]
        if not 0 <= index < len(queries):
            raise NotFound("error.card_gone")
        return await self.search(queries[index], asker)

    async def similar(self, card_id: str, index: int, asker: Asker) -> Page:
        """The posts that are most like the one at `index` of a card, on a new card. NotFound where it is gone."""
        opened = await self._listings.open(card_id, index, asker)
        like = replace(
            await self._like(opened.post, asker.viewer),
            parent=card_id,
            parent_kind=opened.listing.kind,
            parent_page=opened.page_number,
        )
        return await self._listings.show(like, asker)

    async def similar_to(self, post: Post, asker: Asker) -> Page:
        """The posts that are most like one that the asker may see, on a new card."""
        return await self._listings.show(await self._like(post, asker.viewer), asker)

    async def warm_up(self) -> None:
        """Makes the first search as quick as the later ones. Raises StorageError."""
        await self._index.warm_up()

    async def _like(self, post: Post, viewer: Viewer) -> Listing:
        return Listing(
            kind=ListingKind.SIMILAR,
            post_ids=tuple(await self._index.similar(post.id, viewer)),
            subject=read_text(post).text.strip().partition("\n")[0],
            scope=str(post.id),
        )

    async def _search_of(self, card_id: str, asker: Asker) -> Listing:
        listing = await self._listings.load(card_id, asker)
        if listing.kind is not ListingKind.SEARCH:
            raise NotFound("error.card_gone")
        return listing

    async def _nothing(self, answer: SearchAnswer, asker: Asker) -> NothingFound:
        async with self._database.reading() as connection:
            known = await topics.list_topics(connection, asker.viewer)
        looser = await self._looser(answer, asker.viewer)
        nearest = nearest_topics(answer.query, known)[:_NEAR_TOPICS]
        near = nearest or known[: 0 if looser else _NEAR_TOPICS]
        payload = {
            "queries": [*(one.query for one in looser), *answer.suggestions],
            **topics_payload(near, answer.query, near=len(nearest) > 1),
        }
        return NothingFound(
            card_id=await self._cards.keep(NOTHING, payload, asker),
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
