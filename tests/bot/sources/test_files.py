from __future__ import annotations

from pathlib import Path

import pytest

from bot.sources.files import SourceFile, open_file, source_files
from core.errors import SourceUnreadable


def test_a_named_file_is_itself_even_where_it_is_missing(tmp_path: Path) -> None:
    paths = [tmp_path / "b.txt", tmp_path / ".hidden", tmp_path / "a.txt"]
    assert list(source_files(paths)) == [SourceFile(path, named=True) for path in paths]


def test_a_folder_is_its_files_in_counting_order(tmp_path: Path) -> None:
    for name in ("part10.txt", "Part9.txt", "part1b.txt", "part1.txt", ".hidden", "10.txt", "a.txt"):
        (tmp_path / name).touch()
    (tmp_path / "deeper").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = list(source_files([tmp_path]))
    assert [file.path.name for file in found] == [
        "10.txt", "a.txt", "part1.txt", "part1b.txt", "Part9.txt", "part10.txt"
    ]  # fmt: skip
    assert not any(file.named for file in found)


def test_a_folder_without_files_stands_for_itself_and_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    assert list(source_files([tmp_path])) == [SourceFile(tmp_path, named=True)]
    with pytest.raises(SourceUnreadable) as caught, open_file(tmp_path):
        pass
    assert caught.value.params == {"path": str(tmp_path), "reason": "this folder has no file in it"}


def test_a_file_gives_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\n")
    with open_file(tmp_path / "a.txt") as stream:
        assert stream.read() == b"\xff\n"


def test_an_error_while_reading_is_the_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(SourceUnreadable) as caught, open_file(tmp_path / "a.txt"):
        raise OSError("the stream is gone")
    assert caught.value.params["reason"] == "the stream is gone"
