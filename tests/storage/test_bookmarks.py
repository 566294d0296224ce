"""Saved posts: everybody's own, in the order of saving, whatever becomes of the posts."""

from __future__ import annotations

from datetime import timedelta

from core.types import Channel
from storage import archive, bookmarks
from storage.database import Database
from tests.storage.archiving import store, told
from tests.storage.making import STORED_AT

ANNA, JOHN = 5, 6


async def saved(database: Database, user_id: int) -> list[int]:
    async with database.reading() as connection:
        return await bookmarks.of_user(connection, user_id)


async def test_the_last_saved_comes_first_and_each_user_has_his_own(database: Database, channel: Channel) -> None:
    one, two, three = await store(database, channel, told("а", 1), told("б", 2), told("в", 3))
    async with database.transaction() as connection:
        assert [await bookmarks.save(connection, ANNA, post.id, STORED_AT) for post in (two, one, three)] == [True] * 3
        assert not await bookmarks.save(connection, ANNA, two.id, STORED_AT + timedelta(days=1))
        assert await bookmarks.save(connection, JOHN, one.id, STORED_AT)
    assert await saved(database, ANNA) == [three.id, one.id, two.id]
    assert await saved(database, JOHN) == [one.id]
    async with database.transaction() as connection:
        assert await bookmarks.is_saved(connection, JOHN, one.id)
        assert not await bookmarks.is_saved(connection, JOHN, two.id)
        assert await bookmarks.remove(connection, ANNA, one.id)
        assert not await bookmarks.remove(connection, ANNA, one.id)
        assert await bookmarks.save(connection, ANNA, one.id, STORED_AT)
    assert await saved(database, ANNA) == [one.id, three.id, two.id]
    assert await saved(database, JOHN) == [one.id]


async def test_a_user_is_forgotten_alone(database: Database, channel: Channel) -> None:
    (one,) = await store(database, channel, told("а", 1))
    async with database.transaction() as connection:
        await bookmarks.save(connection, ANNA, one.id, STORED_AT)
        await bookmarks.save(connection, JOHN, one.id, STORED_AT)
        assert await bookmarks.forget_user(connection, ANNA) == 1
        assert await bookmarks.forget_user(connection, ANNA) == 0
    assert (await saved(database, ANNA), await saved(database, JOHN)) == ([], [one.id])


async def test_a_post_that_becomes_part_of_another_is_saved_as_that_one(database: Database, channel: Channel) -> None:
    kept, gone, other = await store(database, channel, told("Кот", 1), told("Пёс", 2), told("Слон", 3))
    async with database.transaction() as connection:
        for user_id, post in ((ANNA, gone), (JOHN, gone), (JOHN, kept), (JOHN, other)):
            await bookmarks.save(connection, user_id, post.id, STORED_AT)
        album = told("Кот\n\nПёс", 1, 2)
        await archive.store(connection, channel.id, [], [(kept, album)], STORED_AT, absorbed=[(kept, [gone])])
    assert await saved(database, ANNA) == [kept.id]
    assert await saved(database, JOHN) == [other.id, kept.id]


async def test_what_leaves_the_archive_leaves_the_list(database: Database, channel: Channel) -> None:
    one, two = await store(database, channel, told("а", 1), told("б", 2))
    async with database.transaction() as connection:
        await bookmarks.save(connection, ANNA, one.id, STORED_AT)
        await bookmarks.save(connection, ANNA, two.id, STORED_AT)
        await archive.store(connection, channel.id, [], [(one, told("а иначе", 1))], STORED_AT)
        await archive.remove(connection, [two.id])
    assert await saved(database, ANNA) == [one.id]
