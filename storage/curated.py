"""What authors decided of the topics of their channels, in which steps, and the posts that their rules take."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import aiosqlite

from core.reading import plain_text
from core.topics.curation import Curated
from core.topics.rules import Matcher
from storage.values import IN_LIST, as_list, seconds

STEPS_KEPT = 200
"""Of a channel, that can be taken back; the ones before them are forgotten."""

_LISTS = ("terms", "names", "keys")

Decisions = Mapping[str, Curated | None]
"""What is decided of topics, by their keys; None: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an author: what was decided of the topics that it touched, before and after it."""

    id: int
    channel_id: int
    before: Decisions
    after: Decisions


async def of_channel(connection: aiosqlite.Connection, channel_id: int) -> dict[str, Curated]:
    """All that is decided of a channel's topics, by their keys."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM curated_topics WHERE channel_id = ? ORDER BY key", (channel_id,)
    )
    return {row["key"]: _row_to_curated(row) for row in rows}


async def decide(connection: aiosqlite.Connection, channel_id: int, after: Decisions, now: datetime) -> int:
    """Notes decisions in place of what was decided of the same topics; returns the id of this step.

    What is to be shown then is storage.topics.show's; posts of rules that are new are to be matched before.
    """
    known = await of_channel(connection, channel_id)
    before = {key: known.get(key) for key in after}
    for key, row in after.items():
        if row is None:
            await connection.execute("DELETE FROM curated_topics WHERE channel_id = ? AND key = ?", (channel_id, key))
        else:
            await _store(connection, channel_id, row, known.get(key))
    rows = await connection.execute_fetchall(
        "INSERT INTO curation_steps (channel_id, before, after, done_at) VALUES (?, ?, ?, ?) RETURNING id",
        (channel_id, _as_json(before), _as_json(after), seconds(now)),
    )
    await connection.execute(
        "DELETE FROM curation_steps WHERE channel_id = ?1 AND id <="
        " (SELECT id FROM curation_steps WHERE channel_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        (channel_id, STEPS_KEPT),
    )
    return int(next(iter(rows))["id"])


async def step(connection: aiosqlite.Connection, channel_id: int, step_id: int) -> Step | None:
    """A step of this channel's authors; None where there is none of this id, or it is forgotten."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM curation_steps WHERE id = ? AND channel_id = ?", (step_id, channel_id)
    )
    for row in rows:
        return Step(
            id=row["id"],
            channel_id=row["channel_id"],
            before=_from_json(row["before"]),
            after=_from_json(row["after"]),
        )
    return None


async def match(connection: aiosqlite.Connection, channel_id: int, post_ids: Collection[int]) -> bool:
    """Notes which of the channel's curated topics these posts of it say; whether there are any curated ones."""
    curated = await of_channel(connection, channel_id)
    if not curated or not post_ids:
        return bool(curated)
    matcher = Matcher({row.key: row.sayings for row in curated.values()})
    rows = await connection.execute_fetchall(
        f"SELECT id, text, poll FROM posts WHERE channel_id = ? AND id {IN_LIST}", (channel_id, as_list(post_ids))
    )
    texts = [(row["id"], plain_text(row["text"], json.loads(row["poll"]) if row["poll"] else None)) for row in rows]
    await connection.execute(f"DELETE FROM curated_posts WHERE post_id {IN_LIST}", (as_list(post_ids),))
    await connection.executemany(
        "INSERT INTO curated_posts (post_id, channel_id, key) VALUES (?, ?, ?)",
        [(post_id, channel_id, key) for post_id, text in texts for key in sorted(matcher.keys(text))],
    )
    return True


async def next_posts(connection: aiosqlite.Connection, channel_id: int, after: int, limit: int) -> list[int]:
    """Ids of the channel's posts after that one, deleted ones too, ascending."""
    rows = await connection.execute_fetchall(
        "SELECT id FROM posts WHERE +channel_id = ? AND id > ? ORDER BY id LIMIT ?", (channel_id, after, limit)
    )
    return [row["id"] for row in rows]


async def unmatched(connection: aiosqlite.Connection, channel_id: int) -> list[str]:
    """Keys of the curated topics for which not all posts of the channel are matched yet."""
    rows = await connection.execute_fetchall(
        "SELECT key FROM curated_topics WHERE channel_id = ? AND NOT matched ORDER BY key", (channel_id,)
    )
    return [row["key"] for row in rows]


async def set_matched(connection: aiosqlite.Connection, channel_id: int, keys: Iterable[str]) -> None:
    """Notes that for these curated topics all posts of the channel are matched."""
    await connection.execute(
        f"UPDATE curated_topics SET matched = 1 WHERE channel_id = ? AND key {IN_LIST}", (channel_id, as_list(keys))
    )


async def match_anew(connection: aiosqlite.Connection) -> None:
    """Notes that nothing is matched any more: words are read in another way than before."""
    await connection.execute("UPDATE curated_topics SET matched = 0")


async def inherit(connection: aiosqlite.Connection, kept_id: int, gone_id: int) -> None:
    """What was decided of the topics of `gone`, the same channel as `kept`, is decided of those of `kept`.

    Where both decided of one topic, the word of `kept` stays, and it takes over the terms of the other one's rule.
    """
    known = await of_channel(connection, kept_id)
    for key, row in (await of_channel(connection, gone_id)).items():
        mine = known.get(key)
        heir = row if mine is None else _with_terms(mine, row)
        if heir != mine:
            await _store(connection, kept_id, heir, mine)


def _with_terms(mine: Curated, other: Curated) -> Curated:
    values = asdict(mine)
    for name in _LISTS:
        values[name] = tuple(dict.fromkeys((*values[name], *getattr(other, name))))
    return Curated(**values)


async def _store(connection: aiosqlite.Connection, channel_id: int, row: Curated, before: Curated | None) -> None:
    """Stores a decision; it has to be matched where its rule is another one than before."""
    is_matched_still = before is not None and before.sayings == row.sayings
    await connection.execute(
        "INSERT INTO curated_topics (channel_id, key, name, hidden, into_key, terms, names, keys)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, hidden = excluded.hidden,"
        " into_key = excluded.into_key, terms = excluded.terms, names = excluded.names, keys = excluded.keys,"
        " matched = matched AND ?",
        (
            channel_id, row.key, row.name, row.hidden, row.into,
            *(json.dumps(texts, ensure_ascii=False) for texts in (row.terms, row.names, row.keys)), is_matched_still,
        ),
    )  # fmt: skip


def _row_to_curated(row: sqlite3.Row) -> Curated:
    return Curated(
        key=row["key"],
        name=row["name"],
        hidden=bool(row["hidden"]),
        into=row["into_key"],
        terms=tuple(json.loads(row["terms"])),
        names=tuple(json.loads(row["names"])),
        keys=tuple(json.loads(row["keys"])),
    )


def _as_json(decisions: Decisions) -> str:
    return json.dumps({key: row and asdict(row) for key, row in decisions.items()}, ensure_ascii=False)


def _from_json(text: str) -> dict[str, Curated | None]:
    decisions: dict[str, Curated | None] = {}
    for key, values in json.loads(text).items():
        lists = {} if values is None else {name: tuple(values[name]) for name in _LISTS}
        decisions[key] = None if values is None else Curated(**(values | lists))
    return decisions
