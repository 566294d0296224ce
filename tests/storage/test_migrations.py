"""Databases of earlier versions, filled as those versions filled them, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StorageError
from core.types import Viewer
from storage import channels, posts, search_upkeep
from storage.database import Database
from storage.migrate import APPLICATION_ID, all_migrations
from storage.search_index import Indexed, SearchIndex
from tests.storage.indexing import OPERATOR, edit, found, publish, take_out

TEXTS = ("Мета-обучение и GPT-4 #лето", "Кот учёный", "Тайна")
LEMMAS = ("мета обучение и gpt 4 лето метаобучение gpt4", "кот учить", "тайна")
FORMS = ("gpt gpt4 и лето мета метаобучение обучение 4", "кот ученый", "тайна")


def filled(path: Path, version: int) -> None:
    """A database of an earlier schema with two channels and three posts, indexed where it has an index."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for migration in all_migrations()[:version]:
            connection.executescript(migration.sql)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.executemany(
            "INSERT INTO channels (id, username, visibility) VALUES (?, ?, ?)",
            [(1, "tihiy", "public"), (2, "tayno", "members")],
        )
        connection.executemany(
            "INSERT INTO posts (id, channel_id, message_id, fingerprint, text, stored_at, source)"
            " VALUES (?, ?, ?, ?, ?, 1700000000, 'test')",
            [(3 * n, 2 if n == 3 else 1, 10 * n, f"f{n}", text) for n, text in enumerate(TEXTS, 1)],
        )
        connection.execute("INSERT INTO post_messages (channel_id, message_id, post_id) VALUES (1, 10, 3)")
        connection.execute("INSERT INTO post_links (post_id, url) VALUES (6, 'https://a.example/')")
        if version >= 2:
            for table, terms in (("search_lemmas", LEMMAS), ("search_forms", FORMS)):
                column = table.removeprefix("search_")
                connection.executemany(
                    f"INSERT INTO {table} (rowid, {column}, channel) VALUES (?, ?, ?)",
                    [(3 * n, one, "§2" if n == 3 else "§1") for n, one in enumerate(terms, 1)],
                )
            connection.execute(
                "UPDATE search_state SET normaliser = '1/2/2.0.6+2.4.417127.4579844/3.0.1/14.0.0', generation = 3,"
                " posts = 3, characters = ?",
                (sum(map(len, TEXTS)),),
            )


@pytest.mark.parametrize("version", [1, 2, 3, 4])
async def test_an_archive_of_an_earlier_schema_is_kept_and_its_index_made_anew(tmp_path: Path, version: int) -> None:
    path = tmp_path / "letopis.db"
    filled(path, version)
    database = await Database.open(path)
    async with database.reading() as connection:
        assert [post.text.text for post in await posts.stored(connection, [3, 6, 9])] == list(TEXTS)
        assert [channel.username for channel in await channels.all_channels(connection, OPERATOR)] == ["tihiy", "tayno"]
        [row] = await connection.execute_fetchall("PRAGMA user_version")
        assert row[0] == all_migrations()[-1].version
        assert list(await connection.execute_fetchall("PRAGMA foreign_key_check")) == []
    index = SearchIndex(path)
    if version >= 2:
        assert await search_upkeep.needs_rebuild(database)
        assert (await search_upkeep.check(database)).outdated
        assert await found(index, "кот") in {(), (6,)}
    assert await search_upkeep.rebuild(database) == 3
    assert not await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).ok
    for query, post_id in (("метаобучению", 3), ("#лето", 3), ("коты", 6), ("has:link", 6), ("тайна", 9)):
        assert await found(index, query) == (post_id,)
    assert await found(index, "тайна", Viewer(frozenset({1}))) == ()
    await index.close()
    await database.close()


async def test_nothing_is_taken_into_an_index_of_an_earlier_version(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    filled(path, 4)
    database = await Database.open(path)
    async with database.reading() as connection:
        [channel, _] = await channels.all_channels(connection, OPERATOR)
    with pytest.raises(StorageError, match="index_outdated"):
        await publish(database, channel, "Новый пост")
    with pytest.raises(StorageError, match="index_outdated"):
        await take_out(database, Indexed(6, 1, TEXTS[1]))
    await search_upkeep.rebuild(database)
    [new] = await publish(database, channel, "Новый пост")
    assert new.post_id == 10
    await edit(database, Indexed(6, 1, TEXTS[1]), "Пёс")
    assert (await search_upkeep.check(database)).ok
    await database.close()


async def test_a_new_archive_and_one_of_an_earlier_schema_without_posts_need_no_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        for migration in all_migrations()[:4]:
            connection.executescript(migration.sql)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 4")
    database = await Database.open(path)
    assert not await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).ok
    await database.close()
