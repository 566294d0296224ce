"""An invented page of each HTML format, and the records that it has to give."""

from __future__ import annotations

import json

import pytest

from core.formats import HEAD_BYTES, desktop_html, detect, preview
from core.formats.format import Format
from tests.core.formats.list_reading import GOLDEN, as_json, read

FILES = [(desktop_html.FORMAT, "desktop_html"), (preview.FORMAT, "preview")]


@pytest.mark.parametrize(("known", "name"), FILES, ids=[name for _, name in FILES])
def test_the_records(known: Format, name: str) -> None:
    content = (GOLDEN / f"{name}.html").read_bytes()
    expected = json.loads((GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert [as_json(record) for record in read(known, content)] == expected


@pytest.mark.parametrize(("known", "name"), FILES, ids=[name for _, name in FILES])
def test_it_is_recognised(known: Format, name: str) -> None:
    assert detect((GOLDEN / f"{name}.html").read_bytes()[:HEAD_BYTES]) is known
