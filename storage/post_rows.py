"""A post as a row of the database, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from functools import cache, lru_cache

from core.reading import plain_text
from core.richtext import Entity, RichText, entity_from_json, entity_to_json
from core.types import IncomingPost, Post
from storage.channels import row_to_channel
from storage.values import instant, instant_or_none, seconds_or_none

MESSAGE_IDS = """(
    SELECT json_group_array(message_id)
    FROM (SELECT message_id FROM post_messages WHERE post_id = posts.id ORDER BY message_id)
) AS message_ids"""
"""A column of a query over `posts`: a JSON list, ascending."""

POST = f"""
    SELECT posts.*,
           channels.telegram_id AS channel_telegram_id,
           channels.username AS channel_username, channels.title AS channel_title,
           channels.visibility AS channel_visibility,
           channels.bot_is_admin AS channel_bot_is_admin, channels.accepted_at AS channel_accepted_at,
           {MESSAGE_IDS}
    FROM posts JOIN channels ON channels.id = posts.channel_id
"""
"""What `row_to_post` reads; a WHERE can follow."""

COLUMNS = (
    "message_id", "text", "entities", "has_title", "published_at", "zone_known", "edited_at", "changed_at",
    "reactions", "reactions_exact", "reactions_total", "views", "views_exact", "media", "poll", "album_id",
    "forwarded_from", "reply_to", "signature", "pinned", "cut_off", "source",
)  # fmt: skip
"""What a source tells of a post and `column_values` gives, in this order."""

_EMPTY = "[]"

Value = str | int | None


def stored_text(text: str, poll: str | None) -> str:
    """core.reading.plain_text of the columns of these names."""
    return text if poll is None else plain_text(text, json.loads(poll))


def row_to_post(row: sqlite3.Row) -> Post:
    """A row of `POST`."""
    deleted_at = instant_or_none(row["deleted_at"])
    reactions, poll = row["reactions"], row["poll"]
    return Post(
        id=row["id"],
        channel=row_to_channel(row, prefix="channel_"),
        fingerprint=row["fingerprint"],
        stored_at=instant(row["stored_at"]),
        deleted_at=deleted_at,
        deleted=deleted_at is not None,
        text=RichText(row["text"], _entities(row["entities"])),
        message_ids=tuple(json.loads(row["message_ids"])),
        has_title=bool(row["has_title"]),
        published_at=instant_or_none(row["published_at"]),
        zone_known=bool(row["zone_known"]),
        edited_at=instant_or_none(row["edited_at"]),
        changed_at=instant_or_none(row["changed_at"]),
        reactions=None if reactions is None else json.loads(reactions),
        reactions_exact=bool(row["reactions_exact"]),
        views=row["views"],
        views_exact=bool(row["views_exact"]),
        media=_media(row["media"]),
        poll=None if poll is None else json.loads(poll),
        album_id=row["album_id"],
        forwarded_from=row["forwarded_from"],
        reply_to=row["reply_to"],
        signature=row["signature"],
        pinned=bool(row["pinned"]),
        cut_off=bool(row["cut_off"]),
        source=row["source"],
    )


def column_values(post: IncomingPost) -> tuple[Value, ...]:
    """The values of `COLUMNS`."""
    reactions, entities = post.reactions, post.text.entities
    return (
        post.message_ids[0] if post.message_ids else None,
        post.text.text,
        _json([entity_to_json(entity) for entity in entities]) if entities else _EMPTY,
        post.has_title,
        seconds_or_none(post.published_at),
        post.zone_known,
        seconds_or_none(post.edited_at),
        seconds_or_none(post.changed_at),
        _mapping(reactions),
        post.reactions_exact,
        sum(reactions.values()) if reactions else 0,
        post.views,
        post.views_exact,
        _media_json(post.media) if post.media else _EMPTY,
        _mapping(post.poll),
        post.album_id,
        post.forwarded_from,
        post.reply_to,
        post.signature,
        post.pinned,
        post.cut_off,
        post.source,
    )


def _entities(stored: str) -> tuple[Entity, ...]:
    return () if stored == _EMPTY else tuple(map(entity_from_json, json.loads(stored)))


@lru_cache(maxsize=256)
def _media(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


@lru_cache(maxsize=256)
def _media_json(media: tuple[str, ...]) -> str:
    return json.dumps(media)


def _mapping(told: Mapping[str, object] | None) -> str | None:
    return None if told is None else _json(dict(told))


def _json(value: object) -> str:
    return _encoder().encode(value)


@cache
def _encoder() -> json.JSONEncoder:
    """json.dumps makes a new one at each call, which takes longer than a post's few values."""
    return json.JSONEncoder(ensure_ascii=False)
