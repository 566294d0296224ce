"""The search: a sloppy query in, a card of posts out, or what to try instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.services.listings import Listing, ListingKind, Listings, Page
from bot.services.topic_lists import topics_payload
from core.errors import NotFound
from core.topics import nearest_topics
from core.types import Post, SearchAnswer, Topic, Viewer
from storage import button_state, posts, topics
from storage.button_state import ButtonState
from storage.database import Database
from storage.search_index import SearchIndex

_NEAR_TOPICS = 4
_KIND = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound:
    """What is near to a query that found nothing: words of visible posts, and topics."""

    card_id: str
    query: str
    suggestions: tuple[str, ...]
    topics: tuple[Topic, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found post with its heading (the title, else the first words) and the passage that was found, as plain text."""

    post: Post
    score: float
    heading: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPosts:
    """The index's whole answer and its best posts."""

    answer: SearchAnswer
    hits: tuple[Hit, ...]


class Searching:
    """Asks the index and keeps what it answers. `new_id` makes short ids that nobody can guess."""

    def __init__(self, database: Database, index: SearchIndex, listings: Listings, new_id: Callable[[], str]) -> None:
        self._database = database
        self._index = index
        self._listings = listings
        self._new_id = new_id

    async def search(self, query: str, chat_id: int, viewer: Viewer, now: datetime) -> Page | NothingFound:
        """The first page of what a query finds, on a new card, or what to try instead."""
        answer = await self._index.search(query, viewer)
        if not answer.post_ids:
            return await self._nothing(answer, chat_id, viewer, now)
        listing = Listing(
            kind=ListingKind.SEARCH,
            post_ids=answer.post_ids,
            subject=answer.query,
            understood=answer.understood,
            lemmas=answer.lemmas,
            cut=answer.cut,
        )
        return await self._listings.show(listing, chat_id, viewer, now)

    async def best(self, query: str, viewer: Viewer, limit: int) -> FoundPosts:
        """The best `limit` posts for a query, without a card."""
        answer = await self._index.search(query, viewer)
        scores = dict(zip(answer.post_ids, answer.scores, strict=True))
        async with self._database.reading() as connection:
            found = await posts.by_ids(connection, viewer, answer.post_ids[:limit])
        shown = await self._index.highlights([(post.text.text, post.has_title) for post in found], answer.lemmas)
        hits = tuple(
            Hit(post=post, score=scores[post.id], heading=title.text, snippet=snippet.text)
            for post, (title, snippet) in zip(found, shown, strict=True)
        )
        return FoundPosts(answer=answer, hits=hits)

    async def try_suggestion(
        self, card_id: str, index: int, chat_id: int, viewer: Viewer, now: datetime
    ) -> Page | NothingFound:
        """Searches for a word that a card suggested. Raises NotFound where the card is forgotten."""
        async with self._database.reading() as connection:
            state = await button_state.load(connection, card_id, chat_id)
        if state is None or not 0 <= index < len(state.payload.get("words", ())):
            raise NotFound("error.card_gone")
        return await self.search(state.payload["words"][index], chat_id, viewer, now)

    async def _nothing(self, answer: SearchAnswer, chat_id: int, viewer: Viewer, now: datetime) -> NothingFound:
        async with self._database.reading() as connection:
            known = await topics.list_topics(connection, viewer)
        nearest = nearest_topics(answer.query, known)[:_NEAR_TOPICS]
        near = nearest or known[:_NEAR_TOPICS]
        payload = {
            "words": list(answer.suggestions),
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
            cut=answer.cut,
        )
