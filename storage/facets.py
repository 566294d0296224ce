"""What lists are narrowed by, read for the posts of a list. Every read takes a Viewer."""

from __future__ import annotations

from collections.abc import Sequence

import aiosqlite

from core.facets import Outline
from core.types import Topic, Viewer
from storage.values import IN_LIST, as_list
from storage.visible import sql_for


async def outlines(connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Outline]:
    """The posts of these ids that the viewer may see, in the order of `post_ids`."""
    condition, parameters = sql_for(viewer, "+posts.channel_id")
    rows = await connection.execute_fetchall(
        "SELECT posts.id, posts.channel_id, posts.published_at, posts.reactions_total FROM posts"
        f" WHERE posts.id {IN_LIST} AND {condition}",
        (as_list(post_ids), *parameters),
    )
    found = {row[0]: Outline(*row) for row in rows}
    return [found[post_id] for post_id in post_ids if post_id in found]


async def topics_of(connection: aiosqlite.Connection, viewer: Viewer, post_ids: Sequence[int]) -> list[Topic]:
    """The topics of those of the posts that the viewer may see, counted over these alone, most posts first.

    Topics of several channels with one key are one, under the name of the channel that has the most of the posts.
    """
    condition, parameters = sql_for(viewer, "+posts.channel_id")
    rows = await connection.execute_fetchall(
        "SELECT topics.key, topics.name, count(*) AS posts"
        " FROM posts CROSS JOIN post_topics ON post_topics.post_id = posts.id"
        " JOIN topics ON topics.id = post_topics.topic_id"
        f" WHERE posts.id {IN_LIST} AND {condition} GROUP BY topics.id ORDER BY count(*) DESC, topics.name",
        (as_list(post_ids), *parameters),
    )
    merged: dict[str, Topic] = {}
    for row in rows:
        known = merged.get(row["key"])
        name, posts = (known.name, known.posts) if known else (row["name"], 0)
        merged[row["key"]] = Topic(key=row["key"], name=name, posts=posts + row["posts"])
    return sorted(merged.values(), key=lambda topic: (-topic.posts, topic.name))
