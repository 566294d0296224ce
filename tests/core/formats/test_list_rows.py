"""What a row of named fields tells: ids, channels, albums, and what is no post."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.json_list import FORMAT
from core.formats.lists.names import layout_of
from core.formats.lists.rows import RowReading, Told, read_row
from core.formats.records import ChannelSeen, IncomingPost, ServiceSeen, Skipped
from core.richtext import Entity, RichText
from core.types import ChannelRef
from tests.core.formats.list_reading import posts_of, read
from tests.core.formats.test_list_values import anything

READING = RowReading(source="json-list")
NOON = datetime(2024, 1, 2, 12, tzinfo=UTC)
LATER = datetime(2024, 1, 2, 13, tzinfo=UTC)


def told(**row: object) -> Told:
    known = read_row({"text": "Слово", **row}, "item 1", READING)
    assert isinstance(known, Told)
    return known


def post_of(**row: object) -> IncomingPost:
    return told(**row).post


def channel_of(**row: object) -> ChannelRef:
    return told(**row).channel


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        ({"id": 5}, (5,)),
        ({"id": 7, "message_id": "5"}, (5,)),
        ({"message_ids": [6, 5, 5, 0]}, (5, 6)),
        ({"id": "9f1c-uuid"}, ()),
        ({"id": "tihie_zametki-5"}, (5,)),
        ({"id": "tihie_zametki/5"}, (5,)),
        ({"url": "https://t.me/tihie_zametki/5?single"}, (5,)),
        ({"link": "https://example.org/5"}, ()),
        ({"id": -5}, ()),
        ({}, ()),
    ],
)
def test_message_ids(row: dict[str, object], ids: tuple[int, ...]) -> None:
    assert post_of(**row).message_ids == ids


@pytest.mark.parametrize(
    ("row", "channel"),
    [
        ({"channel": "@tihie_zametki"}, ChannelRef(username="tihie_zametki")),
        ({"channel": "tihie_zametki"}, ChannelRef(username="tihie_zametki")),
        ({"channel": "https://t.me/s/Tihie"}, ChannelRef(username="Tihie")),
        ({"channel": "Mash"}, ChannelRef(title="Mash")),
        ({"channel": "Тихие заметки"}, ChannelRef(title="Тихие заметки")),
        ({"channel": "112"}, ChannelRef(title="112")),
        ({"channel": "-1001234567890"}, ChannelRef(telegram_id=1234567890)),
        ({"channel": -1001234567890}, ChannelRef(telegram_id=1234567890)),
        ({"channel": {"telegram_id": 5, "title": "К"}}, ChannelRef(telegram_id=5, title="К")),
        ({"channel": [1]}, ChannelRef()),
        ({"chat": {"id": -1001234567890, "username": "tihie"}}, ChannelRef(telegram_id=1234567890, username="tihie")),
        ({"chat": {"id": -1001234567890}}, ChannelRef(telegram_id=1234567890)),
        ({"chat": {"id": 5}}, ChannelRef()),
        ({"chat_id": 1001234567890}, ChannelRef(telegram_id=1234567890)),
        ({"channel_id": "1234567890.0"}, ChannelRef(telegram_id=1234567890)),
        ({"channel_id": True, "chat_id": float("nan"), "peer_id": "x"}, ChannelRef()),
        ({"peer_id": {"_": "PeerChannel", "channel_id": 77}}, ChannelRef(telegram_id=77)),
        ({"from_id": "channel1234567890"}, ChannelRef(telegram_id=1234567890)),
        ({"from_id": {"_": "PeerChannel", "channel_id": 77}}, ChannelRef(telegram_id=77)),
        ({"sender_id": "-1001234567890"}, ChannelRef(telegram_id=1234567890)),
        ({"sender_id": 777}, ChannelRef()),
        ({"sender_id": -1001234567890, "channel": "Mash"}, ChannelRef(telegram_id=1234567890, title="Mash")),
        ({"sender_id": -1001234567890, "chat_id": 77}, ChannelRef(telegram_id=77)),
        ({"username": "anna_k"}, ChannelRef(username="anna_k")),
        ({"username": "anna_k", "channel": "Тихие заметки"}, ChannelRef(title="Тихие заметки")),
        ({"channel_title": "Заметки", "channel_username": "@zametki"}, ChannelRef(username="zametki", title="Заметки")),
        ({"id": 5, "url": "https://t.me/zametki/5"}, ChannelRef(username="zametki")),
        ({"id": 5, "url": "t.me/c/1234567890/2/5"}, ChannelRef(telegram_id=1234567890)),
        ({"id": 5, "url": "https://t.me/zametki/6"}, ChannelRef()),
        ({"id": "zametki-5"}, ChannelRef(username="zametki")),
        ({"channel": " ", "username": 5}, ChannelRef()),
    ],
)  # fmt: skip
def test_channels(row: dict[str, object], channel: ChannelRef) -> None:
    assert channel_of(**row) == channel


def test_times_of_publishing_and_of_changes() -> None:
    at = {"date": "2024-01-02T12:00:00Z", "edit_date": "2024-01-02T13:00:00Z"}
    edited = post_of(**at)
    assert (edited.published_at, edited.edited_at, edited.changed_at) == (NOON, LATER, LATER)
    hidden = post_of(**at, edit_hide=True)
    assert (hidden.edited_at, hidden.changed_at) == (None, LATER)
    of_desktop = post_of(date_unixtime="1704196800", edited_unixtime="1704200400")
    assert (of_desktop.published_at, of_desktop.edited_at, of_desktop.changed_at) == (NOON, None, LATER)
    assert post_of(edited=True).changed_at is None
    assert post_of(time="2024-01-02 12:00").published_at == NOON
    assert post_of(date_utc="2024-01-02 12:00").zone_known
    assert not post_of(date="2024-01-02 12:00").zone_known


def test_the_first_field_that_tells_something_counts() -> None:
    post = post_of(
        message="Другое", views=None, view_count="5", date="", timestamp=1704196800, reply_to={"reply_to_msg_id": 3}
    )
    assert (post.text.text, post.views, post.published_at, post.reply_to) == ("Слово", 5, NOON, 3)
    assert read_row({"text": " ", "caption": "Подпись"}, "", READING) == Told(
        IncomingPost(text=RichText("Подпись"), source="json-list"), ChannelRef()
    )
    assert post_of(reply_to={"reply_to_msg_id": 3, "reply_to_peer_id": {"channel_id": 5}}).reply_to is None
    assert post_of(pinned="True").pinned
    assert not post_of(pinned=0).pinned
    assert [post_of(grouped_id=value).album_id for value in (5, "5.0", "None", 0, 1.5)] == ["5", "5", None, None, None]


def test_formatting_beside_the_text_is_trimmed_with_it() -> None:
    told_entities = [{"type": "bold", "offset": 0, "length": 7}]
    assert post_of(text=" Слово ", entities=told_entities).text == RichText("Слово", (Entity("bold", 0, 5),))
    assert post_of(text={"text": "Слово", "entities": told_entities}).text.entities == (Entity("bold", 0, 5),)


@pytest.mark.parametrize(
    ("row", "record"),
    [
        (
            {"_": "MessageService", "action": {"_": "MessageActionChannelCreate"}},
            ServiceSeen("x", "MessageActionChannelCreate"),
        ),
        (
            {
                "_type": "MessageService",
                "reply_to": {"reply_to_msg_id": 5},
                "action": {"_type": "MessageActionPinMessage"},
            },
            ServiceSeen("x", "MessageActionPinMessage", 5),
        ),
        ({"type": "service", "action": "pin_message", "message_id": 5}, ServiceSeen("x", "pin_message", 5)),
        ({"type": "service"}, ServiceSeen("x", "service message")),
        ({"service": "MessageServiceType.NEW_CHAT_TITLE"}, ServiceSeen("x", "MessageServiceType.NEW_CHAT_TITLE")),
        ({"pinned_message": {"message_id": 5}}, ServiceSeen("x", "pinned_message", 5)),
        ({"pinned_message": {"id": "?"}}, ServiceSeen("x", "pinned_message")),
        (
            {"_": "Message", "peer_id": {"_": "PeerUser", "user_id": 5}},
            Skipped(where="x", why="a message of a private chat, not of a channel"),
        ),
        (
            {"chat": {"type": "ChatType.PRIVATE"}},
            Skipped(where="x", why="a message of a private chat, not of a channel"),
        ),
        ({"_": "MessageEmpty"}, Skipped(where="x", why="an empty or deleted message")),
        ({"empty": True}, Skipped(where="x", why="an empty or deleted message")),
        ({"text": ""}, Skipped(where="x", why="no text, no media and no poll")),
        ({"text": "я" * 1024 * 1024 + "я"}, Skipped(where="x", why="more text than a post can hold")),
    ],
)
def test_what_is_no_post(row: dict[str, object], record: object) -> None:
    assert read_row({"id": 9, "text": "Слово", **row}, "x", READING) == record


def test_a_post_without_content_is_one_where_it_surely_was_published() -> None:
    for row in (
        {"date": 1704196800},
        {"views": 5},
        {"reactions": {"👍": 1}},
        {"photo": True},
        {"poll": {"question": "?", "options": []}},
    ):
        assert isinstance(read_row({"id": 9, "text": None, **row}, "x", READING), Told)
    assert isinstance(read_row({"views": 5}, "x", READING), Skipped)


def album(*parts: dict[str, object]) -> list[IncomingPost]:
    return posts_of(FORMAT, json.dumps([{"grouped_id": 77, "text": "", "media": "photo", **part} for part in parts]))


def test_parts_of_an_album_are_one_post_in_whichever_order_they_stand() -> None:
    parts: list[dict[str, object]] = [
        {"id": 12, "date": "2024-01-02T12:00:00Z", "reactions": {"👍": 1}, "views": 7, "media": "video"},
        {
            "id": 13,
            "date": "2024-01-02T12:00:01Z",
            "text": "Подпись",
            "reactions": {"👍": 2},
            "views": "1K",
            "pinned": True,
        },
        {
            "id": 11,
            "date": "2024-01-02T12:00:00Z",
            "reply_to": 5,
            "edit_date": "2024-01-02T13:00:00Z",
            "post_author": "А",
        },
    ]
    (post,) = album(*parts)
    assert [post] == album(*reversed(parts))
    assert post == IncomingPost(
        text=RichText("Подпись"),
        message_ids=(11, 12, 13),
        published_at=NOON,
        edited_at=LATER,
        changed_at=LATER,
        reactions={"👍": 3},
        views=1000,
        views_exact=False,
        media=("photo", "video", "photo"),
        album_id="77",
        reply_to=5,
        signature="А",
        pinned=True,
        source="json-list",
    )


def test_two_texts_of_an_album_follow_each_other() -> None:
    (post,) = album({"id": 12, "text": "Вторая"}, {"id": 11, "text": "Первая"}, {"id": 13})
    assert post.text.text == "Первая\n\nВторая"
    assert (post.reactions, post.views, post.published_at) == (None, None, None)


def numbered(count: int) -> list[dict[str, object]]:
    return [{"id": number} for number in range(1, count + 1)]


def test_an_album_ends_with_another_one_another_channel_or_ten_parts() -> None:
    assert [len(post.message_ids) for post in album(*numbered(12))] == [10, 2]
    assert len(album({"id": 1}, {"id": 2, "grouped_id": 78}, {"id": 3, "grouped_id": None}, {"id": 4})) == 4
    assert len(album({"id": 1, "chat_id": 5}, {"id": 2, "chat_id": 6})) == 2


def test_what_is_no_post_may_stand_inside_of_an_album() -> None:
    rows = [{"id": 1, "grouped_id": 7, "text": "а"}, 5, {"id": 2, "grouped_id": 7, "media": "photo"}]
    skipped, post = read(FORMAT, json.dumps(rows))
    assert isinstance(skipped, Skipped)
    assert isinstance(post, IncomingPost)
    assert post.message_ids == (1, 2)


def test_a_channel_is_told_once_until_another_one_follows() -> None:
    rows = [
        {"text": "а"},
        {"text": "б", "chat_id": 5},
        {"text": "в"},
        {"text": "г", "chat_id": 5},
        {"text": "д", "chat_id": 6},
    ]
    kinds = [record if isinstance(record, ChannelSeen) else "post" for record in read(FORMAT, json.dumps(rows))]
    assert kinds == [
        "post",
        ChannelSeen(ChannelRef(telegram_id=5)),
        "post",
        "post",
        "post",
        ChannelSeen(ChannelRef(telegram_id=6)),
        "post",
    ]


NAMES = (
    "text id date channel chat chat_id peer_id sender_id username url views reactions reply_to media poll edit_date "
    "grouped_id post_author fwd_from pinned entities action type service time _"
).split()


@given(st.dictionaries(st.sampled_from(NAMES), anything))
def test_no_row_makes_it_raise(row: dict[str, object]) -> None:
    record = read_row(row, "x", READING)
    assert isinstance(record, Told | Skipped | ServiceSeen)
    assert layout_of(tuple(row)) is layout_of(tuple(row))
