"""Files and folders: what is found in them, in which order, and what belongs together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.sources.files import Refused, sources_of
from core.errors import SourceEmpty, SourceUnreadable, UnknownFormat
from tests.bot.sources.looking import contents, found, only_source

pytestmark = pytest.mark.usefixtures("made_up_formats")
NO_PERMISSIONS = pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")


def fill(folder: Path, *names: str, content: str = "P") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def test_a_named_file_is_judged_by_its_content(tmp_path: Path) -> None:
    for name, content in (("b.jpg", "P"), (".hidden", "P"), ("c", "p"), ("d.txt", "x"), ("e", ""), ("f", " \n\t")):
        fill(tmp_path, name, content=content)
    paths = [tmp_path / name for name in ("b.jpg", ".hidden", "c", "d.txt", "e", "f", "none")]
    assert found(*paths, root=tmp_path) == [
        ("posts", ["b.jpg"]),
        ("posts", [".hidden"]),
        ("posts", ["c"]),
        ("refused", "d.txt: error.unknown_format"),
        ("refused", "e: error.source_empty"),
        ("refused", "f: error.source_empty"),
        ("refused", "none: No such file or directory"),
    ]
    errors = [type(one.error) for one in sources_of(paths) if isinstance(one, Refused)]
    assert errors == [UnknownFormat, SourceEmpty, SourceEmpty, SourceUnreadable]


def test_a_byte_order_mark_alone_is_nothing_and_many_blanks_are_of_no_format(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbf \n")
    (tmp_path / "b").write_bytes(b" \n" * 70_000)
    assert [why for _, why in found(tmp_path / "a", tmp_path / "b", root=tmp_path)] == [
        "a: error.source_empty",
        "b: error.unknown_format",
    ]


def test_a_folder_is_its_files_in_counting_order(tmp_path: Path) -> None:
    fill(tmp_path, "part10.txt", "Part9.txt", "part1b.txt", "part1.txt", ".hidden", "10.txt", "a.txt", "deeper/b.txt")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert [paths for _, paths in found(tmp_path, root=tmp_path)] == [
        ["10.txt"], ["a.txt"], ["part1.txt"], ["part1b.txt"], ["Part9.txt"], ["part10.txt"]
    ]  # fmt: skip


def test_what_is_of_no_format_is_passed_over_where_something_is(tmp_path: Path) -> None:
    fill(tmp_path, "photo.jpg", content="\xff\xd8")
    fill(tmp_path, "empty", content="")
    assert found(tmp_path, root=tmp_path.parent) == [("refused", f"{tmp_path.name}: error.unknown_format")]
    fill(tmp_path, "notes", content="p")
    fill(tmp_path, "list", content="[")
    assert found(tmp_path, root=tmp_path) == [("lists", ["list"])]


def test_the_only_file_of_a_folder_is_guessed_at_and_named_where_it_is_bad(tmp_path: Path) -> None:
    fill(tmp_path, "a", content="p")
    assert found(tmp_path, root=tmp_path) == [("posts", ["a"])]
    fill(tmp_path, "a", content="x")
    assert found(tmp_path, root=tmp_path) == [("refused", "a: error.unknown_format")]


def test_a_folder_without_files(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    assert found(tmp_path, root=tmp_path.parent) == [("refused", f"{tmp_path.name}: there is no file in it")]


def test_pages_of_a_folder_are_one_source_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    fill(tmp_path, "messages10.html", "messages2.html", "messages.html", content="<")
    fill(tmp_path, "css/style.css", "script.js", content="x")
    assert found(tmp_path, root=tmp_path) == [("pages", ["messages.html", "messages2.html", "messages10.html"])]
    (tmp_path / "messages.html").rename(tmp_path / "index.html")
    assert found(tmp_path, root=tmp_path) == [("pages", ["index.html", "messages2.html", "messages10.html"])]


def test_the_first_page_of_an_export_one_level_down_may_be_renamed(tmp_path: Path) -> None:
    fill(tmp_path, "ChatExport_9/index.html", "ChatExport_9/messages2.html", content="<")
    fill(tmp_path, "site/index.html", content="x")
    expected = [("pages", ["ChatExport_9/index.html", "ChatExport_9/messages2.html"])]
    assert found(tmp_path, root=tmp_path) == expected


def test_pages_that_are_named_one_by_one_are_one_source_in_each_folder(tmp_path: Path) -> None:
    fill(tmp_path, "a/messages.html", "a/messages2.html", "b/messages.html", content="<")
    fill(tmp_path, "c.txt")
    paths = [tmp_path / name for name in ("a/messages2.html", "c.txt", "b/messages.html", "a/messages.html", "a")]
    assert found(*paths, root=tmp_path) == [
        ("pages", ["a/messages.html", "a/messages2.html"]),
        ("posts", ["c.txt"]),
        ("pages", ["b/messages.html"]),
    ]


def test_a_file_that_is_named_twice_is_two_sources(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    assert found(tmp_path / "a.txt", tmp_path / "a.txt", root=tmp_path) == [("posts", ["a.txt"])] * 2


def test_the_exports_one_level_down_are_found(tmp_path: Path) -> None:
    fill(tmp_path, "ChatExport_10/messages2.html", "ChatExport_10/messages.html", "empty/messages.html", content="<")
    fill(tmp_path, "empty/messages.html", content="")
    fill(tmp_path, "ChatExport_9/result.json", "ChatExport_9/other.json", "ChatExport_9/x/result.json", content="[")
    assert found(tmp_path, root=tmp_path) == [
        ("lists", ["ChatExport_9/result.json"]),
        ("pages", ["ChatExport_10/messages.html", "ChatExport_10/messages2.html"]),
    ]


@pytest.mark.parametrize("chats", ["chats/", ""])
def test_the_pages_of_a_whole_account_are_imported_chat_by_chat(tmp_path: Path, chats: str) -> None:
    fill(tmp_path, f"{chats}chat_10/messages.html", f"{chats}chat_2/messages.html", content="<")
    fill(tmp_path, f"{chats}chat_1/photo.jpg", f"{chats}photo.jpg", "export_results.html", content="x")
    [(_, why)] = found(tmp_path, root=tmp_path.parent)
    assert why == (
        f"{tmp_path.name}: this is the export of a whole account: import the folder of one channel by itself,"
        f" such as {tmp_path}/{chats}chat_2"
    )
    assert found(tmp_path / chats / "chat_10", root=tmp_path) == [("pages", [f"{chats}chat_10/messages.html"])]
    fill(tmp_path, "result.json", content="[")
    assert found(tmp_path, root=tmp_path) == [("lists", ["result.json"])]


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    paths = [tmp_path / "pipe", Path("/dev/null"), tmp_path / "loop", tmp_path / ("x" * 300)]
    assert [why.partition(": ")[2] for _, why in found(*paths, root=tmp_path) if isinstance(why, str)] == [
        "it is a pipe, not a file",
        "it is a device, not a file",
        "Too many levels of symbolic links",
        "File name too long",
    ]
    fill(tmp_path, "a.txt")
    assert found(tmp_path, root=tmp_path) == [("posts", ["a.txt"])]


def unreadable_file(path: Path) -> Path:
    """A file that even root cannot read."""
    path.symlink_to("/proc/self/mem")
    return path


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file on this system")
def test_files_that_cannot_be_read_are_told_of_once_where_there_are_many(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    for number in range(3):
        unreadable_file(tmp_path / f"b{number}")
    assert found(tmp_path, root=tmp_path) == [
        ("posts", ["a.txt"]),
        *(("refused", f"b{number}: Input/output error") for number in range(3)),
    ]
    unreadable_file(tmp_path / "b3")
    assert found(tmp_path, root=tmp_path.parent)[1:] == [
        ("refused", f"{tmp_path.name}: 4 files in it: Input/output error")
    ]


@NO_PERMISSIONS
def test_folders_that_may_not_be_looked_into(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "closed").mkdir(0)
    assert found(tmp_path / "closed", root=tmp_path) == [("refused", "closed: Permission denied")]
    assert found(tmp_path, root=tmp_path) == [("posts", ["a.txt"])]


def test_a_source_is_read_file_after_file_and_again(tmp_path: Path) -> None:
    fill(tmp_path, "messages.html", content="<1")
    fill(tmp_path, "messages2.html", content="<two")
    source = only_source(tmp_path)
    assert source.size_bytes == 6
    assert contents(source) == contents(source) == [b"<1", b"<two"]
    first, second = [part.stream for part in source.parts()]
    assert first.closed
    assert second.closed


def test_a_watch_is_told_how_far_the_source_is_read(tmp_path: Path) -> None:
    fill(tmp_path, "messages.html", content="<" + "1" * 300_000)
    fill(tmp_path, "messages2.html", content="<two")
    told: list[int] = []
    source = only_source(tmp_path, told.append)
    parts = source.parts()
    first = next(parts).stream
    assert (first.read(1), first.tell()) == (b"<", 1)
    assert told == [131_072]
    assert len(first.read()) == 300_000
    assert next(parts).stream.read() == b"<two"
    assert told[-1] == source.size_bytes == 300_005


def test_what_a_watch_raises_ends_the_reading(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")

    def stop(_read: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        contents(only_source(tmp_path / "a.txt", stop))


def test_a_file_that_has_gone_since(tmp_path: Path) -> None:
    fill(tmp_path, "messages.html", "messages2.html", "messages3.html", content="<")
    source = only_source(tmp_path)
    (tmp_path / "messages2.html").unlink()
    parts = source.parts()
    assert next(parts).stream.read() == b"<"
    with pytest.raises(FileNotFoundError):
        next(parts).stream.read()
    assert next(parts).stream.read() == b"<"
    (tmp_path / "messages.html").unlink()
    with pytest.raises(SourceUnreadable) as caught:
        next(source.parts())
    assert caught.value.params == {"path": str(tmp_path / "messages.html"), "reason": "No such file or directory"}


def test_numbers_of_any_length_and_names_without_a_suffix(tmp_path: Path) -> None:
    fill(tmp_path, "9" * 200, "1" * 201, "007", "a", content="<")
    assert found(tmp_path, root=tmp_path) == [("pages", ["a", "007", "9" * 200, "1" * 201])]
