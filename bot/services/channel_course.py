"""The posts of one channel on their way from a source into the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from bot.services.file_reports import FileTally
from bot.services.source_channel import Evidence, choose_channel, follow_names, settle_channel
from bot.services.taking import Taking
from bot.services.text_partners import partners_of_named, partners_of_nameless
from core.formats.records import ChannelSeen
from core.identity import sightings
from core.intake import Arrival, Outcome
from core.matching import Match
from core.types import Channel, ChannelRef, IncomingPost, Skipped, Viewer, Visibility
from storage import channels, post_changes, posts
from storage.database import Database

BATCH = 200
"""Posts a write transaction: short enough that a bot beside the import goes on answering."""

_TITLE_SHOWN = 80

Come = tuple[FileTally, IncomingPost]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What the operator said about an import.

    `channel`: the one it is to go into; `visibility`: whom to show that to; `chat`: which one to take out of a whole
    account's export; `zone`: the time zone of times that are written without one.
    """

    channel: ChannelRef | None = None
    visibility: Visibility | None = None
    chat: str | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The source that the posts come from.

    `again`: reads its posts of the same channel that have message ids once more. `visibility`: whom a new channel is
    shown to where the source does not say. `stored`: is called with how many more posts are done.
    """

    path: str
    stored: Callable[[int], None]
    again: Callable[[ChannelSeen], Iterator[IncomingPost]]
    visibility: Visibility


class ChannelCourse:
    """Stores a channel's posts: those with message ids batch after batch, those without at the end, all at once.

    So a source of any length is taken in bounded memory; texts without ids can only be told apart all together.
    """

    def __init__(
        self, database: Database, taking: Taking, origin: Origin, wish: ImportWish, now: datetime, told: ChannelSeen
    ) -> None:
        self.told = told
        """What the source says of the channel; a source that tells it late sets it anew."""
        self.channel: Channel | None = None
        self.changed = 0
        self._database = database
        self._taking = taking
        self._origin = origin
        self._wish = wish
        self._now = now
        self._named: list[Come] = []
        self._nameless: list[Come] = []
        self._pins: set[int] = set()
        self._partners: dict[int, Match] = {}
        self._stored_to = 0
        self._newest = 0

    @property
    def is_full(self) -> bool:
        """Whether a batch waits to be stored."""
        return len(self._named) >= BATCH

    def take(self, tally: FileTally, post: IncomingPost) -> None:
        """Puts a post into the next batch, or with those that wait for the end."""
        (self._named if post.message_ids else self._nameless).append((tally, post))
        self._newest = max(self._newest, *post.message_ids, 0)

    def pin(self, message_id: int) -> None:
        """Marks a message as pinned, when all posts are stored."""
        self._pins.add(message_id)

    async def store_named(self) -> None:
        """Stores what waits and has message ids."""
        if not self._named:
            return
        channel = await self._settled()
        matches = [self._partners.get(post.message_ids[0]) for _, post in self._named]
        arrivals = [
            Arrival(post=post, fingerprint=post.known_fingerprint, partner=match.known_id if match else None)
            for (_, post), match in zip(self._named, matches, strict=True)
        ]
        await self._store(channel, self._named, arrivals, matches)
        self._named = []

    async def finish(self) -> None:
        """Stores what is left, and what is only known at the end: pins, and newer names of the channel."""
        await self.store_named()
        if self._nameless:
            await self._store_nameless()
        if self.channel is None:
            return
        async with self._database.transaction() as connection:
            if self._pins:
                await post_changes.set_pinned(connection, self.channel.id, sorted(self._pins))
            if self._newest and self._newest >= self._stored_to:
                await follow_names(connection, self.channel, self.told.ref, self._wish.channel)

    async def _store_nameless(self) -> None:
        channel = await self._settled()
        seen = list(sightings(post for _, post in self._nameless))
        seen = [
            replace(sighting, fingerprint=post.known_fingerprint or sighting.fingerprint)
            for sighting, (_, post) in zip(seen, self._nameless, strict=True)
        ]
        async with self._database.reading() as connection:
            matches = await partners_of_nameless(connection, channel.id, seen)
        arrivals = [
            Arrival(post=post, fingerprint=sighting.fingerprint, partner=match.known_id)
            for (_, post), sighting, match in zip(self._nameless, seen, matches, strict=True)
        ]
        for start in range(0, len(arrivals), BATCH):
            part = slice(start, start + BATCH)
            await self._store(channel, self._nameless[part], arrivals[part], matches[part])

    async def _store(
        self, channel: Channel, come: Sequence[Come], arrivals: Sequence[Arrival], matches: Sequence[Match | None]
    ) -> None:
        planned = await self._taking.take(channel, arrivals, self._now)
        self._origin.stored(len(come))
        self.changed += sum(outcome is not Outcome.UNCHANGED for outcome in planned.outcomes)
        for (tally, post), outcome, match in zip(come, planned.outcomes, matches, strict=True):
            tally.count((outcome,))
            tally.channels[channel.id] = channel
            if match is not None and match.rivals and match.known_id is None:
                tally.uncertain.append(uncertain(post, match))

    async def _settled(self) -> Channel:
        """The channel, chosen and made where it is new when the first post is to be stored."""
        if self.channel is None:
            self.channel = await self._settle((self._named or self._nameless)[0][0])
        return self.channel

    async def _settle(self, tally: FileTally) -> Channel:
        nameless = () if self._named else tuple(sightings(post for _, post in self._nameless))
        evidence = Evidence(path=self._origin.path, named=lambda: self._origin.again(self.told), nameless=nameless)
        async with self._database.reading() as connection:
            choice = await choose_channel(connection, self.told.ref, self._wish.channel, evidence)
        visibility = self._wish.visibility
        if choice.channel is None:
            visibility = visibility or self.told.visibility or self._origin.visibility
        tally.alike |= {channel.id: channel for channel in choice.alike}
        async with self._database.transaction() as connection:
            channel = await settle_channel(connection, choice, visibility, self._now)
        if self.told.visibility is Visibility.MEMBERS and channel.visibility is Visibility.PUBLIC:
            tally.notes.append("the file says that the channel is private, but it is shown to everybody")
        async with self._database.reading() as connection:
            self._stored_to = await posts.last_message_id(connection, channel.id) or 0
            if self._named:
                self._partners = await partners_of_named(connection, channel.id, self._origin.again(self.told))
        return channel


async def as_it_is_now(database: Database, channel: Channel) -> Channel:
    """The channel with what it has learnt since."""
    async with database.reading() as connection:
        return (await channels.all_channels(connection, Viewer(frozenset({channel.id}))))[0]


def uncertain(post: IncomingPost, match: Match) -> Skipped:
    """What a report says of a new post that is like several stored ones."""
    rivals = ", ".join(str(post_id) for post_id in match.rivals)
    first_line = post.text.text.partition("\n")[0][:_TITLE_SHOWN]
    return Skipped(where=first_line, why=f"stored as new, but it is like the posts {rivals}")
