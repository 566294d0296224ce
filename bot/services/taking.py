"""Taking posts in: the one way by which posts come into the archive, whether imported, synced, forwarded or live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.intake import Arrival, Plan, Stored, plan
from core.types import Channel
from storage import archive, posts
from storage.database import Connection, Database


class Taking:
    """Stores posts of a channel, each once, however often and by whatever way it comes."""

    def __init__(self, database: Database, *, indexed: bool = True) -> None:
        """`indexed`: off, the posts are not searchable until a reindex (a benchmark's wish)."""
        self._database = database
        self._indexed = indexed

    async def take(self, channel: Channel, arrivals: Sequence[Arrival], now: datetime, *, live: bool = False) -> Plan:
        """Stores the posts in one transaction and returns what was done.

        `live`: they are in the channel at this very moment, so those that were taken for deleted come back; posts that
        say when they were seen do the same.
        """
        async with self._database.transaction() as connection:
            stored = await stored_for(connection, channel, arrivals)
            planned = plan(arrivals, stored)
            if planned.inserts or planned.updates or planned.absorbed:
                await archive.store(
                    connection,
                    channel.id,
                    planned.inserts,
                    planned.updates,
                    now,
                    absorbed=planned.absorbed,
                    indexed=self._indexed,
                )
            back = [] if not (live or _seen_now(arrivals)) else _taken_for_deleted(planned, stored)
            if back:
                await archive.revive(connection, back)
        return planned


async def stored_for(connection: Connection, channel: Channel, arrivals: Sequence[Arrival]) -> Stored:
    """The stored posts that the arrivals can mean."""
    message_ids = [message_id for arrival in arrivals for message_id in arrival.post.message_ids]
    album_ids = {arrival.post.album_id for arrival in arrivals if arrival.post.album_id is not None}
    fingerprints = [arrival.fingerprint for arrival in arrivals if arrival.fingerprint and not arrival.post.message_ids]
    by_message = await posts.holders(connection, channel.id, message_ids) if message_ids else {}
    by_album = await posts.albums(connection, channel.id, sorted(album_ids)) if album_ids else {}
    by_fingerprint = await posts.nameless_by_fingerprint(connection, channel.id, fingerprints) if fingerprints else {}
    partners = {arrival.partner for arrival in arrivals if arrival.partner is not None}
    wanted = partners.union(by_message.values(), by_album.values(), by_fingerprint.values())
    found = await posts.stored(connection, sorted(wanted)) if wanted else []
    return Stored(
        posts={post.id: post for post in found},
        by_message=by_message,
        by_album=by_album,
        by_fingerprint=by_fingerprint,
    )


def _seen_now(arrivals: Sequence[Arrival]) -> bool:
    return any(arrival.post.seen_at is not None for arrival in arrivals)


def _taken_for_deleted(planned: Plan, stored: Stored) -> list[int]:
    return [post_id for post_id in planned.seen if stored.posts[post_id].deleted_at is not None]
