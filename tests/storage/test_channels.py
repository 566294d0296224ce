from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import StorageError
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels
from storage.database import Database
from tests.storage.making import STORED_AT, make_channel, make_post


async def insert(database: Database, ref: ChannelRef) -> Channel:
    async with database.transaction() as connection:
        return await channels.insert(connection, ref, Visibility.PUBLIC)


async def find(database: Database, ref: ChannelRef) -> Channel | None:
    async with database.reading() as connection:
        return await channels.find(connection, ref)


async def test_a_channel_is_found_by_id_else_by_username_else_by_its_title(database: Database) -> None:
    stored = await insert(database, ChannelRef(telegram_id=77, username="Tihiy", title="Тихий сервер"))
    assert await find(database, ChannelRef(telegram_id=77)) == stored
    assert await find(database, ChannelRef(username="tIHIY")) == stored
    assert await find(database, ChannelRef(telegram_id=77, username="renamed")) == stored
    assert await find(database, ChannelRef(title="Тихий сервер")) == stored
    assert await find(database, ChannelRef(title="Другой")) is None
    assert await find(database, ChannelRef()) is None


async def test_a_username_that_went_to_another_channel_does_not_join_them(database: Database) -> None:
    await insert(database, ChannelRef(telegram_id=77, username="tihiy"))
    assert await find(database, ChannelRef(telegram_id=78, username="tihiy")) is None


async def test_a_source_that_knows_more_finds_the_channel_that_was_known_by_name_alone(database: Database) -> None:
    stored = await insert(database, ChannelRef(username="tihiy"))
    assert await find(database, ChannelRef(telegram_id=77, username="tihiy", title="Тихий")) == stored
    assert await find(database, ChannelRef(username="other", title="Тихий")) is None


async def test_a_title_that_two_channels_bear_means_neither(database: Database) -> None:
    for username in ("one", "two"):
        await insert(database, ChannelRef(username=username, title="Новости"))
    assert await find(database, ChannelRef(title="Новости")) is None


async def test_learning_adds_and_erases_nothing(database: Database) -> None:
    stored = await insert(database, ChannelRef(username="tihiy", title="Тихий"))
    async with database.transaction() as connection:
        await channels.learn(connection, stored, ChannelRef(telegram_id=77))
        await channels.learn(connection, stored, ChannelRef(title="Громкий"))
    found = await find(database, ChannelRef(telegram_id=77))
    assert found is not None
    assert (found.id, found.username, found.title) == (stored.id, "tihiy", "Громкий")


async def test_a_viewer_is_told_of_his_channels_alone(database: Database) -> None:
    public = await make_channel(database, "open")
    hidden = await make_channel(database, "closed", Visibility.MEMBERS)
    async with database.reading() as connection:
        assert await channels.public_ids(connection) == {public.id}
        assert await channels.readable(connection) == (frozenset({public.id}), [hidden])
        assert await channels.all_channels(connection, Viewer.operator()) == [public, hidden]
        assert await channels.all_channels(connection, Viewer(frozenset({public.id}))) == [public]
        assert await channels.all_channels(connection, Viewer(frozenset())) == []


async def test_a_source_that_tells_a_title_alone_is_asked_which_of_the_channels_it_means(database: Database) -> None:
    one, two, _ = [await insert(database, ChannelRef(title=title)) for title in ("Новости", "Новости", "новости")]
    async with database.reading() as connection:
        assert await channels.same_title(connection, "Новости") == [one, two]
        assert await channels.same_title(connection, "Другие") == []


async def test_a_channel_is_accepted_once_and_for_all(database: Database) -> None:
    at = [STORED_AT + timedelta(days=days) for days in range(3)]
    async with database.transaction() as connection:
        new = await channels.insert(connection, ChannelRef(username="new"), Visibility.PUBLIC)
        known = await channels.insert(connection, ChannelRef(username="known"), Visibility.PUBLIC, accepted_at=at[0])
        assert (new.accepted, known.accepted) == (False, True)
        for channel, now in ((new, at[1]), (new, at[2]), (known, at[2])):
            await channels.accept(connection, channel, now)
        assert [channel.accepted for channel in await channels.all_channels(connection, Viewer.operator())] == [
            True
        ] * 2
        rows = await connection.execute_fetchall("SELECT accepted_at FROM channels ORDER BY id")
        assert [row["accepted_at"] for row in rows] == [int(at[1].timestamp()), int(at[0].timestamp())]


async def test_whether_the_bot_is_an_administrator_is_as_last_told(database: Database) -> None:
    await insert(database, ChannelRef(telegram_id=77))
    other = await insert(database, ChannelRef(telegram_id=78))
    for is_admin in (True, False, True):
        async with database.transaction() as connection:
            await channels.set_bot_is_admin(connection, 77, is_admin)
            await channels.set_bot_is_admin(connection, 4711, True)
        found = await find(database, ChannelRef(telegram_id=77))
        assert found is not None
        assert found.bot_is_admin is is_admin
        assert await find(database, ChannelRef(telegram_id=78)) == other


async def test_the_highest_message_seen_live_is_remembered(database: Database) -> None:
    channel = await make_channel(database)
    async with database.transaction() as connection:
        seen = [await channels.saw_message(connection, channel, message_id) for message_id in (5, 9, 7, 9, 12)]
        assert seen == [None, 5, 9, 9, 9]
        assert await channels.saw_message(connection, channel, 1) == 12


async def test_names_follow_telegram(database: Database) -> None:
    channel = await insert(database, ChannelRef(telegram_id=77, username="old", title="Старый"))
    other = await insert(database, ChannelRef(telegram_id=78, username="Wanted", title="Другой"))
    async with database.transaction() as connection:
        await channels.rename(connection, channel, ChannelRef(telegram_id=77, username="wanted", title="Новый"))
    found = await find(database, ChannelRef(username="WANTED"))
    assert found == replace(channel, username="wanted", title="Новый")
    assert await find(database, ChannelRef(telegram_id=78)) == replace(other, username=None)
    async with database.transaction() as connection:
        await channels.rename(connection, channel, ChannelRef(telegram_id=77))
    assert await find(database, ChannelRef(telegram_id=77)) == replace(channel, username=None, title="Новый")


async def test_only_a_channel_without_posts_is_deleted(database: Database) -> None:
    full, empty = await make_channel(database, "full"), await make_channel(database, "empty")
    await make_post(database, full, "Кот")
    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await channels.delete_channel(connection, full)
    async with database.transaction() as connection:
        await channels.delete_channel(connection, empty)
        assert await channels.all_channels(connection, Viewer.operator()) == [full]


async def test_the_channels_of_members(database: Database) -> None:
    await make_channel(database, "open")
    hidden = await make_channel(database, "closed", Visibility.MEMBERS)
    async with database.reading() as connection:
        assert await channels.member_channels(connection) == [hidden]


async def test_visibility_can_be_changed(database: Database) -> None:
    channel = await make_channel(database)
    async with database.transaction() as connection:
        await channels.set_visibility(connection, channel, Visibility.MEMBERS)
        assert await channels.public_ids(connection) == frozenset()


async def test_two_channels_never_share_a_username(database: Database) -> None:
    await make_channel(database, "tihiy")
    with pytest.raises(StorageError):
        await make_channel(database, "TIHIY")
