"""When posts were published: what the days of the archive hold. All reads take a Viewer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from core.types import Viewer
from storage.values import instant, instant_or_none, seconds
from storage.visible import sql_for

Span = tuple[datetime, datetime]
"""From the first instant on, before the second one."""


async def oldest(connection: aiosqlite.Connection, viewer: Viewer) -> datetime | None:
    """When the oldest dated post was published; None where no post has a date."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        f"SELECT min(posts.published_at) AS oldest FROM posts WHERE {condition}", parameters
    )
    return instant_or_none(next(iter(rows))["oldest"])


async def published_in(
    connection: aiosqlite.Connection, viewer: Viewer, spans: Sequence[Span]
) -> list[tuple[int, datetime]]:
    """Ids of the posts of these spans and when they were published, newest first."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT posts.id, posts.published_at FROM json_each(?) AS spans"
        " JOIN posts ON posts.published_at >= spans.value ->> 0 AND posts.published_at < spans.value ->> 1"
        f" WHERE {condition} ORDER BY posts.published_at DESC, posts.id DESC",
        (_as_json(spans), *parameters),
    )
    return [(row["id"], instant(row["published_at"])) for row in rows]


async def neighbours(connection: aiosqlite.Connection, viewer: Viewer, spans: Sequence[Span]) -> list[datetime]:
    """For each span when the last post before it and the first one behind it were published, where there are such."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT"
        " (SELECT max(posts.published_at) FROM posts"
        f"   WHERE posts.published_at < spans.value ->> 0 AND {condition}) AS before,"
        " (SELECT min(posts.published_at) FROM posts"
        f"   WHERE posts.published_at >= spans.value ->> 1 AND {condition}) AS behind"
        " FROM json_each(?) AS spans",
        (*parameters, *parameters, _as_json(spans)),
    )
    return [instant(found) for row in rows for found in (row["before"], row["behind"]) if found is not None]


def _as_json(spans: Sequence[Span]) -> str:
    return json.dumps([[seconds(first), seconds(behind)] for first, behind in spans])
