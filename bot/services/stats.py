"""The archive in numbers: how many posts, when, how they were liked, what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from core.errors import NotFound
from core.stats import ArchiveStats, Span, Step, Totals, instants, named_by, stretches, together
from core.types import Channel, Viewer
from storage import channels, stats, topics
from storage.database import Connection, Database


class Statistics:
    """Counts what a viewer may see. `zone`: whose days, months and years the posts are counted in."""

    def __init__(self, database: Database, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone

    async def of(self, name: str, viewer: Viewer) -> ArchiveStats:
        """Numbers of the channels that a name means, of all where it is empty; those without posts are left out.

        Raises NotFound where it means none.
        """
        async with self._database.reading() as connection:
            known = await channels.all_channels(connection, viewer)
            if name.strip():
                known = named_by(name, known)
                viewer = viewer.only(channel.id for channel in known)
            if name.strip() and not known:
                raise NotFound("error.no_such_channel")
            return await self._counted(connection, viewer, known)

    async def _counted(self, connection: Connection, viewer: Viewer, known: Sequence[Channel]) -> ArchiveStats:
        totals = await stats.totals(connection, viewer)
        step, spans = await self._spans(connection, viewer, together(totals.values()))
        held = [(channel, totals[channel.id].posts) for channel in known if channel.id in totals]
        return ArchiveStats(
            channels=tuple(sorted(held, key=lambda pair: -pair[1])),
            totals=together(totals.values()),
            step=step,
            spans=spans,
            topics=tuple(await topics.list_topics(connection, viewer)),
        )

    async def _spans(self, connection: Connection, viewer: Viewer, totals: Totals) -> tuple[Step, tuple[Span, ...]]:
        if totals.first is None or totals.last is None:
            return Step.MONTH, ()
        step, starts = stretches(totals.first, totals.last, self._zone)
        tallies = await stats.tallies(connection, viewer, instants(starts, self._zone))
        return step, tuple(Span(start=start, tally=tally) for start, tally in zip(starts, tallies, strict=True))
