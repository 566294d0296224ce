from __future__ import annotations

import pytest

from core.errors import StorageError
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels
from storage.database import Database
from tests.storage.making import make_channel


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
        assert await channels.all_channels(connection, Viewer.operator()) == [public, hidden]
        assert await channels.all_channels(connection, Viewer(frozenset({public.id}))) == [public]
        assert await channels.all_channels(connection, Viewer(frozenset())) == []


async def test_visibility_can_be_changed(database: Database) -> None:
    channel = await make_channel(database)
    async with database.transaction() as connection:
        await channels.set_visibility(connection, channel, Visibility.MEMBERS)
        assert await channels.public_ids(connection) == frozenset()


async def test_two_channels_never_share_a_username(database: Database) -> None:
    await make_channel(database, "tihiy")
    with pytest.raises(StorageError):
        await make_channel(database, "TIHIY")
