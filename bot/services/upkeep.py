"""What keeps an archive in order: derived data anew, old cards and old counts forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.services.cards import Cards
from bot.services.reading_log import ReadingLog
from bot.services.topic_finding import TopicFinding
from core.types import Viewer
from storage import channels, search_upkeep
from storage.database import Database
from storage.search_upkeep import IndexCheck

_log = structlog.get_logger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many posts are done and how many there are."""


class Upkeep:
    """Work on the whole archive."""

    def __init__(self, database: Database, topic_finding: TopicFinding, cards: Cards, reading_log: ReadingLog) -> None:
        self._database = database
        self._cards = cards
        self._topic_finding = topic_finding
        self._reading_log = reading_log

    async def prepare(self) -> None:
        """Builds derived data anew where this program makes it in another way than the one that made it."""
        if await search_upkeep.needs_rebuild(self._database):
            _log.info("reindexing: the words are made in a new way")
            await self.reindex()

    async def reindex(self, progress: Progress | None = None) -> int:
        """Builds the search index and the topics anew from the posts; returns how many posts are indexed."""
        count = await search_upkeep.rebuild(self._database, progress)
        await self._topic_finding.match_anew()
        async with self._database.reading() as connection:
            found = await channels.all_channels(connection, Viewer.operator())
        for channel in found:
            await self._topic_finding.find(channel.id)
        return count

    async def find_new_topics(self) -> None:
        """Looks for the topics of the channels to which posts have come."""
        found = await self._topic_finding.find_outdated()
        if found:
            _log.info("topics looked for", channels=found)

    async def check_database(self) -> str | None:
        """What is wrong with the file; None where it is sound."""
        return await self._database.damage()

    async def check_index(self) -> IndexCheck:
        """Compares the search index with the posts; takes about as long as a reindex. Raises StorageError."""
        return await search_upkeep.check(self._database)

    async def forget_old_cards(self, now: datetime) -> int:
        """Forgets what the buttons of cards older than 30 days mean; returns how many."""
        return await self._cards.forget_old(now)

    async def forget_old_counts(self, now: datetime) -> int:
        """Forgets what was asked and opened more than 90 days ago; returns how many queries of a day."""
        return await self._reading_log.forget_old_days(now)
