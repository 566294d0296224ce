"""A card's list made narrower or put in another order: always on a new card, so that the old one stays what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.deep_links import topic_digest
from bot.services.asking import Asker
from bot.services.listing import MOST_POSTS, PAGE_SIZE, Listing, ListingKind, Page
from bot.services.listings import Listings
from bot.services.wholes import Wholes
from core.errors import NotFound
from core.facets import Facet, Narrowing, Outline, by_channel, by_year, in_order
from core.types import Channel, Sort
from storage import channels, facets
from storage.database import Database
from storage.search_index import SearchIndex

VALUES_A_PAGE = 12

_FOUND_AGAIN = {ListingKind.SEARCH, ListingKind.TOPIC, ListingKind.TOP}
"""Lists whose posts are asked for again; of the others the card keeps them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One thing to narrow a list to. `value`: as a button says it; `name`: a title, a topic, a year; `posts`: so many
    the list would hold.
    """

    value: str
    name: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One page of what a listing can be narrowed to; `number` counts from 0.

    `total`: the posts that the values are counted over; `channel`: the one that the listing is narrowed to; `back`: the
    page of the listing that it was asked from.
    """

    card_id: str
    listing: Listing
    facet: Facet
    values: tuple[Value, ...]
    number: int
    pages: int
    total: int
    back: int
    channel: Channel | None


class Narrowings:
    """Narrows and sorts what cards list."""

    def __init__(self, database: Database, index: SearchIndex, listings: Listings, wholes: Wholes) -> None:
        self._database = database
        self._index = index
        self._listings = listings
        self._wholes = wholes

    async def choices(self, card_id: str, facet: Facet, number: int, back: int, asker: Asker) -> Choices:
        """A page of the values of a facet, each with its posts; a number outside is brought to the nearest page.

        Counted over all the posts that the listing is made of, not only over those of the card. Raises NotFound where
        the card is forgotten or nothing is left of it.
        """
        listing = await self._listings.readable(card_id, asker)
        narrowing = _narrowed(listing.narrowing, facet, None)
        outlines = await self._wholes.outlines(listing, narrowing, asker)
        if not outlines:
            raise NotFound("error.nothing_left")
        every = [one for one in await self._values(facet, outlines, asker) if one.posts < len(outlines)]
        pages = max(1, -(-len(every) // VALUES_A_PAGE))
        number = min(max(number, 0), pages - 1)
        return Choices(
            card_id=card_id,
            listing=replace(listing, narrowing=narrowing),
            facet=facet,
            values=tuple(every[number * VALUES_A_PAGE : (number + 1) * VALUES_A_PAGE]),
            number=number,
            pages=pages,
            total=len(outlines),
            back=back,
            channel=(await self._channels(asker)).get(narrowing.channel or 0),
        )

    async def narrow(self, card_id: str, facet: Facet, value: str, asker: Asker) -> Page:
        """The first page of the card's list narrowed to one value, "" to none, on a new card.

        Raises NotFound where the card is forgotten, the topic is gone or nothing is left.
        """
        listing = await self._listings.readable(card_id, asker)
        narrowing = _narrowed(listing.narrowing, facet, None)
        if value and facet is Facet.TOPIC:
            narrowing = await self._to_topic(listing, narrowing, value, asker)
        elif value:
            narrowing = _narrowed(narrowing, facet, _number(value))
        return await self._shown(replace(listing, narrowing=narrowing), asker)

    async def sort(self, card_id: str, sort: Sort, asker: Asker) -> Page:
        """The first page of the card's list in another order, on a new card. Raises NotFound as `narrow` does."""
        listing = await self._listings.readable(card_id, asker)
        return await self._shown(replace(listing, sort=sort), asker)

    async def _shown(self, listing: Listing, asker: Asker) -> Page:
        if listing.kind is ListingKind.SEARCH:
            return await self._searched(listing, asker)
        kept = () if listing.kind in _FOUND_AGAIN else listing.whole_ids or listing.post_ids
        outlines = in_order(await self._wholes.outlines(listing, listing.narrowing, asker), listing.sort)
        ids = tuple(one.post_id for one in outlines[:MOST_POSTS])
        if not ids:
            raise NotFound("error.nothing_left")
        return await self._listings.show(replace(listing, post_ids=ids, whole_ids=kept), asker)

    async def _searched(self, listing: Listing, asker: Asker) -> Page:
        among = None
        if listing.narrowing:
            outlines = await self._wholes.outlines(listing, listing.narrowing, asker)
            among = [one.post_id for one in outlines]
        found = await self._index.search(
            listing.subject,
            asker.viewer,
            first=PAGE_SIZE,
            zone=self._wholes.zone,
            as_typed=listing.as_typed,
            among=among,
            sort=listing.sort,
        )
        answer = found.answer
        if not answer.post_ids:
            raise NotFound("error.nothing_left")
        listing = replace(
            listing,
            post_ids=answer.post_ids,
            understood=answer.understood,
            better=answer.better,
            lemmas=answer.lemmas,
        )
        return await self._listings.show_found(listing, found, asker)

    async def _values(self, facet: Facet, outlines: Sequence[Outline], asker: Asker) -> list[Value]:
        """The values of a facet: channels and topics with the most posts first, years the latest first."""
        match facet:
            case Facet.CHANNEL:
                known = await self._channels(asker)
                counts = by_channel(outlines).items()
                return [
                    Value(value=str(key), name=known[key].title or known[key].name, posts=posts)
                    for key, posts in counts
                    if key in known
                ]
            case Facet.YEAR:
                years = by_year(outlines, self._wholes.zone).items()
                return [Value(value=str(year), name=str(year), posts=posts) for year, posts in years]
            case _:
                async with self._database.reading() as connection:
                    topics = await facets.topics_of(connection, asker.viewer, [one.post_id for one in outlines])
                return [Value(value=topic_digest(one.key), name=one.name, posts=one.posts) for one in topics]

    async def _to_topic(self, listing: Listing, narrowing: Narrowing, digest: str, asker: Asker) -> Narrowing:
        ids = [one.post_id for one in await self._wholes.outlines(listing, narrowing, asker)]
        async with self._database.reading() as connection:
            known = await facets.topics_of(connection, asker.viewer, ids)
        topic = next((one for one in known if topic_digest(one.key) == digest), None)
        if topic is None:
            raise NotFound("error.topic_gone")
        return replace(narrowing, topic=topic.key, topic_name=topic.name)

    async def _channels(self, asker: Asker) -> dict[int, Channel]:
        async with self._database.reading() as connection:
            return {channel.id: channel for channel in await channels.all_channels(connection, asker.viewer)}


def _narrowed(narrowing: Narrowing, facet: Facet, value: int | None) -> Narrowing:
    """With a number for channel or year, or without a value."""
    match facet:
        case Facet.CHANNEL:
            return replace(narrowing, channel=value)
        case Facet.YEAR:
            return replace(narrowing, year=value)
        case _:
            return replace(narrowing, topic=None, topic_name="")


def _number(value: str) -> int:
    """A value of a button that says a number. Raises NotFound where it says none."""
    if not (value.isdecimal() and value.isascii()):
        raise NotFound("error.card_gone")
    return int(value)
