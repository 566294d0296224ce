"""Channels that somebody made the bot an administrator of: offered to the operators, who accept or refuse them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import aiosqlite

from core.types import ChannelRef
from storage.values import instant_or_none, seconds


class OfferState(StrEnum):
    """What became of an offer; UNASKED: posts of the channel came, but the operators were not asked yet."""

    UNASKED = "unasked"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`offered_by`, `offered_by_name`: the Telegram user who made the bot an administrator.

    `dropped`: posts that were not taken in, the last of them at `dropped_at`.
    """

    telegram_id: int
    title: str | None
    username: str | None
    offered_by: int | None
    offered_by_name: str | None
    state: OfferState
    asked_at: datetime | None
    dropped: int
    dropped_at: datetime | None


async def ask(
    connection: aiosqlite.Connection, ref: ChannelRef, user_id: int | None, user_name: str | None, now: datetime
) -> bool:
    """Writes down that the operators are asked about a channel with a Telegram id; False where they were asked before.

    An answer that they gave stays.
    """
    rows = await connection.execute_fetchall(
        "INSERT INTO channel_offers (telegram_id, title, username, offered_by, offered_by_name, state, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (telegram_id) DO UPDATE SET title = coalesce(excluded.title, title),"
        " username = coalesce(excluded.username, username), offered_by = excluded.offered_by,"
        " offered_by_name = excluded.offered_by_name, state = excluded.state, asked_at = excluded.asked_at"
        " WHERE state = ? RETURNING telegram_id",
        (
            ref.telegram_id, ref.title, ref.username, user_id, user_name, OfferState.ASKED, seconds(now),
            OfferState.UNASKED,
        ),
    )  # fmt: skip
    return bool(list(rows))


async def drop(connection: aiosqlite.Connection, ref: ChannelRef, now: datetime) -> int:
    """Counts a post that was not taken in, of a channel with a Telegram id; returns how many of it were not by now."""
    rows = await connection.execute_fetchall(
        "INSERT INTO channel_offers (telegram_id, title, username, state, dropped, dropped_at)"
        " VALUES (?, ?, ?, ?, 1, ?)"
        " ON CONFLICT (telegram_id) DO UPDATE SET title = coalesce(excluded.title, title),"
        " username = coalesce(excluded.username, username), dropped = dropped + 1, dropped_at = excluded.dropped_at"
        " RETURNING dropped",
        (ref.telegram_id, ref.title, ref.username, OfferState.UNASKED, seconds(now)),
    )
    return int(next(iter(rows))["dropped"])


async def decide(connection: aiosqlite.Connection, telegram_id: int, accepted: bool) -> None:  # noqa: FBT001
    """Writes down what an operator said to an offer; the last word counts."""
    state = OfferState.ACCEPTED if accepted else OfferState.REFUSED
    await connection.execute("UPDATE channel_offers SET state = ? WHERE telegram_id = ?", (state, telegram_id))


async def of(connection: aiosqlite.Connection, telegram_id: int) -> Offer | None:
    """The offer of the channel with this Telegram id."""
    rows = await connection.execute_fetchall("SELECT * FROM channel_offers WHERE telegram_id = ?", (telegram_id,))
    return next(map(_row_to_offer, rows), None)


async def all_offers(connection: aiosqlite.Connection) -> list[Offer]:
    """All offers, by Telegram ids."""
    rows = await connection.execute_fetchall("SELECT * FROM channel_offers ORDER BY telegram_id")
    return [_row_to_offer(row) for row in rows]


def _row_to_offer(row: sqlite3.Row) -> Offer:
    return Offer(
        telegram_id=row["telegram_id"],
        title=row["title"],
        username=row["username"],
        offered_by=row["offered_by"],
        offered_by_name=row["offered_by_name"],
        state=OfferState(row["state"]),
        asked_at=instant_or_none(row["asked_at"]),
        dropped=row["dropped"],
        dropped_at=instant_or_none(row["dropped_at"]),
    )
