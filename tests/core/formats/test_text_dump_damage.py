"""Damaged dumps: what can be read is kept, the rest is named, nothing raises."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, ServiceSeen, Skipped
from core.formats.text_dump import CUT_OFF, CUT_REACTIONS, EMPTY, NO_REACTIONS, parse
from core.matching import begins
from core.types import ChannelRef
from tests.core.formats.dump_writer import Written, dump
from tests.core.formats.reading import posts_of, read
from tests.core.formats.written_posts import FORMULAS, ONE_LINER, VECTORS, written_posts

WHOLE = dump(VECTORS, replace(FORMULAS, service=()), ONE_LINER)
TEXTS = [post.text for post in (VECTORS, FORMULAS, ONE_LINER)]


def spoiled(post: Written, old: str, new: bytes) -> bytes:
    return dump(post).encode().replace(old.encode(), new, 1)


@given(st.integers(1, len(WHOLE.encode()) - 1))
def test_cut_off_anywhere_what_came_before_is_good(length: int) -> None:
    assert_cut_well(WHOLE.encode()[:length])


def assert_cut_well(content: bytes) -> None:
    records = read(content)
    posts = [record for record in records if isinstance(record, IncomingPost)]
    whole = [post for post in posts if not post.cut_off]
    assert [post.text.text for post in whole] == TEXTS[: len(whole)]
    for cut in posts[len(whole) :]:
        assert isinstance(records[-1], Damage)
        assert cut is records[-2]
        assert cut.reactions is None
        assert begins(cut.text.text, TEXTS[len(whole)])


def test_a_tail_that_is_complete_but_for_its_reactions() -> None:
    records = read(dump(VECTORS, FORMULAS).rpartition("🔥7")[0])
    tail, damage = records[-2:]
    assert isinstance(tail, IncomingPost)
    assert (tail.text.text, tail.cut_off) == (FORMULAS.text, True)
    assert isinstance(damage, Damage)
    assert damage.why == CUT_OFF


@pytest.mark.parametrize("end", ["👍1❤", "👍1❤".encode()[:-1], b"\xf0\x9f"])
def test_cut_off_in_the_reactions_the_text_is_whole(end: str | bytes) -> None:
    end = end.encode() if isinstance(end, str) else end
    *_, post, damage = read(dump(ONE_LINER).encode() + b"\n" + "Пост\nи ещё строка\nи ещё строка\n👍1".encode() + end)
    assert isinstance(post, IncomingPost)
    assert (post.text.text, post.cut_off, post.reactions) == ("Пост\nи ещё строка", False, None)
    assert damage == Damage("line 6", CUT_REACTIONS)


def test_cut_off_inside_a_character() -> None:
    *_, post, damage = read(dump(ONE_LINER).encode() + b"\n" + "Новый пост про ин".encode()[:-1])
    assert isinstance(post, IncomingPost)
    assert (post.text.text, post.cut_off) == ("Новый пост про и", True)
    assert damage == Damage("line 3", CUT_OFF)


def test_cut_off_inside_the_first_character_of_a_post() -> None:
    assert read(dump(ONE_LINER).encode() + b"\n\xd0")[1:] == [Damage("line 3", CUT_OFF)]


def test_the_channel_s_handle_cut_off_is_no_text() -> None:
    for before in (f"{dump(VECTORS)}\n", ""):
        for end in ("@", "@vec", "@vector_notes"):
            records = read(f"{before}Заголовок\nСтрока одна\n{end}")
            assert isinstance(records[-2], IncomingPost)
            assert records[-2].text.text == "Заголовок\nСтрока одна"
            assert ChannelSeen(ChannelRef(username=end[1:])) not in records or before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", EMPTY),
        (b"\n \r\n\n", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (WHOLE.encode("utf-16"), "not UTF-8 but UTF-16"),
        (WHOLE.encode("utf-16-le"), "not UTF-8 but UTF-16"),
        (WHOLE.encode("utf-16-be"), "not UTF-8 but UTF-16"),
        (WHOLE.encode("cp1251", "replace"), "not UTF-8 but text in another encoding, perhaps windows-1251"),
        (WHOLE.encode("koi8-r", "replace"), "not UTF-8 but text in another encoding, perhaps windows-1251"),
        (random.Random(1).randbytes(5000), "not UTF-8 but binary data"),
        (b"\x7fELF" + bytes(5000), "not UTF-8 but binary data"),
    ],
)
def test_a_file_that_is_no_utf_8_text_is_damaged_from_its_start(content: bytes, why: str) -> None:
    assert read(content) == [Damage("line 1", why)]


@pytest.mark.parametrize("bad", [b"\xff", b"\xd0", "и".encode("cp1251"), b"\xed\xa0\x80", b"\xc0\x80"])
def test_a_post_with_bytes_that_are_not_utf_8_is_skipped(bad: bytes) -> None:
    content = b"\n".join([dump(ONE_LINER).encode(), spoiled(VECTORS, "Полный", bad), dump(FORMULAS).encode()])
    records = read(content)
    assert [post.text.text for post in records if isinstance(post, IncomingPost)] == [ONE_LINER.text, FORMULAS.text]
    assert Skipped(where="lines 3-16", why="line 4: bytes that are not UTF-8") in records


def test_a_post_with_nul_bytes_is_skipped() -> None:
    content = b"\n".join([spoiled(VECTORS, "перебор", bytes(300)), dump(ONE_LINER).encode()])
    assert read(content) == [
        Skipped(where="lines 1-14", why="line 2: NUL bytes"),
        *read(dump(ONE_LINER)),
    ]


def test_bytes_that_spoil_the_reactions_do_not_join_two_posts() -> None:
    content = b"\n".join([spoiled(VECTORS, "❤", "\x00❤".encode()), dump(ONE_LINER).encode()])
    skipped, post = read(content)
    assert skipped == Skipped(where="lines 1-14", why="line 14: NUL bytes")
    assert isinstance(post, IncomingPost)


def test_only_the_first_faulty_lines_are_named() -> None:
    (skipped,) = read(b"\n".join([b"a word or two and a \x00"] * 9) + "\n👍1".encode())
    assert isinstance(skipped, Skipped)
    assert skipped.why.count("NUL bytes") == 5


def test_a_nul_padded_end_costs_nothing() -> None:
    records = read(dump(VECTORS).encode() + b"\n" + bytes(4096))
    assert records[1:] == [
        *read(dump(VECTORS))[1:],
        Skipped(where="line 15", why="line 15: NUL bytes"),
        Damage("line 15", CUT_OFF),
    ]


class Endless(io.BytesIO):
    """A dump, a post with one line of so many bytes in it, and another post; never as a whole in memory."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._parts = self._chunks(length)

    def read(self, size: int | None = -1, /) -> bytes:
        return next(self._parts, b"")

    def _chunks(self, length: int) -> Iterator[bytes]:
        yield dump(VECTORS).encode() + "\nСтрока\n".encode()
        for _ in range(length // 65536):
            yield b"x" * 65536
        yield "\nи дальше\n👍3\n".encode() + dump(ONE_LINER).encode()


def test_a_line_of_100_mb_costs_its_post_and_no_memory() -> None:
    tracemalloc.start()
    try:
        records = list(parse(Endless(100 * 1024 * 1024)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert records[1:] == [
        *read(dump(VECTORS))[1:],
        Skipped(where="lines 15-18", why="line 16: a line over 1 MiB"),
        *read(dump(ONE_LINER)),
    ]
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize("lines", [["ещё строка"] * 1001, ["я" * 300_000] * 4])
def test_a_post_without_end_is_skipped(lines: list[str]) -> None:
    records = read("\n".join(["Пост", *lines, "👍1", "Второй пост", "👍2"]))
    skipped, post = records
    assert skipped == Skipped(
        where=f"lines 1-{len(lines) + 2}", why="more than a post can hold, and no line of reactions ends it"
    )
    assert isinstance(post, IncomingPost)
    assert post.text.text == "Второй пост"


def test_a_text_without_any_reactions_is_a_post_only_if_it_reads_like_one() -> None:
    assert read("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007") == [Damage("line 2", NO_REACTIONS)]
    post, damage = read("Пост о поиске\nНачало")
    assert isinstance(post, IncomingPost)
    assert (post.text.text, post.cut_off) == ("Пост о поиске\nНачало", True)
    assert damage == Damage("line 2", NO_REACTIONS)
    assert [post.text.text for post in posts_of("A title\nThe text of it\n@notes")] == ["A title\nThe text of it"]
    assert [post.text.text for post in posts_of("A title\nThe text of it\nThe text of it")] == [
        "A title\nThe text of it"
    ]


def test_errors_of_the_stream_pass_through() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        list(parse(Broken()))


def assert_sound(records: list[Record]) -> None:
    for record in records[:-1]:
        assert isinstance(record, ChannelSeen | IncomingPost | ServiceSeen | Skipped)
    for post in (record for record in records if isinstance(record, IncomingPost)):
        assert post.text.text.strip()
        assert "\0" not in post.text.text
        length = len(post.text.text.encode("utf-16-le")) // 2
        assert all(0 < entity.length <= length - entity.offset for entity in post.text.entities)


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    assert_sound(read(content))


SNIPPETS = [
    "👍1",
    "❤🔥2",
    "👍",
    "@notes",
    "Пост",
    "1) а",
    "W",
    "\n",
    "\n",
    " ",
    "\r",
    "\0",
    "x pinned «y»",
    "\ufeff",
    "\u2028",
]


@given(st.lists(st.sampled_from(SNIPPETS), max_size=60).map("".join))
def test_no_lines_make_it_fail(content: str) -> None:
    assert_sound(read(content))


@given(
    st.lists(written_posts("notes"), min_size=1, max_size=3).map(lambda posts: dump(*posts).encode()),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8) | st.just("\n👍1\n".encode())), max_size=4
    ),
)
def test_no_mutation_makes_it_fail(content: bytes, mutations: list[tuple[float, int, bytes]]) -> None:
    for place, length, replacement in mutations:
        start = int(place * len(content))
        content = content[:start] + replacement + content[start + length :]
    assert_sound(read(content))


@given(st.lists(st.text("аб W1)", min_size=1, max_size=12).filter(str.strip), min_size=2, max_size=12))
def test_no_word_of_any_lines_is_lost(lines: list[str]) -> None:
    (post,) = posts_of("\n".join([*lines, "👍1"]))
    restored = "".join(post.text.text.split())
    for text in lines:
        characters = iter(restored)
        assert all(character in characters for character in "".join(text.split()))
