"""Letopis itself: an archive file written by its own storage, searched by its own index.

The archive is cached; its name holds a hash of the files that decide what is indexed, so that a change of them makes a
new one.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, timed
from bench.search.places import CHECKOUT
from core.identity import fingerprint
from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import archive, channels, search_upkeep
from storage.database import Database
from storage.search_index import SearchIndex

BATCH = 200
STORED_AT = datetime(2026, 1, 1, tzinfo=UTC)
_INDEXING = (
    "core/words.py",
    "core/lemmas.py",
    "core/search/terms.py",
    "storage/search_index.py",
    "storage/migrations/*.sql",
)


class Letopis:
    """Searches in the calling thread: the hand-over to the search thread is no part of the engine.

    `untouched`: it is asked with the post's own words, to say how hard the queries of a variant are by themselves.
    """

    def __init__(self, path: Path, *, untouched: bool = False) -> None:
        self.name = "untouched" if untouched else "letopis"
        self.wants_words = untouched
        self._index = SearchIndex(path)
        self._viewer = Viewer.operator()
        with sqlite3.connect(path) as connection:
            # A post's message id is its number in the corpus; its own id is the order of storing.
            self._numbers = dict(connection.execute("SELECT id, message_id FROM posts").fetchall())
        connection.close()

    def search(self, query: str) -> Answer:
        """See Engine."""
        answer = timed(lambda: self._ask(query))
        return Answer(tuple(self._numbers[post_id] for post_id in answer.ids), answer.ms)

    def close(self) -> None:
        """See Engine."""
        self._index._disconnect()  # noqa: SLF001

    def _ask(self, query: str) -> tuple[int, ...]:
        """The one place that knows the engine's inside."""
        return self._index.search_here(query, self._viewer).answer.post_ids[:10]


def archive_path(data: Path, size: int) -> Path:
    """Where the archive of the corpus' first `size` posts lies, made as the files of today would make it."""
    digest = hashlib.sha256()
    for pattern in _INDEXING:
        for path in sorted(CHECKOUT.glob(pattern)):
            digest.update(path.read_bytes())
    return data / f"letopis-{size}-{digest.hexdigest()[:12]}.db"


def newest_archive(data: Path, size: int) -> Path | None:
    """The archive of this size that was made last, whatever it was made by."""
    made = sorted(data.glob(f"letopis-{size}-*.db"), key=lambda path: path.stat().st_mtime)
    return made[-1] if made else None


def build(docs: Sequence[Doc], path: Path) -> None:
    """Writes the archive; it appears under its name only when it is whole, and older ones of its size go."""
    part = path.with_suffix(".part")
    for rest in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
        rest.unlink(missing_ok=True)
    asyncio.run(_fill(docs, part))
    for older in path.parent.glob(f"letopis-{len(docs)}-*.db*"):
        older.unlink()
    part.replace(path)


async def _fill(docs: Sequence[Doc], path: Path) -> None:
    database = await Database.open(path)
    try:
        known: dict[str, Channel] = {}
        for batch in _batches(docs):
            async with database.transaction() as connection:
                for name, some in batch.items():
                    if name not in known:
                        ref = ChannelRef(username=name, title=name)
                        known[name] = await channels.insert(connection, ref, Visibility.PUBLIC)
                    inserts = [(fingerprint(doc.text, 0), incoming(doc)) for doc in some]
                    await archive.store(connection, known[name].id, inserts, [], STORED_AT)
        await search_upkeep.compact(database)
    finally:
        await database.close()


def incoming(doc: Doc) -> IncomingPost:
    """A post of the corpus as a source would tell it."""
    return IncomingPost(
        text=RichText(doc.text),
        message_ids=(doc.id,),
        published_at=datetime.fromtimestamp(doc.published_at, UTC),
        source="bench",
    )


def _batches(docs: Sequence[Doc]) -> list[dict[str, list[Doc]]]:
    """The posts in batches, each channel's together."""
    found = []
    for start in range(0, len(docs), BATCH):
        by_channel: dict[str, list[Doc]] = {}
        for doc in docs[start : start + BATCH]:
            by_channel.setdefault(doc.channel, []).append(doc)
        found.append(by_channel)
    return found
