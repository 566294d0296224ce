"""Queries that printed links stand for, under short ids. Of no user and no chat; never forgotten."""

from __future__ import annotations

from datetime import datetime

import aiosqlite

from storage.values import seconds


async def keep(connection: aiosqlite.Connection, search_id: str, query: str, now: datetime) -> None:
    """Keeps a query under its id; one that is kept already stays as it is."""
    await connection.execute(
        "INSERT OR IGNORE INTO kept_searches (id, query, kept_at) VALUES (?, ?, ?)", (search_id, query, seconds(now))
    )


async def query(connection: aiosqlite.Connection, search_id: str) -> str | None:
    """The query that is kept under this id; None where none is."""
    rows = await connection.execute_fetchall("SELECT query FROM kept_searches WHERE id = ?", (search_id,))
    return next((row["query"] for row in rows), None)
