"""What is remembered of a channel's web preview: how far it is read, which posts it showed, which it shows no more."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from core.coverage import Span, Spans, with_span
from core.deletions import Sighted, are_too_many, missing
from core.errors import LetopisError
from core.types import Viewer
from storage import archive, posts, preview_sync
from storage.database import Connection, Database
from storage.preview_sync import PreviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page showed. `whole`: it was read whole; `span`: the ids that have been looked at with it."""

    message_ids: AbstractSet[int]
    whole: bool
    span: Span | None


@dataclass(frozen=True, slots=True)
class Deletions:
    """Posts that the preview shows no more: how many are `marked` as deleted now, and how many wait for a word."""

    marked: int = 0
    waiting: int = 0


class PreviewMemory:
    """The memory of one channel's preview; every change is a short transaction of its own."""

    def __init__(self, database: Database, channel_id: int) -> None:
        self._database = database
        self._channel_id = channel_id

    async def begin(self, since: datetime | None) -> bool:
        """Whether everything since then was read before; else that is what is to be read from now on."""
        async with self._database.transaction() as connection:
            state = await self._state(connection)
            if state.complete and (state.since is None or (since is not None and since >= state.since)):
                return True
            await preview_sync.save_state(connection, replace(state, complete=False, since=since))
        return False

    async def see(self, seen: Seen, began_at: datetime, now: datetime) -> Spans:
        """Remembers what a page showed and what it did not, in a sync that began at `began_at`.

        Returns all the spans of ids that have been looked at.
        """
        async with self._database.transaction() as connection:
            await self._see_posts(connection, seen, began_at, now)
            state = await self._state(connection)
            covered = state.covered if seen.span is None else with_span(state.covered, seen.span)
            await preview_sync.save_state(connection, replace(state, covered=covered))
        return covered

    async def end(self, now: datetime, *, complete: bool) -> None:
        """A sync has come to its end; `complete`: everything that is to be read has been read."""
        async with self._database.transaction() as connection:
            state = await self._state(connection)
            state = replace(state, complete=complete, synced_at=now, failures=0, problem=None)
            await preview_sync.save_state(connection, state)

    async def fail(self, error: LetopisError) -> None:
        """A sync did not come to its end. What was never synced is not remembered."""
        async with self._database.transaction() as connection:
            state = await preview_sync.state(connection, self._channel_id)
            if state is not None:
                problem = json.dumps({"key": error.key, "params": error.params}, ensure_ascii=False)
                state = replace(state, failures=state.failures + 1, problem=problem)
                await preview_sync.save_state(connection, state)

    async def mark_deletions(self, now: datetime, *, confirmed: bool) -> Deletions:
        """Marks the posts that count as deleted (core.deletions), or none where they are too many.

        `confirmed`: an operator says that they are deleted, however many.
        """
        async with self._database.transaction() as connection:
            gone = await preview_sync.gone(connection, self._channel_id)
            if not gone:
                return Deletions()
            live = await posts.count(connection, Viewer(frozenset({self._channel_id})))
            if are_too_many(len(gone), live) and not confirmed:
                return Deletions(waiting=len(gone))
            return Deletions(marked=await archive.mark_deleted(connection, gone, now))

    async def _see_posts(self, connection: Connection, seen: Seen, began_at: datetime, now: datetime) -> None:
        ids = seen.message_ids
        if not ids:
            return
        shown = await posts.holders(connection, self._channel_id, sorted(ids))
        await preview_sync.saw(connection, sorted(set(shown.values())), now)
        between = await preview_sync.sightings(connection, self._channel_id, min(ids), max(ids))
        sighted = [Sighted(post.post_id, post.message_ids, post.missed_at) for post in between]
        found = missing(sighted, ids, whole=seen.whole, began_at=began_at)
        if found.newly:
            await preview_sync.missed(connection, found.newly, now)
        if found.again:
            await preview_sync.missed_again(connection, found.again, now)

    async def _state(self, connection: Connection) -> PreviewState:
        return await preview_sync.state(connection, self._channel_id) or PreviewState(channel_id=self._channel_id)


def problem_of(state: PreviewState) -> LetopisError | None:
    """What the last sync failed of; None where it did not."""
    if state.problem is None:
        return None
    told = json.loads(state.problem)
    return LetopisError(told["key"], **told["params"])
