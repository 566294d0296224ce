"""What becomes of a chat's messages: times, senders, forwards, replies, service messages, ids."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.formats.desktop_json.chats import KINDS
from core.formats.desktop_json.messages import NO_ID, NO_OBJECT, UNSUPPORTED
from core.formats.records import ChannelSeen, ServiceSeen
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost, Visibility
from tests.core.formats.json_exports import (
    FIRST_SECOND,
    chat,
    damage_of,
    ids_of,
    message,
    post_of,
    posts_of,
    read,
    service_of,
    skipped_of,
)

KALININGRAD = ZoneInfo("Europe/Kaliningrad")
FIRST = datetime.fromtimestamp(FIRST_SECOND + 60, UTC)


def test_a_plain_message() -> None:
    channel, post = read(chat(message(1, "Поиск")))
    assert channel == ChannelSeen(ChannelRef(telegram_id=1111111111, title="Заметки о поиске"), Visibility.MEMBERS)
    assert post == IncomingPost(text=RichText("Поиск"), message_ids=(1,), published_at=FIRST, source="desktop-json")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whom_a_chat_is_shown_to(kind: str) -> None:
    (channel,) = read(chat(type=kind))
    assert isinstance(channel, ChannelSeen)
    assert (channel.visibility is Visibility.PUBLIC) == (kind in {"public_channel", "public_supergroup"})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"name": None}, ChannelRef(telegram_id=1111111111)),
        ({"name": ..., "type": "saved_messages"}, ChannelRef(telegram_id=1111111111, title="Saved Messages")),
        ({"name": "  Два\n слова "}, ChannelRef(telegram_id=1111111111, title="Два слова")),
        ({"id": -1001111111111}, ChannelRef(telegram_id=1111111111, title="Заметки о поиске")),
        ({"id": "1111111111"}, ChannelRef(telegram_id=1111111111, title="Заметки о поиске")),
        ({"id": 0}, ChannelRef(title="Заметки о поиске")),
        ({"id": True, "type": 5, "name": 6}, ChannelRef()),
        ({"id": 2**70, "type": ...}, ChannelRef(title="Заметки о поиске")),
        ({"id": [1], "type": {"a": 1}}, ChannelRef(title="Заметки о поиске")),
    ],
)
def test_what_a_chat_is_called(header: dict[str, object], expected: ChannelRef) -> None:
    (channel, _) = read(chat(message(1), **header))
    assert channel == ChannelSeen(expected, Visibility.MEMBERS)


@pytest.mark.parametrize("order", [["id", "messages", "name", "type"], ["messages", "type", "id", "name"]])
@pytest.mark.parametrize("one_way", [False, True])
def test_a_chat_that_is_told_behind_its_messages(order: list[str], one_way: bool) -> None:
    told = chat(message(1), message(2), type="public_channel")
    records = read({key: told[key] for key in order}, one_way=one_way)
    whole = ChannelSeen(ChannelRef(telegram_id=1111111111, title="Заметки о поиске"), Visibility.PUBLIC)
    assert (records[0] == whole) == (not one_way)
    assert ids_of(records) == [1, 2]


@pytest.mark.parametrize(
    ("fields", "expected", "zone_known"),
    [
        ({"date_unixtime": "1700000060"}, FIRST, True),
        ({"date_unixtime": 1700000060, "date": "1999-01-01T00:00:00"}, FIRST, True),
        ({"date_unixtime": ..., "date": "2023-11-15T00:14:20"}, FIRST, False),
        ({"date_unixtime": "soon", "date": "2023-11-15T00:14:20"}, FIRST, False),
        ({"date_unixtime": "9" * 30, "date": "2023-11-14T22:14:20+00:00"}, FIRST, True),
        ({"date_unixtime": "9" * 5000, "date": "never"}, None, True),
        ({"date_unixtime": None, "date": 5}, None, True),
        ({"date_unixtime": ..., "date": ...}, None, True),
        ({"date_unixtime": ..., "date": "0001-01-01T00:00:00"}, None, True),
        # Clocks were put on at 2:00 and back at 3:00: one time does not exist, the other one exists twice.
        ({"date_unixtime": ..., "date": "2010-03-28T02:30:00"}, datetime(2010, 3, 28, 0, 30, tzinfo=UTC), False),
        ({"date_unixtime": ..., "date": "2010-10-31T02:30:00"}, datetime(2010, 10, 30, 23, 30, tzinfo=UTC), False),
    ],
)
def test_when_it_was_published(fields: dict[str, object], expected: datetime | None, zone_known: bool) -> None:
    post = post_of(message(1, **fields), zone=KALININGRAD)
    assert (post.published_at, post.zone_known) == (expected, zone_known)


def test_an_edit_mark_tells_only_the_latest_change() -> None:
    newer = post_of(message(1, edited="1999-01-01T00:00:00", edited_unixtime="1700000060"))
    older = post_of(message(1, edited="2023-11-15T00:14:20"), zone=KALININGRAD)
    for post in (newer, older):
        assert (post.changed_at, post.edited_at) == (FIRST, None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"forwarded_from": "Соседний  канал"}, "Соседний канал"),
        ({"forwarded_from": None}, "Deleted Account"),
        ({"forwarded_from": ""}, "Deleted Account"),
        ({"forwarded_from_id": "channel5"}, "Deleted Account"),
        ({"saved_from": "Соседний канал"}, None),
    ],
)
def test_where_it_is_forwarded_from(fields: dict[str, object], expected: str | None) -> None:
    assert post_of(message(1, **fields)).forwarded_from == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reply_to_message_id": 5}, 5),
        ({"reply_to_message_id": -999999939}, -999999939),
        ({"reply_to_message_id": 5, "reply_to_peer_id": "channel7"}, None),
        ({"reply_to_message_id": 0}, None),
        ({"reply_to_message_id": True}, None),
        ({"reply_to_message_id": "5"}, None),
        ({"reply_to_message_id": 2**40}, None),
    ],
)
def test_what_it_replies_to(fields: dict[str, object], expected: int | None) -> None:
    assert post_of(message(1, **fields)).reply_to == expected


@pytest.mark.parametrize(("author", "expected"), [("Анна  Б", "Анна Б"), ("", None), (None, None), (5, None)])
def test_the_signature(author: object, expected: str | None) -> None:
    assert post_of(message(1, author=author)).signature == expected


@pytest.mark.parametrize("fields", [{}, {"inline_bot_buttons": [[{"type": "url"}]]}, {"new_field": {"a": [1]}}])
def test_a_message_with_nothing_that_is_known_stays_a_post(fields: dict[str, object]) -> None:
    assert post_of(message(1, **fields)).text == RichText()


def test_ids_of_the_time_before_a_group_was_moved_stay() -> None:
    assert ids_of(read(chat(message(-999999939), message(-5), message(7)))) == [-999999939, -5, 7]


@pytest.mark.parametrize("number", [..., None, "12", True, 1.5, 2**31, -(2**31), 2**70, [1], {}])
def test_a_message_without_an_id_is_skipped(number: object) -> None:
    records = read(chat(message(1), message(2, id=number), message(3)))
    assert skipped_of(records) == [("object 2", NO_ID)]
    assert ids_of(records) == [1, 3]


def test_what_is_no_message_is_skipped() -> None:
    records = read(chat(message(1), 5, "six", None, [message(7)], message(8)))
    assert skipped_of(records) == [(f"object {number}", NO_OBJECT) for number in (2, 3, 4, 5)]
    assert ids_of(records) == [1, 8]


def test_unsupported_messages_are_skipped() -> None:
    records = read(chat({"id": 4, "type": "unsupported"}, message(5)))
    assert skipped_of(records) == [("message 4", UNSUPPORTED)]


@pytest.mark.parametrize("kind", ["", None, "story", 5, ...])
def test_messages_of_an_unknown_type_are_posts_unless_something_was_done(kind: object) -> None:
    records = read(chat(message(1, "Поиск", type=kind), message(2, type=kind, action="pin_message", message_id=1)))
    assert ids_of(records) == [1]
    assert service_of(records) == [ServiceSeen("message 2", "pin message", pins=1)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action": "pin_message", "message_id": 4}, ServiceSeen("message 5", "pin message", pins=4)),
        ({"action": "pin_message", "message_id": -4}, ServiceSeen("message 5", "pin message")),
        ({"action": "pin_message"}, ServiceSeen("message 5", "pin message")),
        ({"action": "pin_message", "message_id": True}, ServiceSeen("message 5", "pin message")),
        ({"action": "set_chat_wallpaper", "message_id": 4}, ServiceSeen("message 5", "set chat wallpaper")),
        ({"action": "create_channel", "title": "Поиск"}, ServiceSeen("message 5", "create channel: Поиск")),
        ({"action": "topic_edit", "new_title": "Векторы"}, ServiceSeen("message 5", "topic edit: Векторы")),
        ({"information_text": "Свои слова"}, ServiceSeen("message 5", "Свои слова")),
        ({"action": ["a"], "title": "я" * 1000}, ServiceSeen("message 5", ("a: " + "я" * 1000)[:300])),
        ({}, ServiceSeen("message 5", "")),
    ],
)
def test_service_messages(fields: dict[str, object], expected: ServiceSeen) -> None:
    assert service_of(read(chat(message(5, type="service", **fields)))) == [expected]


def test_a_doubled_key_does_no_harm() -> None:
    service = b'{"id": 1, "type": "service", "text": "", "text": "x"}'
    line = b'{"name": "x", "type": "bot_chat", "id": 5, "messages": [%b]}' % service
    assert service_of(read(line)) == [ServiceSeen("message 1", "x")]


def test_the_name_of_the_file_is_the_newest_one() -> None:
    records = read(chat(message(1, type="service", action="edit_group_title", title="Старое имя"), message(2)))
    assert [record.ref.title for record in records if isinstance(record, ChannelSeen)] == ["Заметки о поиске"]


def test_an_empty_chat() -> None:
    (channel,) = records = read(chat())
    assert isinstance(channel, ChannelSeen)
    assert damage_of(records) is None


@pytest.mark.parametrize("document", [{}, {"name": "x", "type": "private_channel", "id": 5}, [], 5, "x", [chat()]])
def test_a_document_without_messages_says_so(document: object) -> None:
    (damage,) = read(document)
    assert damage_of([damage]) is damage


def test_albums_are_one_post() -> None:
    photos = [message(number, photo="a.jpg", date_unixtime="1700000000") for number in (5, 6, 7)]
    (post,) = posts_of(chat(*photos))
    assert (post.message_ids, post.media) == ((5, 6, 7), ("photo",) * 3)


def test_an_album_has_one_sender() -> None:
    senders = ["user1", "user1", 77, 77, ..., ...]
    photos = [
        message(number, photo="a.jpg", date_unixtime="1700000000", from_id=sender, **{"from": "Анна"})
        for number, sender in enumerate(senders, 1)
    ]
    assert [post.message_ids for post in posts_of(chat(*photos))] == [(1, 2), (3, 4), (5, 6)]
