"""An invented file of each list format, and the records that it has to give, compared field by field."""

from __future__ import annotations

import json

import pytest

from core.formats import HEAD_BYTES, csv_list, detect, json_list, letopis_jsonl
from core.formats.format import Format
from tests.core.formats.list_reading import GOLDEN, as_json, read

FILES = [
    (letopis_jsonl.FORMAT, "letopis_jsonl.jsonl"),
    (json_list.FORMAT, "json_list.json"),
    (csv_list.FORMAT, "csv.csv"),
]


@pytest.mark.parametrize(("known", "name"), FILES, ids=[name for _, name in FILES])
def test_the_records(known: Format, name: str) -> None:
    content = (GOLDEN / name).read_bytes()
    expected = json.loads((GOLDEN / f"{name.partition('.')[0]}.expected.json").read_text(encoding="utf-8"))
    assert [as_json(record) for record in read(known, content)] == expected


@pytest.mark.parametrize(("known", "name"), FILES, ids=[name for _, name in FILES])
def test_it_is_recognised_and_no_other_format(known: Format, name: str) -> None:
    content = (GOLDEN / name).read_bytes()
    assert detect(content[:HEAD_BYTES]) is known
    assert detect(b"\xef\xbb\xbf" + content[:HEAD_BYTES]) is known
    others = [other for other, _ in FILES if other is not known]
    assert not any(other.looks_like(content[:HEAD_BYTES]) for other in others)
