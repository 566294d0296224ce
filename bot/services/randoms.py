"""A random post: every one once before any comes again in a chat."""

from __future__ import annotations

from random import Random

from bot.services.asking import Asker
from bot.services.listings import Listing, ListingKind, Listings, OpenedPost
from bot.services.reading_log import ReadingLog
from bot.services.topic_lists import TopicLists, TopicsPage
from core import choose
from core.errors import NotFound
from core.types import Viewer
from storage import posts, random_shown, topics
from storage.database import Connection, Database

_WHOLE_ARCHIVE = ""
_LARGE = 4_096
"""From so many ids on, some are tried at random before all of them are read."""
_TRIES = 32


class Randoms:
    """Chooses posts at random and remembers what a chat has been shown."""

    def __init__(
        self, database: Database, listings: Listings, topic_lists: TopicLists, reading_log: ReadingLog, rng: Random
    ) -> None:
        self._database = database
        self._listings = listings
        self._topic_lists = topic_lists
        self._reading_log = reading_log
        self._rng = rng

    async def show(self, topic_name: str, asker: Asker) -> OpenedPost | TopicsPage:
        """A random post on a new card, of the topic that a sloppy name means, or of all where the name is "".

        Where the name means no topic, topics to choose from instead. Raises NotFound where there are no posts.
        """
        if not topic_name:
            return await self._show(_WHOLE_ARCHIVE, "", asker)
        topic = await self._topic_lists.choose(topic_name, asker)
        if isinstance(topic, TopicsPage):
            return topic
        return await self._show(topic.key, topic.name, asker)

    async def another(self, card_id: str, asker: Asker) -> OpenedPost:
        """The next random post on a card that shows one. Raises NotFound where card or topic is gone."""
        listing = await self._listings.load(card_id, asker)
        if listing.kind is not ListingKind.RANDOM:
            raise NotFound("error.card_gone")
        return await self._show(listing.scope, listing.subject, asker, card_id)

    async def _show(self, scope: str, topic_name: str, asker: Asker, card_id: str | None = None) -> OpenedPost:
        post_id = await self._pick(asker.chat_id, asker.viewer, scope)
        listing = Listing(kind=ListingKind.RANDOM, post_ids=(post_id,), subject=topic_name, scope=scope)
        self._reading_log.opened(post_id, asker)
        return await self._listings.show_post(listing, asker, card_id)

    async def _pick(self, chat_id: int, viewer: Viewer, scope: str) -> int:
        # One transaction from reading the round to marking the post: two taps at once never show the same post.
        async with self._database.transaction() as connection:
            shown = await random_shown.shown(connection, chat_id, scope)
            if scope == _WHOLE_ARCHIVE:
                candidates = await self._some(connection, viewer, set(shown))
                candidates = candidates or await posts.all_ids(connection, viewer)
            else:
                candidates = await topics.topic_post_ids(connection, viewer, scope)
            elsewhere = await random_shown.shown(connection, chat_id, _WHOLE_ARCHIVE) if scope else []
            pick = choose.pick(self._rng, candidates, set(shown), shown[-1] if shown else None, set(elsewhere))
            if pick is None:
                raise NotFound("error.no_posts")
            if pick.new_round:
                await random_shown.start_round(connection, chat_id, scope)
            for marked in {scope, _WHOLE_ARCHIVE}:
                await random_shown.mark(connection, chat_id, marked, pick.post_id)
            return pick.post_id

    async def _some(self, connection: Connection, viewer: Viewer, shown: set[int]) -> list[int]:
        """One post of a large archive that this round has not shown, every one as likely; none where it is not found.

        Ids are drawn until one is a post's: to read all of them takes half a second where there are 100,000.
        """
        first, last = await posts.id_range(connection, viewer)
        if last - first < _LARGE:
            return []
        drawn = [self._rng.randint(first, last) for _ in range(_TRIES)]
        fresh = [post_id for post_id in await posts.visible_ids(connection, viewer, drawn) if post_id not in shown]
        return fresh[:1]
