"""Rich messages of all shapes as texts."""

from __future__ import annotations

import pytest
from aiogram.types import RichMessage
from hypothesis import given
from hypothesis import strategies as st

from core.rich_message import DEEPEST, MOST_NODES, MOST_UNITS, media_kinds, rich_text
from core.richtext import Entity, RichText


def cell(text: object = None, **fields: object) -> dict[str, object]:
    return {"align": "left", "valign": "top"} | fields | ({} if text is None else {"text": text})


def listed(*items: object) -> dict[str, object]:
    return {"type": "list", "items": list(items)}


def code(text: str, language: str) -> dict[str, object]:
    return {"type": "pre", "text": text, "language": language}


def paragraph(text: object) -> dict[str, object]:
    return {"type": "paragraph", "text": text}


def marked(rich: RichText) -> list[tuple[str, str, str | int | None]]:
    """Type, text and the field that goes with it, of each entity."""
    units = rich.text.encode("utf-16-le")
    return [
        (
            entity.type,
            units[2 * entity.offset : 2 * entity.end].decode("utf-16-le"),
            entity.url or entity.language or entity.custom_emoji_id or entity.user_id or entity.unix_time,
        )
        for entity in rich.entities
    ]


BOT_API = {
    "blocks": [
        {"type": "heading", "size": 1, "text": "Векторы 🔥"},
        paragraph(
            [
                "Их ",
                {"type": "bold", "text": ["можно ", {"type": "italic", "text": "сравнить"}]},
                ", ",
                {"type": "url", "text": "тут", "url": "https://example.org/a"},
                " и ",
                {"type": "url", "text": "https://example.org/b", "url": "https://example.org/b"},
                {"type": "custom_emoji", "custom_emoji_id": "77", "alternative_text": "🙂"},
                {"type": "subscript", "text": "2"},
                {"type": "mathematical_expression", "expression": "x^2"},
                {"type": "anchor", "name": "место"},
            ]
        ),
        {"type": "divider"},
        {
            "type": "list",
            "items": [
                {"label": "1.", "blocks": [paragraph("первое"), paragraph("ещё")], "value": 1, "type": "1"},
                {"label": "•", "blocks": [], "has_checkbox": True, "is_checked": True},
                {"label": "2.", "blocks": [listed({"label": "a", "blocks": [paragraph("внутри")]})]},
            ],
        },
        {
            "type": "table",
            "caption": "Подпись таблицы",
            "cells": [
                [cell("а"), cell({"type": "code", "text": "б"})],
                [cell(), cell("в", is_header=True)],
            ],
        },
        {"type": "details", "summary": "Ещё", "blocks": [code("x = 1\ny = 2", "python")]},
        {"type": "blockquote", "blocks": [paragraph("раз"), paragraph("два")], "credit": "Анна"},
        {"type": "expandable_blockquote", "text": "три"},
        {"type": "pullquote", "text": "четыре"},
        {
            "type": "collage",
            "blocks": [
                {"type": "photo", "photo": [{"file_id": "A", "file_unique_id": "a", "width": 1, "height": 1}]},
                {"type": "voice_note", "voice_note": {"file_id": "B", "file_unique_id": "b", "duration": 1}},
            ],
            "caption": {"text": "Подпись", "credit": {"type": "spoiler", "text": "фото: Б"}},
        },
        {"type": "map", "location": {"latitude": 1.0, "longitude": 2.0}, "zoom": 3, "width": 4, "height": 5},
        {"type": "buttons", "buttons": [{"text": "Нажать", "url": "https://example.org/c"}]},
        paragraph({"type": "button", "button": {"text": "Внутри", "url": "https://example.org/d"}}),
        paragraph(
            [
                {"type": "text_mention", "text": "Анна", "user": {"id": 5, "is_bot": False, "first_name": "Анна"}},
                {"type": "mention", "text": "@vector_notes", "username": "vector_notes"},
                {"type": "hashtag", "text": "#поиск", "hashtag": "поиск"},
                {"type": "email_address", "text": "a@example.org", "email_address": "a@example.org"},
                {"type": "phone_number", "text": "+79001234567", "phone_number": "+79001234567"},
                {"type": "date_time", "text": "завтра", "unix_time": 1700000000, "date_time_format": "r"},
                {"type": "strikethrough", "text": "нет"},
            ]
        ),
        {"type": "footer", "text": "Конец"},
    ]
}  # fmt: skip

LINES = [
    "Векторы 🔥", "Их можно сравнить, тут и https://example.org/b🙂2x^2", "первое", "ещё", "внутри", "а | б", "в",
    "Подпись таблицы", "Ещё", "x = 1", "y = 2", "раз", "два", "Анна", "три", "четыре", "Подпись", "фото: Б", "Внутри",
    "Анна@vector_notes#поискa@example.org+79001234567завтранет", "Конец",
]  # fmt: skip

MARKED = [
    ("bold", "Векторы 🔥", None),
    ("bold", "можно сравнить", None),
    ("italic", "сравнить", None),
    ("text_link", "тут", "https://example.org/a"),
    ("url", "https://example.org/b", None),
    ("custom_emoji", "🙂", "77"),
    ("code", "б", None),
    ("pre", "x = 1\ny = 2", "python"),
    ("blockquote", "раз\nдва", None),
    ("expandable_blockquote", "три", None),
    ("spoiler", "фото: Б", None),
    ("text_mention", "Анна", 5),
    ("mention", "@vector_notes", None),
    ("hashtag", "#поиск", None),
    ("email", "a@example.org", None),
    ("phone_number", "+79001234567", None),
    ("date_time", "завтра", 1700000000),
    ("strikethrough", "нет", None),
]


def test_the_tree_of_the_bot_api() -> None:
    rich = rich_text(BOT_API)
    assert rich.text.split("\n") == LINES
    assert marked(rich) == MARKED
    assert media_kinds(BOT_API) == ("photo", "voice", "location")


def test_the_tree_as_aiogram_has_it() -> None:
    message = RichMessage.model_validate(BOT_API)
    for dumped in (message.model_dump(), message.model_dump(mode="json", exclude_none=True)):
        assert rich_text(dumped) == rich_text(BOT_API)
        assert media_kinds(dumped) == media_kinds(BOT_API)


def plain(text: str) -> dict[str, object]:
    return {"type": "plain", "text": text}


EMPTY = {"type": "empty"}
FIVE = {"type": "quote", "content": "blocks", "pullquote": True, "blocks": [paragraph(plain("пять"))], "caption": EMPTY}
PHOTO = {"type": "photo", "photo": "a.jpg", "caption": {"text": plain("фото"), "credit": EMPTY}}
ROWS = [{"cells": [{"text": plain("в")}, {}, {"text": plain("г")}]}, {"cells": [{}]}]

TELEGRAM_DESKTOP = {
    "rtl": False,
    "part": False,
    "blocks": [
        {"type": "heading", "level": 2, "text": plain("Заголовок")},
        paragraph({"type": "concat", "text": [plain("а "), {"type": "bold", "text": plain("б")}, {"type": "empty"}]}),
        paragraph({"type": "text_link", "href": "mailto:a@example.org", "text": plain("a@example.org")}),
        paragraph({"type": "link", "text": plain("example.org")}),
        paragraph({"type": "text_link", "href": "stickers/a.webp", "text": plain("нет")}),
        paragraph({"type": "math", "source": "x^2"}),
        paragraph({"type": "diff", "text": plain("стало"), "old_text": plain("было"), "unsupported": True}),
        paragraph({"type": "custom_emoji", "text": "🙂", "document_id": "stickers/sticker (1).webp"}),
        paragraph({"type": "button", "text": plain("кнопка"), "button": {"type": "url", "url": "https://example.org"}}),
        {"type": "author_date", "author": plain("Анна"), "date": "2026-01-01T00:00:00"},
        {"type": "code", "text": plain("x = 1"), "language": "python"},
        {"type": "code", "text": plain("y = 2"), "language": ""},
        {
            "type": "list",
            "kind": "ordered",
            "items": [
                {"task_state": "none", "content": "text", "text": plain("раз"), "num": "1"},
                {"task_state": "checked", "content": "blocks", "blocks": [paragraph(plain("два"))]},
            ],
        },
        {"type": "quote", "content": "text", "pullquote": False, "text": plain("три"), "caption": plain("Б")},
        FIVE,
        {"type": "cover", "block": PHOTO},
        {"type": "video", "file": "a.mp4", "media_type": "video_file", "caption": {"text": {"type": "empty"}}},
        {"type": "audio", "file": "a.mp3", "title": "Песня", "performer": "Хор"},
        {"type": "file", "file_name": "a.pdf", "caption": {"text": plain("файл")}},
        {"type": "collage", "items": [{"type": "photo", "photo": "b.jpg", "caption": {"text": plain("внутри")}}]},
        {"type": "math", "formula": "y^2"},
        {"type": "table", "title": plain("Таблица"), "rows": ROWS},
        {"type": "details", "title": plain("Подробно"), "open": False, "blocks": [paragraph(plain("шесть"))]},
        {"type": "related_articles", "title": plain("См. также"), "articles": [{"url": "https://a.b", "title": "Нет"}]},
        {"type": "channel", "channel": {"id": "5", "title": "Нет"}},
        {"type": "input_map", "geo": {"latitude": 1}, "caption": {"text": plain("место")}},
        {"type": "button_row", "buttons": [{"text": plain("нет")}]},
        {"type": "unsupported", "source_type": "unknown", "unsupported": True},
    ],
}  # fmt: skip


def test_the_tree_of_telegram_desktop() -> None:
    rich = rich_text(TELEGRAM_DESKTOP)
    assert rich.text.split("\n") == [
        "Заголовок", "а б", "a@example.org", "example.org", "нет", "x^2", "стало", "🙂", "кнопка", "Анна", "x = 1",
        "y = 2", "раз", "два", "три", "Б", "пять", "фото", "файл", "внутри", "y^2", "Таблица", "в | г", "Подробно",
        "шесть", "См. также", "место",
    ]  # fmt: skip
    assert marked(rich) == [
        ("bold", "Заголовок", None),
        ("bold", "б", None),
        ("email", "a@example.org", None),
        ("url", "example.org", None),
        ("pre", "x = 1", "python"),
        ("pre", "y = 2", None),
        ("blockquote", "три", None),
    ]
    assert media_kinds(TELEGRAM_DESKTOP) == ("photo", "video", "audio", "document", "photo", "location")


def test_the_tree_of_a_library() -> None:
    text = {
        "_": "TextConcat",
        "texts": [{"_": "TextPlain", "text": "а "}, {"_": "TextFixed", "text": {"_": "TextPlain", "text": "б"}}],
    }
    tree = {
        "_": "RichMessage",
        "blocks": [
            {"_": "PageBlockHeader", "text": "Имя"},
            {"_": "PageBlockPreformatted", "text": text, "language": ""},
        ],
    }
    assert rich_text(tree) == RichText("Имя\nа б", (Entity("bold", 0, 3), Entity("pre", 4, 3)))


def test_blocks_of_unknown_kinds_keep_their_words() -> None:
    tree = [
        {"type": "carousel", "pages": [{"face": {"text": "раз"}}, {"face": {"content": [{"text": "два"}]}}]},
        "три",
        {"kind": 5, "content": "четыре", "colour": "red", "size": {"w": 5}},
        {"text": "пять", "text_entities": [plain("пя"), {"type": "bold", "text": "ть"}], "entities": [{"text": "нет"}]},
        {"cells": [{"text": "а"}, {"text": "б"}]},
        {"summary": 7, "children": ["шесть", ["семь", "восемь"]]},
        paragraph(["до ", {"type": "new", "user": {"name": "нет"}, "text": "девять"}, " после"]),
        {"type": "details", "title": "Итог"},
    ]  # fmt: skip
    rich = rich_text(tree)
    assert rich.text == "раз\nдва\nтри\nчетыре\nпять\nа | б\nшесть\nсемь | восемь\nдо девять после\nИтог"
    assert marked(rich) == [("bold", "ть", None)]


@pytest.mark.parametrize(
    "tree", [None, 5, True, {}, [], {"blocks": None}, {"blocks": [None, 5, []]}, {5: "a"}, {"a": "б"}]
)
def test_nothing_to_read(tree: object) -> None:
    assert rich_text(tree) == RichText()
    assert media_kinds(tree) == ()


def test_limits() -> None:
    deep: object = "дно"
    for _ in range(100_000):
        deep = {"text": ["a", deep]}
    assert rich_text(deep).text == "a" * (DEEPEST // 2 - 1)
    assert len(rich_text("я" * 2 * MOST_UNITS).text) == MOST_UNITS
    assert len(rich_text(["я"] * 2 * MOST_NODES).text) < 2 * MOST_NODES
    assert rich_text({"text": ["я" * MOST_UNITS, "ю"]}).text[-1] == "я"


values = st.recursive(
    st.none() | st.integers() | st.sampled_from(["", "слово", "🔥", "\n", " | ", " "]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type text blocks items rows cells caption credit url href user id language title x".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)
KINDS = st.sampled_from("bold pre code link text_link quote paragraph custom_emoji date_time text_mention list".split())


@given(values, KINDS)
def test_no_tree_raises_and_no_word_is_made_up(tree: object, kind: str) -> None:
    rich = rich_text({"type": kind, "text": [tree, {"type": kind, "text": tree}]})
    assert set(rich.text.replace("слово", "")) <= set("🔥\n | ")
    media_kinds(tree)
