"""Exports that are cut off, damaged, or no JSON where Telegram Desktop writes none."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.desktop_json.texts import joined
from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, Skipped
from tests.core.formats.json_exports import (
    account,
    chat,
    damage_of,
    ids_of,
    message,
    post_of,
    posts_of,
    read,
    skipped_of,
    written,
)

MESSAGES = [
    message(1, "Первый"),
    message(2, ["🔥 ", {"type": "bold", "text": "жирный"}], reactions=[{"type": "emoji", "count": 2, "emoji": "👍"}]),
    message(3, 'Кавычки " и \\ черта и } скобка {', photo="a.jpg"),
    message(4, "Список", todo_list={"title": "a", "answers": [{"text": "b", "id": 1}]}),
    message(5, "Последний"),
]
CONTENT = written(chat(*MESSAGES, type="public_channel"))


def complete(content: bytes, cut: int) -> int:
    """How many messages end before the cut."""
    return sum(end <= cut for end in ends_of(content))


def ends_of(content: bytes) -> list[int]:
    ends = []
    start = content.index(b'"messages": [')
    for number in range(1, 6):
        start = content.index(f'"id": {number},\n   "type"'.encode(), start)
        ends.append(content.index(b"\n  }", start) + len(b"\n  }"))
    return ends


def test_a_file_cut_at_any_byte_gives_all_its_complete_messages() -> None:
    whole = ids_of(read(CONTENT))
    for cut in range(len(CONTENT)):
        records = read(CONTENT[:cut])
        assert ids_of(records) == whole[: complete(CONTENT, cut)], cut
        damage = damage_of(records)
        assert damage is not None, cut
        assert damage.why in {"the file is cut off", "the file is empty"}


@pytest.mark.parametrize(
    ("end", "where"),
    [
        ('"Последний', "message 5"),
        ('"id": 5,', "message 5"),
        ('{\n   "id": 5', "behind message 4"),
        ('"name": "Заметки', "byte 1"),
    ],
)
def test_where_it_is_cut(end: str, where: str) -> None:
    """Before the words, but behind an id that is written to its end."""
    cut = CONTENT.index(end.encode()) + (len(end) if end.endswith(",") else 0)
    damage = damage_of(read(CONTENT[:cut].rstrip()))
    assert damage is not None
    assert damage.where == where


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("lost", [b'"', b"{", b"}", b":", b",", b"["])
def test_one_damaged_message_takes_no_other_with_it(number: int, lost: bytes) -> None:
    ends = ends_of(CONTENT)
    start = ([CONTENT.index(b'"messages": [') + 13, *ends])[number - 1]
    for place in range(start, ends[number - 1]):
        if CONTENT[place : place + 1] != lost:
            continue
        records = read(CONTENT[:place] + CONTENT[place + 1 :])
        others = [found for found in (1, 2, 3, 4, 5) if found != number]
        assert [found for found in ids_of(records) if found != number] == others, place
        assert not isinstance(records[-1], Damage) or number == 5


def test_a_hole_takes_only_what_it_lies_in() -> None:
    ends = ends_of(CONTENT)
    hole = CONTENT[: ends[1] - 40] + bytes(400) + CONTENT[ends[1] + 360 :]
    records = read(hole)
    assert ids_of(records)[0] == 1
    assert ids_of(records)[-1] == 5
    assert any(isinstance(record, Skipped) for record in records)


def test_invalid_json_that_telegram_desktop_writes() -> None:
    content = written(
        chat(message(1, "a" + "CONTROL" + "b", reactions=[{"type": "custom_emoji", "document_id": "UNQUOTED"}]))
    )
    content = content.replace(b"CONTROL", rb"\x01\\x02\\\x0B").replace(b'"UNQUOTED"', b"video_files/sticker (2).webm")
    (post,) = posts_of(content)
    assert post.text.text == "a\x01\\x02\\\x0bb"
    assert post.reactions == {"custom:?": 1}


def test_bytes_that_are_no_utf8_are_told_of() -> None:
    content = written(chat(message(1, "Поиск"), message(2, "Вектор"))).replace("Пои".encode(), b"\xd0\xff\xd0")
    records = read(content)
    assert skipped_of(records) == [("message 1", "it is read, but bytes that are not UTF-8 became U+FFFD")]
    assert ids_of(records) == [1, 2]
    assert posts_of(content)[0].text.text.endswith("ск")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_another_encoding(encoding: str) -> None:
    words = chat(message(1, "Пост о поиске, не очень короткий, чтобы кодировка была видна. " * 9))
    content = json.dumps(words, ensure_ascii=False).encode(encoding)
    (damage,) = read(content)
    assert isinstance(damage, Damage)
    assert damage.why.startswith("not UTF-8 but ")


def test_a_byte_order_mark() -> None:
    assert read(b"\xef\xbb\xbf" + CONTENT) == read(CONTENT)


def test_something_behind_the_document() -> None:
    damage = damage_of(read(CONTENT + b"\n" + CONTENT))
    assert damage is not None
    assert damage.why == "the JSON document ends here, but the file goes on"
    assert damage_of(read(CONTENT + b"\n \r\n")) is None


def test_deep_nesting() -> None:
    deep = [
        f'{{"id": 2, "type": "message", "a": {opening * 100_000}{closing * 100_000}}}'.encode()
        for opening, closing in ("[]", ('{"a":', "}"))
    ]
    for nested in [*deep, deep[0][:70_000], b"[" * 100_000]:
        content = CONTENT.replace(b'"messages": [', b'"messages": [' + nested + b",")
        assert ids_of(read(content)) == [1, 2, 3, 4, 5]
        assert ids_of(
            read(
                written(account(chat(message(7)))).replace(b'"sessions": {', b'"sessions": {"x":' + nested + b","),
                "1111111111",
            )
        ) in ([7], [])


def test_an_endless_string() -> None:
    content = CONTENT.replace(b'"messages": [', b'"messages": [{"id": 9, "text": "' + b"a" * 20_000_000 + b'"},')
    records = read(content)
    assert skipped_of(records) == [("message 9", "longer than 16 MiB")]
    assert ids_of(records) == [1, 2, 3, 4, 5]
    (channel, skipped, damage) = read(content[:18_000_000])
    assert isinstance(channel, ChannelSeen)
    assert isinstance(skipped, Skipped)
    assert isinstance(damage, Damage)


def assert_sane(records: list[Record]) -> None:
    damage_of(records)
    for record in records:
        assert not isinstance(record, IncomingPost) or record.source == "desktop-json"


@given(
    st.randoms(use_true_random=False),
    st.sampled_from([CONTENT, written(account(chat(*MESSAGES), chat(message(6), id=5)))]),
)
def test_no_bytes_raise(chance: random.Random, content: bytes) -> None:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(damaged) + 1)
        piece = chance.choice(
            [b"", b'"', b"{", b"}", b"[", b"]", b"\\", b",", b"\0", b"\xff", b"\x01", chance.randbytes(3)]
        )
        damaged[place : place + chance.choice([0, 1, 1, 2, 50])] = piece
    for wish in (None, "5", "Заметки о поиске"):
        assert_sane(read(bytes(damaged), wish))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
KEYS = """
    id type date date_unixtime edited edited_unixtime from from_id author forwarded_from forwarded_from_id
    reply_to_message_id reply_to_peer_id text text_entities photo file media_type poll todo_list reactions
    rich_message action message_id title
""".split()


@given(st.dictionaries(st.sampled_from(KEYS), json_values))
def test_no_value_of_a_field_raises(fields: dict[str, object]) -> None:
    assert_sane(read(written(chat({"id": 1, "type": "message"} | fields, message(2)))))


@given(st.lists(json_values, max_size=4))
def test_no_pieces_of_text_raise(pieces: list[object]) -> None:
    assert joined(pieces).text is not None
    assert post_of(message(1, pieces)).message_ids == (1,)
