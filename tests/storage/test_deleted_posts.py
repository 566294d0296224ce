"""A post that is marked as deleted is seen by nobody, behind no door, and comes back whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.topics import FoundTopic, TopicKind
from core.types import Channel, Viewer
from storage import archive, posts, topics
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.archiving import store, told, well
from tests.storage.indexing import OPERATOR, publish
from tests.storage.making import STORED_AT, make_channel

DAY = datetime(2024, 1, 2, tzinfo=UTC)
TEXTS = ("Трансформер переводит стихи", "Стихи о трансформере и гиппопотаме", "Погода", "Дорога", "Река", "Лес")


async def shown(database: Database, index: SearchIndex, viewer: Viewer) -> dict[str, object]:
    """All that a viewer can see of the posts."""
    doors: dict[str, object] = {}
    for query in ("стихи", "гиппопотам", "гипопотам", "гиппо", "sort:new", "sort:top", "has:photo", '"о трансформере"'):
        found = await index.search(query, viewer, first=9)
        answer = found.answer
        assert [post.id for post in found.posts] == list(answer.post_ids)
        doors[query] = (answer.post_ids, answer.understood, answer.suggestions)
    doors["similar"] = await index.similar(1, viewer)
    doors["to it"] = await index.similar(2, viewer)
    async with database.reading() as connection:
        doors["random"] = await posts.all_ids(connection, viewer)
        doors["last"] = await posts.latest_ids(connection, viewer, 9)
        doors["top"] = await posts.top_ids(connection, viewer, 9)
        doors["count"] = await posts.count(connection, viewer)
        doors["opened"] = [post.id for post in await posts.by_ids(connection, viewer, [1, 2])]
        doors["listed"] = await posts.visible_ids(connection, viewer, [1, 2])
        doors["exported"] = [post.id async for post in posts.each(connection, viewer)]
        doors["texts"] = await posts.texts(connection, viewer, 1)
        doors["topics"] = await topics.list_topics(connection, viewer)
        doors["of a topic"] = await topics.topic_post_ids(connection, viewer, "стихи")
    return doors


@pytest.mark.parametrize("restricted", [False, True])
async def test_a_deleted_post_leaves_by_every_door_and_comes_back_by_every_door(
    database: Database, channel: Channel, index: SearchIndex, restricted: bool
) -> None:
    viewer = Viewer(frozenset({channel.id})) if restricted else OPERATOR
    if restricted:
        await make_channel(database, "other")
    incoming = [
        told(text, number, published_at=DAY, reactions={"👍": number}, media=("photo",))
        for number, text in enumerate(TEXTS, 1)
    ]
    await store(database, channel, *incoming)
    async with database.transaction() as connection:
        tags = [FoundTopic(key="стихи", name="стихи", kind=TopicKind.PHRASE, post_ids=(1, 2))]
        tags += [FoundTopic(key="гиппопотам", name="гиппопотам", kind=TopicKind.PHRASE, post_ids=(2,))]
        await topics.rebuild(connection, channel.id, tags)
    before = await shown(database, index, viewer)
    assert before["гипопотам"] == ((2,), "гиппопотам", ())
    async with database.transaction() as connection:
        await archive.mark_deleted(connection, [2], STORED_AT)
    without = await shown(database, index, viewer)
    for door, sight in without.items():
        assert sight != before[door], door
        assert "гиппопотам" not in repr(sight), door
    assert without["count"] == 5
    assert without["similar"] == without["to it"] == []
    assert without["гиппопотам"] == without["гипопотам"] == without["гиппо"] == ((), None, ())
    async with database.transaction() as connection:
        await archive.revive(connection, [2])
    assert await shown(database, index, viewer) == before
    assert await well(database)


async def test_many_posts_leave_at_once_and_come_back(database: Database, channel: Channel, index: SearchIndex) -> None:
    texts = [f"Носорог номер {number}" for number in range(120)]
    ids = [post.post_id for post in await publish(database, channel, *texts)]
    assert len((await index.search("носорог", OPERATOR)).answer.post_ids) == 120
    async with database.transaction() as connection:
        assert await archive.mark_deleted(connection, ids[20:], STORED_AT) == 100
    assert set((await index.search("носорог", OPERATOR)).answer.post_ids) == set(ids[:20])
    async with database.transaction() as connection:
        assert await archive.revive(connection, ids) == 100
    assert len((await index.search("носорог", OPERATOR)).answer.post_ids) == 120
    assert await well(database)
