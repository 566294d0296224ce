"""JSON that is not quite JSON."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.json_objects import load
from core.formats.json_objects.repair import LOST_BYTES, LOST_HALVES


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (rb'"a\x0Bb"', "a\x0bb"),
        (rb'"\x1F\x00"', "\x1f\x00"),
        (rb'"\\x0B"', "\\x0B"),
        (rb'"\\\x0B"', "\\\x0b"),
        (rb'"\\\\x0B\\\\\x0b"', "\\\\x0B\\\\\x0b"),
        (rb'"\x0G"', "\\x0G"),
        (rb'"\q\"\u12"', '\\q"\\u12'),
        (b'"a\nb\tc\x01\x7f"', "a\nb\tc\x01\x7f"),
        (rb'"\ud83d\ude00 \x01"', "😀 \x01"),
        (b'{"document_id": video_files/sticker (2).webm}', {"document_id": "video_files/sticker (2).webm"}),
        (b'{"a": stickers/s (1).tgs,\n "b": 1}', {"a": "stickers/s (1).tgs", "b": 1}),
        (b'{"a": (File not included. Change data.)\n}', {"a": "(File not included. Change data.)"}),
        (b"[NaN, Infinity, -Infinity, 1, -2.5E+3, 0]", [None, None, None, 1, -2500.0, 0]),
        (b"[1e999, -1E999, 1e-999]", [None, None, 0.0]),
        (b"[\x1c5, \x0b, \x00a]", ["\x1c5", "\x0b", "\x00a"]),
        (b"[true, false, null, tru]", [True, False, None, "tru"]),
        (b"[01, +1, 1., .5, 1e]", ["01", "+1", "1.", ".5", "1e"]),
        (b"[1, 2, ]", [1, 2]),
        (b'{"a": 1,\n}', {"a": 1}),
        (b"{a: b}", {"a": "b"}),
        (rb'{"data": "\x01\x02", "text": "\"x\"", "n": 5}', {"data": "\x01\x02", "text": '"x"', "n": 5}),
    ],
)
def test_it_is_repaired_without_a_loss(raw: bytes, value: object) -> None:
    assert load(raw) == (value, None)


@pytest.mark.parametrize(
    ("raw", "value", "loss"),
    [
        (b'"a\xff"', "a\ufffd", LOST_BYTES),
        ('"Поиск'.encode()[:-1] + b'"', "Поис\ufffd", LOST_BYTES),
        (rb'"\ud800 \udc00\ud800"', "\ufffd \ufffd\ufffd", LOST_HALVES),
        (rb'"\ud83d\ude00\ud83d"', "😀\ufffd", LOST_HALVES),
        (rb'"\\ud800 \ud800"', "\\ud800 \ufffd", LOST_HALVES),
    ],
)
def test_what_is_lost_is_told(raw: bytes, value: object, loss: str) -> None:
    assert load(raw) == (value, loss)


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a"}', b'{"a": b: c}', b'["a" "b"]', b'"a', b"{{}}", b"[1 true]"])
def test_what_cannot_be_repaired(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not valid JSON"):
        load(raw)


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_what_is_valid_stays_as_it_is_also_where_another_part_is_repaired(value: object) -> None:
    whole = json.dumps({"a": value}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if "\\ud" in json.dumps(value) and value != json.loads(json.dumps(value).encode().decode("utf-8", "replace")):
        return
    expected = json.loads(json.dumps({"a": value}))
    try:
        whole.decode()
    except UnicodeDecodeError:
        return
    assert load(whole) == (expected, None)
    assert load(whole[:-1] + b', "b": NaN}') == (expected | {"b": None}, None)


@given(st.binary(min_size=1, max_size=20).filter(lambda raw: not re.search(rb'[\s"{}\[\]:,]', raw)))
def test_bare_words_never_raise(raw: bytes) -> None:
    load(raw)


@given(st.binary(max_size=20))
def test_strings_never_raise(raw: bytes) -> None:
    value, _ = load(b'"' + re.sub(rb'["\\]', rb"\\\g<0>", raw) + b'"')
    assert isinstance(value, str)


@given(st.binary(max_size=50))
def test_no_bytes_raise_anything_else(raw: bytes) -> None:
    for whole in (raw, b'"' + raw + b'"', b'{"a": ' + raw + b"}"):
        with suppress(ValueError):
            load(whole)
