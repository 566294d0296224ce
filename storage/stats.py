"""Numbers of the archive: posts and their reactions, counted over what a viewer may see."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from core.stats import Tally, Totals
from core.types import Viewer
from storage.values import instant_or_none, seconds
from storage.visible import sql_for

_SPANS_AT_ONCE = 24
"""Of 100,000 posts over ten years that is a statement of 20 ms: other reads come in between."""

_NEVER = 1 << 62


async def totals(connection: aiosqlite.Connection, viewer: Viewer) -> dict[int, Totals]:
    """The posts of each channel that the viewer may see, by the channel's id; channels without posts are left out."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT channel_id, count(*) AS posts, count(published_at) AS dated, min(published_at) AS first,"
        " max(published_at) AS last, count(reactions) AS rated, sum(reactions_total) AS reactions"
        # The plus: all posts are read once, in the order in which they lie, and not channel by channel.
        f" FROM posts WHERE {condition} GROUP BY +channel_id",
        parameters,
    )
    return {row["channel_id"]: _row_to_totals(row) for row in rows}


async def tallies(connection: aiosqlite.Connection, viewer: Viewer, starts: Sequence[datetime]) -> list[Tally]:
    """The posts published from each of the ascending instants to the next one; the last stretch has no end."""
    found: list[Tally] = []
    for begin in range(0, len(starts), _SPANS_AT_ONCE):
        stop = starts[begin + _SPANS_AT_ONCE] if begin + _SPANS_AT_ONCE < len(starts) else None
        found += await _tallies(connection, viewer, starts[begin : begin + _SPANS_AT_ONCE], stop)
    return found


async def _tallies(
    connection: aiosqlite.Connection, viewer: Viewer, starts: Sequence[datetime], stop: datetime | None
) -> list[Tally]:
    condition, parameters = sql_for(viewer)
    spans = json.dumps([seconds(start) for start in starts])
    rows = await connection.execute_fetchall(
        "WITH spans AS (SELECT key AS number, value AS start, lead(value, 1, ?) OVER (ORDER BY key) AS stop"
        " FROM json_each(?))"
        " SELECT spans.number, count(*) AS posts, count(reactions) AS rated, sum(reactions_total) AS reactions"
        " FROM spans JOIN posts ON posts.published_at >= start AND posts.published_at < stop"
        f" WHERE {condition} GROUP BY spans.number",
        (_NEVER if stop is None else seconds(stop), spans, *parameters),
    )
    found = {row["number"]: Tally(posts=row["posts"], rated=row["rated"], reactions=row["reactions"]) for row in rows}
    return [found.get(number, Tally()) for number in range(len(starts))]


def _row_to_totals(row: sqlite3.Row) -> Totals:
    return Totals(
        posts=row["posts"],
        dated=row["dated"],
        first=instant_or_none(row["first"]),
        last=instant_or_none(row["last"]),
        rated=row["rated"],
        reactions=row["reactions"],
    )
