"""Posts that turn out to be parts of one: rows, index and all that refers to them."""

from __future__ import annotations

from datetime import timedelta

from core.topics import FoundTopic, TopicKind
from core.types import Channel, Viewer, Visibility
from storage import archive, posts, preview_sync, random_shown, topics
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.archiving import store, stored, told, well
from tests.storage.indexing import OPERATOR, found
from tests.storage.making import STORED_AT, make_channel

LATER = STORED_AT + timedelta(hours=2)


async def test_parts_of_an_album_become_one_post(database: Database, channel: Channel, index: SearchIndex) -> None:
    first, second, third = await store(database, channel, told("Кот", 1), told("Пёс", 2), told("Слон", 3))
    album = told("Кот\n\nПёс", 1, 2)
    async with database.transaction() as connection:
        await archive.store(connection, channel.id, [], [(first, album)], LATER, absorbed=[(first, [second])])
    one, other = await stored(database, channel)
    assert (one.id, one.message_ids, one.stored_at, other.id) == (first.id, (1, 2), STORED_AT, third.id)
    assert await found(index, "псы") == await found(index, "коты") == (first.id,)
    assert await well(database)


async def test_the_absorbed_posts_message_ids_are_free_for_any_post_of_the_batch(
    database: Database, channel: Channel
) -> None:
    dump, one, other = await store(database, channel, told("Кот"), told("Альбом", 7), told("", 5))
    named = told("Кот", 4)
    whole = told("Альбом", 5, 7)
    async with database.transaction() as connection:
        await archive.store(
            connection,
            channel.id,
            [("Кот.0", told("Кот"))],
            [(dump, named), (one, whole), (other, told("забыт", 5))],
            LATER,
            absorbed=[(one, [other])],
        )
    assert [post.message_ids for post in await stored(database, channel)] == [(4,), (5, 7), ()]
    async with database.reading() as connection:
        assert await posts.holders(connection, channel.id, [4, 5, 7]) == {4: dump.id, 5: one.id, 7: one.id}
    assert await well(database)


async def test_what_refers_to_the_absorbed_post_refers_to_the_one_that_stays(
    database: Database, channel: Channel
) -> None:
    kept, gone, last = await store(database, channel, told("Кот", 1), told("Пёс", 2), told("Слон", 3))
    async with database.transaction() as connection:
        for chat, post in ((5, gone), (6, kept), (6, gone)):
            await random_shown.mark(connection, chat, "", post.id)
        tags = [FoundTopic(key="a", name="a", kind=TopicKind.PHRASE, post_ids=(kept.id, gone.id, last.id))]
        tags += [FoundTopic(key="b", name="b", kind=TopicKind.PHRASE, post_ids=(gone.id,))]
        await topics.rebuild(connection, channel.id, tags)
        await preview_sync.saw(connection, [kept.id], STORED_AT)
        await preview_sync.missed(connection, [kept.id], LATER)
        await preview_sync.missed_again(connection, [kept.id], LATER)
        await preview_sync.saw(connection, [gone.id], LATER)
        await preview_sync.saw(connection, [last.id], LATER)
        await archive.store(connection, channel.id, [], [], LATER, absorbed=[(gone, [last]), (kept, [gone])])
        assert await random_shown.shown(connection, 5, "") == [kept.id]
        assert await random_shown.shown(connection, 6, "") == [kept.id]
        assert await topics.topic_post_ids(connection, OPERATOR, "a") == [kept.id]
        assert await topics.topic_post_ids(connection, OPERATOR, "b") == [kept.id]
        [seen] = await preview_sync.sightings(connection, channel.id, 0, 9)
        assert (seen.post_id, seen.missed_at) == (kept.id, None)
        rows = await connection.execute_fetchall("SELECT seen_at FROM preview_sightings")
        assert [row["seen_at"] for row in rows] == [int(LATER.timestamp())]
        assert await preview_sync.gone(connection, channel.id) == []
    assert await well(database)


async def test_a_post_is_absorbed_by_one_of_another_channel_and_no_topic_tells_of_its_own(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    hidden = await make_channel(database, "tayno", Visibility.MEMBERS)
    [kept] = await store(database, channel, told("Кот", 1))
    [gone] = await store(database, hidden, told("Тайный кот", 1, 2))
    async with database.transaction() as connection:
        tag = FoundTopic(key="тайна", name="тайна", kind=TopicKind.PHRASE, post_ids=(gone.id,))
        await topics.rebuild(connection, hidden.id, [tag])
        album = told("Кот", 1, 2)
        await archive.store(connection, channel.id, [], [(kept, album)], LATER, absorbed=[(kept, [gone])])
        assert await topics.list_topics(connection, OPERATOR) == []
    assert await stored(database, hidden) == []
    assert await found(index, "кот") == await found(index, "кот", Viewer(frozenset({channel.id}))) == (kept.id,)
    assert await found(index, "тайный") == ()
    assert await well(database)


async def test_a_deleted_post_that_absorbs_a_live_one_comes_back(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    gone, _, other, dead = await store(database, channel, told("Кот", 1), told("", 2), told("Слон", 3), told("", 4))
    async with database.transaction() as connection:
        await archive.mark_deleted(connection, [gone.id, other.id, dead.id], LATER)
    first, second, third, fourth = await stored(database, channel)
    async with database.transaction() as connection:
        await archive.store(
            connection,
            channel.id,
            [],
            [(third, told("Слоны", 3, 4))],
            LATER,
            absorbed=[(first, [second]), (third, [fourth])],
        )
    assert [(post.id, post.deleted) for post in await stored(database, channel)] == [
        (gone.id, False),
        (other.id, True),
    ]
    assert await found(index, "кот") == (gone.id,)
    assert await found(index, "слоны") == ()
    assert await well(database)


async def test_it_comes_back_with_its_new_text(database: Database, channel: Channel, index: SearchIndex) -> None:
    await store(database, channel, told("Кот", 1), told("Пёс", 2))
    async with database.transaction() as connection:
        await archive.mark_deleted(connection, [1], LATER)
    first, second = await stored(database, channel)
    async with database.transaction() as connection:
        await archive.store(
            connection, channel.id, [], [(first, told("Слон", 1, 2))], LATER, absorbed=[(first, [second])]
        )
    assert await found(index, "слон") == (first.id,)
    assert await well(database)
