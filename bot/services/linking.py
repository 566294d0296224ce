"""Printed links: what they mean now, for the one who follows them, and the link of what a card shows."""

from __future__ import annotations

from bot.deep_links import (
    FingerprintLink,
    KeptSearchLink,
    PostLink,
    SearchLink,
    TopicLink,
    kept_search_payload,
    read_payload,
    search_id,
    search_payload,
    topic_payload,
)
from bot.services.asking import Asker
from bot.services.listings import Listing, ListingKind, Listings, OpenedPost, Page
from bot.services.reading_log import ReadingLog
from bot.services.searching import NothingFound, Searching
from bot.services.topic_lists import TopicLists
from core.errors import NotFound
from core.types import Post, Viewer
from storage import channels, kept_searches, pointed, posts
from storage.database import Connection, Database

Linked = OpenedPost | Page | NothingFound


class Linking:
    """Opens what payloads of deep links mean, and prints payloads for what cards show."""

    def __init__(
        self,
        database: Database,
        listings: Listings,
        searching: Searching,
        topic_lists: TopicLists,
        reading_log: ReadingLog,
    ) -> None:
        self._database = database
        self._listings = listings
        self._searching = searching
        self._topic_lists = topic_lists
        self._reading_log = reading_log

    async def open(self, payload: str, asker: Asker) -> Linked | None:
        """What the payload means, on a new card.

        None where it is none of ours and where its post or topic is gone or never was, or this viewer may not see it:
        nobody learns which.
        """
        match read_payload(payload):
            case PostLink() | FingerprintLink() as link:
                return await self._open_post(link, asker)
            case TopicLink(digest):
                return await self._topic_lists.open_linked(digest, asker)
            case SearchLink(query):
                return await self._searching.search(query, asker)
            case KeptSearchLink(kept_id):
                kept = await self._kept(kept_id)
                return None if kept is None else await self._searching.search(kept, asker)
        return None

    async def post(self, link: PostLink | FingerprintLink, viewer: Viewer) -> Post | None:
        """The post that a link means; None where there is none that this viewer may see."""
        async with self._database.reading() as connection:
            post_id = await _post_id(connection, link, viewer)
            found = [] if post_id is None else await posts.by_ids(connection, viewer, [post_id])
        return next(iter(found), None)

    async def payload_of(self, card_id: str, asker: Asker) -> str:
        """The payload of the search or the topic that a card shows; a long query is kept for it.

        Raises NotFound where the card is forgotten or shows neither.
        """
        listing = await self._listings.load(card_id, asker)
        match listing.kind:
            case ListingKind.SEARCH:
                return search_payload(listing.subject) or await self._keep(listing.subject, asker)
            case ListingKind.TOPIC:
                return topic_payload(listing.scope)
        raise NotFound("error.card_gone")

    async def _open_post(self, link: PostLink | FingerprintLink, asker: Asker) -> OpenedPost | None:
        post = await self.post(link, asker.viewer)
        if post is None:
            return None
        self._reading_log.opened(post.id, asker)
        return await self._listings.show_post(Listing(kind=ListingKind.LINK, post_ids=(post.id,)), asker)

    async def _keep(self, query: str, asker: Asker) -> str:
        kept_id = search_id(query)
        async with self._database.transaction() as connection:
            await kept_searches.keep(connection, kept_id, query, asker.now)
        return kept_search_payload(kept_id)

    async def _kept(self, kept_id: str) -> str | None:
        async with self._database.reading() as connection:
            return await kept_searches.query(connection, kept_id)


async def _post_id(connection: Connection, link: PostLink | FingerprintLink, viewer: Viewer) -> int | None:
    if isinstance(link, FingerprintLink):
        return await pointed.of_fingerprint(connection, viewer, link.fingerprint)
    channel_id = link.channel_id
    if channel_id is None:
        channel = await channels.find(connection, link.ref)
        channel_id = channel.id if channel else None
    if channel_id is None:
        return None
    return await pointed.of_message(connection, viewer, channel_id, link.message_id)
