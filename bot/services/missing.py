"""What may be missing of the live channels, noted to be told to the operators once.

A hole: a message id came that is not the next one, and the ids between are not stored. Every message of a channel has
the next id, service messages too; deleted messages and what was never told to the bot look the same. An outage:
Telegram was not asked for more than a day, and that is as long as it keeps updates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.types import Channel, Viewer
from storage import channels, inbox, notices, posts
from storage.database import Connection, Database

HOLE = "hole"
OUTAGE = "outage"
KEPT_BY_TELEGRAM = timedelta(hours=24)

_POLLED_EVERY = timedelta(seconds=inbox.POLLED_EVERY_S)
_MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Ids of a channel that did not come, both ends included, and when the posts beside them were published."""

    key: str
    channel: Channel
    first: int
    last: int
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A time without a word with Telegram, and the channels that are told live."""

    key: str
    since: datetime
    until: datetime
    channels: tuple[Channel, ...]


class Missing:
    """Notes holes and outages, and gives out those that are still to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._polled_at: datetime | None = None

    async def polled(self, now: datetime) -> bool:
        """Telegram has told its updates; returns whether an outage ended with that, and is to be told."""
        if self._polled_at is not None and timedelta() <= now - self._polled_at < _POLLED_EVERY:
            return False
        async with self._database.transaction() as connection:
            before = await inbox.last_polled(connection)
            is_new = False
            if before is not None and now - before > KEPT_BY_TELEGRAM and await _live_channels(connection):
                key = f"{int(before.timestamp())}-{int(now.timestamp())}"
                is_new = await notices.note(connection, OUTAGE, key, now)
            await inbox.polled(connection, now)
        self._polled_at = now
        return is_new

    async def holes(self) -> list[Hole]:
        """The holes that are still to be told."""
        async with self._database.reading() as connection:
            keys = await notices.untold(connection, HOLE)
            found = [await _hole(connection, key) for key in keys]
        return [hole for hole in found if hole is not None]

    async def outages(self) -> list[Outage]:
        """The outages that are still to be told."""
        async with self._database.reading() as connection:
            keys = await notices.untold(connection, OUTAGE)
            live = await _live_channels(connection) if keys else ()
        return [_outage(key, live) for key in keys]

    async def told(self, holes: Sequence[Hole], outages: Sequence[Outage], now: datetime) -> None:
        """These were told."""
        async with self._database.transaction() as connection:
            await notices.told(connection, HOLE, [hole.key for hole in holes], now)
            await notices.told(connection, OUTAGE, [outage.key for outage in outages], now)


async def saw_message(connection: Connection, channel: Channel, message_id: int, now: datetime) -> bool:
    """A channel's message came live: remembers its id, before it is stored; returns whether it leaves a hole to tell.

    Ids that came by another way are no hole: where at least half of the ids up to the last stored one are there, the
    others are taken for service messages and deleted ones.
    """
    before = await channels.saw_message(connection, channel, message_id)
    if before is None:
        before = await posts.last_message_id(connection, channel.id)
    if before is None or message_id <= before + 1:
        return False
    first, last = before + 1, message_id - 1
    looked_at = range(max(first, message_id - _MOST_LOOKED_AT), message_id)
    stored = await posts.holders(connection, channel.id, looked_at)
    if stored and 2 * len(stored) >= max(stored) - looked_at.start + 1:
        first = max(stored) + 1
    return first <= last and await notices.note(connection, HOLE, f"{channel.id}:{first}-{last}", now)


async def _hole(connection: Connection, key: str) -> Hole | None:
    channel_id, _, ids = key.partition(":")
    first, last = map(int, ids.split("-"))
    found = await channels.all_channels(connection, Viewer(frozenset({int(channel_id)})))
    if not found:
        return None
    times = await posts.times(connection, found[0].id, (first - 1, last + 1))
    before, behind = times.get(first - 1), times.get(last + 1)
    return Hole(
        key=key,
        channel=found[0],
        first=first,
        last=last,
        since=before.published_at if before else None,
        until=behind.published_at if behind else None,
    )


def _outage(key: str, live: tuple[Channel, ...]) -> Outage:
    since, until = (datetime.fromtimestamp(int(seconds), UTC) for seconds in key.split("-"))
    return Outage(key=key, since=since, until=until, channels=live)


async def _live_channels(connection: Connection) -> tuple[Channel, ...]:
    every = await channels.all_channels(connection, Viewer.operator())
    return tuple(channel for channel in every if channel.accepted and channel.bot_is_admin)
