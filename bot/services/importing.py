"""Importing: a source of any known format becomes posts of channels; again and again without harm."""

from __future__ import annotations

from datetime import datetime

from bot.services.channel_course import ImportWish
from bot.services.file_reports import FileReport
from bot.services.import_run import ImportRun, Progress
from bot.services.taking import Taking
from bot.services.topic_finding import TopicFinding
from core.formats.format import Source
from storage import search_upkeep
from storage.database import Database

__all__ = ["FileReport", "ImportWish", "Importing", "Progress"]

COMPACTED_AFTER = 1_000
"""Changed posts after which the search index is worth compacting: it takes about a second a hundred thousand posts."""


class Importing:
    """Takes sources in."""

    def __init__(self, database: Database, taking: Taking, topic_finding: TopicFinding) -> None:
        self._database = database
        self._taking = taking
        self._topic_finding = topic_finding

    async def import_source(
        self, source: Source, wish: ImportWish, now: datetime, progress: Progress | None = None
    ) -> tuple[FileReport, ...]:
        """Takes one source in, in short transactions, and tells what came of each of its files.

        What cannot be read stands in the reports; what came before it is stored. Raises SourceError where not even the
        first file can be opened, WrongUsage where the operator's channel is another one than the source's, and
        StorageError.
        """
        run = ImportRun(self._database, self._taking, source, wish, now, progress)
        await run.go()
        changed = run.changed()
        if sum(changed.values()) >= COMPACTED_AFTER:
            await search_upkeep.compact(self._database)
        for channel_id in (channel_id for channel_id, posts in changed.items() if posts):
            await self._topic_finding.find(channel_id)
        return run.reports()
