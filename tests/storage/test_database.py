from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from core.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable, StorageError
from storage import database as database_module
from storage.database import Database
from storage.migrate import APPLICATION_ID, all_migrations, migrate, statements


async def count_chats(database: Database) -> int:
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT count(*) FROM chats")
    return int(next(iter(rows))[0])


async def test_a_new_file_gets_its_folder_and_the_newest_schema(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "letopis.db"
    database = await Database.open(path)
    await database.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (all_migrations()[-1].version,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [migration.version for migration in all_migrations()] == list(range(1, len(all_migrations()) + 1))


def test_a_script_is_cut_into_whole_statements() -> None:
    script = "-- a; comment\nCREATE TABLE a (b TEXT); -- c\nINSERT INTO a VALUES ('x;\ny');\n"
    cut = list(statements(script))
    assert len(cut) == 2
    assert list(statements(script + "DROP TABLE a")) == [*cut, "DROP TABLE a"]
    connection = sqlite3.connect(":memory:")
    for statement in cut:
        connection.execute(statement)
    assert connection.execute("SELECT b FROM a").fetchall() == [("x;\ny",)]
    connection.close()


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    first = await Database.open(path)
    async with first.transaction() as connection:
        await connection.execute("INSERT INTO chats (id, language) VALUES (1, 'ru')")
    await first.close()
    second = await Database.open(path)
    assert await count_chats(second) == 1
    await second.close()


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


async def test_a_new_file_that_another_process_prepares_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [busy(), busy()]

    async def refuse_first(connection: aiosqlite.Connection, path: str) -> None:
        if refusals:
            raise refusals.pop()
        await migrate(connection, path)

    monkeypatch.setattr(database_module, "migrate", refuse_first)
    monkeypatch.setattr(database_module, "_PAUSE_S", 0.0)
    database = await Database.open(tmp_path / "letopis.db")
    assert await count_chats(database) == 0
    await database.close()


async def test_a_new_file_that_stays_locked_is_told_as_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(connection: aiosqlite.Connection, path: str) -> None:
        raise busy()

    monkeypatch.setattr(database_module, "migrate", refuse)
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", -1.0)
    with pytest.raises(DatabaseBusy):
        await Database.open(tmp_path / "letopis.db")


async def test_two_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    opened = await asyncio.gather(*(Database.open(tmp_path / "letopis.db") for _ in range(4)))
    for database in opened:
        await database.close()


async def test_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    first = all_migrations()[0]
    with sqlite3.connect(path) as connection:
        connection.executescript(first.sql)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    database = await Database.open(path)
    assert await count_chats(database) == 0
    await database.close()


async def test_an_error_rolls_back(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO chats (id) VALUES (1)")
            raise RuntimeError
    assert await count_chats(database) == 0
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO chats (id) VALUES (2)")
    assert await count_chats(database) == 1


async def test_a_cancelled_write_rolls_back(database: Database) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO chats (id) VALUES (1)")
            inside.set()
            await asyncio.sleep(60)

    writing = asyncio.create_task(write())
    await inside.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert await count_chats(database) == 0


@pytest.mark.parametrize("steps", range(5))
async def test_a_write_that_is_cancelled_as_it_begins_leaves_the_next_one_free(database: Database, steps: int) -> None:
    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO chats (id) VALUES (1)")
            await asyncio.sleep(60)

    writing = asyncio.create_task(write())
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO chats (id) VALUES (2)")
    assert await count_chats(database) == 1


async def test_readers_do_not_see_what_is_not_committed(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("INSERT INTO chats (id) VALUES (1)")
        assert await count_chats(database) == 0
    assert await count_chats(database) == 1


async def test_the_reader_refuses_to_write(database: Database) -> None:
    with pytest.raises(DatabaseUnusable):
        async with database.reading() as connection:
            await connection.execute("DELETE FROM chats")


async def test_a_broken_rule_is_a_storage_error(database: Database) -> None:
    with pytest.raises(StorageError) as caught:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO channels (visibility) VALUES ('everybody')")
    assert type(caught.value) is StorageError


async def test_a_locked_file_is_told_as_busy(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    impatient = await Database.open(tmp_path / "letopis.db")
    async with database.transaction():
        with pytest.raises(DatabaseBusy):
            async with impatient.transaction():
                pass
    async with impatient.transaction():
        pass
    await impatient.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough to look like a file" * 50, b"\x00" * 4096])
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letopis.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        await Database.open(path)
    assert path.read_bytes() == content
    # A connection that is left open keeps a thread, and with it the process, alive.
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            thread.join(5)
            assert not thread.is_alive()


async def test_a_sound_file_has_no_damage_and_a_scribbled_one_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    database = await Database.open(path)
    async with database.transaction() as connection:
        await connection.executemany(
            "INSERT INTO chats (id, language) VALUES (?, ?)", [(number, "ru" * 500) for number in range(1_000)]
        )
    assert await database.damage() is None
    await database.close()
    content, page = path.read_bytes(), 4096
    middle = len(content) // page // 2 * page
    path.write_bytes(content[:middle] + b"\xff" * page * 9 + content[middle + page * 9 :])
    database = await Database.open(path)
    damage = await database.damage()
    await database.close()
    assert damage
    assert "\n" not in damage


async def test_a_schema_that_makes_no_sense_is_damage_too(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("UPDATE sqlite_schema SET sql = 'CREATE NONSENSE' WHERE name = 'chats'")
        other.execute("PRAGMA schema_version = 999")
    assert "malformed" in str(await database.damage())


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    connection.close()
    with pytest.raises(DatabaseUnusable, match="another program"):
        await Database.open(path)


async def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    database = await Database.open(path)
    await database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(DatabaseNewer, match="found=999"):
        await Database.open(path)


async def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable):
        await Database.open(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnusable):
        await Database.open(tmp_path / "file" / "letopis.db")
