"""What a live message becomes: every kind of it, and every kind with something missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.incoming import is_forwarded_post, live_event
from core.live import PostForwarded, PostHeard, ServiceHeard
from core.richtext import Entity
from core.types import ChannelRef, IncomingPost

CHAT = {"id": -1001234567890, "type": "channel", "title": "Новости", "username": "novosti"}
REF = ChannelRef(telegram_id=1234567890, username="novosti", title="Новости")
DATE = 1_700_000_000
AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
FILE = {"file_id": "f", "file_unique_id": "f"}
PHOTO = [{**FILE, "width": 9, "height": 9}]


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": DATE, "chat": CHAT, "sender_chat": CHAT, **content}


def post(**content: Any) -> IncomingPost:
    heard = live_event("channel_post", message(**content))
    assert isinstance(heard, PostHeard)
    assert heard.channel == REF
    assert not heard.is_edit
    return heard.post


def test_a_text_with_its_formatting() -> None:
    bold = {"type": "bold", "offset": 4, "length": 4}
    told = post(text="  🙂слово  ", entities=[bold], author_signature="Анна", media_group_id="15")
    assert told.text.text == "🙂слово"
    assert told.text.entities == (Entity("bold", 2, 4),)
    assert (told.message_ids, told.published_at, told.zone_known) == ((7,), AT, True)
    assert (told.edited_at, told.changed_at, told.reactions, told.views) == (None, None, None, None)
    assert (told.signature, told.album_id, told.source, told.has_title) == ("Анна", "15", "live", False)


def test_entities_that_make_no_sense_are_left_out() -> None:
    odd: list[Any] = [
        {"type": "bold", "offset": 0},
        {"type": "hologram", "offset": 0, "length": 1},
        "bold",
        {"type": "italic", "offset": 1, "length": 99},
    ]
    assert post(text="слово", entities=odd).text.entities == (Entity("italic", 1, 4),)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": PHOTO}, "photo"),
        ({"live_photo": FILE}, "photo"),
        ({"video": FILE}, "video"),
        ({"animation": FILE, "document": FILE}, "animation"),
        ({"video_note": FILE}, "video_note"),
        ({"voice": FILE}, "voice"),
        ({"audio": FILE}, "audio"),
        ({"sticker": FILE}, "sticker"),
        ({"document": FILE}, "document"),
        ({"contact": {"phone_number": "1", "first_name": "А"}}, "contact"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "location"),
        ({"venue": {"title": "Дом"}, "location": {"latitude": 1.0, "longitude": 2.0}}, "location"),
        ({"game": {"title": "Игра"}}, "game"),
        ({"invoice": {"title": "Счёт"}}, "invoice"),
        ({"giveaway": {}}, "giveaway"),
        ({"giveaway_winners": {}}, "giveaway"),
        ({"story": {"id": 1}}, "story"),
        ({"paid_media": {"star_count": 1, "paid_media": []}}, "paid_media"),
    ],
)
def test_media(content: dict[str, Any], kind: str) -> None:
    told = post(**content, caption="подпись")
    assert told.media == (kind,)
    assert told.text.text == "подпись"
    assert post(**content).text.text == ""


def test_a_poll() -> None:
    options = [{"text": "да", "voter_count": 3}, {"text": "нет", "voter_count": 0}]
    told = post(poll={"question": "Быть?", "options": options, "total_voter_count": 3, "is_closed": False})
    assert told.poll == {
        "question": "Быть?",
        "options": [{"text": "да", "votes": 3}, {"text": "нет", "votes": 0}],
        "total_voters": 3,
        "closed": False,
    }
    assert told.text.text == ""
    assert told.media == ()
    assert post(poll={}).poll == {"question": "", "options": [], "total_voters": None, "closed": None}


def test_a_checklist() -> None:
    tasks = [
        {"id": 1, "text": "хлеб", "text_entities": [{"type": "bold", "offset": 0, "length": 4}]},
        {"id": 2, "text": "соль"},
    ]
    told = post(checklist={"title": "Купить", "tasks": tasks})
    assert told.text.text == "Купить\nхлеб\nсоль"
    assert told.text.entities == (Entity("bold", 7, 4),)
    assert told.media == ("checklist",)


def test_a_rich_message() -> None:
    blocks = [
        {"type": "heading", "text": "Итоги", "size": 1},
        {"type": "paragraph", "text": ["Всё ", {"type": "bold", "text": "хорошо"}]},
        {"type": "photo", "photo": PHOTO, "caption": {"text": "вид"}},
        {"type": "hologram", "blocks": [{"type": "paragraph", "text": "новое"}]},
    ]
    told = post(rich_message={"blocks": blocks})
    assert told.text.text == "Итоги\nВсё хорошо\nвид\nновое"
    assert told.media == ("photo",)


def test_a_die() -> None:
    assert post(dice={"emoji": "🎲", "value": 3}).text.text == "🎲"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"forward_origin": {"type": "channel", "chat": {"id": -1001, "title": "Иное"}, "message_id": 2}}, "Иное"),
        ({"forward_origin": {"type": "chat", "sender_chat": {"id": -2, "title": "Группа"}}}, "Группа"),
        ({"forward_origin": {"type": "user", "sender_user": {"first_name": "Анна", "last_name": "К."}}}, "Анна К."),
        ({"forward_origin": {"type": "hidden_user", "sender_user_name": "Некто"}}, "Некто"),
        ({"forward_from_chat": {"id": -1001, "title": "Иное"}}, "Иное"),
        ({"forward_from": {"first_name": "Анна"}}, "Анна"),
        ({"forward_sender_name": "Некто"}, "Некто"),
        ({"forward_origin": {"type": "telepathy"}}, None),
        ({}, None),
    ],
)
def test_whom_it_was_forwarded_from(fields: dict[str, Any], name: str | None) -> None:
    assert post(text="слово", **fields).forwarded_from == name


def test_what_it_answers() -> None:
    assert post(text="да", reply_to_message={"message_id": 5, "chat": CHAT, "date": 1}).reply_to == 5
    assert post(text="да", reply_to_message={"message_id": 5, "date": 1}).reply_to == 5
    assert post(text="да", reply_to_message={"message_id": 5, "chat": {"id": 9}}).reply_to is None


def test_an_edit() -> None:
    heard = live_event("edited_channel_post", message(text="стало", edit_date=DATE + 60))
    assert isinstance(heard, PostHeard)
    assert heard.is_edit
    later = datetime(2023, 11, 14, 22, 14, 20, tzinfo=UTC)
    assert (heard.post.edited_at, heard.post.changed_at, heard.post.published_at) == (later, later, AT)
    assert live_event("edited_channel_post", message(new_chat_title="Иное")) is None


def test_a_channel_without_a_username() -> None:
    private = {"id": -1000000000001, "type": "channel", "title": "Тайна"}
    heard = live_event("channel_post", message(text="слово", chat=private))
    assert isinstance(heard, PostHeard)
    assert heard.channel == ChannelRef(telegram_id=1, title="Тайна")


@pytest.mark.parametrize(
    "name",
    ["new_chat_title", "new_chat_photo", "delete_chat_photo", "channel_chat_created", "video_chat_started",
     "message_auto_delete_timer_changed", "boost_added", "giveaway_created", "paid_message_price_changed"],
)  # fmt: skip
def test_service_messages(name: str) -> None:
    heard = live_event("channel_post", message(**{name: {"x": 1}}))
    assert heard == ServiceHeard(channel=REF, message_id=7)


def test_a_pin_brings_the_pinned_post() -> None:
    heard = live_event("channel_post", message(pinned_message={**message(text="важно"), "message_id": 5}))
    assert isinstance(heard, ServiceHeard)
    assert (heard.message_id, heard.pins) == (7, 5)
    assert heard.pinned is not None
    assert (heard.pinned.text.text, heard.pinned.message_ids, heard.pinned.pinned) == ("важно", (5,), True)


@pytest.mark.parametrize(
    "pinned", [{"message_id": 5, "chat": CHAT, "date": 0}, {"message_id": 5, "chat": CHAT, "date": DATE}]
)
def test_a_pinned_message_that_is_not_shown(pinned: dict[str, Any]) -> None:
    heard = live_event("channel_post", message(pinned_message=pinned))
    assert heard == ServiceHeard(channel=REF, message_id=7, pins=5)


def test_what_a_newer_telegram_sends_is_named() -> None:
    heard = live_event("channel_post", message(hologram={"depth": 3}))
    assert heard == ServiceHeard(channel=REF, message_id=7, unread=("hologram",))


OPERATOR = {"id": 42, "type": "private", "first_name": "Ольга"}
ORIGIN = {"type": "channel", "chat": CHAT, "message_id": 5, "date": DATE - 60, "author_signature": "Анна"}


def forward(**fields: Any) -> dict[str, Any]:
    sender = {"id": 42, "is_bot": False, "first_name": "Ольга", "language_code": "ru"}
    return message(chat=OPERATOR, **{"from": sender}, **{"forward_origin": ORIGIN, **fields})


def test_a_forwarded_post() -> None:
    heard = live_event("message", forward(text="слово", media_group_id="99"))
    assert isinstance(heard, PostForwarded)
    assert (heard.channel, heard.chat_id) == (REF, 42)
    told = heard.post
    assert (told.message_ids, told.published_at) == ((5,), datetime(2023, 11, 14, 22, 12, 20, tzinfo=UTC))
    assert (told.text.text, told.signature, told.album_id, told.source) == ("слово", "Анна", "99", "forward")
    assert (told.forwarded_from, told.edited_at, told.reactions) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "is_one"),
    [
        ({}, True),
        ({"chat": {"id": -5, "type": "group"}}, False),
        ({"forward_origin": {"type": "user", "sender_user": {"id": 3}}}, False),
        ({"forward_origin": {**ORIGIN, "chat": {"id": -1000000000001, "type": "supergroup"}}}, False),
        ({"forward_origin": {"type": "channel", "chat": CHAT}}, False),
        ({"forward_origin": None}, False),
    ],
)
def test_what_is_a_forwarded_post(fields: dict[str, Any], is_one: bool) -> None:
    body = message(chat=OPERATOR, text="слово", forward_origin=ORIGIN) | fields
    assert is_forwarded_post(body) is is_one


def test_a_forwarded_service_message_is_no_post() -> None:
    assert live_event("message", forward(new_chat_title="Иное")) is None
