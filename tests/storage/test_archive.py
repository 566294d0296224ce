from __future__ import annotations

from dataclasses import replace

import pytest

from core.richtext import RichText
from core.types import Channel, IncomingPost, Post, Viewer
from storage import archive, posts, search_upkeep
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.making import STORED_AT, delete_post

CAT = IncomingPost(text=RichText("Кот учёный"), source="text-dump")


async def store(database: Database, channel: Channel, *incoming: IncomingPost) -> list[Post]:
    """Stores new posts and gives them back as they are stored."""
    async with database.transaction() as connection:
        inserts = [(f"{number}.0", post) for number, post in enumerate(incoming)]
        await archive.store(connection, channel.id, inserts, [], STORED_AT)
        return await posts.stored(connection, await posts.all_ids(connection, Viewer.operator()))


async def change(database: Database, *updates: tuple[Post, IncomingPost]) -> None:
    async with database.transaction() as connection:
        await archive.store(connection, updates[0][0].channel.id, [], updates, STORED_AT)


async def found(database: Database, word: str) -> int:
    index = SearchIndex(database.path)
    try:
        return len((await index.search(word, Viewer.operator())).answer.post_ids)
    finally:
        await index.close()


async def test_a_new_post_can_be_found_at_once_and_its_new_text_too(database: Database, channel: Channel) -> None:
    [stored] = await store(database, channel, CAT)
    assert await found(database, "коты") == 1
    await change(database, (stored, replace(CAT, text=RichText("Пёс дворовый"))))
    assert (await found(database, "бегемот"), await found(database, "коты"), await found(database, "псы")) == (0, 0, 1)
    assert (await search_upkeep.check(database)).ok


async def test_a_post_that_changes_twice_at_once_is_indexed_as_it_is_in_the_end(
    database: Database, channel: Channel
) -> None:
    [stored] = await store(database, channel, CAT)
    await change(
        database,
        (stored, replace(CAT, text=RichText("Пёс дворовый"))),
        (stored, replace(CAT, text=RichText("Слон белый"))),
    )
    assert (await found(database, "псы"), await found(database, "слоны")) == (0, 1)
    assert (await search_upkeep.check(database)).ok


async def test_a_deleted_post_that_changes_stays_out_of_the_index(database: Database, channel: Channel) -> None:
    [stored] = await store(database, channel, CAT)
    async with database.transaction() as connection:
        await archive.store(connection, channel.id, [], [], STORED_AT)
    await delete_post(database, stored.id)
    await search_upkeep.rebuild(database)
    async with database.reading() as connection:
        [deleted] = await posts.stored(connection, [stored.id])
    await change(database, (deleted, replace(CAT, text=RichText("Пёс дворовый"))))
    assert (await search_upkeep.check(database)).ok


async def test_a_failure_leaves_neither_post_nor_index(database: Database, channel: Channel) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await archive.store(connection, channel.id, [("0.0", CAT)], [], STORED_AT)
            raise RuntimeError
    async with database.reading() as connection:
        assert await posts.count(connection, Viewer.operator()) == 0
    assert await found(database, "коты") == 0
    assert (await search_upkeep.check(database)).ok
