"""One walk over the pages of a channel's web preview: back from the newest, each stored before the next is asked for.

What was looked at is remembered as spans of message ids (core.coverage). So a walk that was interrupted goes on: it
begins with the newest page again, as there may be more of them by now, jumps over what it knows, and fills each gap
that was left. A channel that was read to the end is refreshed: read back until there is no gap, and on to a page on
which nothing has changed, for what was posted lately still changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.channel_course import uncertain
from bot.services.file_reports import FileTally
from bot.services.preview_channel import refuse_other_channel, renamed_channel, settled_channel
from bot.services.preview_memory import PreviewMemory, Seen
from bot.services.taking import Taking
from bot.services.text_partners import partners_of_named
from core.coverage import FIRST_ID, Spans, seen_below, span_of_page
from core.errors import SourceError
from core.formats.preview import PreviewPage, read_page
from core.formats.records import Damage, ServiceSeen
from core.intake import Arrival, Outcome
from core.matching import Match
from core.types import Channel, IncomingPost, Skipped
from storage.database import Database

FetchPage = Callable[[str, int | None], Awaitable[bytes]]
"""Gets a page of a channel: (username, below which message id; None: the newest). Raises SourceError."""

FEWEST_PAGES = 2
"""Read in any walk over a channel that has so many."""

MOST_RESTLESS_PAGES = 5
"""Pages without a gap or a new post that a refresh reads because something on them has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncWish:
    """How far to read. `since`: posts before it are left out; None: to the channel's beginning.

    `again`: pages that were read before are read too. `most_pages`: the walk stops after so many, to be gone on with.
    """

    since: datetime | None = None
    again: bool = False
    most_pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """How far a walk has come. `oldest`: when the oldest post read was published; `done`: the share, where known."""

    posts: int
    pages: int
    oldest: datetime | None
    done: float | None


OnProgress = Callable[[SyncProgress], None]


class PreviewWalk:
    """`await walk.go()`; what has come of it stands in its public attributes, after an error too."""

    def __init__(
        self,
        database: Database,
        taking: Taking,
        fetch: FetchPage,
        clock: Callable[[], datetime],
        name: str,
        wish: SyncWish,
        *,
        channel: Channel | None = None,
        progress: OnProgress | None = None,
    ) -> None:
        """`channel`: the stored one that `name` is the username of; None: the one that the pages tell, or a new one."""
        self.name = name
        self.channel = channel
        self.tally = FileTally(f"@{name}", "preview")
        self.pages = 0
        self.is_complete = False
        """Whether everything that was wished for has been read, in this walk or before."""
        self._database = database
        self._taking = taking
        self._fetch = fetch
        self._clock = clock
        self._wish = wish
        self._progress = progress
        self._began_at = clock()
        self._is_refresh = False
        self._restless_pages = 0
        self._newest: tuple[int, datetime | None] = (FIRST_ID, None)

    async def go(self) -> None:
        """Reads and stores page after page. Raises SourceError and StorageError; what was read until then stays."""
        page = await self._look(None)
        channel = await self._settle(page)
        memory = PreviewMemory(self._database, channel.id)
        self._is_refresh = await memory.begin(self._wish.since)
        before: int | None = None
        while True:
            wanted = [post for post in _posts(page) if not self._is_too_old(post)]
            outcomes = await self._store(channel, page, wanted)
            seen = self._seen(page, wanted, before)
            spans = await memory.see(seen, self._began_at, self._clock())
            if page.empty and before is None and spans:
                raise SourceError("error.preview_empty", channel=self.name)
            self.pages += 1
            if _is_cut(page):
                raise SourceError("error.preview_cut", channel=self.name)
            self._tell(page, wanted, spans)
            ends = page.before is None or len(wanted) < len(_posts(page))
            before = self._next(seen.span[0], spans, outcomes) if seen.span and not ends else None
            self.is_complete = before is None
            if before is None or self.pages == self._wish.most_pages:
                break
            page = await self._look(before)
        await memory.end(self._clock(), complete=self._is_refresh or self.is_complete)

    async def _look(self, before: int | None) -> PreviewPage:
        page = read_page(await self._fetch(self.name, before), self._clock())
        is_odd = page.empty and before is not None and not self._is_refresh  # the page above told of older messages
        if is_odd or _is_cut(page):  # once more: it may have been so on its way alone
            page = read_page(await self._fetch(self.name, before), self._clock())
        if page.empty and (not page.whole or page.before is not None):
            raise SourceError("error.not_a_preview", channel=self.name)
        if self.channel is not None:
            refuse_other_channel(self.name, page.ref, self.channel)
        if before is not None and page.before is not None and min(page.message_ids) >= before:
            raise SourceError("error.preview_repeats", channel=self.name, before=str(before))
        return page

    async def _settle(self, page: PreviewPage) -> Channel:
        if self.channel is None:
            self.channel = await settled_channel(self._database, self.name, page.ref, _posts(page), self._clock())
        else:
            self.channel = await renamed_channel(self._database, self.name, page.ref, self.channel)
        self.tally.channels[self.channel.id] = self.channel
        times = [post.published_at for post in _posts(page) if post.published_at]
        self._newest = (max(page.message_ids, default=FIRST_ID), max(times, default=None))
        return self.channel

    def _is_too_old(self, post: IncomingPost) -> bool:
        since, published_at = self._wish.since, post.published_at
        return since is not None and published_at is not None and published_at < since

    async def _store(self, channel: Channel, page: PreviewPage, wanted: Sequence[IncomingPost]) -> Counter[Outcome]:
        matches = await self._partners(channel, wanted)
        partners = [matches.get(post.message_ids[0]) for post in wanted]
        arrivals = [
            Arrival(post=post, partner=match.known_id if match else None)
            for post, match in zip(wanted, partners, strict=True)
        ]
        outcomes = (await self._taking.take(channel, arrivals, self._clock())).outcomes if arrivals else ()
        self.tally.posts += len(wanted)
        self.tally.count(outcomes)
        self.tally.service += sum(isinstance(record, ServiceSeen) for record in page.records)
        for record in page.records:
            if isinstance(record, Skipped):
                self.tally.skip(record)
        for post, match in zip(wanted, partners, strict=True):
            if match is not None and match.rivals and match.known_id is None:
                self.tally.uncertain.append(uncertain(post, match))
        return Counter(outcomes)

    async def _partners(self, channel: Channel, wanted: Sequence[IncomingPost]) -> dict[int, Match]:
        """Which of the channel's posts without message ids these are."""
        async with self._database.reading() as connection:
            return await partners_of_named(connection, channel.id, wanted)

    def _seen(self, page: PreviewPage, wanted: Sequence[IncomingPost], before: int | None) -> Seen:
        """What is to be remembered of the page: with posts that are too old, it was looked at down to them alone."""
        looked_at = frozenset(page.message_ids)
        has_older = len(wanted) < len(_posts(page))
        if has_older:
            first = min((number for post in wanted for number in post.message_ids), default=None)
            looked_at = frozenset(number for number in looked_at if first is not None and number >= first)
        is_first = page.before is None and not has_older
        span = None if _is_cut(page) else span_of_page(looked_at, before, is_first=is_first)
        return Seen(message_ids=frozenset(page.message_ids), whole=page.whole, span=span)

    def _next(self, lowest: int, spans: Spans, outcomes: Counter[Outcome]) -> int | None:
        """Below which id to go on after a page down to `lowest`; None: everything has been read."""
        if not self._wish.again and (len(spans) > 1 or not self._is_refresh):
            lowest = seen_below(spans, lowest)
        elif not self._wish.again and self._is_fresh(outcomes):
            return None
        return lowest if lowest > FIRST_ID else None

    def _is_fresh(self, outcomes: Counter[Outcome]) -> bool:
        """Whether a refresh need not go on, after a page that is joined without a gap to all that was read before."""
        if outcomes[Outcome.NEW]:
            return False
        self._restless_pages += 1
        is_restless = outcomes[Outcome.UPDATED] and self._restless_pages < MOST_RESTLESS_PAGES
        return self.pages >= FEWEST_PAGES and not is_restless

    def _tell(self, page: PreviewPage, wanted: Sequence[IncomingPost], spans: Spans) -> None:
        if self._progress is None:
            return
        oldest = min((post.published_at for post in wanted if post.published_at), default=None)
        done = None if self._is_refresh and not self._wish.again else self._share(page, spans, oldest)
        self._progress(SyncProgress(posts=self.tally.posts, pages=self.pages, oldest=oldest, done=done))

    def _share(self, page: PreviewPage, spans: Spans, oldest: datetime | None) -> float | None:
        """How much of what is wished for has been read: by time where it ends at a date, else by ids."""
        newest_id, newest_at = self._newest
        since = self._wish.since
        if since is not None:
            if oldest is None or newest_at is None or newest_at <= since:
                return None
            return (newest_at - oldest) / (newest_at - since)
        lowest = min(page.message_ids, default=FIRST_ID)
        if not self._wish.again:
            lowest = seen_below(spans, lowest)
        return (newest_id - lowest) / (newest_id - FIRST_ID) if newest_id > FIRST_ID else None


def _posts(page: PreviewPage) -> list[IncomingPost]:
    return [record for record in page.records if isinstance(record, IncomingPost)]


def _is_cut(page: PreviewPage) -> bool:
    return any(isinstance(record, Damage) for record in page.records)
