"""Databases of earlier versions, filled as those versions filled them, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StorageError
from core.lemmas import Lemmas
from core.search.terms import post_terms, terms_version
from core.types import Viewer
from storage import archive, channels, posts, random_shown, search_upkeep, topics
from storage.database import Database
from storage.migrate import APPLICATION_ID, all_migrations
from storage.search_index import Indexed, SearchIndex
from tests.storage.indexing import OPERATOR, edit, found, publish, take_out
from tests.storage.making import STORED_AT

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
            fill_index(connection, version)


def fill_index(connection: sqlite3.Connection, version: int) -> None:
    """The index of `filled`: first with the channel in a column of its own, later among the terms."""
    for table, terms in (("search_lemmas", LEMMAS), ("search_forms", FORMS)):
        column = table.removeprefix("search_")
        rows = [(3 * n, one, "§2" if n == 3 else "§1") for n, one in enumerate(terms, 1)]
        if version < 5:
            connection.executemany(f"INSERT INTO {table} (rowid, {column}, channel) VALUES (?, ?, ?)", rows)
        else:
            rows = [
                (post_id, getattr(post_terms(text, Lemmas()), column), channel)
                for (post_id, _, channel), text in zip(rows, TEXTS, strict=True)
            ]
            connection.executemany(f"INSERT INTO {table} (rowid, {column}) VALUES (?1, ?3 || ' ' || ?2)", rows)
    connection.execute(
        "UPDATE search_state SET normaliser = ?, generation = 3, posts = 3, characters = ?",
        (terms_version() if version >= 5 else "1/2/2.0.6+2.4.417127.4579844/3.0.1/14.0.0", sum(map(len, TEXTS))),
    )


async def test_a_channel_and_its_posts_keep_what_was_known_and_learn_what_was_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    filled(path, 7)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE posts SET published_at = 1700000000, views = 7, reactions_exact = id <> 6")
        connection.execute("INSERT INTO channels (id, title, visibility) VALUES (3, 'Пусто', 'public')")
        connection.execute("INSERT INTO topics (id, channel_id, key, name, kind) VALUES (1, 1, 'кот', 'кот', 'phrase')")
        connection.execute("INSERT INTO post_topics (topic_id, post_id) VALUES (1, 6)")
        connection.execute("INSERT INTO random_shown (chat_id, post_id) VALUES (5, 6)")
    database = await Database.open(path)
    async with database.reading() as connection_:
        found = await posts.stored(connection_, [3, 6, 9])
        assert [(post.zone_known, post.changed_at, post.deleted) for post in found] == [(True, None, False)] * 3
        assert [post.views_exact for post in found] == [post.reactions_exact for post in found] == [True, False, True]
        known = await channels.all_channels(connection_, OPERATOR)
        assert [(channel.accepted, channel.bot_is_admin) for channel in known] == [(True, False)] * 3
        rows = await connection_.execute_fetchall("SELECT accepted_at FROM channels ORDER BY id")
        assert [row["accepted_at"] for row in rows] == [1700000000, 1700000000, 0]
        assert await topics.topic_post_ids(connection_, OPERATOR, "кот") == [6]
        assert await random_shown.shown(connection_, 5, "") == [6]
    await database.close()


@pytest.mark.parametrize("version", [5, 6, 7])
async def test_an_index_that_this_program_can_read_is_kept(tmp_path: Path, version: int) -> None:
    path = tmp_path / "letopis.db"
    filled(path, version)
    database = await Database.open(path)
    assert not await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).ok
    async with database.transaction() as connection:
        assert await archive.mark_deleted(connection, [3], STORED_AT) == 1
        assert await archive.remove(connection, [9]) == 1
    assert (await search_upkeep.check(database)).ok
    await database.close()


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
