"""What a message holds beside its text."""

from __future__ import annotations

import pytest

from core.richtext import RichText
from tests.core.formats.json_exports import message, post_of

MISSING = "(File not included. Change data exporting settings to download.)"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"photo": MISSING, "width": 8, "height": 6}, "photo"),
        ({"photo": "photos/a.jpg", "self_destruct_period_seconds": 60, "media_spoiler": True}, "photo"),
        ({"file": MISSING, "media_type": "video_file"}, "video"),
        ({"file": MISSING, "media_type": "video_message", "thumbnail": MISSING}, "video_note"),
        ({"file": MISSING, "media_type": "voice_message"}, "voice"),
        ({"file": MISSING, "media_type": "audio_file", "performer": "А", "title": "Б"}, "audio"),
        ({"file": MISSING, "media_type": "animation"}, "animation"),
        ({"file": MISSING, "media_type": "sticker", "sticker_emoji": "🙂"}, "sticker"),
        ({"file": MISSING, "media_type": "hologram"}, "document"),
        ({"file": MISSING, "media_type": []}, "document"),
        ({"file": "files/a.pdf", "mime_type": "application/pdf"}, "document"),
        ({"file_name": "a.pdf"}, "document"),
        ({"contact_information": {"first_name": "А"}, "contact_vcard": "a.vcf"}, "contact"),
        ({"location_information": {"latitude": 1.5}}, "location"),
        ({"location_information": None, "live_location_period_seconds": 9}, "location"),
        ({"place_name": "Кафе", "address": "Тверская"}, "location"),
        ({"game_title": "Тетрис"}, "game"),
        ({"invoice_information": "{}"}, "invoice"),
        ({"giveaway_information": {"quantity": 10}}, "giveaway"),
        ({"giveaway_results": {"winners": [1]}}, "giveaway"),
        ({"paid_stars_amount": 250}, "paid_media"),
        ({"story": {}}, "story"),
        ({}, None),
        ({"via_bot": "@gif", "width": 5}, None),
    ],
)
def test_media(fields: dict[str, object], expected: str | None) -> None:
    assert post_of(message(1, "Подпись", **fields)).media == ((expected,) if expected else ())


TASKS = {
    "title": "Дела",
    "answers": [{"text": "молоко", "id": 1}, {"text": ["хлеб и ", {"type": "bold", "text": "соль"}]}],
}


@pytest.mark.parametrize(
    ("text", "tasks", "expected"),
    [
        ("", TASKS, "Дела\nмолоко\nхлеб и соль"),
        ("Список", TASKS, "Список"),
        ("", {"title": "Дела"}, "Дела"),
        ("", {"title": None, "answers": [5, None, {}, "слово"]}, "слово"),
        ("", {"answers": {"a": "b"}}, ""),
        ("", ["Дела"], ""),
    ],
)
def test_a_checklist_is_found_by_its_words(text: str, tasks: object, expected: str) -> None:
    post = post_of(message(1, text, todo_list=tasks))
    assert (post.text.text, post.media) == (expected, ("checklist",))


@pytest.mark.parametrize(
    ("question", "voters", "total", "closed"),
    [
        ("Что дальше?", 2, 5, True),
        ("Что дальше?", "2", "5", "true"),
        (["Что ", {"type": "custom_emoji", "text": "дальше?"}], 2, 5, True),
        ([{"type": "plain", "text": " Что дальше?\n"}], 2, 5, True),
    ],
)
def test_a_poll_in_all_its_spellings(question: object, voters: object, total: object, closed: object) -> None:
    answers = [{"text": "да", "voters": voters, "chosen": "false"}, {"text": ["не", "т"], "voters": 3, "chosen": True}]
    told = {"question": question, "closed": closed, "total_voters": total, "answers": answers}
    post = post_of(message(1, "", poll=told))
    assert post.text == RichText()
    assert post.media == ()
    assert post.poll == {
        "question": "Что дальше?",
        "options": [{"text": "да", "votes": 2}, {"text": "нет", "votes": 3}],
        "total_voters": 5,
        "closed": True,
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, {"question": "", "options": [], "total_voters": None, "closed": False}),
        (
            {"question": 5, "closed": [], "total_voters": -1, "answers": [6, {"voters": 2**60}, "ответ"]},
            {
                "question": "",
                "options": [{"text": "", "votes": 6}, {"text": "", "votes": None}, {"text": "ответ", "votes": None}],
                "total_voters": None,
                "closed": False,
            },
        ),
        ([], None),
        (None, None),
    ],
)
def test_a_poll_that_is_damaged(told: object, expected: object) -> None:
    assert post_of(message(1, poll=told)).poll == expected


def test_reactions_of_all_kinds() -> None:
    told = [
        {"type": "emoji", "count": 3, "emoji": "❤️"},
        {"type": "emoji", "count": 2, "emoji": "❤"},
        {"type": "emoji", "count": 4, "emoji": "🤷\u200d♂️"},
        {"count": "5", "emoji": "👍"},
        {"type": "custom_emoji", "count": 6, "document_id": "stickers/sticker (2).webp"},
        {"type": "custom_emoji", "count": 7, "document_id": MISSING},
        {"type": "custom_emoji", "count": 8, "document_id": "5265077361648368841"},
        {"type": "paid", "count": 9},
    ]
    assert post_of(message(1, reactions=told)).reactions == {
        "❤": 5,
        "🤷\u200d♂": 4,
        "👍": 5,
        "custom:?": 13,
        "custom:5265077361648368841": 8,
        "paid": 9,
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (None, None),
        ([], None),
        ("👍", None),
        ([5, "👍"], None),
        ([{"emoji": "👍", "recent": [{"from": "А"}, {"from": "Б"}]}], {"👍": 2}),
        (
            [{"emoji": "👍", "recent": []}, {"emoji": "🔥", "count": -3}, {"emoji": "🎉", "count": True}],
            {"👍": 1, "🔥": 1, "🎉": 1},
        ),
        ([{"type": "emoji", "emoji": 5, "count": 2}, {"type": [], "count": 3}], {"custom:?": 5}),
    ],
)
def test_reactions_that_are_damaged_or_absent(told: object, expected: dict[str, int] | None) -> None:
    assert post_of(message(1, reactions=told)).reactions == expected


def test_a_rich_message_has_its_text_in_a_tree() -> None:
    tree = {
        "rtl": False,
        "blocks": [
            {"type": "heading", "level": 1, "text": {"type": "plain", "text": "Векторы"}},
            {"type": "photo", "photo": MISSING, "caption": {"text": {"type": "plain", "text": "Фото"}}},
        ],
    }
    post = post_of(message(1, ..., rich_message=tree))
    assert (post.text.text, post.media) == ("Векторы\nФото", ("photo",))


def test_the_text_wins_over_a_tree() -> None:
    post = post_of(message(1, "Текст", rich_message={"blocks": [{"type": "paragraph", "text": "Дерево"}]}))
    assert post.text == RichText("Текст")
