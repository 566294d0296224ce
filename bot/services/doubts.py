"""Posts that seem to be deleted, so many of a channel at once that nobody believes it unasked: the operators are asked.

They are asked once, by the bot that syncs on a schedule; when nothing is in doubt any more, the next time counts anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.types import Channel, Viewer
from storage import channels, notices, preview_sync
from storage.database import Database

_DOUBT = "deletions in doubt"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A channel, and how many of its posts seem to be deleted."""

    channel: Channel
    posts: int


class Doubts:
    """Notes doubts, and gives out those that the operators are still to be asked about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, channel: Channel, now: datetime) -> bool:
        """Posts of this channel are in doubt; returns whether that is to be asked now."""
        async with self._database.transaction() as connection:
            return await notices.note(connection, _DOUBT, str(channel.id), now)

    async def settle(self, channel: Channel) -> None:
        """No post of this channel is in doubt."""
        async with self._database.transaction() as connection:
            await notices.forget(connection, _DOUBT, str(channel.id))

    async def untold(self) -> list[Doubt]:
        """The doubts that are still to be asked about."""
        async with self._database.reading() as connection:
            ids = frozenset(map(int, await notices.untold(connection, _DOUBT)))
            found = await channels.all_channels(connection, Viewer(ids))
            counted = [Doubt(channel, len(await preview_sync.gone(connection, channel.id))) for channel in found]
        return [doubt for doubt in counted if doubt.posts]

    async def told(self, doubt: Doubt, now: datetime) -> None:
        """The operators were asked."""
        async with self._database.transaction() as connection:
            await notices.told(connection, _DOUBT, [str(doubt.channel.id)], now)
