"""Real dumps of channels, of Telethon's markdown: every message comes, and no mark is left where it was one."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from core.formats import HEAD_BYTES, detect
from core.formats.json_list import FORMAT
from core.formats.records import ChannelSeen, IncomingPost
from core.richtext import Utf16Index
from tests.core.formats.list_reading import read

MESSAGES = 22_099
FILES = 24
WITH_MARKS_LEFT = 60
"""At most so many posts hold signs that look like marks: words with letters left out, names in Python."""


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "channels"


@pytest.fixture(scope="module")
def pairs(folder: Path) -> list[tuple[dict[str, object], IncomingPost]]:
    """Each message and the post that was made of it."""
    found = []
    for path in sorted(folder.glob("*.json")):
        content = path.read_bytes()
        assert detect(content[:HEAD_BYTES]) is FORMAT
        seen, *posts = read(FORMAT, content)
        assert isinstance(seen, ChannelSeen)
        assert seen.ref.telegram_id == int(path.name.partition("_")[0]) - 10**12
        for message, post in zip(json.loads(content), posts, strict=True):
            assert isinstance(post, IncomingPost)
            assert seen.ref.title == message["channel"]
            found.append((message, post))
    return found


def test_every_message_comes_with_its_id_and_time(
    pairs: list[tuple[dict[str, object], IncomingPost]], folder: Path
) -> None:
    assert len(pairs) == MESSAGES
    assert len(list(folder.glob("*.json"))) == FILES
    for message, post in pairs:
        assert post.message_ids == (message["message_id"],)
        assert post.published_at is not None
        assert post.published_at.isoformat() == message["date"]
        assert post.zone_known


def test_no_word_is_lost_and_no_mark_is_left(pairs: list[tuple[dict[str, object], IncomingPost]]) -> None:
    left = 0
    for message, post in pairs:
        source = re.sub(r"\]\([a-z]+://[^\s]*?\)+", "", str(message["text"]))
        for word in re.findall(r"[а-яё]{4,}", source, re.IGNORECASE):
            assert word in post.text.text
        left += any(mark in post.text.text for mark in ("**", "__", "~~", "](http"))
    assert left < WITH_MARKS_LEFT


def test_formatting_of_all_kinds_is_found(pairs: list[tuple[dict[str, object], IncomingPost]]) -> None:
    kinds = Counter(entity.type for _, post in pairs for entity in post.text.entities)
    assert kinds.keys() == {"bold", "italic", "strikethrough", "code", "pre", "text_link", "url"}
    assert kinds["text_link"] > 10_000
    for _, post in pairs:
        index = Utf16Index(post.text.text)
        assert all(entity.end <= index.length_u16 for entity in post.text.entities)
