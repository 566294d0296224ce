"""Importing: a stream of any known format becomes posts of a channel; again and again without harm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from bot.services.topic_finding import TopicFinding
from core import formats
from core.errors import SourceEmpty, UnknownFormat
from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, ServiceSeen
from core.identity import Sighting, sightings
from core.ingest import Insert, Unchanged, Update, decide
from core.matching import Match, match
from core.types import Channel, ChannelRef, Skipped, Visibility
from storage import archive, channels, posts
from storage.database import Connection, Database

_Work = tuple[IncomingPost, Sighting, Match]

HEAD_BYTES = 64 * 1024
"""What a format is recognised by."""
_BATCH = 200
"""Posts a write transaction: short enough that a bot beside the import goes on answering."""

Progress = Callable[[int, int], None]
"""Called with how many posts are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What the operator said about an import: the channel it is to go into, whom to show it to, and to only try."""

    channel: ChannelRef | None = None
    visibility: Visibility | None = None
    dry_run: bool = False


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


class Importing:
    """Takes files in."""

    def __init__(self, database: Database, topic_finding: TopicFinding) -> None:
        self._database = database
        self._topic_finding = topic_finding

    async def import_stream(
        self, path: str, stream: BinaryIO, wish: ImportWish, now: datetime, progress: Progress | None = None
    ) -> FileReport:
        """Takes one file in; `path` is what to call it. The stream must be seekable.

        Raises SourceEmpty, UnknownFormat, StorageError; damage further on stands in the report as its `error`.
        """
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        if not head.strip():
            raise SourceEmpty(path=path)
        name = formats.detect(head)
        if name is None:
            raise UnknownFormat(path=path)
        parsed = _Parsed()
        for record in formats.parse(name, stream):
            parsed.take(record)
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
        ref = _merged_ref(parsed.ref, wish.channel)
        channel = await self._channel(ref, wish)
        seen = list(sightings(parsed.posts))
        matches = await self._matches(channel, seen)
        work = list(zip(parsed.posts, seen, matches, strict=True))
        counts: Counter[str] = Counter()
        for batch in _batches(work):
            counts += await self._store_batch(channel, batch, wish, now)
            if progress:
                progress(counts.total(), len(work))
        if channel and not wish.dry_run and counts["new"] + counts["updated"]:
            await self._topic_finding.find(channel.id)
        return replace(
            report,
            channel=channel,
            new=counts["new"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            uncertain=tuple(_uncertain(post, answer) for post, _, answer in work if answer.rivals),
        )

    async def _channel(self, ref: ChannelRef, wish: ImportWish) -> Channel | None:
        """The stored channel, made where it is new; None where a dry run would have to make it."""
        if wish.dry_run:
            async with self._database.reading() as connection:
                return await channels.find(connection, ref)
        async with self._database.transaction() as connection:
            channel = await channels.find(connection, ref)
            if channel is None:
                return await channels.insert(connection, ref, wish.visibility or Visibility.PUBLIC)
            await channels.learn(connection, channel, ref)
            if wish.visibility:
                await channels.set_visibility(connection, channel, wish.visibility)
            return await channels.find(connection, ref)

    async def _matches(self, channel: Channel | None, seen: Sequence[Sighting]) -> list[Match]:
        if channel is None:
            return match(seen, [])
        async with self._database.reading() as connection:
            return match(seen, await posts.known(connection, channel.id))

    async def _store_batch(
        self,
        channel: Channel | None,
        batch: Sequence[_Work],
        wish: ImportWish,
        now: datetime,
    ) -> Counter[str]:
        if channel is None or wish.dry_run:
            async with self._database.reading() as connection:
                return await _take(connection, channel, batch, None)
        async with self._database.transaction() as connection:
            return await _take(connection, channel, batch, now)


async def _take(
    connection: Connection,
    channel: Channel | None,
    batch: Sequence[_Work],
    now: datetime | None,
) -> Counter[str]:
    """Decides on every post and, unless `now` is None (only to try), does what was decided."""
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
            case Unchanged():
                counts["unchanged"] += 1
    if channel is not None and now is not None:
        await archive.store(connection, channel.id, inserts, updates, now)
    return counts


def _merged_ref(found: ChannelRef, wished: ChannelRef | None) -> ChannelRef:
    """What the operator says beats what the file says; what he does not say stays."""
    if wished is None:
        return found
    return ChannelRef(
        telegram_id=wished.telegram_id or found.telegram_id,
        username=wished.username or found.username,
        title=wished.title or found.title,
    )


def _uncertain(post: IncomingPost, answer: Match) -> Skipped:
    rivals = ", ".join(str(post_id) for post_id in answer.rivals)
    return Skipped(
        where=post.text.text.partition("\n")[0][:80], why=f"stored as new, but it is like the posts {rivals}"
    )


def _batches(work: Sequence[_Work]) -> Iterator[Sequence[_Work]]:
    for start in range(0, len(work), _BATCH):
        yield work[start : start + _BATCH]
