"""Files in zips: found as in folders, read in their place, whatever the zip holds."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from bot.sources.files import Refused, sources_of
from tests.bot.sources.looking import contents, found, only_source
from tests.bot.sources.packing import NUMBERS, pack, why

pytestmark = pytest.mark.usefixtures("made_up_formats")


@pytest.mark.parametrize("compression", [ZIP_STORED, ZIP_DEFLATED])
def test_a_zip_is_told_by_its_content_and_read_in_its_place(tmp_path: Path, compression: int) -> None:
    path = pack(tmp_path / "export.jpg", {"b.txt": NUMBERS, "a.txt": "P2"}, compression)
    assert found(path, root=tmp_path) == [("posts", ["export.jpg/a.txt"]), ("posts", ["export.jpg/b.txt"])]
    sources = [source for source in sources_of([path]) if not isinstance(source, Refused)]
    assert [contents(source) for source in sources] == [[b"P2"], [NUMBERS.encode()]]
    assert [source.size_bytes for source in sources] == [2, len(NUMBERS)]
    assert list(tmp_path.iterdir()) == [path]


def test_a_zip_stands_for_the_folder_that_it_was_made_of(tmp_path: Path) -> None:
    export = {"messages10.html": "<3", "messages2.html": "<2", "messages.html": "<1", "images/back.png": "x"}
    path = pack(
        tmp_path / "a.zip",
        {f"home/ChatExport/{name}": text for name, text in export.items()}
        | {"__MACOSX/._a": "P", "home/.DS_Store": "P", "home/ChatExport/photos/photo.jpg": "<"},
    )
    names = ["messages.html", "messages2.html", "messages10.html"]
    assert found(path, root=tmp_path) == [("pages", [f"a.zip/home/ChatExport/{name}" for name in names])]
    assert contents(only_source(path)) == [b"<1", b"<2", b"<3"]


def test_several_exports_in_one_zip(tmp_path: Path) -> None:
    content = {"10/messages.html": "<", "9/result.json": "[", "9/files/result.json": "[", "9/a.txt": "P", "b.txt": "x"}
    path = pack(tmp_path / "a.zip", content)
    assert found(path, root=tmp_path) == [("lists", ["a.zip/9/result.json"]), ("pages", ["a.zip/10/messages.html"])]


@pytest.mark.parametrize("chats", ["chats/", ""])
def test_the_pages_of_a_whole_account(tmp_path: Path, chats: str) -> None:
    content = {f"{chats}chat_10/messages.html": "<", f"{chats}chat_9/messages.html": "<", "export_results.html": "x"}
    path = pack(tmp_path / "a.zip", content)
    assert why(path).endswith(f"import the folder of one channel by itself, such as {path}/{chats}chat_9")
    alone = pack(tmp_path / "b.zip", {"DataExport/chats/chat_9/messages.html": "<"})
    assert found(alone, root=tmp_path) == [("pages", ["b.zip/DataExport/chats/chat_9/messages.html"])]


def test_a_zip_in_a_folder_is_opened_and_one_in_a_zip_is_not(tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", {"a.txt": "P"})
    assert found(tmp_path, root=tmp_path) == [("posts", ["inner.zip/a.txt"])]
    outer = pack(tmp_path / "outer.zip", {"b.zip": inner.read_bytes()})
    assert why(outer) == "outer.zip/b.zip: a zip inside of a zip is not opened: unpack it"


def test_a_zip_without_posts(tmp_path: Path) -> None:
    assert why(pack(tmp_path / "a.zip", {})) == "there is no file in it"
    assert why(pack(tmp_path / "a.zip", {"a": "x", "b": "y"})) == "error.unknown_format"
    assert why(pack(tmp_path / "a.zip", {"a": "x"})) == "a.zip/a: error.unknown_format"
    assert found(pack(tmp_path / "a.zip", {"a": "p"}), root=tmp_path) == [("posts", ["a.zip/a"])]


def test_names_in_the_encodings_that_programs_use(tmp_path: Path) -> None:
    names = {"utf8.zip": "мои заметки.txt", "windows.zip": "ёлка.txt", "west.zip": "café.txt"}
    encodings = {"utf8.zip": "utf-8", "windows.zip": "cp866", "west.zip": "cp437"}
    for file, name in names.items():
        path = pack(tmp_path / file, {name: "P"})
        written = path.read_bytes().replace(name.encode(), name.encode(encodings[file]).ljust(len(name.encode()), b"_"))
        path.write_bytes(clear_utf8_flags(written))
    assert [paths[0].rstrip("_") for _, paths in found(*map(tmp_path.joinpath, names), root=tmp_path)] == [
        f"{file}/{name}" for file, name in names.items()
    ]
    path = pack(tmp_path / "backslashes.zip", {"a|b.txt": "P"})
    path.write_bytes(path.read_bytes().replace(b"a|b.txt", b"a\\b.txt"))
    assert found(path, root=tmp_path) == [("posts", ["backslashes.zip/a/b.txt"])]


def clear_utf8_flags(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        changed[at + offset : at + offset + 2] = b"\0\0"
    return bytes(changed)


def test_a_picture_is_not_read_beyond_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("result.json", "[")
        info = ZipInfo("photo.jpg")
        info.file_size = 2 << 30
        with archive.open(info, "w", force_zip64=True) as stream:
            stream.write(b"\xff" * 100_000)
        archive.getinfo("photo.jpg").file_size = 2 << 30
    assert found(path, root=tmp_path) == [("lists", ["a.zip/result.json"])]


def test_a_stream_of_a_zip_reads_as_any_other(tmp_path: Path) -> None:
    parts = only_source(pack(tmp_path / "a.zip", {"a.txt": NUMBERS})).parts()
    stream = next(parts).stream
    assert stream.readable()
    assert (stream.read(0), stream.read1(0), stream.readline()) == (b"", b"", b"P0\n")  # type: ignore[attr-defined]
    assert (stream.read1(3), stream.tell()) == (b"1\n2", 6)  # type: ignore[attr-defined]
    assert stream.read(None) == NUMBERS[6:].encode()  # type: ignore[arg-type]
    assert (stream.read(), stream.read1(), stream.tell()) == (b"", b"", len(NUMBERS))  # type: ignore[attr-defined]


def test_a_stream_goes_back_to_any_place(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS})
    (tmp_path / "b.txt").write_text(NUMBERS)
    told: list[int] = []
    for source in (only_source(path), only_source(path, told.append), only_source(tmp_path / "b.txt", told.append)):
        for part in source.parts():
            stream = part.stream
            assert stream.seekable()
            assert (len(stream.read(200_000)), stream.seek(0), stream.read(6)) == (200_000, 0, b"P0\n1\n2")
            assert (stream.seek(150_000), stream.seek(150_000), stream.tell()) == (150_000, 150_000, 150_000)
            assert stream.read() == NUMBERS[150_000:].encode()
            assert (stream.seek(1_000_000), stream.seek(1), stream.read(2)) == (len(NUMBERS), 1, b"0\n")
            with pytest.raises(OSError, match="counted from the beginning"):
                stream.seek(0, 2)
    assert max(told) == len(NUMBERS)
