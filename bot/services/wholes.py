"""All the posts that a listing is made of: the first MOST_POSTS of them are on its card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from bot.services.asking import Asker
from bot.services.listing import Listing, ListingKind
from bot.services.marks import still_saved
from core.facets import Narrowing, Outline, kept_by
from core.topics import topic_of
from core.types import Viewer
from storage import facets, posts, topics
from storage.database import Connection, Database
from storage.search_index import SearchIndex

_ALL = 1_000_000_000


class Wholes:
    """Asks for them again, as the viewer sees them now. `zone`: in which years begin."""

    def __init__(self, database: Database, index: SearchIndex, zone: tzinfo) -> None:
        self._database = database
        self._index = index
        self.zone = zone

    async def outlines(self, listing: Listing, narrowing: Narrowing, asker: Asker) -> list[Outline]:
        """All the posts of the listing that a narrowing, not its own, leaves; in the order in which they were found."""
        ids = await self._ids(listing, asker)
        async with self._database.reading() as connection:
            found = await facets.outlines(connection, asker.viewer, ids)
            of_topic = None
            if narrowing.topic is not None:
                of_topic = await _of_topic(connection, asker.viewer, narrowing.topic)
        return kept_by(narrowing, found, of_topic, self.zone)

    async def _ids(self, listing: Listing, asker: Asker) -> Sequence[int]:
        viewer = asker.viewer
        if listing.kind is ListingKind.SEARCH:
            return await self._index.matching(listing.subject, viewer, zone=self.zone, as_typed=listing.as_typed)
        async with self._database.reading() as connection:
            match listing.kind:
                case ListingKind.TOPIC:
                    return await _of_topic(connection, viewer, listing.scope)
                case ListingKind.TOP:
                    since = datetime.fromtimestamp(int(listing.scope), UTC) if listing.scope else None
                    return await posts.top_ids(connection, viewer, _ALL, since)
                case ListingKind.SAVED:
                    return await still_saved(connection, listing.whole_ids or listing.post_ids, asker)
                case _:
                    return listing.whole_ids or listing.post_ids


async def _of_topic(connection: Connection, viewer: Viewer, key: str) -> list[int]:
    """The posts of a topic by the key that a card keeps: an author may have given it another one since."""
    if found := await topics.topic_post_ids(connection, viewer, key):
        return found
    topic = topic_of(key, await topics.list_topics(connection, viewer))
    return await topics.topic_post_ids(connection, viewer, topic.key) if topic else []
