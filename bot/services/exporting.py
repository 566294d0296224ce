"""The archive as JSON Lines: one post a line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from core.richtext import entity_to_json
from core.types import Post, Viewer
from storage import posts
from storage.database import Database


class Exporting:
    """Reads posts out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, viewer: Viewer, channel_id: int | None = None) -> AsyncIterator[dict[str, object]]:
        """Every post that the viewer may see, of one channel or all, as a JSON object, in the order of storing."""
        async with self._database.reading() as connection:
            async for post in posts.each(connection, viewer, channel_id):
                yield post_to_json(post)


def post_to_json(post: Post) -> dict[str, object]:
    """A post as an exported object; instants in ISO 8601 UTC, entities in Telegram's own shape."""
    return {
        "channel": {
            "telegram_id": post.channel.telegram_id,
            "username": post.channel.username,
            "title": post.channel.title,
        },
        "post_id": post.id,
        "message_ids": list(post.message_ids),
        "published_at": _iso(post.published_at),
        "edited_at": _iso(post.edited_at),
        "title": post.title,
        "text": post.text.text,
        "entities": [entity_to_json(entity) for entity in post.text.entities],
        "reactions": None if post.reactions is None else dict(post.reactions),
        "reactions_exact": post.reactions_exact,
        "views": post.views,
        "media": list(post.media),
        "poll": None if post.poll is None else dict(post.poll),
        "forwarded_from": post.forwarded_from,
        "reply_to": post.reply_to,
        "signature": post.signature,
        "pinned": post.pinned,
        "deleted": post.deleted_at is not None,
        "visibility": post.channel.visibility,
        "fingerprint": post.fingerprint,
        "url": post.url,
        "source": post.source,
    }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
