"""How long a live post takes to be stored and found: one post, one transaction, in a large archive."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.search.corpus import Doc
from bench.search.engines.letopis import STORED_AT, incoming
from bench.search.footprint.archive_copy import copied
from bench.search.measure import quantile
from core.identity import fingerprint
from core.types import Viewer
from storage import archive, channels
from storage.database import Database

WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Inserts:
    """Times of single inserts, in milliseconds."""

    inserts: int
    median_ms: float
    p95_ms: float


def inserts_into(archive_path: Path, docs: Sequence[Doc]) -> Inserts:
    """Stores the posts one by one in a copy of the archive; their numbers must be new there."""
    with copied(archive_path) as path:
        times = asyncio.run(_times(path, docs))[WARM_UP:]
    return Inserts(len(times), quantile(times, 0.5), quantile(times, 0.95))


async def store_one(database: Database, channel_id: int, doc: Doc) -> None:
    """Stores one post as the running bot does."""
    async with database.transaction() as connection:
        await archive.store(connection, channel_id, [(fingerprint(doc.text, 0), incoming(doc))], [], STORED_AT)


async def first_channel(database: Database) -> int:
    """The id of the archive's first channel."""
    async with database.reading() as connection:
        return (await channels.all_channels(connection, Viewer.operator()))[0].id


async def _times(path: Path, docs: Sequence[Doc]) -> list[float]:
    database = await Database.open(path)
    try:
        channel_id = await first_channel(database)
        times = []
        for doc in docs:
            start = perf_counter()
            await store_one(database, channel_id, doc)
            times.append((perf_counter() - start) * 1000)
    finally:
        await database.close()
    return times
