"""One SQLite file: its connections, PRAGMAs, transactions, and sqlite3's errors as Letopis' own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic

import aiosqlite

from core.errors import DatabaseBusy, DatabaseUnusable, StorageError
from storage.migrate import migrate

Connection = aiosqlite.Connection
"""What `reading` and `transaction` give, for the annotations of those who pass it on."""

BUSY_TIMEOUT_S = 10.0
_PAUSE_S = 0.05
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNUSABLE = {
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns sqlite3.Error into DatabaseBusy, DatabaseUnusable or StorageError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            raise DatabaseBusy(reason=str(error)) from error
        if code in _UNUSABLE:
            raise DatabaseUnusable(path=str(path), reason=str(error)) from error
        raise StorageError(reason=str(error)) from error


class Database:
    """A writer and a reader of one file. Write transactions queue up here and are BEGIN IMMEDIATE."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._one_write = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Database:
        """Opens the file, creates it (and its folder) where it is missing, and brings its schema up to date.

        Raises DatabaseUnusable, DatabaseBusy, DatabaseNewer.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnusable(path=str(path), reason=error.strerror or str(error)) from error
        with storage_errors(path):
            async with AsyncExitStack() as undo:
                writer = await _connect(path, undo)
                await _prepare(writer, path)
                reader = await _connect(path, undo)
                await reader.execute("PRAGMA query_only = ON")
                undo.pop_all()
        return cls(path, writer, reader)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """A connection that sees what is committed and refuses to write."""
        with storage_errors(self.path):
            yield self._reader

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """A write transaction: committed at the end, rolled back on any error. Keep it short."""
        async with self._one_write:
            with storage_errors(self.path):
                try:
                    await self._writer.execute("BEGIN IMMEDIATE")
                    yield self._writer
                    await self._writer.execute("COMMIT")
                except BaseException:
                    # A cancelled statement still runs in the connection's thread. The rollback queues up behind it, and
                    # does nothing where no transaction is open: a full disk makes SQLite roll back by itself.
                    await self._writer.rollback()
                    raise

    async def damage(self) -> str | None:
        """What SQLite finds wrong with the file, in one line; None where it is sound. Reads all of it."""
        async with self.reading() as connection:
            try:
                rows = await connection.execute_fetchall("PRAGMA quick_check(1)")
            except sqlite3.DatabaseError as error:
                return str(error)
        found = str(next(iter(rows))[0])
        return None if found == "ok" else " ".join(found.split())

    async def close(self) -> None:
        """Closes both connections; the write-ahead log is folded into the file by the last one."""
        await self._reader.close()
        await self._writer.close()


async def _prepare(connection: aiosqlite.Connection, path: Path) -> None:
    """Turns a new file to write-ahead logging and brings its schema up to date.

    While another process does the same to the same new file, SQLite says "locked" without waiting, unlike elsewhere.
    """
    give_up_at_s = monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
            await migrate(connection, str(path))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or monotonic() > give_up_at_s:
                raise
            await asyncio.sleep(_PAUSE_S)
        else:
            return


async def _connect(path: Path, undo: AsyncExitStack) -> aiosqlite.Connection:
    """A new connection; `undo` learns how to close it, for its thread would keep the process alive."""
    # aiosqlite 0.22 leaves its thread behind, talking to a loop that may be closed, where a file cannot be opened.
    await asyncio.to_thread(lambda: sqlite3.connect(path).close())
    connection = await aiosqlite.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    undo.push_async_callback(connection.close)
    connection.row_factory = sqlite3.Row
    await connection.execute("PRAGMA foreign_keys = ON")
    await connection.execute("PRAGMA synchronous = NORMAL")
    return connection
