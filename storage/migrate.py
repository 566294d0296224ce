"""Brings a database to the newest schema: numbered, append-only SQL files, each applied once, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import aiosqlite

from core.errors import DatabaseNewer, DatabaseUnusable

APPLICATION_ID = 0x4C746F70  # "Ltop": tells a Letopis file from any other SQLite file


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of migrations/: its number is the schema's version after it."""

    version: int
    sql: str


def all_migrations() -> tuple[Migration, ...]:
    """The migrations in their order; the last one's version is the newest schema."""
    found = (file for file in files("storage.migrations").iterdir() if file.name.endswith(".sql"))
    return tuple(
        sorted(
            (Migration(int(file.name.partition("_")[0]), file.read_text("utf-8")) for file in found),
            key=lambda migration: migration.version,
        )
    )


def statements(sql: str) -> Iterator[str]:
    """Cuts a script into its statements (executescript would commit the transaction that is open)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement:
        yield statement


async def migrate(connection: aiosqlite.Connection, path: str) -> None:
    """Applies what is missing. The version is read inside the write transaction, so two processes cannot both apply.

    Raises DatabaseNewer for a file of a later Letopis, DatabaseUnusable for another program's file.
    """
    migrations = all_migrations()
    await connection.execute("BEGIN IMMEDIATE")
    try:
        found = await _pragma(connection, "user_version")
        await _refuse_foreign(connection, path, found, known=migrations[-1].version)
        for migration in migrations[found:]:
            for statement in statements(migration.sql):
                await connection.execute(statement)
        await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await connection.execute(f"PRAGMA user_version = {migrations[-1].version}")
        await connection.execute("COMMIT")
    except BaseException:
        await connection.rollback()
        raise


async def _refuse_foreign(connection: aiosqlite.Connection, path: str, found: int, known: int) -> None:
    application = await _pragma(connection, "application_id")
    tables = await connection.execute_fetchall("SELECT 1 FROM sqlite_schema LIMIT 1")
    if application not in (0, APPLICATION_ID) or (application == 0 and tables):
        raise DatabaseUnusable(path=path, reason="it belongs to another program")
    if found > known:
        raise DatabaseNewer(path=path, found=found, known=known)


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    rows = await connection.execute_fetchall(f"PRAGMA {name}")
    return int(next(iter(rows))[0])
