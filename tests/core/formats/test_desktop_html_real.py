"""Real pages of one export: facts about them, counted by another program."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from core.formats import desktop_html, detect
from core.formats.albums import Message
from core.formats.records import ChannelSeen, IncomingPost, Record, ServiceSeen
from core.richtext import Entity, slice_
from core.types import ChannelRef
from tests.core.formats.test_desktop_html import read

PAGES = {"messages.html": (999, 1), "messages2.html": (1000, 0), "messages10.html": (1000, 0)}


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, shared_data: Path) -> Path:
    found: Path = shared_data / "sources" / "desktop-html" / request.param
    return found


@pytest.fixture
def records(path: Path) -> list[Record | Message]:
    return read(path.read_bytes())


@pytest.fixture
def posts(records: list[Record | Message]) -> list[IncomingPost]:
    return [record.post for record in records if isinstance(record, Message)]


def test_the_numbers_of_messages(path: Path, records: list[Record | Message]) -> None:
    assert records[0] == ChannelSeen(ChannelRef(title="🛡 Cybersecurity & Privacy news 🛡"))
    counts = Counter(type(record) for record in records[1:])
    messages, service = PAGES[path.name]
    assert counts == Counter({Message: messages, ServiceSeen: service})


def test_it_is_recognised(path: Path) -> None:
    assert detect(path.read_bytes()[:65536]) is desktop_html.FORMAT


def test_ids_times_and_senders(path: Path, records: list[Record | Message], posts: list[IncomingPost]) -> None:
    ids = [post.message_ids[0] for post in posts]
    assert ids == sorted(set(ids))
    told = re.findall(
        r'date details" title="(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)"', path.read_text(encoding="utf-8")
    )
    times = [post.published_at.isoformat() for post in posts if post.published_at]
    assert times == [f"{year}-{month}-{day}T{time}+00:00" for day, month, year, time in told]
    assert {post.zone_known for post in posts} == {False}
    assert {record.sender for record in records if isinstance(record, Message)} == {"🛡 Cybersecurity & Privacy news 🛡"}


def test_every_text_is_the_page_s(path: Path, posts: list[IncomingPost]) -> None:
    """Another way to the texts: without a parser, all tags taken out."""
    raw = re.findall(r'<div class="text">\n(.*?)\n +</div>', path.read_text(encoding="utf-8"), re.DOTALL)
    texts = [unescape(re.sub("<[^>]*>", "", text.replace("<br>", "\n"))).strip() for text in raw]
    assert [post.text.text for post in posts] == texts


def test_every_link_is_the_page_s(path: Path, posts: list[IncomingPost]) -> None:
    links = [unescape(href) for href in re.findall(r'<a href="([^"]+)">', path.read_text(encoding="utf-8"))]
    before = {"email": "mailto:", "phone_number": "tel:", "mention": "https://t.me/", "url": ""}
    found = [
        entity.url or before[entity.type] + words_of(post, entity).removeprefix("@")
        for post in posts
        for entity in post.text.entities
        if entity.type == "text_link" or entity.type in before
    ]
    assert len(links) > 900
    assert sorted(found) == sorted(links)


def words_of(post: IncomingPost, entity: Entity) -> str:
    return slice_(post.text, entity.offset, entity.end).text


def test_forwards(path: Path, posts: list[IncomingPost]) -> None:
    forwards = [(post.message_ids[0], post.forwarded_from) for post in posts if post.forwarded_from]
    own = "🛡 Cybersecurity & Privacy news 🛡"
    assert forwards == ([(9989, own), (10027, "[CANAL] Merger"), (10051, own)] if "10" in path.name else [])
