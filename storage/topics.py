"""The topics found in the posts: derived data, rebuilt a channel at a time. Every read takes a Viewer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

import aiosqlite

from core.topics import FoundTopic
from core.types import Topic, Viewer
from storage.visible import sql_for


async def rebuild(connection: aiosqlite.Connection, channel_id: int, found: Iterable[FoundTopic]) -> None:
    """Replaces the channel's topics by what core.topics.find_topics has found in its posts.

    Runs inside the caller's transaction; posts that are not (any more) the channel's are left out.
    """
    await connection.execute("DELETE FROM topics WHERE channel_id = ?", (channel_id,))
    for topic in found:
        rows = await connection.execute_fetchall(
            "INSERT INTO topics (channel_id, key, name, kind, aliases) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (channel_id, topic.key, topic.name, topic.kind, json.dumps(topic.aliases, ensure_ascii=False)),
        )
        await connection.execute(
            "INSERT INTO post_topics (topic_id, post_id)"
            " SELECT ?, id FROM posts WHERE channel_id = ? AND id IN (SELECT value FROM json_each(?))",
            (next(iter(rows))["id"], channel_id, json.dumps(topic.post_ids)),
        )
    await connection.execute(
        "UPDATE channels SET topics_up_to = coalesce((SELECT max(id) FROM posts WHERE channel_id = ?), 0) WHERE id = ?",
        (channel_id, channel_id),
    )


async def outdated(connection: aiosqlite.Connection) -> list[int]:
    """The channels to which posts have come since their topics were looked for."""
    rows = await connection.execute_fetchall(
        "SELECT id FROM channels"
        " WHERE topics_up_to < (SELECT max(posts.id) FROM posts WHERE channel_id = channels.id) ORDER BY id"
    )
    return [row["id"] for row in rows]


async def list_topics(connection: aiosqlite.Connection, viewer: Viewer) -> list[Topic]:
    """The topics of the posts that the viewer may see, counted over those alone, most posts first.

    Topics of several channels with one key are one, under the name of the channel that has the most posts of it; what
    the others call it is an alias.
    """
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT topics.key, topics.name, topics.aliases, count(*) AS posts"
        " FROM topics JOIN post_topics ON post_topics.topic_id = topics.id JOIN posts ON posts.id = post_topics.post_id"
        f" WHERE {condition} GROUP BY topics.id ORDER BY count(*) DESC, topics.name",
        parameters,
    )
    merged: dict[str, Topic] = {}
    for row in rows:
        topic = Topic(key=row["key"], name=row["name"], posts=row["posts"], aliases=tuple(json.loads(row["aliases"])))
        merged[topic.key] = _merged(merged[topic.key], topic) if topic.key in merged else topic
    return sorted(merged.values(), key=lambda topic: (-topic.posts, topic.name))


async def topic_post_ids(connection: aiosqlite.Connection, viewer: Viewer, key: str) -> list[int]:
    """Ids of the topic's posts that the viewer may see, newest first as storage.posts.latest_ids has them."""
    condition, parameters = sql_for(viewer)
    rows = await connection.execute_fetchall(
        "SELECT DISTINCT posts.id"
        " FROM topics JOIN post_topics ON post_topics.topic_id = topics.id JOIN posts ON posts.id = post_topics.post_id"
        f" WHERE topics.key = ? AND {condition} ORDER BY posts.published_at DESC, posts.id DESC",
        (key, *parameters),
    )
    return [row["id"] for row in rows]


def _merged(first: Topic, other: Topic) -> Topic:
    """One topic of two channels, under the first one's name."""
    names = dict.fromkeys((*first.aliases, other.name, *other.aliases))
    aliases = tuple(name for name in names if name != first.name)
    return replace(first, posts=first.posts + other.posts, aliases=aliases)
