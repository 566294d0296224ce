"""Syncing: a public channel's web preview becomes posts, and stays what the channel is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.services.doubts import Doubts
from bot.services.file_reports import FileReport
from bot.services.importing import COMPACTED_AFTER
from bot.services.preview_memory import Deletions, PreviewMemory, problem_of
from bot.services.preview_walk import FetchPage, OnProgress, PreviewWalk, SyncProgress, SyncWish
from bot.services.taking import Taking
from bot.services.topic_finding import TopicFinding
from core.errors import LetopisError, SourceError, StorageError
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels, preview_sync, search_upkeep
from storage.database import Database
from storage.preview_sync import PreviewState

__all__ = ["FetchPage", "OnProgress", "SyncProgress", "SyncReport", "SyncState", "SyncWish", "Syncing"]

_log = structlog.get_logger(__name__)

_MOST_PAGES_AT_A_TIME = 300
"""Of one channel in a scheduled sync: some five minutes, then the next one has its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What came of a sync. `read`: the posts, as an import reports a file.

    `deleted`: posts marked as deleted; `waiting`: posts that seem to be, but are so many that an operator has to say
    so. `complete`: all that was wished for has been read, now or before. `error`: why it did not come to its end.
    """

    read: FileReport
    pages: int
    deleted: int
    waiting: int
    complete: bool
    error: LetopisError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """How it stands with a channel that is synced. `problem`: what the last sync failed of."""

    channel: Channel
    synced_at: datetime | None
    complete: bool
    waiting: int
    problem: LetopisError | None


class Syncing:
    """Reads web previews into the archive."""

    def __init__(self, database: Database, taking: Taking, topic_finding: TopicFinding) -> None:
        self._database = database
        self._taking = taking
        self._topic_finding = topic_finding
        self._doubts = Doubts(database)
        self._tried_at: dict[int, datetime] = {}

    async def sync(
        self,
        name: str,
        fetch: FetchPage,
        wish: SyncWish,
        clock: Callable[[], datetime],
        *,
        progress: OnProgress | None = None,
        confirm_deletions: bool = False,
    ) -> SyncReport:
        """Reads the preview of the channel with this username (without "@") for an operator, page after page.

        What comes is stored at once: a sync that is broken off is gone on with by the next one. What cannot be read
        stands in the report. Raises StorageError.
        """
        walk = PreviewWalk(self._database, self._taking, fetch, clock, name, wish, progress=progress)
        report = await self._report(walk, clock, confirm_deletions=confirm_deletions)
        await self._topic_finding.find_outdated()
        return report

    async def sync_due(self, fetch: FetchPage, clock: Callable[[], datetime], every: timedelta) -> bool:
        """Reads the previews of all channels whose last sync is so long ago, one after another.

        Only of those that were synced once, are public and have a username. Troubles are logged and remembered; they
        stop nothing. Returns whether the operators are to be asked now about posts that seem to be deleted.
        """
        is_asked = False
        for channel, state in await self._due(clock(), every):
            self._tried_at[channel.id] = clock()
            try:
                is_asked |= await self._sync_again(channel, state, fetch, clock)
            except Exception as error:  # noqa: BLE001 - the next channel, and the next time, may go well
                _log.exception("sync failed", channel=channel.name)
                known = error if isinstance(error, LetopisError) else LetopisError()
                with suppress(StorageError):  # it may be the database that fails
                    await PreviewMemory(self._database, channel.id).fail(known)
        return is_asked

    async def states(self) -> list[SyncState]:
        """How it stands with all channels that are synced."""
        async with self._database.reading() as connection:
            known = {channel.id: channel for channel in await channels.all_channels(connection, Viewer.operator())}
            return [
                SyncState(
                    channel=known[state.channel_id],
                    synced_at=state.synced_at,
                    complete=state.complete,
                    waiting=len(await preview_sync.gone(connection, state.channel_id)),
                    problem=problem_of(state),
                )
                for state in await preview_sync.all_states(connection)
            ]

    async def _due(self, now: datetime, every: timedelta) -> list[tuple[Channel, PreviewState]]:
        async with self._database.reading() as connection:
            states = {state.channel_id: state for state in await preview_sync.all_states(connection)}
            known = await channels.all_channels(connection, Viewer(frozenset(states)))
        due = []
        for channel in known:
            state = states[channel.id]
            last = max(filter(None, (state.synced_at, self._tried_at.get(channel.id))), default=None)
            if channel.username and channel.visibility is Visibility.PUBLIC and (last is None or now - last >= every):
                due.append((channel, state))
        return due

    async def _sync_again(
        self, channel: Channel, state: PreviewState, fetch: FetchPage, clock: Callable[[], datetime]
    ) -> bool:
        wish = SyncWish(since=state.since, most_pages=_MOST_PAGES_AT_A_TIME)
        name = channel.username or ""
        walk = PreviewWalk(self._database, self._taking, fetch, clock, name, wish, channel=channel)
        report = await self._report(walk, clock, confirm_deletions=False)
        read = report.read
        counts = {"pages": report.pages, "new": read.new, "updated": read.updated, "deleted": report.deleted}
        if report.error is not None:
            _log.warning("sync did not come to its end", channel=channel.name, problem=str(report.error), **counts)
        else:
            _log.info("synced", channel=channel.name, **counts)
        if not report.waiting:
            return False
        _log.warning(
            "posts seem to be deleted, too many to believe it",
            channel=channel.name,
            posts=report.waiting,
            to_confirm=f"letopis sync --confirm-deletions @{name}",
        )
        return await self._doubts.note(channel, clock())

    async def _report(self, walk: PreviewWalk, clock: Callable[[], datetime], *, confirm_deletions: bool) -> SyncReport:
        error: LetopisError | None = None
        deletions = Deletions()
        try:
            await walk.go()
        except SourceError as problem:
            error = problem
            await self._remember_failure(walk, problem)
        if walk.channel is not None and error is None:
            memory = PreviewMemory(self._database, walk.channel.id)
            deletions = await memory.mark_deletions(clock(), confirmed=confirm_deletions)
            if not deletions.waiting:
                await self._doubts.settle(walk.channel)
        read = walk.tally.report()
        if read.new + read.updated >= COMPACTED_AFTER:
            await search_upkeep.compact(self._database)
        return SyncReport(
            read=read,
            pages=walk.pages,
            deleted=deletions.marked,
            waiting=deletions.waiting,
            complete=walk.is_complete,
            error=error,
        )

    async def _remember_failure(self, walk: PreviewWalk, problem: SourceError) -> None:
        channel = walk.channel
        if channel is None:
            async with self._database.reading() as connection:
                channel = await channels.find(connection, ChannelRef(username=walk.name))
        if channel is not None:
            await PreviewMemory(self._database, channel.id).fail(problem)
