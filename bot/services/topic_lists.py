"""Topics: the list of them, one of them by a sloppy name, and the posts it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.deep_links import topic_digest
from bot.services.asking import Asker
from bot.services.cards import Cards
from bot.services.listings import MOST_POSTS, Listing, ListingKind, Listings, Page
from core.errors import NotFound
from core.topics import nearest_topics, same_name, topic_of
from core.types import Topic, Viewer
from storage import topics
from storage.database import Database

TOPICS_A_PAGE = 16
_TOPICS = "topics"

NOTHING = "nothing"
"""The card of a search that found nothing; it offers topics, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage:
    """One page of topics, each with its index in the whole list; `number` counts from 0.

    `asked`: the name that meant no single topic, where the page offers a choice instead: of those that it can mean
    where `near`, else of all.
    """

    card_id: str
    entries: tuple[tuple[int, Topic], ...]
    number: int
    pages: int
    total: int
    asked: str | None = None
    near: bool = False


class TopicLists:
    """Lists topics and opens them."""

    def __init__(self, database: Database, listings: Listings, cards: Cards) -> None:
        self._database = database
        self._listings = listings
        self._cards = cards

    async def first_page(self, asker: Asker) -> TopicsPage:
        """The topics from the start, on a new card."""
        return await self._keep(await self._all(asker.viewer), asker)

    async def page(self, card_id: str, number: int, asker: Asker) -> TopicsPage:
        """Another page of the topics on a card. Raises NotFound where the card is forgotten."""
        kept = await self._kept(card_id, asker)
        known = await self._all(asker.viewer)
        page = _page(card_id, _each_once([topic_of(key, known) for key in kept["keys"]]), number)
        return replace(page, asked=kept["asked"], near=kept["near"])

    async def open(self, name: str, asker: Asker) -> Page | TopicsPage:
        """The posts of the topic that a sloppy name means, on a new card; else topics to choose from instead."""
        found = await self.choose(name, asker)
        return await self._show(found, asker) if isinstance(found, Topic) else found

    async def open_linked(self, digest: str, asker: Asker) -> Page | None:
        """The posts of the topic whose key, or a former one, has this digest (bot.deep_links), on a new card."""
        known = await self._all(asker.viewer)
        named = (topic for topic in known if topic_digest(topic.key) == digest)
        formerly = (topic for topic in known if digest in map(topic_digest, topic.former))
        topic = next(named, None) or next(formerly, None)
        return await self._show(topic, asker) if topic else None

    async def open_at(self, card_id: str, index: int, asker: Asker) -> Page:
        """The posts of the topic at `index` of a card. Raises NotFound where card or topic is gone."""
        wanted = (await self._kept(card_id, asker))["keys"][index : index + 1]
        topic = topic_of(wanted[0], await self._all(asker.viewer)) if wanted else None
        if topic is None:
            raise NotFound("error.topic_gone")
        return await self._show(topic, asker, parent=card_id, parent_page=index // TOPICS_A_PAGE)

    async def choose(self, name: str, asker: Asker) -> Topic | TopicsPage:
        """The topic that a sloppy name means; where it means none or several alike, a card of topics to choose from."""
        known = await self._all(asker.viewer)
        near = nearest_topics(name, known)
        if near and (len(near) == 1 or same_name(name, near[0])):
            return near[0]
        return await self._keep(near or known, asker, asked=name, near=bool(near))

    async def _show(self, topic: Topic, asker: Asker, parent: str = "", parent_page: int = 0) -> Page:
        async with self._database.reading() as connection:
            ids = await topics.topic_post_ids(connection, asker.viewer, topic.key)
        listing = Listing(
            kind=ListingKind.TOPIC,
            post_ids=tuple(ids[:MOST_POSTS]),
            subject=topic.name,
            scope=topic.key,
            parent=parent,
            parent_page=parent_page,
        )
        return await self._listings.show(listing, asker)

    async def _all(self, viewer: Viewer) -> list[Topic]:
        async with self._database.reading() as connection:
            return await topics.list_topics(connection, viewer)

    async def _keep(
        self, found: Sequence[Topic], asker: Asker, *, asked: str | None = None, near: bool = False
    ) -> TopicsPage:
        card_id = await self._cards.keep(_TOPICS, topics_payload(found, asked, near=near), asker)
        return replace(_page(card_id, found, 0), asked=asked, near=near)

    async def _kept(self, card_id: str, asker: Asker) -> dict[str, Any]:
        return (await self._cards.load(card_id, {_TOPICS, NOTHING}, asker)).payload


def topics_payload(found: Sequence[Topic], asked: str | None, *, near: bool) -> dict[str, Any]:
    """What a card that offers topics keeps, as JSON values; `asked` and `near` as in TopicsPage."""
    return {"keys": [topic.key for topic in found], "asked": asked, "near": near}


def _each_once(found: Sequence[Topic | None]) -> list[Topic | None]:
    """Of topics that have become one since the first alone, so that the others keep their index."""
    return [None if topic in found[:index] else topic for index, topic in enumerate(found)]


def _page(card_id: str, found: Sequence[Topic | None], number: int) -> TopicsPage:
    """A page; None stands for a topic that is gone, so that the others keep their index."""
    pages = max(1, -(-len(found) // TOPICS_A_PAGE))
    number = min(max(number, 0), pages - 1)
    first = number * TOPICS_A_PAGE
    shown = enumerate(found[first : first + TOPICS_A_PAGE], first)
    return TopicsPage(
        card_id=card_id,
        entries=tuple((index, topic) for index, topic in shown if topic is not None),
        number=number,
        pages=pages,
        total=sum(topic is not None for topic in found),
    )
