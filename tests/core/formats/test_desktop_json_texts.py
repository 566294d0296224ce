"""The text of a message, in all the ways in which versions of Telegram Desktop write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import Entity, RichText
from tests.core.formats.json_exports import message, post_of
from tests.core.formats.reading import code_of
from tests.core.rich_texts import PIECES


def plain(text: str) -> dict[str, object]:
    return {"type": "plain", "text": text}


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Поиск"},
        {"text": "Поиск", "text_entities": []},
        {"text": "Поиск", "text_entities": [plain("Поиск")]},
        {"text": "Поиск", "text_entities": [plain("По"), plain("иск")]},
        {"text": ["По", "иск"]},
        {"text": ["Поиск", ""], "text_entities": [plain("Поиск"), plain("")]},
        {"text": "", "text_entities": [plain("Поиск")]},
        {"text": [], "text_entities": [plain("Поиск")]},
        {"text": None, "text_entities": [plain("Поиск")]},
        {"text": ..., "text_entities": [plain("Поиск")]},
        {"text": " \nПоиск\u3000\n"},
        {"text": ["Поиск", {"type": "new kind", "text": "\n\n"}]},
        {"text": [{"type": "unknown", "text": "По"}, {"text": "иск"}, 5, None, {"type": "bold"}, {"text": 6}, [7]]},
        {"text": "Поиск", "text_entities": "Поиск"},
        {"text": "Поиск", "text_entities": ["Поиск"]},
        {"text": {"type": "bold"}, "text_entities": ["Поиск", 5]},
    ],
)
def test_a_text_without_formatting(fields: dict[str, object]) -> None:
    assert post_of(message(1, **fields)).text == RichText("Поиск")


@pytest.mark.parametrize("text", [None, 5, {}, [], [5], [{"type": "bold"}], "", " \n", True, ["", {"text": []}]])
def test_no_text(text: object) -> None:
    assert post_of(message(1, text)).text == RichText()


ENTITIES = [
    ("bold", {}, "bold"),
    ("italic", {}, "italic"),
    ("underline", {}, "underline"),
    ("strikethrough", {}, "strikethrough"),
    ("spoiler", {}, "spoiler"),
    ("code", {}, "code"),
    ("mention", {}, "mention"),
    ("hashtag", {}, "hashtag"),
    ("cashtag", {}, "cashtag"),
    ("bot_command", {}, "bot_command"),
    ("email", {}, "email"),
    ("phone", {}, "phone_number"),
    ("link", {}, "url"),
    ("pre", {"language": ""}, "pre"),
    ("blockquote", {}, "blockquote"),
    ("blockquote", {"collapsed": False}, "blockquote"),
    ("blockquote", {"collapsed": True}, "expandable_blockquote"),
    ("plain", {}, None),
    ("unknown", {}, None),
    ("bank_card", {}, None),
    ("mention_name", {"user_id": 7}, None),
    ("formatted_date", {"date": "2026-01-01"}, None),
    ("custom_emoji", {"document_id": "stickers/sticker (1).webp"}, None),
    ("custom_emoji", {"document_id": ""}, None),
    ("custom_emoji", {}, None),
    ("text_link", {}, None),
    ("text_link", {"href": ""}, None),
    ("text_link", {"href": 5}, None),
    (5, {}, None),
    ([], {}, None),
]


@pytest.mark.parametrize(("kind", "more", "expected"), ENTITIES)
def test_each_kind_of_piece(kind: object, more: dict[str, object], expected: str | None) -> None:
    post = post_of(message(1, ["🔥 ", {"type": kind, "text": "слово", **more}, " дальше"]))
    assert post.text.text == "🔥 слово дальше"
    assert post.text.entities == ((Entity(expected, 3, 5),) if expected else ())


def test_pieces_that_tell_more() -> None:
    pieces = [
        {"type": "pre", "text": "x = 1", "language": "python"},
        {"type": "text_link", "text": "ссылка", "href": "https://example.org/a"},
        {"type": "text_link", "text": "https://example.org/b", "href": "https://example.org/b"},
        {"type": "custom_emoji", "text": "🙂", "document_id": "5265077361648368841"},
        {"type": "custom_emoji", "text": "🙂", "document_id": 5265077361648368842},
    ]
    assert post_of(message(1, pieces)).text.entities == (
        Entity("pre", 0, 5, language="python"),
        Entity("text_link", 5, 6, url="https://example.org/a"),
        Entity("url", 11, 21),
        Entity("custom_emoji", 32, 2, custom_emoji_id="5265077361648368841"),
        Entity("custom_emoji", 34, 2, custom_emoji_id="5265077361648368842"),
    )


def test_text_and_pieces_that_contradict_each_other() -> None:
    pieces = [plain("Другой "), {"type": "bold", "text": "текст"}]
    assert post_of(message(1, "Этот текст", text_entities=pieces)).text == RichText("Этот текст")


def test_a_string_with_formatting_beside_it() -> None:
    pieces = [{"type": "bold", "text": "жирный"}]
    assert code_of(post_of(message(1, "жирный", text_entities=pieces))) == [("bold", "жирный")]


def test_white_space_at_the_ends_goes_and_formatting_with_it() -> None:
    pieces = ["\n", {"type": "bold", "text": " жирный "}, {"type": "italic", "text": "\n\n"}]
    post = post_of(message(1, pieces))
    assert post.text == RichText("жирный", (Entity("bold", 0, 6),))


def test_line_separators_are_line_breaks_and_hidden_links_stay() -> None:
    pieces = [{"type": "text_link", "text": "\u200b", "href": "https://example.org/a.jpg"}, "a\u2028b\u2029c\0"]
    post = post_of(message(1, pieces))
    assert post.text.text == "\u200ba\nb\nc\ufffd"
    assert code_of(post) == [("text_link", "\u200b")]


TYPES = [kind for kind, _, expected in ENTITIES if isinstance(kind, str)]


@given(st.lists(st.tuples(st.sampled_from(TYPES), st.lists(st.sampled_from(PIECES), max_size=4).map("".join))))
def test_no_character_is_lost(runs: list[tuple[str, str]]) -> None:
    pieces = [text if kind == "plain" else {"type": kind, "text": text} for kind, text in runs]
    entities = [{"type": kind, "text": text} for kind, text in runs]
    whole = "".join(text for _, text in runs)
    post = post_of(message(1, pieces, text_entities=entities))
    assert post.text.text == whole.replace("\u2028", "\n").replace("\u2029", "\n").replace("\0", "\ufffd").strip()
    assert post_of(message(1, pieces)).text == post.text
