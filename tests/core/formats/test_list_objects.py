"""What the objects of Telethon, Pyrogram and the Bot API tell: media, polls, formatting, texts."""

from __future__ import annotations

import pytest

from core.formats.lists.entities import entities
from core.formats.lists.media import media
from core.formats.lists.polls import poll
from core.formats.lists.texts import forward_name, text_of
from core.richtext import Entity


@pytest.mark.parametrize(
    ("name", "value", "kinds"),
    [
        ("media", "photo", ["photo"]),
        ("media", "MessageMediaType.VIDEO_NOTE", ["video_note"]),
        ("media", ["photo", "video"], ["photo", "video"]),
        ("media", {"_": "MessageMediaPhoto"}, ["photo"]),
        ("media", {"_": "MessageMediaWebPage"}, []),
        ("media", {"_": "MessageMediaGeoLive"}, ["location"]),
        ("media", {"_": "MessageMediaDocument", "document": {}}, ["document"]),
        ("media", {"type": "animation"}, ["animation"]),
        ("media", "photos/1.jpg, videos/2.mp4", ["photo", "video"]),
        ("media", "https://example.org/a.pdf?x=1", ["document"]),
        ("media", "notes.xyz", ["document"]),
        ("media", "image/png", ["photo"]),
        ("media", "webpage", []),
        ("media", "", []),
        ("media", None, []),
        ("media", 5, []),
        ("media", "True", []),
        ("media", {"a": 1}, []),
        ("photo", True, ["photo"]),
        ("photo", "False", []),
        ("photo", {"file_id": "x"}, ["photo"]),
        ("photo", [{}, {}], ["photo"]),
        ("video", ["a", "b"], ["video", "video"]),
        ("voice", None, []),
        ("location", "Москва", []),
        ("photo", "1.jpg", ["photo"]),
        ("venue", {"x": 1}, ["location"]),
    ],
)
def test_media(name: str, value: object, kinds: list[str]) -> None:
    assert list(media(name, value)) == kinds


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [
        ({"_": "DocumentAttributeSticker"}, "sticker"),
        ({"_": "DocumentAttributeAnimated"}, "animation"),
        ({"_": "DocumentAttributeVideo"}, "video"),
        ({"_": "DocumentAttributeVideo", "round_message": True}, "video_note"),
        ({"_": "DocumentAttributeAudio"}, "audio"),
        ({"_type": "DocumentAttributeAudio", "voice": True}, "voice"),
        ({"_": "DocumentAttributeFilename"}, "document"),
        ("odd", "document"),
    ],
)
def test_what_a_document_of_telethon_is(attribute: object, kind: str) -> None:
    assert list(media("media", {"_": "MessageMediaDocument", "document": {"attributes": [attribute]}})) == [kind]


def test_telethons_poll_has_its_results_beside_it_in_any_order() -> None:
    told = {
        "_": "MessageMediaPoll",
        "poll": {
            "question": {"_": "TextWithEntities", "text": "Да?"},
            "answers": [{"text": {"text": "да"}, "option": "0"}, {"text": "нет", "option": "1"}],
            "closed": False,
        },
        "results": {"results": [{"option": "1", "voters": 2}, {"option": "0", "voters": 5}, 7], "total_voters": 7},
    }
    assert poll(told) == {
        "question": "Да?",
        "options": [{"text": "да", "votes": 5}, {"text": "нет", "votes": 2}],
        "total_voters": 7,
        "closed": False,
    }


def test_other_polls() -> None:
    shape = {"question": "Да?", "options": [{"text": "да", "votes": None}], "total_voters": None, "closed": None}
    assert poll({"question": "Да?", "options": ["да"]}) == shape | {"options": [{"text": "да", "votes": None}]}
    assert poll({"question": "Да?", "answers": [{"text": "да"}]}) == shape
    assert poll({"question": "Да?"}) is poll({"question": 5, "options": []}) is poll("Да?") is None


def test_formatting_of_all_dialects() -> None:
    told: list[object] = [
        {"_": "MessageEntityBold", "offset": 0, "length": 1},
        {"_": "MessageEntityMentionName", "offset": 1, "length": 1, "user_id": 5},
        {"_": "MessageEntityCustomEmoji", "offset": 2, "length": 2, "document_id": 777},
        {"_": "MessageEntityBlockquote", "offset": 4, "length": 1, "collapsed": True},
        {"type": "MessageEntityType.TEXT_LINK", "offset": 5, "length": 1, "url": "https://example.org/"},
        {"type": "phone_number", "offset": 6, "length": 1},
        {"type": {"@type": "textEntityTypeStrikethrough"}, "offset": 7, "length": 1},
        {"_": "MessageEntityPre", "offset": 8, "length": 1, "language": "go"},
        {"offset": 0, "length": 1},
        "bold",
    ]
    assert list(entities(told)) == [
        Entity("bold", 0, 1),
        Entity("text_mention", 1, 1, user_id=5),
        Entity("custom_emoji", 2, 2, custom_emoji_id="777"),
        Entity("expandable_blockquote", 4, 1),
        Entity("text_link", 5, 1, url="https://example.org/"),
        Entity("phone_number", 6, 1),
        Entity("strikethrough", 7, 1),
        Entity("pre", 8, 1, language="go"),
    ]
    assert list(entities("bold")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Слово", "Слово"),
        ("а\r\nб\rв", "а\nб\nв"),
        ("а\x00б", "а б"),
        (["а", {"type": "bold", "text": "б"}, 5, {}], "аб"),
        ({"text": "Слово"}, "Слово"),
        ({"text": {"text": "Слово"}}, "Слово"),
        ({"caption": "Слово"}, "Слово"),
        (2024, "2024"),
        (True, ""),
        (None, ""),
        ({}, ""),
    ],
)
def test_texts(value: object, text: str) -> None:
    assert text_of(value)[0] == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Канал", "Канал"),
        (" ", None),
        (5, None),
        ({"from_name": "Некто"}, "Некто"),
        ({"title": "Канал"}, "Канал"),
        ({"first_name": "Анна", "last_name": "К"}, "Анна К"),
        ({"type": "channel", "chat": {"title": "Канал"}}, "Канал"),
        ({"from_id": {"channel_id": 5}}, None),
    ],
)
def test_whose_post_was_forwarded(value: object, name: str | None) -> None:
    assert forward_name(value) == name
