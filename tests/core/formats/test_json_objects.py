"""JSON files read value after value."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.json_objects import Broken, Ended, Event, Found, Opened, Step, read_json
from core.formats.json_objects.window import CHUNK

LIST = {"": Step.WALK, "[]": Step.TAKE}
MESSAGES = {"": Step.WALK, ".messages": Step.WALK, ".messages[]": Step.TAKE}
ANCHORS = {".messages[]": re.compile(rb'\{"id":')}


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, whatever is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 7, 7))


def events(
    content: bytes,
    plan: Mapping[str, Step] = LIST,
    anchors: Mapping[str, re.Pattern[bytes]] | None = None,
    stream: type[io.BytesIO] = io.BytesIO,
) -> list[Event]:
    return list(read_json(stream(content), lambda path: plan.get(path, Step.SKIP), anchors))


def found(told: list[Event], path: str = "[]") -> list[object]:
    return [event.value for event in told if isinstance(event, Found) and event.path == path]


def test_a_list_of_everything() -> None:
    content = b' [ {"a": [1, {"b": "]}"}]}, "x\\"y", 5, -1.5e3, true, null, [1, [2]], {} ] \n'
    values = [{"a": [1, {"b": "]}"}]}, 'x"y', 5, -1500.0, True, None, [1, [2]], {}]
    assert events(content) == [
        Opened("", 0),
        *(Found("[]", number, value) for number, value in enumerate(values, 1)),
    ]


def test_values_beside_a_list_before_and_behind_it() -> None:
    content = b'{"name": "x", "skipped": {"a": [1, "}"]}, "messages": [{"id": 1}, {"id": 2}], "type": "y", "also": [3]}'
    assert events(content, MESSAGES) == [
        Opened("", 0),
        Found(".name", 0, "x"),
        Opened(".messages", 0),
        Found(".messages[]", 1, {"id": 1}),
        Found(".messages[]", 2, {"id": 2}),
        Found(".type", 0, "y"),
    ]


def test_lists_in_lists() -> None:
    plan = dict.fromkeys(["", ".list", ".list[]", ".list[].in"], Step.WALK) | {".list[].in[]": Step.TAKE}
    content = b'{"list": [{"name": "a", "in": [{}]}, {"name": "b", "in": []}]}'
    assert events(content, plan) == [
        Opened("", 0),
        Opened(".list", 0),
        Opened(".list[]", 1),
        Found(".list[].name", 0, "a"),
        Opened(".list[].in", 0),
        Found(".list[].in[]", 1, {}),
        Opened(".list[]", 2),
        Found(".list[].name", 0, "b"),
        Opened(".list[].in", 0),
    ]


@pytest.mark.parametrize(
    ("content", "value"),
    [(b"5", 5), (b' "x" ', "x"), (b"null", None), (b'\xef\xbb\xbf{"a": 1}', {"a": 1}), (b"[1]", [1])],
)
def test_the_whole_document(content: bytes, value: object) -> None:
    assert events(content, {"": Step.TAKE}) == [Found("", 0, value)]


def test_a_document_that_is_passed_over() -> None:
    assert events(b'{"a": [1, "x"]}', {}) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"[1] [2]", "the JSON document ends here, but the file goes on"),
        (b"5 6", "the JSON document ends here, but the file goes on"),
        (b"[", "the file is cut off"),
        (b"[1, 2", "the file is cut off"),
        (b'["abc', "the file is cut off"),
        (b'["abc\\', "the file is cut off"),
        (b'[{"a": {}', "the file is cut off"),
        (b'{"a', "the file is cut off"),
        (b'{"a"', "the file is cut off"),
        (b'{"a": tru', "the file is cut off"),
        (b'{"a": [[1', "the file is cut off"),
        (b'{"a": "' + b"x" * 100, "the file is cut off"),
        (b"[1}", "no JSON from here on"),
        (b"[:]", "no JSON from here on"),
        (b"{1: 2}", "no JSON from here on"),
        (b'{"a" 2}', "no JSON from here on"),
        (b"[" + b"x" * 1000 + b"]", "no JSON from here on"),
        ('["абв"]'.encode("utf-16"), "not UTF-8 but UTF-16"),
        (bytes(range(256)) * 9, "not UTF-8 but binary data"),
    ],
)
def test_how_it_ends_where_it_does_not_end_well(content: bytes, why: str) -> None:
    *_, ended = events(content)
    assert isinstance(ended, Ended)
    assert ended.why == why


def test_the_end_tells_what_it_cuts() -> None:
    *_, ended = events(b'[1, {"id": 7, "a')
    assert ended == Ended("[]", 2, "the file is cut off", 4, b'{"id": 7, "a')
    *_, ended = events(b"[1, ")
    assert ended == Ended("[]", 1, "the file is cut off", 4, b"")


@pytest.mark.parametrize(
    "broken", [b'{"a" 1}', b'{"a": [1}', b'{"a": 1]}', b'{"a": b: c}', b"[1 2]", b'["\xff" "b"]', b"{:}"]
)
def test_a_broken_value_is_told_and_the_next_ones_follow(broken: bytes) -> None:
    told = events(b'[{"a": 0}, ' + broken + b', "x", {"a": 1}]')
    assert found(told) == [{"a": 0}, "x", {"a": 1}]
    (event,) = [event for event in told if isinstance(event, Broken)]
    assert (event.path, event.number, event.offset, event.beginning[: len(broken)]) == ("[]", 2, 11, broken)
    assert event.why.startswith("not valid JSON: ")


def test_what_is_too_long_too_deep_or_too_much() -> None:
    contents = {
        "longer than 16 MiB": [b'"%b"' % (b"a" * 17_000_000), b'{"a": "%b"}' % (b"a" * 17_000_000)],
        "nested deeper than 200 levels": [
            b"[" * 201 + b"]" * 201,
            b'{"a":' * 210 + b"1" + b"}" * 210,
            b'{"a":%b}' % (b"[" * 300 + b"]" * 300),
        ],
        "made of more than 1,000,000 values": [b"[" + b"0," * 1_000_001 + b"0]"],
    }
    for why, values in contents.items():
        for value in values:
            told = events(b"[1, " + value + b', {"a": 2}]')
            assert [event.why for event in told if isinstance(event, Broken)] == [why]
            assert found(told) == [1, {"a": 2}]
            *_, ended = events(b"[1, " + value[:-1])
            assert isinstance(ended, Ended)


def test_a_string_may_hold_as_many_commas_as_it_likes() -> None:
    text = ",{[" * 1_000_000
    assert found(events(json.dumps([text]).encode())) == [text]


def test_brackets_in_strings_are_not_counted() -> None:
    many = {"a": "[" * 300, "b": ["]" * 300, '"[' * 300], "c": [[]] * 300}
    assert found(events(json.dumps([many]).encode())) == [many]


def test_nesting_up_to_the_limit() -> None:
    deep = b'{"a":' * 199 + b"1" + b"}" * 199
    assert len(found(events(b"[" + deep + b"]"))) == 1


def test_what_is_passed_over_can_be_as_long_and_deep_as_it_likes() -> None:
    huge = b'"' + b"a\\" * 2 * CHUNK + b'"'
    deep = b'{"a":[' * 100_000 + b'"x"' + b"]}" * 100_000
    content = b'{"a": [%b, "\\"", %b], "b": %b, "messages": [{"id": 1}]}' % (huge, deep, deep)
    assert found(events(content, MESSAGES), ".messages[]") == [{"id": 1}]


def test_values_longer_than_what_is_read_at_once() -> None:
    items = [{"text": "я" * size, "more": [[{"a": [size]}]]} for size in (CHUNK // 3, CHUNK, 3 * CHUNK, 5)]
    for content in (json.dumps(items).encode(), json.dumps(items, ensure_ascii=False, indent=1).encode()):
        assert found(events(content)) == items


def test_numbers_and_words_at_the_end_of_what_is_read_at_once() -> None:
    for width in range(CHUNK - 8, CHUNK + 2):
        assert found(events(b"[" + b" " * width + b'12345, true, "x"]')) == [12345, True, "x"]


DAMAGED = b'{"messages":[{"id":1},{"id":2,"a":"x},{"id":3},{"id":4},{"b":5},{"id":6}],"z":7}'


def test_the_next_anchor_ends_what_has_no_end() -> None:
    told = events(DAMAGED, MESSAGES, ANCHORS)
    assert [value["id"] for value in found(told, ".messages[]") if isinstance(value, dict) and "id" in value] == [
        1,
        3,
        4,
        6,
    ]
    assert Found(".z", 0, 7) in told
    without = events(DAMAGED, MESSAGES)
    assert found(without, ".messages[]") == [{"id": 1}]
    assert isinstance(without[-1], Ended)


def test_what_is_passed_over_goes_by_the_anchors_too() -> None:
    plan = {"": Step.WALK, ".messages": Step.WALK}
    assert events(DAMAGED, plan, ANCHORS)[-1] == Found(".z", 0, 7)
    assert isinstance(events(DAMAGED, plan)[-1], Ended)


def test_an_anchor_ends_a_deeper_level() -> None:
    plan = dict.fromkeys(["", "[]", "[].messages"], Step.WALK) | {"[].messages[]": Step.TAKE}
    anchors = {"[]": re.compile(rb'\{"name":'), "[].messages[]": re.compile(rb'\{"id":')}
    content = b'[{"name":"a","messages":[{"id":1},{"id":2,"x":"}]},{"name":"b","messages":[{"id":3}]}]'
    told = events(content, plan, anchors)
    assert found(told, "[].name") == ["a", "b"]
    assert found(told, "[].messages[]") == [{"id": 1}, {"id": 3}]


def test_an_anchor_behind_something_else_than_json() -> None:
    for rubbish in (b":::", b"}", b"\0" * 400, b"x" * 300, b"y" * 300_000, b'"a":'):
        content = b'{"messages":[{"id":1},' + rubbish + b',{"id":2}]}'
        told = events(content, MESSAGES, ANCHORS)
        assert [value for value in found(told, ".messages[]") if isinstance(value, dict)] == [{"id": 1}, {"id": 2}]


def test_an_object_in_the_place_of_an_array_has_no_anchors() -> None:
    content = b'{"messages":{ ["x"], {"id":1}, "id": 2}}'
    assert isinstance(events(content, MESSAGES, ANCHORS)[-1], Ended)


documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.lists(documents, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_any_list_is_read_as_it_is(items: list[object], indent: int | None, ascii_only: bool) -> None:
    content = json.dumps(items, indent=indent, ensure_ascii=ascii_only).encode()
    assert found(events(content)) == items
    assert found(events(content, stream=Trickle)) == items
    beside = json.dumps({"a": items, "messages": items, "b": items}, indent=indent, ensure_ascii=ascii_only).encode()
    assert found(events(beside, MESSAGES, ANCHORS), ".messages[]") == items


@given(st.lists(documents, min_size=1, max_size=4), st.data())
def test_a_cut_list_gives_its_complete_values(items: list[object], data: st.DataObject) -> None:
    content = json.dumps(items).encode()
    cut = data.draw(st.integers(1, len(content) - 1))
    told = events(content[:cut])
    assert isinstance(told[-1], Ended)
    complete = found(told)
    assert complete == items[: len(complete)]
    assert len(json.dumps(items[: len(complete) + 1])) > cut


@given(
    st.binary(max_size=60) | st.text('{}[]",:\\ ax1\n', max_size=40).map(str.encode),
    st.sampled_from([LIST, MESSAGES, {"": Step.TAKE}]),
)
def test_no_bytes_raise(content: bytes, plan: Mapping[str, Step]) -> None:
    for beginning in (b"", b"[", b'{"messages":['):
        told = events(beginning + content, plan, ANCHORS)
        assert not any(isinstance(event, Ended) for event in told[:-1])
