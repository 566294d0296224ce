from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.cli.invented import CACHE, FOREIGN, MIGRATION, NEWER, POSTS, QUEUE
from tests.bot.cli.running import CommandLine

REPORT_KEYS = ["files", "posts", "new", "updated", "unchanged"]
FILE_KEYS = "path format channel title visibility posts new updated unchanged service skipped uncertain".split()


def counts(report: dict[str, int]) -> tuple[int, int, int, int]:
    return report["posts"], report["new"], report["updated"], report["unchanged"]


def test_a_channels_real_dump_twice(command: CommandLine, shared_data: Path) -> None:
    path = shared_data / "knowledge_accumulator.txt"
    ran = command("import", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    [file] = ran.json["files"]
    assert counts(ran.json) == counts(file) == (20, 20, 0, 0)
    assert (file["service"], file["skipped"], file["uncertain"]) == (1, [], [])
    assert (file["path"], file["format"], file["channel"]) == (str(path), "text-dump", "knowledge_accumulator")
    before = command.tables()
    again = command("import", path, "--json")
    assert again.status == 0
    assert counts(again.json) == (20, 0, 0, 20)
    assert command.tables() == before


def test_the_json_report_has_just_these_keys(command: CommandLine) -> None:
    ran = command("import", command.file("a.txt", POSTS), command.folder / "none", "--json")
    assert ran.status == 1
    assert list(ran.json) == REPORT_KEYS
    good, missing = ran.json["files"]
    assert list(good) == FILE_KEYS
    assert list(missing) == [*FILE_KEYS, "error"]
    assert missing["format"] is missing["channel"] is missing["visibility"] is None
    assert (good["title"], good["visibility"]) == ("Тихие заметки", "public")


def test_a_newer_dump_updates_reactions_and_adds_posts(command: CommandLine) -> None:
    command("import", command.file("old.txt", POSTS))
    liked = replace(QUEUE, reactions={"👍": 50, "🔥": 1})
    ran = command("import", command.file("new.txt", [CACHE, liked, MIGRATION, NEWER]), "--json")
    assert counts(ran.json) == (4, 1, 1, 2)
    posts = command("export").lines
    assert [post["title"] for post in posts] == [post.lines[0].text for post in (*POSTS, NEWER)]
    assert posts[1]["reactions"] == {"👍": 50, "🔥": 1}
    assert [post["post_id"] for post in posts] == [1, 2, 3, 4]
    assert len(command("search", "журнал событий", "--json").json["hits"]) == 1


def test_a_dry_run_tells_what_an_import_would_do_and_does_nothing(command: CommandLine) -> None:
    old = command.file("old.txt", POSTS)
    new = command.file("new.txt", [CACHE, replace(QUEUE, reactions={"👍": 6}), NEWER])
    wanted = ("import", old, old, new, "--json")
    tried = command(*wanted, "--dry-run")
    assert not command.database.parent.exists()
    assert counts(tried.json) == (9, 4, 1, 4)
    command("import", old)
    before = command.tables()
    tried_again = command(*wanted, "--dry-run")
    assert command.tables() == before
    assert sorted(path.name for path in command.database.parent.iterdir()) == ["letopis.db"]
    assert tried_again.json == command(*wanted).json
    command.database.unlink()
    assert tried.json == command(*wanted).json


def test_a_dry_run_over_a_file_that_is_no_archive_names_that_file(command: CommandLine) -> None:
    dump = command.file("a.txt", POSTS)
    command.file("data/letopis.db", b"no database " * 100)
    ran = command("import", dump, "--dry-run")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "data/letopis.db cannot be used as the database: file is not a database\n"
    command.database.unlink()
    command("import", dump)
    command.ask("PRAGMA user_version = 999")
    ran = command("import", dump, "--dry-run")
    assert ran.status == 1
    assert ran.err.startswith("data/letopis.db was written by a newer Letopis (schema 999;")
    command.ask("PRAGMA user_version = 1")  # the migrations after it make what is there already
    ran = command("import", dump, "--dry-run")
    assert ran.status == 1
    assert ran.err.startswith("The database did not do what was asked: ")


def test_visibility_is_decided_at_the_import_and_stays(command: CommandLine) -> None:
    dump = command.file("a.txt", POSTS)
    command("import", dump, "--visibility", "members")
    assert command.ask("SELECT visibility FROM channels") == [("members",)]
    command("import", dump)
    assert command.ask("SELECT visibility FROM channels") == [("members",)]
    command("import", dump, "--visibility", "public")
    assert command.ask("SELECT visibility FROM channels") == [("public",)]
    ran = command("import", dump, "--visibility", "nobody")
    assert (ran.status, ran.out) == (2, "")


def test_a_folder_stands_for_its_files_in_counting_order(command: CommandLine) -> None:
    for name, posts in (("part10.txt", [MIGRATION]), ("part9.txt", [QUEUE]), ("part1.txt", [CACHE])):
        command.file(f"dumps/{name}", posts)
    command.file("dumps/.hidden", b"\0")
    command.file("dumps/deeper/part2.txt", [NEWER])
    ran = command("import", command.folder / "dumps", "--json")
    assert ran.status == 0
    assert [Path(file["path"]).name for file in ran.json["files"]] == ["part1.txt", "part9.txt", "part10.txt"]
    assert counts(ran.json) == (3, 3, 0, 0)


@pytest.mark.parametrize("arguments", [(), ("a.txt", "--channel"), ("a.txt", "--visibility", "x"), ("--nonsense",)])
def test_wrong_usage(command: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = command("import", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_other_channels_stay_apart(command: CommandLine) -> None:
    ran = command("import", command.file("a.txt", POSTS), command.file("b.txt", FOREIGN), "--json")
    assert [file["channel"] for file in ran.json["files"]] == ["tihie_zametki", "kuhnya_doma"]
    assert command.ask("SELECT count(*) FROM channels") == [(2,)]
