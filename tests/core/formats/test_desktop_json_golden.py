"""An invented export, and the real samples of which an independent program counted the messages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.formats import HEAD_BYTES, detect
from core.formats.desktop_json import FORMAT
from core.formats.records import ChannelSeen, IncomingPost, Record
from core.richtext import RichText
from core.types import ChannelRef, Visibility
from tests.core.formats.json_exports import read
from tests.core.formats.list_reading import GOLDEN, as_json


def test_the_golden_export() -> None:
    content = (GOLDEN / "desktop_json.json").read_bytes()
    expected = json.loads((GOLDEN / "desktop_json.expected.json").read_text(encoding="utf-8"))
    assert [as_json(record) for record in read(content, zone=ZoneInfo("Europe/Moscow"))] == expected


def test_it_is_recognised() -> None:
    assert detect((GOLDEN / "desktop_json.json").read_bytes()[:HEAD_BYTES]) is FORMAT


def counted(records: list[Record]) -> dict[str, int]:
    return dict(Counter(type(record).__name__ for record in records))


@pytest.fixture
def samples(shared_data: Path) -> Path:
    return shared_data / "sources" / "desktop-json"


@pytest.mark.parametrize(
    ("name", "posts", "service", "ref"),
    [
        ("tkonverter_synth_chat.json", 25, 61, ChannelRef(telegram_id=10001, title="Alice Example")),
        ("tkonverter_synth_group.json", 23, 21, ChannelRef(telegram_id=20001, title="Team Chat")),
    ],
)
def test_the_samples_give_what_is_in_them(samples: Path, name: str, posts: int, service: int, ref: ChannelRef) -> None:
    content = (samples / name).read_bytes()
    assert FORMAT.looks_like(content)
    records = read(content)
    assert counted(records) == {"ChannelSeen": 1, "IncomingPost": posts, "ServiceSeen": service, "Skipped": 1}
    assert records[0] == ChannelSeen(ref, Visibility.MEMBERS)
    ids = [number for record in records if isinstance(record, IncomingPost) for number in record.message_ids]
    assert ids == sorted(set(ids))
    assert len(ids) == posts


def test_every_kind_of_content_in_the_samples(samples: Path) -> None:
    records = read((samples / "tkonverter_synth_chat.json").read_bytes())
    posts = {record.message_ids[0]: record for record in records if isinstance(record, IncomingPost)}
    kinds = {number: post.media[0] for number, post in posts.items() if post.media}
    assert kinds == {
        3: "photo", 4: "sticker", 5: "video_note", 6: "voice", 7: "animation", 8: "video", 9: "audio", 10: "contact",
        11: "location", 12: "location", 13: "location", 14: "location", 15: "game", 16: "invoice", 18: "checklist",
        19: "giveaway", 20: "giveaway", 21: "paid_media", 22: "document",
    }  # fmt: skip
    assert posts[1].text == RichText("Base text with entities")
    assert posts[1].reactions == {"🔥": 2, "custom:1234567890123456789": 1, "paid": 3}
    assert (posts[2].forwarded_from, posts[2].reply_to) == ("Channel News", None)
    assert posts[2].changed_at is not None
    assert posts[17].poll == {
        "question": "Best language?",
        "options": [{"text": "C++", "votes": 7}, {"text": "Rust", "votes": 5}],
        "total_voters": 12,
        "closed": False,
    }
    assert posts[18].text.text == "Weekend tasks\nBuy milk\nShip package"
