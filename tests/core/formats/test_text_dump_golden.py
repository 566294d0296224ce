"""An invented dump, and the records that it has to give."""

from __future__ import annotations

import json

from core.formats import HEAD_BYTES, detect, text_dump
from tests.core.formats.list_reading import GOLDEN, as_json, read


def test_the_records() -> None:
    content = (GOLDEN / "text_dump.txt").read_bytes()
    expected = json.loads((GOLDEN / "text_dump.expected.json").read_text(encoding="utf-8"))
    assert [as_json(record) for record in read(text_dump.FORMAT, content)] == expected
    assert detect(content[:HEAD_BYTES]) is text_dump.FORMAT
