"""How far the web preview of a public channel is read, and which posts it showed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from core.deletions import Sighted
from storage.post_rows import MESSAGE_IDS
from storage.values import IN_LIST, as_list, instant_or_none, seconds, seconds_or_none
from storage.visible import LIVE

Spans = tuple[tuple[int, int], ...]
"""Message ids, each from the lowest to the highest that was read without a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewState:
    """How far a channel's preview is read.

    `covered`: what was read; `complete`: the walk back has come to its end, at `since` or at the channel's beginning.
    `synced_at`: the last sync that came to its end. `failures`: of syncs since then, with the last one's `problem`.
    """

    channel_id: int
    covered: Spans = ()
    complete: bool = False
    since: datetime | None = None
    synced_at: datetime | None = None
    failures: int = 0
    problem: str | None = None


async def state(connection: aiosqlite.Connection, channel_id: int) -> PreviewState | None:
    """How far a channel's preview is read; None: it was never synced."""
    rows = await connection.execute_fetchall("SELECT * FROM preview_state WHERE channel_id = ?", (channel_id,))
    return next(map(_row_to_state, rows), None)


async def all_states(connection: aiosqlite.Connection) -> list[PreviewState]:
    """How far the previews of all channels that are synced are read, in the order of the channels."""
    rows = await connection.execute_fetchall("SELECT * FROM preview_state ORDER BY channel_id")
    return [_row_to_state(row) for row in rows]


async def save_state(connection: aiosqlite.Connection, reached: PreviewState) -> None:
    """Remembers how far a channel's preview is read."""
    await connection.execute(
        "INSERT OR REPLACE INTO preview_state"
        " (channel_id, covered, complete, since, synced_at, failures, problem) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            reached.channel_id,
            json.dumps(reached.covered),
            reached.complete,
            seconds_or_none(reached.since),
            seconds_or_none(reached.synced_at),
            reached.failures,
            reached.problem,
        ),
    )


async def saw(connection: aiosqlite.Connection, post_ids: Sequence[int], now: datetime) -> None:
    """A preview has shown these posts."""
    await connection.execute(
        "INSERT INTO preview_sightings (post_id, seen_at) SELECT value, ? FROM json_each(?) WHERE true"
        " ON CONFLICT (post_id) DO UPDATE SET seen_at = excluded.seen_at, missed_at = NULL, missed_again_at = NULL",
        (seconds(now), as_list(post_ids)),
    )


async def missed(connection: aiosqlite.Connection, post_ids: Sequence[int], now: datetime) -> None:
    """A preview should have shown these posts and did not; the first time since it last did is remembered."""
    await connection.execute(
        f"UPDATE preview_sightings SET missed_at = ? WHERE missed_at IS NULL AND post_id {IN_LIST}",
        (seconds(now), as_list(post_ids)),
    )


async def missed_again(connection: aiosqlite.Connection, post_ids: Sequence[int], now: datetime) -> None:
    """These posts were missed once more, long enough after the first time: they wait for being marked as deleted."""
    await connection.execute(
        f"UPDATE preview_sightings SET missed_again_at = ? WHERE missed_again_at IS NULL AND post_id {IN_LIST}",
        (seconds(now), as_list(post_ids)),
    )


async def gone(connection: aiosqlite.Connection, channel_id: int) -> list[int]:
    """Ids of a channel's posts that were missed again and are not marked as deleted, ascending."""
    rows = await connection.execute_fetchall(
        "SELECT post_id FROM preview_sightings CROSS JOIN posts ON posts.id = post_id"
        f" WHERE missed_again_at IS NOT NULL AND posts.channel_id = ? AND {LIVE} ORDER BY post_id",
        (channel_id,),
    )
    return [row["post_id"] for row in rows]


async def sightings(connection: aiosqlite.Connection, channel_id: int, first_id: int, last_id: int) -> list[Sighted]:
    """The posts that a preview has shown and whose first message id lies between the two, both excluded; in its order.

    Posts that are marked as deleted are left out.
    """
    rows = await connection.execute_fetchall(
        f"SELECT post_id, missed_at, {MESSAGE_IDS} FROM posts JOIN preview_sightings ON post_id = posts.id"
        f" WHERE posts.channel_id = ? AND posts.message_id > ? AND posts.message_id < ? AND {LIVE}"
        " ORDER BY posts.message_id",
        (channel_id, first_id, last_id),
    )
    return [
        Sighted(row["post_id"], tuple(json.loads(row["message_ids"])), instant_or_none(row["missed_at"]))
        for row in rows
    ]


async def inherit(connection: aiosqlite.Connection, kept_id: int, gone_id: int) -> None:
    """What was read of the channel `gone_id` counts for `kept_id`, the same channel, unless that has a state."""
    await connection.execute(
        "UPDATE OR IGNORE preview_state SET channel_id = ? WHERE channel_id = ?", (kept_id, gone_id)
    )


def _row_to_state(row: sqlite3.Row) -> PreviewState:
    return PreviewState(
        channel_id=row["channel_id"],
        covered=tuple((lowest, highest) for lowest, highest in json.loads(row["covered"])),
        complete=bool(row["complete"]),
        since=instant_or_none(row["since"]),
        synced_at=instant_or_none(row["synced_at"]),
        failures=row["failures"],
        problem=row["problem"],
    )
