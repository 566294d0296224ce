"""Many searches at once beside a writer, in one event loop: Letopis' index against plain FTS5 through aiosqlite."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import aiosqlite

from bench.search.corpus import Doc
from bench.search.engines.fts5 import SCHEMA, SEARCH, any_word
from bench.search.footprint.archive_copy import copied
from bench.search.footprint.insert import first_channel, store_one
from bench.search.measure import quantile
from core.types import Viewer
from storage.database import Database
from storage.search_index import SearchIndex

SEARCHERS = 50
WRITE_EVERY_S = 0.05
_TICK_S = 0.001

Search = Callable[[str], Awaitable[object]]
Write = Callable[[Doc], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Load:
    """Times in milliseconds; `lag_p95_ms`: how much later than asked the event loop woke a 1 ms sleeper."""

    searches: int
    written: int
    a_second: float
    p50_ms: float
    p95_ms: float
    lag_p95_ms: float


def letopis_load(archive: Path, queries: Sequence[str], docs: Sequence[Doc]) -> Load:
    """Letopis' own index over a copy of the archive; `docs` are what the writer stores, with numbers that are new."""

    async def run(path: Path) -> Load:
        database = await Database.open(path)
        index = SearchIndex(path)
        try:
            channel_id = await first_channel(database)
            viewer = Viewer.operator()
            return await _loaded(
                lambda query: index.search(query, viewer),
                lambda doc: store_one(database, channel_id, doc),
                queries,
                docs,
            )
        finally:
            await index.close()
            await database.close()

    with copied(archive) as path:
        return asyncio.run(run(path))


def fts5_load(folder: Path, stored: Sequence[Doc], queries: Sequence[str], docs: Sequence[Doc]) -> Load:
    """Plain FTS5, bm25, OR: one connection of aiosqlite that reads and one that writes."""
    path = folder / "load-fts5.db"
    path.unlink(missing_ok=True)

    async def run() -> Load:
        async with aiosqlite.connect(path, isolation_level=None) as writer, aiosqlite.connect(path) as reader:
            await writer.execute("PRAGMA journal_mode = WAL")
            await writer.execute("PRAGMA synchronous = NORMAL")
            await writer.execute(SCHEMA)
            await writer.execute("BEGIN")
            rows = [(doc.id, doc.text) for doc in stored]
            await writer.executemany("INSERT INTO posts (rowid, text) VALUES (?, ?)", rows)
            await writer.execute("COMMIT")

            async def search(query: str) -> object:
                expression = any_word(query)
                return await reader.execute_fetchall(SEARCH, (expression,)) if expression else []

            async def write(doc: Doc) -> None:
                await writer.execute("INSERT INTO posts (rowid, text) VALUES (?, ?)", (doc.id, doc.text))

            return await _loaded(search, write, queries, docs)

    try:
        return asyncio.run(run())
    finally:
        for rest in folder.glob(f"{path.name}*"):
            rest.unlink()


async def _loaded(search: Search, write: Write, queries: Sequence[str], docs: Sequence[Doc]) -> Load:
    """SEARCHERS tasks share the queries, each asking its next one as soon as it has an answer."""
    await search(queries[0])
    waiting = iter(queries)
    times: list[float] = []
    lags: list[float] = []
    written: list[int] = []
    with _background(_tick(lags)), _background(_write(write, docs, written)):
        start = perf_counter()
        await asyncio.gather(*(_ask(search, waiting, times) for _ in range(SEARCHERS)))
        took_s = perf_counter() - start
    return Load(
        searches=len(times),
        written=len(written),
        a_second=len(times) / took_s,
        p50_ms=quantile(times, 0.5),
        p95_ms=quantile(times, 0.95),
        lag_p95_ms=quantile(lags, 0.95),
    )


async def _ask(search: Search, waiting: Iterator[str], times: list[float]) -> None:
    for query in waiting:
        start = perf_counter()
        await search(query)
        times.append((perf_counter() - start) * 1000)


async def _write(write: Write, docs: Sequence[Doc], written: list[int]) -> None:
    for doc in docs:
        await write(doc)
        written.append(doc.id)
        await asyncio.sleep(WRITE_EVERY_S)


async def _tick(lags: list[float]) -> None:
    while True:
        start = perf_counter()
        await asyncio.sleep(_TICK_S)
        lags.append((perf_counter() - start - _TICK_S) * 1000)


@contextlib.contextmanager
def _background(work: Awaitable[None]) -> Iterator[None]:
    """Runs a task beside the block; an error in it comes out at the end."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
    if task.done() and not task.cancelled() and task.exception():
        raise RuntimeError("the task beside the searches failed") from task.exception()
