"""Importing: a stream of any known format becomes posts of a channel; again and again without harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, assert_never

from bot.services.source_channel import choose_channel, settle_channel
from bot.services.topic_finding import TopicFinding
from core import formats
from core.errors import SourceEmpty, UnknownFormat
from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, ServiceSeen
from core.identity import Sighting, sightings
from core.ingest import Insert, Update, decide
from core.matching import Match, match
from core.types import Channel, ChannelRef, Skipped, Visibility
from storage import archive, posts, search_upkeep
from storage.database import Connection, Database

_Work = tuple[IncomingPost, Sighting, Match]

_BATCH = 200
"""Posts a write transaction: short enough that a bot beside the import goes on answering."""

COMPACTED_AFTER = 1_000
"""Changed posts after which the search index is worth compacting: it takes about a second a hundred thousand posts."""

Progress = Callable[[int, int], None]
"""Called with how many posts are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What the operator said about an import: the channel it is to go into, and whom to show it to."""

    channel: ChannelRef | None = None
    visibility: Visibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What came of one file. `uncertain`: new posts that are like several stored ones; `error`: why it is not whole."""

    path: str
    format: str | None = None
    channel: Channel | None = None
    posts: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    service: int = 0
    skipped: tuple[Skipped, ...] = ()
    uncertain: tuple[Skipped, ...] = ()
    error: str | None = None


@dataclass(slots=True)
class _Parsed:
    """A whole file, parsed."""

    ref: ChannelRef = field(default_factory=ChannelRef)
    posts: list[IncomingPost] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    service: int = 0
    damage: Damage | None = None

    def take(self, record: Record) -> None:
        match record:
            case IncomingPost():
                self.posts.append(record)
            case ChannelSeen(ref):
                self.ref = ref
            case ServiceSeen():
                self.service += 1
            case Skipped():
                self.skipped.append(record)
            case Damage():
                self.damage = record
            case _:
                assert_never(record)


class Importing:
    """Takes files in."""

    def __init__(self, database: Database, topic_finding: TopicFinding) -> None:
        self._database = database
        self._topic_finding = topic_finding

    async def import_stream(
        self,
        path: str,
        stream: BinaryIO,
        wish: ImportWish,
        now: datetime,
        progress: Progress | None = None,
        *,
        named: bool = True,
    ) -> FileReport:
        """Takes one file in; `path` is what to call it. The stream must be seekable.

        `named`: somebody named this very file, so that damage is told where its format can only be guessed. Raises
        SourceEmpty, UnknownFormat, StorageError; damage further on stands in the report as its `error`.
        """
        head = stream.read(formats.HEAD_BYTES)
        stream.seek(0)
        if not head.strip() and len(head) < formats.HEAD_BYTES:
            raise SourceEmpty(path=path)
        name = formats.detect(head, named=named)
        if name is None:
            raise UnknownFormat(path=path)
        parsed = _parse(name, stream)
        report = FileReport(
            path=path,
            format=name,
            posts=len(parsed.posts),
            service=parsed.service,
            skipped=tuple(parsed.skipped),
            error=f"{parsed.damage.where}: {parsed.damage.why}" if parsed.damage else None,
        )
        if not parsed.posts:
            return report
        return await self._store(report, parsed, wish, now, progress)

    async def _store(
        self, report: FileReport, parsed: _Parsed, wish: ImportWish, now: datetime, progress: Progress | None
    ) -> FileReport:
        seen = list(sightings(parsed.posts))
        async with self._database.reading() as connection:
            choice = await choose_channel(connection, report.path, parsed.ref, wish.channel, seen)
        async with self._database.transaction() as connection:
            channel = await settle_channel(connection, choice, wish.visibility)
        async with self._database.reading() as connection:
            matches = match(seen, await posts.known(connection, channel.id))
        work = list(zip(parsed.posts, seen, matches, strict=True))
        counts: Counter[str] = Counter()
        for batch in _batches(work):
            async with self._database.transaction() as connection:
                counts += await _take(connection, channel, batch, now)
            if progress:
                progress(counts.total(), len(work))
        changed = counts["new"] + counts["updated"]
        if changed >= COMPACTED_AFTER:
            await search_upkeep.compact(self._database)
        if changed:
            await self._topic_finding.find(channel.id)
        return replace(
            report,
            channel=channel,
            new=counts["new"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            uncertain=tuple(_uncertain(post, answer) for post, _, answer in work if answer.rivals),
        )


def _parse(name: str, stream: BinaryIO) -> _Parsed:
    """The whole file; a stream that fails on the way ends it, and what came before is kept."""
    parsed = _Parsed()
    try:
        for record in formats.parse(name, stream):
            parsed.take(record)
    except OSError as error:
        parsed.damage = Damage(f"after {len(parsed.posts)} posts", error.strerror or str(error))
    return parsed


async def _take(connection: Connection, channel: Channel, batch: Sequence[_Work], now: datetime) -> Counter[str]:
    """Decides on every post and does what was decided."""
    known_ids = [answer.known_id for _, _, answer in batch if answer.known_id is not None]
    stored = {post.id: post for post in await posts.stored(connection, known_ids)}
    counts: Counter[str] = Counter()
    inserts, updates = [], []
    for incoming, sighting, answer in batch:
        known = stored.get(answer.known_id) if answer.known_id is not None else None
        match decide(incoming, known):
            case Insert(post):
                counts["new"] += 1
                inserts.append((sighting.fingerprint, post))
            case Update(post) if known is not None:
                counts["updated"] += 1
                updates.append((known, post))
            case _:
                counts["unchanged"] += 1
    if inserts or updates:
        await archive.store(connection, channel.id, inserts, updates, now)
    return counts


def _uncertain(post: IncomingPost, answer: Match) -> Skipped:
    rivals = ", ".join(str(post_id) for post_id in answer.rivals)
    return Skipped(
        where=post.text.text.partition("\n")[0][:80], why=f"stored as new, but it is like the posts {rivals}"
    )


def _batches(work: Sequence[_Work]) -> Iterator[Sequence[_Work]]:
    for start in range(0, len(work), _BATCH):
        yield work[start : start + _BATCH]
