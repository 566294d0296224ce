"""Damaged pages: what can be read is kept, the rest is named, nothing raises."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import desktop_html, desktop_json, text_dump
from core.formats.albums import Message
from core.formats.desktop_html import CUT_OFF, NO_PAGE, TOO_LARGE
from core.formats.pages import BAD_BYTES, NULS
from core.formats.records import ChannelSeen, Damage, Record, ServiceSeen, Skipped
from core.types import ChannelRef
from tests.core.formats.desktop_pages import as_html
from tests.core.formats.desktop_writer import Export, Media, Peer, Reaction, Run, Written, as_json
from tests.core.formats.test_desktop_html import read
from tests.core.formats.written_messages import NOON, exports

WRITTEN = [
    Written(1, NOON, service=("create_channel", "Channel «Заметки» created")),
    Written(2, NOON, (Run("bold", "Раз"), Run("link", "https://example.org")), reactions=(Reaction("👍", 3),)),
    Written(3, NOON, media=Media("photo"), signature="Анна"),
    Written(4, NOON + timedelta(days=1), (Run("spoiler", "Четыре"),)),
]
EXPORT = Export(WRITTEN)
(WHOLE,) = as_html(EXPORT)
RECORDS = read(WHOLE)
_MESSAGE = re.compile(rb'^( *)<div class="message[^>]*id="message[0-9].*?^\1</div>', re.MULTILINE | re.DOTALL)
ENDS = [found.end() for found in _MESSAGE.finditer(WHOLE)]


def test_the_whole_page_is_whole() -> None:
    assert [type(record) for record in RECORDS] == [ChannelSeen, ServiceSeen, Message, Message, Message]


def test_cut_off_at_every_byte_the_complete_messages_stay() -> None:
    assert len(ENDS) == len(WRITTEN)
    for length in range(WHOLE.index(b'class="message service"'), len(WHOLE)):
        records = read(WHOLE[:length])
        damage = records.pop() if length < len(WHOLE) - 1 else None
        assert records == RECORDS[: 1 + sum(end <= length for end in ENDS)]
        assert damage is None or (isinstance(damage, Damage) and damage.why == CUT_OFF)


def test_a_page_that_is_cut_off_before_its_first_message() -> None:
    assert read(b"<html><body>\n<div") == [ChannelSeen(ChannelRef()), Damage("line 2", CUT_OFF)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \r\n\0", "the file is empty"),
        (WHOLE.decode().encode("utf-16"), "not UTF-8 but UTF-16"),
        (WHOLE.decode().encode("utf-16-le"), "not UTF-8 but UTF-16"),
        ("привет, мир".encode("cp1251") * 20, "not UTF-8 but text in another encoding, perhaps windows-1251"),
        (random.Random(1).randbytes(5000), "not UTF-8 but binary data"),
        (b"<html><body>Hello</body></html>", NO_PAGE),
    ],
)
def test_what_is_no_page_is_damaged_from_its_start(content: bytes, why: str) -> None:
    assert read(content) == [Damage("line 1", why)]


@pytest.mark.parametrize(("bad", "why"), [(b"\xff", BAD_BYTES), (b"\xd0", BAD_BYTES), (b"\0", NULS)])
def test_bad_bytes_cost_one_message(bad: bytes, why: str) -> None:
    records = read(WHOLE.replace("Раз".encode(), bad))
    assert isinstance(RECORDS[3], Message)
    unknown = replace(RECORDS[3], sender=None)  # it was said in the message that is lost
    assert records == [*RECORDS[:2], Skipped(where="message 2", why=why), unknown, *RECORDS[4:]]


def test_a_lost_message_takes_its_sender_along() -> None:
    anna = Peer("Анна", "user1")
    written = [Written(5, NOON), Written(6, NOON, (Run("plain", "x"),), sender=anna), Written(7, NOON, sender=anna)]
    (content,) = as_html(Export(written))
    first, last = (record for record in read(content.replace(b"x\n", b"\0\n")) if isinstance(record, Message))
    assert (first.sender, last.sender) == ("Заметки о поиске", None)


def test_a_page_that_is_too_large_is_read_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.formats.pages.MOST_BYTES", len(WHOLE) - 400)
    records = read(WHOLE)
    assert records[:-1] == RECORDS[: len(records) - 1]
    assert isinstance(records[-1], Damage)
    assert records[-1].why == TOO_LARGE


def test_a_head_that_is_wild_is_not_read() -> None:
    records = read(WHOLE.replace(b"<body", b"<div>" * 100_000 + b"<body"))
    assert records == [ChannelSeen(ChannelRef()), *RECORDS[1:]]


def test_a_byte_order_mark_and_other_line_ends_change_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b"\r\n")) == RECORDS


def test_it_is_recognised() -> None:
    for head in (WHOLE[:65536], b"\xef\xbb\xbf\r\n " + WHOLE, WHOLE.replace("Раз".encode(), b"\xff")):
        assert desktop_html.FORMAT.looks_like(head)
    assert desktop_html.FORMAT.could_be(WHOLE.decode().encode("utf-16"))
    lists = WHOLE.replace(b"chat_page", b"list_page").replace(b'class="message', b'class="entry')
    for other in (
        lists,
        as_json(EXPORT),
        b"",
        b"<html>",
        b'{"text": "<div class=\\"page_body chat_page\\">"}',
        b"\xff",
    ):
        assert not desktop_html.FORMAT.looks_like(other)
    assert not desktop_html.FORMAT.could_be(lists)


def test_no_other_format_takes_it() -> None:
    assert not desktop_json.FORMAT.looks_like(WHOLE)
    assert not text_dump.FORMAT.looks_like(WHOLE)


def assert_orderly(records: list[Record | Message]) -> None:
    """A damage is the last record, and there is one at most."""
    assert not any(isinstance(record, Damage) for record in records[:-1])


@given(st.binary(max_size=300) | st.lists(st.sampled_from(WHOLE.split(b">")), max_size=60).map(b">".join))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert_orderly(read(content))


@given(exports, st.data())
def test_no_damage_makes_it_raise(export: Export, data: st.DataObject) -> None:
    for page in as_html(export):
        at = data.draw(st.integers(0, len(page)))
        width = data.draw(st.integers(0, 60))
        assert_orderly(read(page[:at] + data.draw(st.binary(max_size=20)) + page[at + width :]))
