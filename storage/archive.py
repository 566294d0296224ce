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
    outdated, fresh = [], []
    for fingerprint, post in inserts:
        post_id = await posts.insert(connection, channel_id, fingerprint, post, now)
        fresh.append(Indexed(post_id, channel_id, post.text.text))
    for stored, post in updates:
        await posts.update(connection, stored, post)
        if stored.deleted_at is None and post.text.text != stored.text.text:
            outdated.append(Indexed(stored.id, channel_id, stored.text.text))
            fresh.append(Indexed(stored.id, channel_id, post.text.text))
    await search_index.replace(connection, outdated, fresh)
