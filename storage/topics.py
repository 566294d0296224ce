"""The topics of the channels: derived data, found in the posts and then made what their authors want.

What readers are shown is remade a channel at a time from what was found and from what was decided (storage.curated).
Every read takes a Viewer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

import aiosqlite

from core.topics import FoundTopic, TopicKind
from core.topics.curation import MadeTopic, curate
from core.types import Topic, Viewer
from storage import curated
from storage.values import IN_LIST, as_list
from storage.visible import sql_for

_PARTS = (
    "SELECT found_topics.channel_id, found_topics.key, found_posts.post_id FROM found_topics"
    " JOIN found_posts ON found_posts.topic_id = found_topics.id"
    " UNION ALL SELECT channel_id, key, post_id FROM curated_posts"
)
"""Which posts are of which found or curated topic."""

_FILL = (
    "INSERT OR IGNORE INTO post_topics (topic_id, post_id) SELECT topics.id, parts.post_id"
    " FROM topics JOIN topic_parts ON topic_parts.topic_id = topics.id AND topic_parts.has_posts"
    f" JOIN ({_PARTS}) AS parts ON parts.channel_id = topics.channel_id AND parts.key = topic_parts.key"
    " WHERE topics.channel_id = ?"
)


async def rebuild(connection: aiosqlite.Connection, channel_id: int, found: Iterable[FoundTopic]) -> None:
    """Replaces what was found in the channel by what core.topics.find_topics has found, and shows what comes of it.

    Runs inside the caller's transaction; posts that are not (any more) the channel's are left out.
    """
    await connection.execute("DELETE FROM found_topics WHERE channel_id = ?", (channel_id,))
    for topic in found:
        rows = await connection.execute_fetchall(
            "INSERT INTO found_topics (channel_id, key, name, kind, aliases) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (channel_id, topic.key, topic.name, topic.kind, _as_json(topic.aliases)),
        )
        await connection.execute(
            "INSERT INTO found_posts (topic_id, post_id)"
            " SELECT ?, id FROM posts WHERE channel_id = ? AND id IN (SELECT value FROM json_each(?))",
            (next(iter(rows))["id"], channel_id, json.dumps(topic.post_ids)),
        )
    await show(connection, channel_id)
    await connection.execute(
        "UPDATE channels SET topics_up_to = coalesce((SELECT max(id) FROM posts WHERE channel_id = ?), 0) WHERE id = ?",
        (channel_id, channel_id),
    )


async def show(connection: aiosqlite.Connection, channel_id: int) -> None:
    """Remakes the topics that readers see of a channel: after something was found, decided or matched."""
    every = await made(connection, channel_id)
    await connection.execute("DELETE FROM topics WHERE channel_id = ?", (channel_id,))
    for topic in every:
        if topic.hidden:
            continue
        rows = await connection.execute_fetchall(
            "INSERT INTO topics (channel_id, key, name, kind, aliases) VALUES (?, ?, ?, ?, ?) RETURNING id",
            (channel_id, topic.key, topic.name, topic.kind, _as_json(topic.aliases)),
        )
        topic_id = next(iter(rows))["id"]
        await connection.executemany(
            "INSERT INTO topic_parts (topic_id, key, has_posts) VALUES (?, ?, ?)",
            [(topic_id, key, key in topic.parts) for key in (*topic.parts, *topic.former)],
        )
    await connection.execute(_FILL, (channel_id,))


async def follow(connection: aiosqlite.Connection, channel_id: int, post_ids: Collection[int]) -> None:
    """Brings posts that came or changed into the topics of the author's rules, and out of them."""
    if not post_ids or not await curated.match(connection, channel_id, post_ids):
        return
    ids = as_list(post_ids)
    await connection.execute(f"DELETE FROM post_topics WHERE post_id {IN_LIST}", (ids,))
    await connection.execute(f"{_FILL} AND parts.post_id {IN_LIST}", (channel_id, ids))


async def outdated(connection: aiosqlite.Connection) -> list[int]:
    """The channels to which posts have come since their topics were looked for, or whose rules are not matched."""
    rows = await connection.execute_fetchall(
        "SELECT id FROM channels"
        " WHERE topics_up_to < (SELECT max(posts.id) FROM posts WHERE channel_id = channels.id)"
        " OR EXISTS (SELECT 1 FROM curated_topics WHERE channel_id = channels.id AND NOT matched) ORDER BY id"
    )
    return [row["id"] for row in rows]


async def list_topics(connection: aiosqlite.Connection, viewer: Viewer) -> list[Topic]:
    """The topics of the posts that the viewer may see, counted over those alone, most posts first.

    Topics of several channels with one key are one, under the name of the channel that has the most posts of it; what
    the others call it is an alias.
    """
    # A topic's posts are its channel's; those that are deleted are few and have an index. The posts are not looked at.
    of_topics, parameters = sql_for(viewer, "+topics.channel_id", deleted=True)
    of_posts, _ = sql_for(viewer, deleted=True)
    rows = await connection.execute_fetchall(
        "SELECT topics.key, topics.name, topics.aliases, count(*) AS posts,"
        " (SELECT json_group_array(key) FROM topic_parts WHERE topic_id = topics.id AND key <> topics.key) AS former"
        " FROM topics JOIN post_topics ON post_topics.topic_id = topics.id"
        f" WHERE {of_topics} AND post_topics.post_id NOT IN"
        f" (SELECT posts.id FROM posts WHERE {of_posts} AND posts.deleted_at IS NOT NULL)"
        " GROUP BY topics.id ORDER BY count(*) DESC, topics.name",
        (*parameters, *parameters),
    )
    merged: dict[str, Topic] = {}
    for row in rows:
        topic = Topic(
            key=row["key"],
            name=row["name"],
            posts=row["posts"],
            aliases=tuple(json.loads(row["aliases"])),
            former=tuple(json.loads(row["former"])),
        )
        merged[topic.key] = _merged(merged[topic.key], topic) if topic.key in merged else topic
    return sorted(merged.values(), key=lambda topic: (-topic.posts, topic.name))


async def made(connection: aiosqlite.Connection, channel_id: int) -> list[MadeTopic]:
    """A channel's topics as its authors made them, hidden ones too; what posts they have is not told."""
    rows = await connection.execute_fetchall(
        "SELECT found_topics.*, (SELECT count(*) FROM found_posts WHERE topic_id = found_topics.id) AS posts"
        " FROM found_topics WHERE channel_id = ? ORDER BY posts DESC, key",
        (channel_id,),
    )
    found = [
        FoundTopic(
            key=row["key"],
            name=row["name"],
            kind=TopicKind(row["kind"]),
            post_ids=(),
            aliases=tuple(json.loads(row["aliases"])),
        )
        for row in rows
    ]
    return curate(found, (await curated.of_channel(connection, channel_id)).values())


async def made_topics(connection: aiosqlite.Connection, viewer: Viewer, channel_id: int) -> list[tuple[MadeTopic, int]]:
    """A channel's topics as its author has to do with them, each with how many of its posts the viewer may see.

    Hidden ones and those without posts, too; most posts first, hidden ones last. None where he may not see the channel.
    """
    if not viewer.may_see(channel_id):
        return []
    every = await made(connection, channel_id)
    condition, parameters = sql_for(viewer)
    pairs = [(number, key) for number, topic in enumerate(every) for key in topic.parts]
    rows = await connection.execute_fetchall(
        "SELECT pairs.value ->> 0 AS number, count(DISTINCT posts.id) AS posts"
        f" FROM json_each(?) AS pairs JOIN ({_PARTS}) AS parts ON parts.key = pairs.value ->> 1"
        f" JOIN posts ON posts.id = parts.post_id WHERE parts.channel_id = ? AND {condition} GROUP BY number",
        (_as_json(pairs), channel_id, *parameters),
    )
    counts = {row["number"]: row["posts"] for row in rows}
    counted = [(topic, counts.get(number, 0)) for number, topic in enumerate(every)]
    return sorted(counted, key=lambda pair: (pair[0].hidden, -pair[1], pair[0].name))


async def topic_post_ids(connection: aiosqlite.Connection, viewer: Viewer, key: str) -> list[int]:
    """Ids of the topic's posts that the viewer may see, newest first as storage.posts.latest_ids has them.

    Where none has the key any more, those of the topics that had it.
    """
    # Without the plus SQLite goes through all posts of the viewer's channels: 285 ms instead of 12 over 100,000 posts.
    condition, parameters = sql_for(viewer, "+posts.channel_id")
    for which in ("topics.key = ?", "topics.id IN (SELECT topic_id FROM topic_parts WHERE key = ?)"):
        rows = list(
            await connection.execute_fetchall(
                "SELECT DISTINCT posts.id FROM topics JOIN post_topics ON post_topics.topic_id = topics.id"
                " JOIN posts ON posts.id = post_topics.post_id"
                f" WHERE {which} AND {condition} ORDER BY posts.published_at DESC, posts.id DESC",
                (key, *parameters),
            )
        )
        if rows:
            return [row["id"] for row in rows]
    return []


def _as_json(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _merged(first: Topic, other: Topic) -> Topic:
    """One topic of two channels, under the first one's name."""
    names = dict.fromkeys((*first.aliases, other.name, *other.aliases))
    aliases = tuple(name for name in names if name != first.name)
    former = tuple(dict.fromkeys((*first.former, *other.former)))
    return replace(first, posts=first.posts + other.posts, aliases=aliases, former=former)
