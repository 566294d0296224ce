"""What readers look for and open, counted by days: of no user and no chat, written behind the answers' backs.

Who may know of a search is decided here. Operators know of all. A channel's authors know of those that their channel
answered, or that nothing answered, where the one who asked saw no channel of members but theirs: a word that he has
from another such channel must not come to its neighbours. What operators themselves look for in private is not counted.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import structlog

from bot.services.asking import Asker
from core.search.noted import noted
from core.types import SearchAnswer
from storage import channels, openings, posts, search_log
from storage.database import Database
from storage.search_log import Asked, AskedOfChannel

_log = structlog.get_logger(__name__)

KEPT_DAYS = 90
FLUSH_S = 5.0
"""What a crash loses at most."""

MOST_WAITING = 1_000
"""Different searches, and different posts, that wait to be written; more are not counted."""

_AT_A_TIME = 100
"""Searches that one transaction writes: others wait for it."""


@dataclass(frozen=True, slots=True)
class _Search:
    """Equal ones are counted together. `seen`: the channels that the one who asked may see."""

    day: date
    query: str
    seen: frozenset[int]


@dataclass(slots=True)
class _Times:
    times: int
    post_ids: tuple[int, ...]


class ReadingLog:
    """Counts in memory and writes every few seconds. It counts nothing while it is not `kept`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_kept = False
        self._searches: dict[_Search, _Times] = {}
        self._opened: Counter[tuple[date, int]] = Counter()

    def asked(self, answer: SearchAnswer, by: Asker) -> None:
        """Counts a search with what it found."""
        if self._is_kept and by.viewer.channel_ids is not None:
            search = _Search(by.now.date(), answer.query, by.viewer.channel_ids)
            self._count(search, _Times(1, answer.post_ids))

    def opened(self, post_id: int, by: Asker) -> None:
        """Counts that somebody opened a post."""
        opening = (by.now.date(), post_id)
        has_room = len(self._opened) < MOST_WAITING or opening in self._opened
        if self._is_kept and by.viewer.channel_ids is not None and has_room:
            self._opened[opening] += 1

    @asynccontextmanager
    async def kept(self, flush_s: float = FLUSH_S) -> AsyncIterator[None]:
        """Counts for as long as the block runs; what was counted last is written at its end."""
        self._is_kept = True
        ending = asyncio.Event()
        flushing = asyncio.create_task(self._flush_every(flush_s, ending))
        try:
            yield
        finally:
            self._is_kept = False
            ending.set()
            await flushing

    async def flush(self) -> None:
        """Writes what was counted. Raises StorageError and its kinds; then what is not written waits on."""
        while self._searches:
            some = dict(islice(self._searches.items(), _AT_A_TIME))
            for search in some:
                del self._searches[search]
            try:
                await self._write(some)
            except BaseException:
                for search, times in some.items():
                    self._count(search, times)
                raise
        if self._opened:
            opened, self._opened = self._opened, Counter()
            try:
                async with self._database.transaction() as connection:
                    await openings.add(connection, opened)
            except BaseException:
                self._opened.update(opened)
                raise

    async def forget_old_days(self, now: datetime) -> int:
        """Forgets what is older than KEPT_DAYS; returns how many queries of a day these were."""
        first_kept = now.date() - timedelta(days=KEPT_DAYS - 1)
        async with self._database.transaction() as connection:
            await openings.forget_before(connection, first_kept)
            return await search_log.forget_before(connection, first_kept)

    def _count(self, search: _Search, more: _Times) -> None:
        known = self._searches.get(search)
        if known is not None:
            self._searches[search] = _Times(known.times + more.times, known.post_ids)
        elif len(self._searches) < MOST_WAITING:
            self._searches[search] = more

    async def _flush_every(self, flush_s: float, ending: asyncio.Event) -> None:
        is_last = False
        while not is_last:
            with suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), flush_s)
            is_last = ending.is_set()
            try:
                await self.flush()
            except Exception as error:  # noqa: BLE001 - such as a database that is busy: the next time may go well
                _log.warning("searches not counted yet", error=type(error).__name__)

    async def _write(self, searches: Mapping[_Search, _Times]) -> None:
        async with self._database.reading() as connection:
            of_members = frozenset(channel.id for channel in await channels.member_channels(connection))
            every = {post_id for times in searches.values() for post_id in times.post_ids}
            channel_of = await posts.channels_of(connection, sorted(every))
        asked: list[Asked] = []
        of_channels: list[AskedOfChannel] = []
        for search, times in searches.items():
            text = noted(search.query, found=bool(times.post_ids))
            if text is not None:
                hits = Counter(channel_of[post_id] for post_id in times.post_ids if post_id in channel_of)
                asked.append(_asked(search, text, times, of_members))
                of_channels += _of_channels(search, text, times, of_members, hits)
        async with self._database.transaction() as connection:
            await search_log.add(connection, asked)
            await search_log.add_to_channels(connection, of_channels)


def _asked(search: _Search, text: str, times: _Times, of_members: frozenset[int]) -> Asked:
    """The search as operators may know of it."""
    missed = 0 if times.post_ids else times.times
    return Asked(
        day=search.day,
        query=text,
        asked=times.times,
        missed=missed,
        missed_by_guest=0 if search.seen & of_members else missed,
        hits=len(times.post_ids),
    )


def _of_channels(
    search: _Search, text: str, times: _Times, of_members: frozenset[int], hits: Mapping[int, int]
) -> Iterator[AskedOfChannel]:
    """The search as the authors of channels may know of it.

    What nothing has answered is a channel of members' here; for the authors of public ones the whole log has it.
    """
    seen_of_members = search.seen & of_members
    missed = 0 if times.post_ids else times.times
    for channel_id in hits if times.post_ids else seen_of_members:
        if seen_of_members <= {channel_id}:
            yield AskedOfChannel(
                channel_id=channel_id,
                day=search.day,
                query=text,
                asked=times.times,
                missed=missed,
                hits=hits.get(channel_id, 0),
            )
