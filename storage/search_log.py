"""What readers look for, by days: a query and counts, of no user and no chat.

Beside the whole archive's log each channel has one of those searches that its authors may know of, and no others.
Which these are, bot.services.reading_log decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import aiosqlite

from core.types import Channel

MOST_A_DAY = 10_000
"""Different queries that a day has: whoever writes nonsense for hours must not fill the disk."""

_DAYS_BEFORE = 719_163
"""Days of the calendar before the first one of the tables, 1970-01-01."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often a query was asked on a day, and how often of these nothing was found.

    `missed_by_guest`: how often of these by those who see public channels alone. `hits`: posts found, the last time.
    """

    day: date
    query: str
    asked: int
    missed: int = 0
    missed_by_guest: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfChannel:
    """The same for one channel: `hits` are posts of it."""

    channel_id: int
    day: date
    query: str
    asked: int
    missed: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A query with how often it was asked, or missed, in a number of days; `hits` of the last of them."""

    query: str
    times: int
    hits: int


@dataclass(frozen=True, slots=True)
class DaySum:
    """All searches of a day: how many, and of these how many found nothing."""

    day: date
    asked: int
    missed: int


def number_of(day: date) -> int:
    """A day as the tables have it."""
    return day.toordinal() - _DAYS_BEFORE


def day_of(number: int) -> date:
    """The day of that number."""
    return date.fromordinal(number + _DAYS_BEFORE)


async def add(connection: aiosqlite.Connection, rows: Sequence[Asked]) -> None:
    """Adds to the archive's log; on a day that has enough, only to queries that it has."""
    for day in {row.day for row in rows}:
        of_day = [row for row in rows if row.day == day]
        values = [(number_of(day), row.query, row.asked, row.missed, row.missed_by_guest, row.hits) for row in of_day]
        known = await _of_day(connection, "search_log", day)
        insert = "INSERT INTO search_log SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE "
        has_room = "TRUE" if known < MOST_A_DAY else "EXISTS (SELECT 1 FROM search_log WHERE day = ?1 AND query = ?2)"
        await connection.executemany(
            f"{insert}{has_room} ON CONFLICT (day, query) DO UPDATE SET asked = asked + excluded.asked,"
            " missed = missed + excluded.missed, missed_by_guest = missed_by_guest + excluded.missed_by_guest,"
            " hits = excluded.hits",
            values,
        )


async def add_to_channels(connection: aiosqlite.Connection, rows: Sequence[AskedOfChannel]) -> None:
    """Adds to the logs of channels what the archive's log has; add it there first."""
    await connection.executemany(
        "INSERT INTO search_log_channels SELECT ?1, ?2, ?3, ?4, ?5, ?6"
        " WHERE EXISTS (SELECT 1 FROM search_log WHERE day = ?2 AND query = ?3)"
        " AND EXISTS (SELECT 1 FROM channels WHERE id = ?1)"
        " ON CONFLICT (channel_id, day, query) DO UPDATE SET asked = asked + excluded.asked,"
        " missed = missed + excluded.missed, hits = excluded.hits",
        [(row.channel_id, number_of(row.day), row.query, row.asked, row.missed, row.hits) for row in rows],
    )


async def forget_before(connection: aiosqlite.Connection, day: date) -> int:
    """Forgets the days before this one; returns how many queries of a day the archive's log had of them."""
    cursor = await connection.execute("DELETE FROM search_log WHERE day < ?", (number_of(day),))
    await connection.execute("DELETE FROM search_log_channels WHERE day < ?", (number_of(day),))
    return cursor.rowcount


async def inherit(connection: aiosqlite.Connection, kept: Channel, gone: Channel) -> None:
    """What was asked of `gone`, the same channel as `kept`, was asked of `kept`."""
    await connection.execute(
        "INSERT INTO search_log_channels SELECT ?, day, query, asked, missed, hits FROM search_log_channels"
        " WHERE channel_id = ? ON CONFLICT (channel_id, day, query)"
        # A search that both answered is one search: the larger count holds it, the sum would count it twice.
        " DO UPDATE SET asked = max(asked, excluded.asked), missed = min(missed, excluded.missed),"
        " hits = hits + excluded.hits",
        (kept.id, gone.id),
    )


async def most_asked(connection: aiosqlite.Connection, since: date, limit: int) -> list[Counted]:
    """What was asked since that day, of the whole archive, the most asked first."""
    return await _counted(connection, "FROM search_log WHERE day >= ?", "asked", number_of(since), limit)


async def most_missed(connection: aiosqlite.Connection, since: date, limit: int) -> list[Counted]:
    """What was asked and not found since that day, in the whole archive, the most missed first."""
    return await _counted(connection, "FROM search_log WHERE day >= ?", "missed", number_of(since), limit)


async def most_missed_by_guests(connection: aiosqlite.Connection, since: date, limit: int) -> list[Counted]:
    """The same, where those asked who see public channels alone."""
    return await _counted(connection, "FROM search_log WHERE day >= ?", "missed_by_guest", number_of(since), limit)


async def most_asked_of(connection: aiosqlite.Connection, channel: Channel, since: date, limit: int) -> list[Counted]:
    """What was asked since that day and answered from a channel, as its authors may know it; the most asked first."""
    of_channel = "FROM search_log_channels WHERE day >= ? AND channel_id = ? AND missed < asked"
    return await _counted(connection, of_channel, "asked - missed", number_of(since), channel.id, limit)


async def most_missed_of(connection: aiosqlite.Connection, channel: Channel, since: date, limit: int) -> list[Counted]:
    """What was asked and not found since that day by those who see that channel of members; the most missed first."""
    of_channel = "FROM search_log_channels WHERE day >= ? AND channel_id = ?"
    return await _counted(connection, of_channel, "missed", number_of(since), channel.id, limit)


async def by_day(connection: aiosqlite.Connection, since: date, channel: Channel | None = None) -> list[DaySum]:
    """The sums of the days since that one on which something was asked, of one channel or all; the last day first."""
    table = "search_log" if channel is None else "search_log_channels"
    of_channel, parameters = ("", ()) if channel is None else (" AND channel_id = ?", (channel.id,))
    rows = await connection.execute_fetchall(
        f"SELECT day, sum(asked) AS asked, sum(missed) AS missed FROM {table} WHERE day >= ?{of_channel}"
        " GROUP BY day ORDER BY day DESC",
        (number_of(since), *parameters),
    )
    return [DaySum(day_of(row["day"]), row["asked"], row["missed"]) for row in rows]


async def _counted(connection: aiosqlite.Connection, source: str, what: str, *parameters: int) -> list[Counted]:
    # The bare `hits` is that of the row with the highest day (https://sqlite.org/lang_select.html#bareagg).
    rows = await connection.execute_fetchall(
        f"SELECT query, sum({what}) AS times, hits, max(day) AS last {source} GROUP BY query HAVING times > 0"
        " ORDER BY times DESC, last DESC, query LIMIT ?",
        parameters,
    )
    return [Counted(row["query"], row["times"], row["hits"]) for row in rows]


async def _of_day(connection: aiosqlite.Connection, table: str, day: date) -> int:
    rows = await connection.execute_fetchall(f"SELECT count(*) FROM {table} WHERE day = ?", (number_of(day),))
    return int(next(iter(rows))[0])
