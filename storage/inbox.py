"""Updates of Telegram that change the archive: written down before they are confirmed, taken out once applied."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.values import instant, instant_or_none, seconds

MOST_FAILURES = 5
"""After so many an update is set aside: it must not hold up the others for ever."""

REMEMBERED = 1_000
"""How many of the applied updates are known again. Not all that are older: after a week of silence Telegram's numbers
begin anew anywhere (https://core.telegram.org/bots/api#update)."""

POLLED_EVERY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxUpdate:
    """An update as Telegram tells it: `payload` is its JSON."""

    update_id: int
    kind: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An update that could not be applied, without what it holds; `problem`: of the last failure."""

    update_id: int
    kind: str
    received_at: datetime
    failures: int
    problem: str


async def keep(connection: aiosqlite.Connection, updates: Sequence[InboxUpdate], now: datetime) -> int:
    """Writes updates down and returns how many are new: one that waits already or was applied lately is not."""
    before = await _count(connection, "SELECT count(*) FROM inbox")
    await connection.executemany(
        "INSERT INTO inbox (update_id, kind, payload, received_at)"
        " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM inbox_applied WHERE update_id = ?1)"
        " ON CONFLICT (update_id) DO NOTHING",
        [(update.update_id, update.kind, update.payload, seconds(now)) for update in updates],
    )
    return await _count(connection, "SELECT count(*) FROM inbox") - before


async def waiting(connection: aiosqlite.Connection, limit: int) -> list[InboxUpdate]:
    """The first updates that are to be applied, in Telegram's order; those that were set aside are left out."""
    rows = await connection.execute_fetchall(
        "SELECT update_id, kind, payload FROM inbox WHERE failures < ? ORDER BY update_id LIMIT ?",
        (MOST_FAILURES, limit),
    )
    return [InboxUpdate(update_id=row["update_id"], kind=row["kind"], payload=row["payload"]) for row in rows]


async def count(connection: aiosqlite.Connection) -> int:
    """How many updates are to be applied."""
    return await _count(connection, "SELECT count(*) FROM inbox WHERE failures < ?", MOST_FAILURES)


async def done(connection: aiosqlite.Connection, update_id: int) -> None:
    """Takes out an update that was applied; call it in the transaction that applies it, and it is applied once."""
    await connection.execute("DELETE FROM inbox WHERE update_id = ?", (update_id,))
    await connection.execute("INSERT OR IGNORE INTO inbox_applied (update_id) VALUES (?)", (update_id,))
    await connection.execute(
        "DELETE FROM inbox_applied WHERE id <= (SELECT max(id) FROM inbox_applied) - ?", (REMEMBERED,)
    )


async def failed(connection: aiosqlite.Connection, update_id: int, problem: str) -> bool:
    """Counts a failure to apply an update, and says whether it is set aside by that."""
    rows = await connection.execute_fetchall(
        "UPDATE inbox SET failures = failures + 1, problem = ? WHERE update_id = ? RETURNING failures",
        (problem, update_id),
    )
    return any(row["failures"] == MOST_FAILURES for row in rows)


async def set_aside(connection: aiosqlite.Connection) -> list[SetAside]:
    """The updates that could not be applied, the earliest first."""
    rows = await connection.execute_fetchall(
        "SELECT update_id, kind, received_at, failures, problem FROM inbox WHERE failures >= ? ORDER BY update_id",
        (MOST_FAILURES,),
    )
    return [_row_to_set_aside(row) for row in rows]


async def try_again(connection: aiosqlite.Connection) -> int:
    """Lets those updates wait to be applied again, perhaps by a newer program; returns how many."""
    cursor = await connection.execute("UPDATE inbox SET failures = 0 WHERE failures >= ?", (MOST_FAILURES,))
    return cursor.rowcount


async def polled(connection: aiosqlite.Connection, now: datetime) -> None:
    """Telegram has told its updates at this instant; written down once a minute."""
    # A time in the future is one of a clock that was wrong: it is not kept.
    await connection.execute(
        "UPDATE inbox_state SET polled_at = ?1 WHERE polled_at IS NULL OR abs(?1 - polled_at) >= ?2",
        (seconds(now), POLLED_EVERY_S),
    )


async def last_polled(connection: aiosqlite.Connection) -> datetime | None:
    """When Telegram last told its updates, to the minute; None: never yet."""
    rows = await connection.execute_fetchall("SELECT polled_at FROM inbox_state")
    return instant_or_none(next(iter(rows))["polled_at"])


def _row_to_set_aside(row: sqlite3.Row) -> SetAside:
    return SetAside(
        update_id=row["update_id"],
        kind=row["kind"],
        received_at=instant(row["received_at"]),
        failures=row["failures"],
        problem=row["problem"],
    )


async def _count(connection: aiosqlite.Connection, statement: str, *parameters: int) -> int:
    rows = await connection.execute_fetchall(statement, parameters)
    return int(next(iter(rows))[0])
