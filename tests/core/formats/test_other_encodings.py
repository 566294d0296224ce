"""Files that were turned into another encoding on their way: said, and not taken in as nonsense."""

from __future__ import annotations

import pytest

from core.formats import HEAD_BYTES, desktop_html, desktop_json, detect, json_list, letopis_jsonl, parse, preview
from core.formats.format import Format
from core.formats.records import Damage, Reading
from tests.core.formats.list_reading import GOLDEN
from tests.sourced import source_of

FILES: list[tuple[Format, str]] = [
    (desktop_json.FORMAT, "desktop_json.json"),
    (desktop_html.FORMAT, "desktop_html.html"),
    (preview.FORMAT, "preview.html"),
    (letopis_jsonl.FORMAT, "letopis_jsonl.jsonl"),
    (json_list.FORMAT, "json_list.json"),
]
RUSSIAN = "Запись о том, как всё устроено, и почему так вышло. " * 400


@pytest.mark.parametrize(("known", "name"), FILES, ids=[known.name for known, _ in FILES])
def test_windows_1251_is_said(known: Format, name: str) -> None:
    text = (GOLDEN / name).read_text(encoding="utf-8")
    content = text.replace("а", f"а {RUSSIAN}", 1).encode("cp1251", "replace")
    if known is desktop_json.FORMAT:
        assert detect(content[:HEAD_BYTES], named=True) is known
    records = list(parse(known, source_of(content, "x", known).parts(), Reading()))[1:]
    assert records == [Damage("line 1", "not UTF-8 but text in another encoding, perhaps windows-1251")]
