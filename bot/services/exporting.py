"""The archive as JSON Lines: one post a line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from core.identity import fingerprint
from core.richtext import entity_to_json
from core.types import Post, Viewer
from storage import posts
from storage.database import Database


class Exporting:
    """Reads posts out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, viewer: Viewer, channel_id: int | None = None) -> AsyncIterator[dict[str, object]]:
        """Every post that the viewer may see, of one channel or all, as a JSON object, in the order of storing.

        To the operator deleted ones too, marked as such: an archive made of the lines knows what this one knows.
        """
        deleted = viewer == Viewer.operator()
        async with self._database.reading() as connection:
            async for post in posts.each(connection, viewer, channel_id, deleted=deleted):
                yield post_to_json(post)


def post_to_json(post: Post) -> dict[str, object]:
    """A post as an exported object; instants in ISO 8601 UTC, entities in Telegram's own shape.

    What only few posts have is left out where it is as usual, so that most objects have the same keys. With it the
    object tells all of the post: `core.formats.letopis_jsonl` makes an equal one of it.
    """
    return _usual(post) | _unusual(post)


def _usual(post: Post) -> dict[str, object]:
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
        "fingerprint": post.fingerprint or fingerprint(post.text.text, 0),
        "url": post.url,
        "source": post.source,
    }


def _unusual(post: Post) -> dict[str, object]:
    told: dict[str, object] = {}
    if not post.zone_known:
        told["zone_known"] = False
    if not post.views_exact:
        told["views_exact"] = False
    if post.changed_at is not None:
        told["changed_at"] = _iso(post.changed_at)
    if post.album_id is not None:
        told["album_id"] = post.album_id
    if post.cut_off:
        told["cut_off"] = True
    return told


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
