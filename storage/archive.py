"""Posts together with what is derived from them, in one transaction: a post is never stored without its index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import aiosqlite

from core.types import IncomingPost, Post
from storage import posts, search_index
from storage.search_index import Indexed


async def store(
    connection: aiosqlite.Connection,
    channel_id: int,
    inserts: Sequence[tuple[str, IncomingPost]],
    updates: Sequence[tuple[Post, IncomingPost]],
    now: datetime,
) -> None:
    """Stores new posts, each with its fingerprint, and what stored ones have become."""
    ids = await posts.insert(connection, channel_id, inserts, now)
    new = [Indexed(post_id, channel_id, post.text.text) for post_id, (_, post) in zip(ids, inserts, strict=True)]
    # By id: a post that is updated twice here still stands in the index once.
    before: dict[int, Indexed] = {}
    after: dict[int, Indexed] = {}
    for stored, post in updates:
        await posts.update(connection, stored, post)
        if stored.deleted_at is None:
            before[stored.id] = Indexed(stored.id, channel_id, stored.text.text)
            after[stored.id] = Indexed(stored.id, channel_id, post.text.text)
    await search_index.replace(connection, list(before.values()), [*after.values(), *new])
