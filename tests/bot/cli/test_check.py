from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import DatabaseBusy
from tests.bot.cli.invented import FOREIGN, POSTS
from tests.bot.cli.running import CommandLine, Ran


@pytest.fixture
def archive(command: CommandLine) -> CommandLine:
    command("import", command.file("a.txt", POSTS), command.file("b.txt", FOREIGN))
    return command


def index_of(ran: Ran) -> tuple[str, str, str]:
    """Status, detail and advice of the check of the search index."""
    (database, index) = ran.json["checks"]
    assert database == {
        "name": "database",
        "status": "ok",
        "detail": "data/letopis.db: 4 posts of 2 channels",
        "advice": "",
    }
    assert list(index) == ["name", "status", "detail", "advice"]
    assert index["name"] == "search index"
    return index["status"], index["detail"], index["advice"]


def test_all_is_well(archive: CommandLine) -> None:
    ran = archive("check")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "ok      database: data/letopis.db: 4 posts of 2 channels\nok      search index: fits 4 posts, word by word\n"
    )
    ran = archive("check", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert index_of(ran) == ("ok", "fits 4 posts, word by word", "")


def test_an_archive_that_is_not_there_is_not_made(command: CommandLine) -> None:
    ran = command("check")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "warning database: there is no data/letopis.db yet\n        letopis import brings posts in\n"
    assert not command.database.exists()


def test_an_archive_without_posts(command: CommandLine) -> None:
    command("channels")
    ran = command("check", "--json")
    assert ran.status == 1
    assert [(one["name"], one["status"]) for one in ran.json["checks"]] == [
        ("database", "warning"),
        ("search index", "ok"),
    ]
    assert ran.json["checks"][0]["advice"] == "letopis import brings posts in"
    assert ran.json["checks"][1]["detail"] == "fits 0 posts, word by word"


def test_an_index_that_lacks_posts_and_holds_others(archive: CommandLine) -> None:
    archive.ask("UPDATE posts SET text = 'Совсем другие слова' WHERE id = 1")
    archive.ask("DELETE FROM search_lemmas_docsize WHERE id = 2")
    archive.ask("UPDATE posts SET deleted_at = 1 WHERE id = 3")
    ran = archive("check")
    assert (ran.status, ran.out) == (1, "ok      database: data/letopis.db: 3 posts of 2 channels\n")
    heading, advice = ran.err.splitlines()
    assert heading.startswith("error   search index: ")
    assert "1 post missing; 1 post too many; " in heading
    assert heading.endswith(" words counted wrongly")
    assert advice == "        letopis reindex builds it anew"
    archive("reindex")
    assert archive("check").status == 0


def test_an_index_of_another_version(archive: CommandLine) -> None:
    archive.ask("UPDATE search_state SET normaliser = 'an older one'")
    ran = archive("check", "--json")
    assert ran.status == 1
    status, detail, advice = index_of(ran)
    assert (status, detail) == ("warning", "made by another version, or being built at this moment")
    assert advice == "letopis reindex builds it anew; the bot does that by itself when it starts"
    assert ran.err == f"warning search index: {detail}\n        {advice}\n"


def test_a_damaged_index(archive: CommandLine) -> None:
    archive.ask("DELETE FROM search_lemmas_data WHERE id > 10")
    ran = archive("check", "--json")
    assert ran.status == 1
    status, detail, advice = index_of(ran)
    assert status == "error"
    assert detail.startswith("damaged: ")
    assert advice == "letopis reindex builds it anew"
    archive("reindex")
    assert archive("check").status == 0


def test_a_file_that_is_no_database(command: CommandLine) -> None:
    command.file("data/letopis.db", b"no database at all " * 100)
    ran = command("check", "--json")
    assert ran.status == 1
    (check,) = ran.json["checks"]
    assert (check["name"], check["status"]) == ("database", "error")
    assert check["detail"].startswith("data/letopis.db cannot be used as the database: ")
    assert check["advice"].endswith("put a backup in its place")


def test_a_database_of_a_newer_version(archive: CommandLine) -> None:
    archive.ask("PRAGMA user_version = 9999")
    ran = archive("check", "--json")
    (check,) = ran.json["checks"]
    assert (ran.status, check["advice"]) == (1, "run the version that wrote it")


def test_a_database_that_another_process_holds(archive: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def open_(_path: Path) -> None:
        raise DatabaseBusy(reason="database is locked")

    monkeypatch.setattr("storage.database.Database.open", open_)
    (check,) = archive("check", "--json").json["checks"]
    assert (check["status"], check["detail"]) == (
        "error",
        "Another process keeps the database locked: database is locked",
    )
    assert check["advice"] == "try again, or stop the process that holds it"


def test_a_damaged_file_is_told(archive: CommandLine) -> None:
    with closing(sqlite3.connect(archive.database)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'posts_best_liked'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with archive.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    ran = archive("check", "--json")
    assert ran.status == 1
    database = ran.json["checks"][0]
    assert (database["name"], database["status"], database["advice"]) == (
        "database",
        "error",
        "put a backup in its place",
    )
    assert "is damaged: " in database["detail"]


def test_whom_channels_of_members_are_shown_to(archive: CommandLine) -> None:
    archive.ask("UPDATE channels SET visibility = 'members'")
    archive.ask("UPDATE channels SET bot_is_admin = 1, telegram_id = 7 WHERE id = 1")
    (first,), (second,) = archive.ask("SELECT username FROM channels ORDER BY id")
    for admin_ids, whom in (("", "nobody, for ADMIN_IDS is empty too"), ("5", "the operators (ADMIN_IDS) alone")):
        archive.set(ADMIN_IDS=admin_ids)
        ran = archive("check", "--json")
        assert (ran.status, ran.err) == (0, "")
        assert ran.json["checks"][2:] == [
            {
                "name": f"channel @{first}",
                "status": "ok",
                "detail": "shown to its members: the bot is an administrator there",
                "advice": "",
            },
            {
                "name": f"channel @{second}",
                "status": "ok",
                "detail": f"shown to {whom}: the bot is no administrator there",
                "advice": f"make the bot its administrator, or: letopis channels --visibility public @{second}",
            },
        ]
    archive("channels", f"@{second}", "--visibility", "public")
    assert [one["name"] for one in archive("check", "--json").json["checks"]][2:] == [f"channel @{first}"]
