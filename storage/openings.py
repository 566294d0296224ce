"""How often posts were opened, by days: of no user and no chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import aiosqlite

from core.types import Viewer
from storage.search_log import day_of, number_of
from storage.visible import sql_for


@dataclass(frozen=True, slots=True)
class Opened:
    """A post with how often it was opened in a number of days."""

    post_id: int
    times: int


async def add(connection: aiosqlite.Connection, counts: Mapping[tuple[date, int], int]) -> None:
    """Adds to the counts of posts, by day and post id; posts that are not in the archive any more are left out."""
    await connection.executemany(
        "INSERT INTO openings SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM posts WHERE id = ?2)"
        " ON CONFLICT (day, post_id) DO UPDATE SET opened = opened + excluded.opened",
        [(number_of(day), post_id, times) for (day, post_id), times in counts.items()],
    )


async def forget_before(connection: aiosqlite.Connection, day: date) -> None:
    """Forgets the days before this one."""
    await connection.execute("DELETE FROM openings WHERE day < ?", (number_of(day),))


async def most_opened(connection: aiosqlite.Connection, viewer: Viewer, since: date, limit: int) -> list[Opened]:
    """The posts that the viewer may see that were opened since that day, the most opened first."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT post_id, sum(opened) AS times FROM openings JOIN posts ON posts.id = openings.post_id"
        f" WHERE day >= ? AND {condition} GROUP BY post_id ORDER BY times DESC, max(day) DESC, post_id DESC"
        " LIMIT ?",
        (number_of(since), *parameters, limit),
    )
    return [Opened(row["post_id"], row["times"]) for row in rows]


async def by_day(connection: aiosqlite.Connection, viewer: Viewer, since: date) -> dict[date, int]:
    """How often posts that the viewer may see were opened, by day since that one."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT day, sum(opened) AS times FROM openings JOIN posts ON posts.id = openings.post_id"
        f" WHERE day >= ? AND {condition} GROUP BY day",
        (number_of(since), *parameters),
    )
    return {day_of(row["day"]): row["times"] for row in rows}
