"""Damaged files: each is told in one clear line, ends the command with 1, and costs nothing that could be read."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.cli.invented import NEWER, POSTS
from tests.bot.cli.running import CommandLine
from tests.core.formats.dump_writer import dump

WHOLE = dump(*POSTS).encode()
UNKNOWN = "in no format that can be imported"
CUT_OFF = "the file ends inside a post: its line of reactions is missing"


@dataclass(frozen=True)
class Case:
    """`content` or how to make it; `posts` of it are stored, the line says `error` after the path."""

    content: bytes | Callable[[Path], None]
    posts: int
    error: str


def sqlite_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE posts (text)")


def zip_of_pictures(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
        archive.writestr("style.css", "body {}")


def symlink_loop(path: Path) -> None:
    path.symlink_to(path)


def cut_at(line: int, more_bytes: int) -> bytes:
    """The dump up to a line (from 1), and so many bytes of it."""
    lines = WHOLE.split(b"\n")
    return b"\n".join([*lines[: line - 1], lines[line - 1][:more_bytes]])


CASES = {
    "cut off in copy A": Case(cut_at(20, 24), 3, f"line 20: {CUT_OFF}"),
    "cut off in copy B": Case(cut_at(23, 24), 3, f"line 23: {CUT_OFF}"),
    "cut off inside a character": Case(cut_at(22, 31), 3, f"line 22: {CUT_OFF}"),
    "cut off inside the reactions": Case(WHOLE[:-1], 3, "line 25: the file ends inside a line of reactions"),
    "windows-1251": Case(
        dump(*POSTS).encode("cp1251", "replace"),
        0,
        "line 1: not UTF-8 but text in another encoding, perhaps windows-1251",
    ),
    "UTF-16": Case(dump(*POSTS).encode("utf-16"), 0, "line 1: not UTF-8 but UTF-16"),
    "empty": Case(b"", 0, "the file is empty"),
    "blanks": Case(b" \n\t\r\n" * 9, 0, "the file is empty"),
    "many blanks": Case(b" \n" * 70_000, 0, "line 1: the file is empty"),
    "NUL bytes alone": Case(bytes(100), 0, UNKNOWN),
    "PNG": Case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8, 0, UNKNOWN),
    "SQLite": Case(sqlite_file, 0, UNKNOWN),
    "zip": Case(zip_of_pictures, 0, UNKNOWN),
    "JSON": Case(b'{"messages": []}', 0, UNKNOWN),
    "missing": Case(lambda _path: None, 0, "cannot be read: No such file or directory"),
    "empty folder": Case(lambda path: path.mkdir(), 0, "cannot be read: there is no file in it"),
    "symlink loop": Case(symlink_loop, 0, "cannot be read: Too many levels of symbolic links"),
    "no dump": Case("Просто заметка\nНичего особенного.\n".encode(), 1, "line 2: not one line of reactions"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_damaged_file_is_one_clear_line_and_what_is_good_is_kept(command: CommandLine, name: str) -> None:
    case = CASES[name]
    path = command.folder / "dump.txt"
    if isinstance(case.content, bytes):
        path.write_bytes(case.content)
    else:
        case.content(path)
    ran = command("import", path, command.file("whole.txt", [NEWER]), "--json")
    assert ran.status == 1
    [line] = ran.err.splitlines()
    assert line.startswith(f"{path}: {case.error}")
    assert line.count(str(path)) == 1
    bad, good = ran.json["files"]
    assert line == f"{path}: {bad['error']}"
    assert (bad["posts"], bad["new"]) == (case.posts, case.posts)
    assert (good["posts"], "error" in good) == (1, False)
    assert command.ask("SELECT count(*) FROM posts") == [(case.posts + 1,)]


def test_a_file_that_gave_nothing_is_not_in_the_report_for_people(command: CommandLine) -> None:
    ran = command("import", command.folder / "none")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"{command.folder / 'none'}: cannot be read: No such file or directory\n"


@pytest.mark.parametrize("part", ["in copy A", "in copy B", "inside a character"])
def test_the_whole_file_heals_a_cut_one(command: CommandLine, part: str) -> None:
    content = CASES[f"cut off {part}"].content
    assert isinstance(content, bytes)
    command("import", command.file("dump.txt", content))
    ran = command("import", command.file("dump.txt", WHOLE), "--json")
    assert (ran.json["posts"], ran.json["new"], ran.json["updated"], ran.json["unchanged"]) == (3, 0, 1, 2)
    healed = command("export").lines
    command.database.unlink()
    command("import", command.folder / "dump.txt")
    # The identity is fixed at first sight.
    assert healed == [
        {**post, "fingerprint": healed[index]["fingerprint"]} for index, post in enumerate(command("export").lines)
    ]


@pytest.mark.parametrize("line", [2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 19, 20, 22, 23, 24, 25])
def test_a_dump_cut_anywhere_in_a_post_and_then_whole_has_every_post_once(command: CommandLine, line: int) -> None:
    command("import", command.file("cut.txt", cut_at(line, len(WHOLE.split(b"\n")[line - 1]) // 2)))
    assert command("import", command.file("dump.txt", WHOLE)).status == 0
    assert command.ask("SELECT count(*), sum(cut_off), count(DISTINCT channel_id) FROM posts") == [(3, 0, 1)]


def test_nul_bytes_cost_one_post(command: CommandLine) -> None:
    ran = command("import", command.file("dump.txt", WHOLE.replace(b"Kafka", b"Ka\0fka", 1)), "--json")
    assert (ran.status, ran.err) == (0, "")
    [file] = ran.json["files"]
    assert (file["posts"], file["skipped"]) == (2, [{"where": "lines 10-17", "why": "line 11: NUL bytes"}])


def test_a_line_of_100_mb_costs_one_post(command: CommandLine) -> None:
    path = command.folder / "dump.txt"
    with path.open("wb") as file:
        file.write(WHOLE + b"\nTitle\n")
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write("\n👍1\n".encode() + dump(NEWER).encode())
    ran = command("import", path, "--json")
    assert (ran.status, ran.err) == (0, "")
    [file_report] = ran.json["files"]
    assert file_report["posts"] == 4
    assert [place["why"] for place in file_report["skipped"]] == ["line 27: a line over 1 MiB"]


def test_a_path_that_no_system_takes(command: CommandLine) -> None:
    ran = command("import", "x" * 5000)
    assert ran.status == 1
    assert ran.err.endswith(": cannot be read: File name too long\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read(command: CommandLine) -> None:
    file, folder = command.file("a.txt", WHOLE), command.folder / "dumps"
    file.chmod(0)
    folder.mkdir(0)
    ran = command("import", file, folder)
    assert ran.status == 1
    assert ran.err.splitlines() == [f"{path}: cannot be read: Permission denied" for path in (file, folder)]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file on this system")
def test_a_file_whose_reading_fails(command: CommandLine) -> None:
    ran = command("import", "/proc/self/mem")
    assert ran.status == 1
    assert ran.err == "/proc/self/mem: cannot be read: Input/output error\n"


def test_a_file_name_that_is_not_utf8(command: CommandLine) -> None:
    path = os.fsdecode(os.fsencode(command.folder) + b"/\xff.txt")
    Path(path).write_bytes(WHOLE)
    ran = command("import", path, "--json")
    assert ran.status == 0
    assert ran.json["files"][0]["path"] == path
    assert " \\udcff.txt  text-dump  @tihie_zametki " in command("import", path).out
