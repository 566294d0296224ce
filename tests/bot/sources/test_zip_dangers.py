"""What zips hold that nobody wants: ways out of them, bombs, damage. Each is told, and what is good is read."""

from __future__ import annotations

import stat
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources import zips
from bot.sources.files import Refused, sources_of
from core.errors import SourceUnreadable
from tests.bot.sources.looking import contents, found, only_source
from tests.bot.sources.packing import NUMBERS, pack, why

pytestmark = pytest.mark.usefixtures("made_up_formats")


def link(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"]
)
def test_names_that_lead_out_of_the_zip_are_left_out(tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / "a.zip", {name: "P", "good.txt": "P"})
    assert found(path, root=tmp_path) == [
        ("refused", f"a.zip: the zip holds names that lead out of it: left out 1 file, the first is {name!r}"),
        ("posts", ["a.zip/good.txt"]),
    ]


def test_links_are_left_out(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"good.txt": "P"})
    with ZipFile(path, "a") as archive:
        for name in ("one.txt", "two.txt"):
            archive.writestr(link(name), "/etc/passwd")
    assert found(path, root=tmp_path) == [
        ("refused", "a.zip: the zip holds links: left out 2 files, the first is 'one.txt'"),
        ("posts", ["a.zip/good.txt"]),
    ]


def test_encrypted_files_and_unknown_ways_of_packing(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": "P", "b.txt": "P", "c.txt": "P", "d.txt": "P"})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    path.write_bytes(data)
    assert why(path) == "4 files in it: it is encrypted: unpack the zip with its password"
    path = pack(tmp_path / "b.zip", {"a.txt": "P"}, ZIP_BZIP2)
    assert why(path) == "b.zip/a.txt: it is packed in a way that is not known here: unpack the zip"


def test_a_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack(tmp_path / "a.zip", {"a.txt": b"P" + bytes(2_000_000)})
    assert len(contents(only_source(bomb))[0]) == 2_000_001
    monkeypatch.setattr(zips, "BOMB_FROM_BYTES", 1_000_000)
    assert why(bomb).startswith("the zip would grow to ")
    monkeypatch.setattr(zips, "MOST_BYTES", 1_000_000)
    assert why(bomb) == "0 GB would come out of the zip: unpack it and import its folder"


def test_a_file_that_tells_a_wrong_size_gives_no_more_than_that(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", len(NUMBERS)), struct.pack("<L", 100_000)))
    read, error = read_to_the_end(path)
    assert read == NUMBERS[:100_000].encode()
    assert error == "the zip is damaged in it: its checksum is wrong"
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 100_000), struct.pack("<L", 1_000_000)))
    read, error = read_to_the_end(path)
    assert read == NUMBERS.encode()
    assert error == "the zip is damaged in it: it is shorter than it should be"


def read_to_the_end(path: Path) -> tuple[bytes, str | None]:
    """What the only file gives, and why it gives no more."""
    read = b""
    for part in only_source(path).parts():
        try:
            while chunk := part.stream.read(30_000):
                read += chunk
        except OSError as error:
            return read, error.strerror
    return read, None


def test_a_wrong_checksum_is_told_behind_the_whole_content(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", zlib.crc32(NUMBERS.encode())), b"\1\2\3\4"))
    assert read_to_the_end(path) == (NUMBERS.encode(), "the zip is damaged in it: its checksum is wrong")


def test_a_hole_in_a_file_of_a_zip_costs_what_is_behind_it(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS})
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 1000] = b"\xff" * 1000
    path.write_bytes(data)
    read, error = read_to_the_end(path)
    assert read == NUMBERS[: len(read)].encode()
    assert len(read) > len(NUMBERS) / 3
    assert error is not None
    assert error.startswith("the zip is damaged in it")


def test_a_file_that_would_go_beyond_the_zip(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS}, ZIP_STORED)
    sizes = struct.pack("<L", len(NUMBERS)) * 2
    path.write_bytes(path.read_bytes().replace(sizes, struct.pack("<L", 5_000_000) * 2))
    read, error = read_to_the_end(path)
    assert read.startswith(NUMBERS.encode())
    assert error == "the zip is cut off in it"


def test_a_zip_that_is_cut_off(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS})
    data = path.read_bytes()
    cut_off = "the zip is cut off or damaged: the list of its files is missing"
    for length in (4, len(data) // 2, len(data) - 22, len(data) - 1):
        path.write_bytes(data[:length])
        assert why(path) == cut_off
    path.write_bytes(data[: len(data) // 2] + data[-200:])
    assert why(path) == "a.zip/a.txt: the zip is damaged where it begins"
    path.write_bytes(data[: len(data) // 2] + data[-50:])
    assert why(path) == "the zip is damaged: the list of its files cannot be read"


def test_more_files_than_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.zip", {f"photos/{number}.jpg": "x" for number in range(5_000)} | {"result.json": "["})
    assert found(path, root=tmp_path) == [("lists", ["a.zip/result.json"])]
    monkeypatch.setattr(zips, "MOST_DIRECTORY_BYTES", 5_000 * 46)
    assert why(path) == "there are too many files in the zip"


def with_longer_end(data: bytes) -> bytes:
    """A zip as if it had more than 4 GB: its longer end tells what the old one cannot."""
    at = data.rfind(b"PK\5\6")
    files, length, start = struct.unpack_from("<HLL", data, at + 10)
    longer = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, files, files, length, start)
    return (
        data[:at] + longer + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + data[at : at + 10] + b"\xff" * 10 + bytes(2)
    )


def test_a_zip_of_more_than_4_gb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.zip", {f"{number}.txt": "P" for number in range(3)})
    data = with_longer_end(path.read_bytes())
    path.write_bytes(data)
    assert len(found(path, root=tmp_path)) == 3
    monkeypatch.setattr(zips, "MOST_DIRECTORY_BYTES", 100)
    assert why(path) == "there are too many files in the zip"
    for damaged in (data.replace(b"PK\6\6", b"PK\6\5"), data.replace(b"PK\6\7", b"PK\6\5"), b"PK\3\4" + data[-22:]):
        path.write_bytes(damaged)
        assert why(path) == "the zip is cut off or damaged: the list of its files is missing"


def test_a_file_whose_beginning_is_gone(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": "P", "b.txt": "P"})
    path.write_bytes(path.read_bytes().replace(b"PK\3\4", b"PK\3\5").replace(b"PK\3\5", b"PK\3\4", 1))
    assert found(path, root=tmp_path) == [
        ("posts", ["a.zip/a.txt"]),
        ("refused", "a.zip/b.txt: the zip is damaged where it begins"),
    ]


def test_a_zip_that_has_gone_since(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": "P"})
    source = only_source(path)
    path.unlink()
    with pytest.raises(SourceUnreadable) as caught:
        contents(source)
    assert caught.value.params == {"path": f"{path}/a.txt", "reason": "No such file or directory"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), change=st.binary(min_size=1, max_size=4))
def test_no_damage_makes_a_traceback(tmp_path: Path, at: float, change: bytes) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": NUMBERS[:3_000], "ёлка/result.json": "[" * 3_000})
    data = bytearray(path.read_bytes())
    place = int(at * len(data))
    data[place : place + len(change)] = change
    path.write_bytes(data)
    for source in sources_of([path]):
        if not isinstance(source, Refused):
            for part in source.parts():
                with suppress(OSError):
                    while part.stream.read(1_000):
                        pass
