"""What the operators are to be told once: noted durably first, told then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from storage.values import IN_LIST, as_list, seconds


async def note(connection: aiosqlite.Connection, kind: str, key: str, now: datetime) -> bool:
    """Notes a thing to be told; False where it was noted before, told or not."""
    cursor = await connection.execute(
        "INSERT INTO notices (kind, key, noted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (kind, key, seconds(now))
    )
    return cursor.rowcount > 0


async def untold(connection: aiosqlite.Connection, kind: str) -> list[str]:
    """The keys of this kind that are still to be told, the first noted first."""
    rows = await connection.execute_fetchall(
        "SELECT key FROM notices WHERE kind = ? AND told_at IS NULL ORDER BY noted_at, key", (kind,)
    )
    return [row["key"] for row in rows]


async def told(connection: aiosqlite.Connection, kind: str, keys: Sequence[str], now: datetime) -> None:
    """These things were told."""
    await connection.execute(
        f"UPDATE notices SET told_at = coalesce(told_at, ?) WHERE kind = ? AND key {IN_LIST}",
        (seconds(now), kind, as_list(keys)),
    )


async def forget(connection: aiosqlite.Connection, kind: str, key: str) -> None:
    """As if this thing had never been noted: the next time it is told again."""
    await connection.execute("DELETE FROM notices WHERE kind = ? AND key = ?", (kind, key))


async def first_time(connection: aiosqlite.Connection, kind: str, key: str, now: datetime) -> bool:
    """Whether this thing is told for the first time, just now; False where it was noted before, told or not."""
    cursor = await connection.execute(
        "INSERT INTO notices (kind, key, noted_at, told_at) VALUES (?1, ?2, ?3, ?3) ON CONFLICT DO NOTHING",
        (kind, key, seconds(now)),
    )
    return cursor.rowcount > 0
