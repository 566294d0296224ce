"""The same channel exported as HTML and as JSON gives equal posts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given

from core.formats import desktop_html, desktop_json, parse
from core.formats.format import Format
from core.formats.records import ChannelSeen, IncomingPost, Part, PartBegins, Reading, Record, ServiceSeen
from tests.core.formats.desktop_pages import as_html
from tests.core.formats.desktop_writer import Export, Media, Peer, Reaction, Run, Written, as_json
from tests.core.formats.written_messages import CHANNEL, NOON, exports


def read(known: Format, files: Sequence[bytes], export: Export) -> list[Record]:
    """The records without what only one of the formats tells."""
    parts = [Part(f"file {number}", io.BytesIO(content)) for number, content in enumerate(files)]
    records = parse(known, parts, Reading(zone=export.zone))
    return [alike(record) for record in records if not isinstance(record, ChannelSeen | PartBegins)]


def alike(record: Record) -> Record:
    if isinstance(record, IncomingPost):
        return replace(record, source="", edited_at=None, changed_at=None)
    return replace(record, text="") if isinstance(record, ServiceSeen) else record


def assert_equal(export: Export) -> list[Record]:
    from_html = read(desktop_html.FORMAT, as_html(export), export)
    from_json = read(desktop_json.FORMAT, [as_json(export)], export)
    assert from_html == from_json
    return from_html


@given(exports)
@example(Export([]))
@example(Export([Written(5, NOON, (Run("bold", "a"), Run("bold", "b\n"), Run("plain", " ")))]))
@example(Export([Written(5, NOON, (Run("plain", "\u2028 \x1c"), Run("text_link", " \n", "https://example.org")))]))
def test_the_same_messages_give_the_same_posts(export: Export) -> None:
    assert_equal(export)


def test_albums_are_joined_over_the_border_of_pages() -> None:
    photos = [Written(number, NOON, media=Media("photo", included=True)) for number in range(5, 9)]
    records = assert_equal(Export(photos, pages=3))
    (post,) = records
    assert isinstance(post, IncomingPost)
    assert (post.message_ids, post.media) == ((5, 6, 7, 8), ("photo",) * 4)


@pytest.mark.parametrize("year", [2022, 2024])
def test_a_forward_and_its_joined_successor(year: int) -> None:
    anna = Peer("Анна", "user1")
    written = [
        Written(5, NOON, (Run("plain", "раз"),), forwarded=anna, via_bot="vector_bot"),
        Written(6, NOON, (Run("plain", "два"),), forwarded=anna, via_bot="vector_bot"),
        Written(7, NOON, (Run("plain", "три"),), forwarded=Peer("", "user9")),
        Written(8, NOON, (Run("plain", "своё"),), sender=CHANNEL),
    ]
    posts = [post for post in assert_equal(Export(written, year=year)) if isinstance(post, IncomingPost)]
    assert [post.forwarded_from for post in posts] == ["Анна", "Анна", "Deleted Account", None]


def test_reactions_of_all_kinds() -> None:
    reactions = (
        Reaction("❤️", 3),
        Reaction("paid", 9),
        Reaction("a.webp", 2, custom=True),
        Reaction("77", 1, custom=True),
    )
    (post,) = assert_equal(Export([Written(5, NOON, reactions=reactions)]))
    assert isinstance(post, IncomingPost)
    assert post.reactions == {"❤": 3, "paid": 9, "custom:?": 2, "custom:77": 1}
