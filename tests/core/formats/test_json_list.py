"""JSON lists: which files are such, in which shapes, and what is left of damaged ones."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.json_list import FORMAT, could_be, looks_like
from core.formats.records import ChannelSeen, Damage, IncomingPost, Skipped
from core.types import ChannelRef
from tests.core.formats.list_reading import GOLDEN, posts_of, read

ROW = {"id": 5, "date": "2024-01-02T12:00:00Z", "text": "Слово"}
ROWS = [{**ROW, "id": number} for number in range(1, 5)]
DESKTOP = {"id": 5, "type": "message", "date": "2024-01-02T12:00:00", "text": "Слово", "text_entities": []}


@pytest.mark.parametrize(
    "content",
    [
        [ROW],
        ["Первый пост", "Второй"],
        {"messages": [ROW]},
        {"posts": [ROW]},
        {"ok": True, "response": {"count": 1, "items": [ROW]}},
        {"data": {"posts": [ROW]}},
        [{"message": "", "id": 5}, {"message": "Слово"}],
        [{"id": 5, "text": None}, ROW],
        [DESKTOP],
        [{"Text": ["Сло", {"type": "bold", "text": "во"}]}],
        [{**ROW, "text": "я" * 70_000}],
    ],
)
def test_what_a_list_of_posts_looks_like(content: object) -> None:
    one_line = json.dumps(content)
    for written in (one_line, json.dumps(content, ensure_ascii=False, indent=1), f"\ufeff \n{one_line}"):
        assert looks_like(written.encode()[:65536])
        assert posts_of(FORMAT, written)


def test_objects_may_stand_a_line_each() -> None:
    assert looks_like(json.dumps(ROW).encode())
    assert looks_like(f"{json.dumps({'id': 5})}\n{json.dumps(ROW)}".encode())


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        [1, 2],
        ["one", "two"],
        [{"name": "x", "version": 1}],
        {"messages": []},
        {"items": [{"name": "x"}]},
        {"name": "x", "type": "public_channel", "id": 5, "messages": [DESKTOP]},
        {"messages": [DESKTOP]},
        {"about": "…", "chats": {"list": [{"type": "personal_chat", "messages": [DESKTOP]}]}},
        {"channel": {"title": "x"}, "post_id": 1, "message_ids": [], "text": "Слово"},
        "Слово",
        5,
    ],
)
def test_what_is_none(content: object) -> None:
    assert not looks_like(json.dumps(content).encode())
    assert not looks_like(json.dumps(content, indent=2).encode())


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"{",
        b"[2017] A title",
        b"<html>",
        b"id,text\n1,x",
        json.dumps([ROW]).encode("utf-16"),
        random.Random(2).randbytes(999),
    ],
)
def test_other_files_are_none(head: bytes) -> None:
    assert not looks_like(head)


def test_what_could_be_one_is_tried_when_it_was_named() -> None:
    for content in (b"[", b" [ ]", b'[{"te', '[{"text": "Слово"}]'.encode("utf-16"), b'\xef\xbb\xbf["a"]'):
        assert could_be(content)
        records = read(FORMAT, content)
        assert all(isinstance(record, Damage | IncomingPost) for record in records)
    assert not could_be(b"[2017] A title")
    assert not could_be(b"{}")


def test_each_shape_gives_its_posts() -> None:
    shapes = [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=4),
        json.dumps({"total": 4, "messages": ROWS, "more": [{"text": "нет"}]}),
        json.dumps({"response": {"items": ROWS}}),
        "\n".join(map(json.dumps, ROWS)),
    ]
    for shape in shapes:
        assert [post.message_ids for post in posts_of(FORMAT, shape)] == [(1,), (2,), (3,), (4,)]


def test_mere_texts_have_no_ids_and_no_dates() -> None:
    first, second = posts_of(FORMAT, json.dumps(["Первый пост", " Второй "]))
    assert (first.text.text, first.message_ids, first.published_at) == ("Первый пост", (), None)
    assert second.text.text == "Второй"


@pytest.mark.parametrize(
    ("around", "channel"),
    [
        ({"channel": "@zametki"}, ChannelRef(username="zametki")),
        ({"channel": {"id": 5, "title": "Заметки"}}, ChannelRef(telegram_id=5, title="Заметки")),
        ({"id": 1234567890, "name": "Заметки"}, ChannelRef(telegram_id=1234567890, title="Заметки")),
        ({"username": "zametki", "count": 5}, ChannelRef(username="zametki")),
        ({"id": 7, "count": 5}, None),
    ],
)
def test_the_channel_can_stand_beside_the_list(around: dict[str, object], channel: ChannelRef | None) -> None:
    records = read(FORMAT, json.dumps({**around, "messages": [ROW, {**ROW, "chat_id": 99}]}))
    seen = [record.ref for record in records if isinstance(record, ChannelSeen)]
    assert seen == [*([channel] if channel else []), ChannelRef(telegram_id=99)]


def test_elements_that_cannot_be_read_are_skipped() -> None:
    content = '[{"text": "а"}, {"text": "б" "в"}, 5, {"text": "\\ud83d г"}, null, {"text": "д"}]'
    records = read(FORMAT, content)
    skipped = [record.where for record in records if isinstance(record, Skipped)]
    assert skipped == ["item 2", "item 3", "item 4", "item 5"]
    assert [post.text.text for post in posts_of(FORMAT, content)] == ["а", "\ufffd г", "д"]


def test_lines_that_cannot_be_read_are_skipped() -> None:
    lines = ['{"text": "а"}', '{"text": ', '{"text": "\\ud83d б"}', "[]", '{"text": "в"']
    records = read(FORMAT, "\n".join(lines))
    assert [record.where for record in records if isinstance(record, Skipped)] == ["line 2", "line 3", "line 4"]
    assert records[-1] == Damage("line 5", "the file is cut off inside this line")


@pytest.mark.parametrize(
    "shape", [json.dumps(ROWS), json.dumps({"ok": 1, "messages": ROWS}, indent=1), "\n".join(map(json.dumps, ROWS))]
)
def test_a_cut_file_gives_exactly_the_posts_that_are_whole(shape: str) -> None:
    ends = [end for end, sign in enumerate(shape, 1) if sign == "}"][: len(ROWS)]
    start = shape.index('"text"')
    for end in range(start, len(shape) - 1):
        records = read(FORMAT, shape[:end])
        posts = [record for record in records if isinstance(record, IncomingPost)]
        assert [post.message_ids[0] for post in posts] == list(range(1, 1 + sum(end >= whole for whole in ends)))
        if shape.startswith("[") or '"messages"' in shape:
            assert isinstance(records[-1], Damage)


@given(st.binary(max_size=200), st.data())
def test_no_bytes_make_it_raise(junk: bytes, data: st.DataObject) -> None:
    golden = (GOLDEN / "json_list.json").read_bytes()
    start = data.draw(st.integers(0, len(golden)))
    end = data.draw(st.integers(start, min(len(golden), start + 50)))
    for content in (junk, b"[" + junk, golden[:start] + junk + golden[end:]):
        looks_like(content)
        could_be(content)
        records = read(FORMAT, content)
        assert not any(isinstance(record, Damage) for record in records[:-1])


def test_words_that_are_no_json_are_no_posts() -> None:
    row = json.dumps(ROW)
    skipped = [record for record in read(FORMAT, f"{row}\nмусор без кавычек\n{row}\n") if isinstance(record, Skipped)]
    assert [(one.where, one.why) for one in skipped] == [("line 2", "not valid JSON: words without quotation marks")]
    records = list(read(FORMAT, f"[{row}, мусор, {row}]"))
    assert [record.text.text for record in records if isinstance(record, IncomingPost)] == ["Слово", "Слово"]
    assert [record.where for record in records if isinstance(record, Skipped)] == ["item 2"]
