"""Posts that go, come back, or move to another channel: rows, index and all that refers to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import StorageError
from core.topics import FoundTopic, TopicKind
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import archive, channels, grants, posts, preview_sync, random_shown, search_upkeep, topics
from storage.database import Database
from storage.preview_sync import PreviewState
from storage.search_index import SearchIndex
from tests.storage.archiving import store, stored, told, well
from tests.storage.indexing import OPERATOR, found
from tests.storage.making import STORED_AT, make_channel

LATER = STORED_AT + timedelta(hours=2)


async def test_posts_that_are_told_as_deleted_are_kept_and_not_shown(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    [post] = await store(database, channel, told("Кот", 1, deleted=True))
    assert (post.deleted, post.deleted_at) == (True, STORED_AT)
    assert await found(index, "кот") == ()
    assert await well(database)


async def test_marking_and_coming_back_count_each_post_once(database: Database, channel: Channel) -> None:
    one, two = await store(database, channel, told("Кот", 1), told("Пёс", 2))
    async with database.transaction() as connection:
        assert await archive.mark_deleted(connection, [one.id, 99], LATER) == 1
        assert await archive.mark_deleted(connection, [one.id, two.id], STORED_AT) == 1
        assert await archive.mark_deleted(connection, [one.id], STORED_AT) == 0
    assert [post.deleted_at for post in await stored(database, channel)] == [LATER, STORED_AT]
    async with database.transaction() as connection:
        assert await archive.revive(connection, [one.id, 99]) == 1
        assert await archive.revive(connection, [one.id]) == 0
    assert [post.deleted_at for post in await stored(database, channel)] == [None, STORED_AT]
    assert await well(database)


async def test_an_update_of_a_deleted_post_leaves_it_deleted(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    await store(database, channel, told("Кот", 1))
    async with database.transaction() as connection:
        await archive.mark_deleted(connection, [1], LATER)
    [post] = await stored(database, channel)
    async with database.transaction() as connection:
        await archive.store(connection, channel.id, [], [(post, told("Пёс", 1))], LATER)
        await archive.revive(connection, [post.id])
    assert await found(index, "кот") == ()
    assert await found(index, "пёс") == (post.id,)
    assert await well(database)


async def test_removed_posts_leave_nothing_behind(database: Database, channel: Channel) -> None:
    one, two = await store(database, channel, told("Кот https://a.example/", 1), told("Пёс", 2, 3))
    async with database.transaction() as connection:
        await random_shown.mark(connection, 5, "", one.id)
        await preview_sync.saw(connection, [one.id], LATER)
        await archive.mark_deleted(connection, [two.id], LATER)
        assert await archive.remove(connection, [one.id, two.id, 99]) == 2
        for table in ("posts", "post_messages", "post_links", "random_shown", "preview_sightings"):
            assert list(await connection.execute_fetchall(f"SELECT * FROM {table}")) == []
    assert await well(database)


async def test_moved_posts_are_found_in_their_new_channel_alone(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    other = await make_channel(database, "other", Visibility.MEMBERS)
    one, two, three = await store(database, channel, told("Кот", 1), told("Пёс"), told("Слон", 3, deleted=True))
    async with database.transaction() as connection:
        tag = FoundTopic(key="a", name="a", kind=TopicKind.PHRASE, post_ids=(one.id,))
        await topics.rebuild(connection, channel.id, [tag])
        await archive.move(connection, [one, two, three], other)
        assert await topics.topic_post_ids(connection, OPERATOR, "a") == []
        assert await posts.holders(connection, other.id, [1, 3]) == {1: one.id, 3: three.id}
    assert [(post.id, post.deleted) for post in await stored(database, other)] == [
        (one.id, False),
        (two.id, False),
        (three.id, True),
    ]
    assert await found(index, "кот", Viewer(frozenset({channel.id}))) == ()
    assert await found(index, "кот", Viewer(frozenset({other.id}))) == (one.id,)
    assert await well(database)


@pytest.mark.parametrize("same", [told("Другой", 1), told("Кот")])
async def test_a_post_that_the_other_channel_has_is_not_moved(
    database: Database, channel: Channel, same: IncomingPost
) -> None:
    other = await make_channel(database, "other")
    mine = told("Кот", *same.message_ids)
    [one] = await store(database, channel, mine)
    await store(database, other, same)
    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await archive.move(connection, [one], other)
    assert len(await stored(database, channel)) == 1
    assert await well(database)


async def test_two_channels_become_one(
    database: Database, channel: Channel, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "_BATCH", 2)
    async with database.transaction() as connection:
        gone = await channels.insert(
            connection, ChannelRef(telegram_id=77, title="Старый"), Visibility.MEMBERS, accepted_at=STORED_AT
        )
        await channels.set_bot_is_admin(connection, 77, True)
        await channels.saw_message(connection, gone, 40)
        await grants.grant(connection, -5, gone, 1, STORED_AT)
        await preview_sync.save_state(connection, PreviewState(channel_id=gone.id, covered=((1, 40),)))
    mine = await store(database, channel, told("Кот", 1))
    theirs = await store(database, gone, *(told(f"Пёс номер {number}", number) for number in range(2, 7)))
    async with database.transaction() as connection:
        await archive.join_channels(connection, channel, gone)
        [one] = await channels.all_channels(connection, OPERATOR)
        assert (one.id, one.telegram_id, one.username, one.title) == (channel.id, 77, "tihiy", "Канал tihiy")
        assert (one.visibility, one.bot_is_admin, one.accepted) == (Visibility.PUBLIC, True, True)
        assert await channels.saw_message(connection, one, 3) == 40
        assert await grants.of_chat(connection, -5) == {channel.id}
        [state] = await preview_sync.all_states(connection)
        assert state == PreviewState(channel_id=channel.id, covered=((1, 40),))
    assert [post.id for post in await stored(database, channel)] == [post.id for post in (*mine, *theirs)]
    assert len(await found(index, "псы", Viewer(frozenset({channel.id})))) == 5
    assert await well(database)


async def test_what_is_known_of_the_channel_that_stays_is_not_changed(database: Database, channel: Channel) -> None:
    async with database.transaction() as connection:
        await channels.learn(connection, channel, ChannelRef(telegram_id=76))
        await channels.saw_message(connection, channel, 9)
        gone = await channels.insert(connection, ChannelRef(telegram_id=77, username="u"), Visibility.MEMBERS)
        await channels.set_bot_is_admin(connection, 77, True)
        await channels.saw_message(connection, gone, 40)
        for one in (channel, gone):
            await grants.grant(connection, -5, one, one.id, STORED_AT)
            await preview_sync.save_state(connection, PreviewState(channel_id=one.id, failures=one.id))
        await archive.join_channels(connection, channel, gone)
        [one] = await channels.all_channels(connection, OPERATOR)
        assert one == replace(channel, telegram_id=76)
        assert await channels.saw_message(connection, one, 3) == 9
        [state] = await preview_sync.all_states(connection)
        assert state.failures == channel.id
        assert await grants.of_channel(connection, one) == {-5}


async def test_posts_can_be_stored_alone_and_are_indexed_by_a_rebuild(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    [old] = await store(database, channel, told("Кот", 1))
    await store(database, channel, indexed=False)
    assert not await search_upkeep.needs_rebuild(database)
    [new] = await store(database, channel, told("Коты", 2), indexed=False)
    [newest] = await store(database, channel, told("Котик", 3))
    assert await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).outdated
    assert await found(index, "кот sort:new") == (old.id,)
    # What was indexed before goes on following its posts.
    async with database.transaction() as connection:
        await archive.store(connection, channel.id, [], [(old, told("Слон", 1))], LATER, indexed=False)
        await archive.mark_deleted(connection, [newest.id], LATER)
    assert await found(index, "кот") == ()
    assert await found(index, "слон") == (old.id,)
    assert await search_upkeep.rebuild(database) == 2
    assert await found(index, "кот") == (new.id,)
    assert await well(database)


async def test_a_whole_archive_can_be(database: Database, channel: Channel) -> None:
    await store(database, channel, *(told(f"Кот {number}", number) for number in range(1, 30)), indexed=False)
    assert await search_upkeep.needs_rebuild(database)
    assert await search_upkeep.rebuild(database) == 29
    assert not await search_upkeep.needs_rebuild(database)
    assert await well(database)
