"""What a card's buttons mean, under a short id, so that old cards work after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiosqlite

from storage.values import seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonState:
    """One card: `kind` says how to read `payload` (JSON values only).

    `owner_id`: the user who asked for it; None for an anonymous one. `personal`: it answers him alone.
    """

    id: str
    chat_id: int
    kind: str
    payload: dict[str, Any]
    owner_id: int | None = None
    personal: bool = False


async def save(connection: aiosqlite.Connection, state: ButtonState, now: datetime) -> None:
    """Stores a card's state under its id, in place of an older one."""
    await save_all(connection, [(state, now)])


async def save_all(connection: aiosqlite.Connection, states: Iterable[tuple[ButtonState, datetime]]) -> None:
    """Stores cards' states, each with the instant at which it was made, in place of older ones of their ids."""
    await connection.executemany(
        "INSERT OR REPLACE INTO button_state (id, chat_id, kind, payload, owner_id, personal, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                state.id,
                state.chat_id,
                state.kind,
                json.dumps(state.payload, ensure_ascii=False),
                state.owner_id,
                state.personal,
                seconds(now),
            )
            for state, now in states
        ],
    )


async def load(connection: aiosqlite.Connection, state_id: str, chat_id: int) -> ButtonState | None:
    """The state under this id, where it belongs to this chat; None where it is unknown or forgotten."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM button_state WHERE id = ? AND chat_id = ?", (state_id, chat_id)
    )
    for row in rows:
        return ButtonState(
            id=row["id"],
            chat_id=row["chat_id"],
            kind=row["kind"],
            payload=json.loads(row["payload"]),
            owner_id=row["owner_id"],
            personal=bool(row["personal"]),
        )
    return None


async def forget_older(connection: aiosqlite.Connection, before: datetime) -> int:
    """Removes the states of cards that were made before this instant; returns how many."""
    cursor = await connection.execute("DELETE FROM button_state WHERE created_at < ?", (seconds(before),))
    return cursor.rowcount
