from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram import check_text, render
from tests.telegram.parser import as_shown, parse, utf16_length


def entity(kind: str, offset: int, length: int, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("привет **мир** [a](b) `c`", [entity("bold", 0, 6)]),
        ("ответ: ya.ru #тег", [entity("hashtag", 13, 4), entity("bold", 7, 5)]),
        ("ab", [entity("bold", 0, 1), entity("bold", 1, 1)]),
        ("a\u202e\rb", [entity("code", 3, 1)]),
        ("сайт", [entity("text_link", 0, 4, url="https://example.com"), entity("italic", 0, 2)]),
        ("я" * 4096, []),
        (" x" * 100, [entity("bold", 2 * n + 1, 1) for n in range(100)]),
    ],
)
def test_text_that_arrives_as_it_was_meant(text: str, entities: list[dict[str, Any]]) -> None:
    assert check_text(text, entities) == []


@pytest.mark.parametrize(
    ("text", "entities", "problem"),
    [
        ("", [], "empty"),
        (" \n\u200b", [], "empty"),
        ("я" * 4097, [], "too long"),
        ("😀" * 2049, [], "too long"),
        (" x" * 101, [entity("bold", 2 * n + 1, 1) for n in range(101)], "101 entities"),
        ("привет", [entity("bold", 3, 9)], "ends after the end"),
        ("привет", [entity("bold", 3, 0)], "incorrect length"),
        ("😀привет", [entity("bold", 1, 3)], "middle of a UTF-16 symbol"),
        ("привет  ", [entity("bold", 0, 8)], "cuts off"),
        ("привет", [entity("bold", 0, 4), entity("italic", 2, 4)], "cross"),
        ("привет", [entity("bold", 0, 6), entity("code", 2, 2)], "bold is lost"),
        ("привет", [entity("blockquote", 0, 3), entity("code", 2, 2)], "dropped"),
        ("привет", [entity("text_link", 0, 6, url="нет")], "URL"),
        ("привет", [entity("text_link", 0, 6)], "url"),
        ("привет", [entity("жирный", 0, 6)], "unsupported type"),
        ("a\ud800", [], "UTF-8"),
    ],
)
def test_text_that_telegram_would_refuse_or_repair(text: str, entities: list[dict[str, Any]], problem: str) -> None:
    assert problem in " ".join(check_text(text, entities))


def test_readers_see_cleaned_text_with_what_telegram_finds_in_it() -> None:
    shown = as_shown("  мой\tкод: x = @durov\n", [entity("code", 11, 5)])
    assert shown.text == "мой код: x = @durov"
    assert render(shown.text, shown.entities) == "мой код: `x = @`durov"
    assert [found["type"] for found in as_shown("ya.ru и @durov").entities] == ["url", "mention"]


@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_bold_survives_wherever_it_stands_on_whole_characters(text: str, start: int, length: int) -> None:
    text = "я" + text + "я"
    offset = utf16_length(text[:start])
    size = utf16_length(text[start : start + length])
    if size:
        kept = as_shown(text, [entity("bold", offset, size)])
        assert check_text(text, [entity("bold", offset, size)]) == []
        assert utf16_length(kept.text) <= utf16_length(text)


def test_markup_is_parsed_by_telegram() -> None:
    shown = parse("<b>привет</b>, <code>мир</code>", "HTML")
    assert render(shown.text, shown.entities) == "*привет*, `мир`"


def test_rendering_shows_every_kind_of_formatting() -> None:
    text = "цитата\nещё\nкод 😀 ссылка имя"
    entities = [
        entity("blockquote", 0, 10),
        entity("pre", 11, 3, language="sql"),
        entity("text_link", 18, 6, url="https://example.com/"),
        entity("text_mention", 25, 3, user={"id": 7}),
    ]
    assert render(text, entities) == ("▏цитата\n▏ещё\n```sql\nкод\n``` 😀 [ссылка](https://example.com/) [имя](user 7)")
