"""The archive that is asked: the corpus of the search benchmark as a few channels, with reactions and topics.

It is cached. The bot brings a copy up to its own schema; only one of a newer schema is made anew.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

from bench.search.corpus import Doc
from bench.search.engines.letopis import STORED_AT, incoming
from bench.search.places import CHECKOUT
from bot.services.topic_finding import TopicFinding
from core.identity import fingerprint
from core.types import ChannelRef, Visibility
from storage import archive, channels, search_upkeep
from storage.database import Database

_BATCH = 500


def archive_of(docs: Sequence[Doc], folder: Path, say: Callable[[str], None]) -> Path:
    """The archive over these posts, made where it is not there."""
    path = folder / f"updates-{len(docs)}.db"
    if not path.exists() or _schema(path) > len(list((CHECKOUT / "storage" / "migrations").glob("*.sql"))):
        say(f"making an archive of {len(docs):,} posts")
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        asyncio.run(_fill(docs, part))
        part.replace(path)
    return path


def _schema(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


async def _fill(docs: Sequence[Doc], path: Path) -> None:
    rng = Random(2026)
    database = await Database.open(path)
    try:
        for name in sorted({doc.channel for doc in docs}):
            of_channel = [doc for doc in docs if doc.channel == name]
            async with database.transaction() as connection:
                ref = ChannelRef(username=name, title=name)
                channel = await channels.insert(connection, ref, Visibility.PUBLIC)
            for start in range(0, len(of_channel), _BATCH):
                some = of_channel[start : start + _BATCH]
                posts = [replace(incoming(doc), reactions={"👍": rng.randrange(1, 200)}) for doc in some]
                pairs = [(fingerprint(doc.text, 0), post) for doc, post in zip(some, posts, strict=True)]
                async with database.transaction() as connection:
                    await archive.store(connection, channel.id, pairs, [], STORED_AT)
            await TopicFinding(database).find(channel.id)
        await search_upkeep.compact(database)
    finally:
        await database.close()
