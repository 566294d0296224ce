"""Telethon's markdown: what its unparser writes is read back, and what only looks like marks stays."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.json_list import FORMAT
from core.formats.json_list.markdown import rich_text
from core.richtext import Entity, RichText, Utf16Index
from tests.core.formats.list_reading import posts_of

MARKS = {"bold": "**", "italic": "__", "strikethrough": "~~", "code": "`", "pre": "```"}
URL = "https://example.org/"


def unparse(rich: RichText) -> str:
    """As Telethon's unparser writes it: each entity's marks at its ends, the inner ones inside."""
    index = Utf16Index(rich.text)
    marks: list[tuple[int, int, str]] = []
    for place, entity in enumerate(rich.entities):
        start, end = index.range_to_characters(entity.offset, entity.end)
        opening = MARKS.get(entity.type, "[")
        marks += [(start, place, opening), (end, -place, MARKS.get(entity.type, f"]({entity.url})"))]
    text = rich.text
    for at, _, mark in sorted(marks, key=lambda mark: mark[:2], reverse=True):
        text = text[:at] + mark + text[at:]
    return text


def found_in(source: str) -> list[tuple[str, str]]:
    """Type and text of each entity."""
    rich = rich_text(source)
    index = Utf16Index(rich.text)
    return [
        (entity.type, rich.text[slice(*index.range_to_characters(entity.offset, entity.end))])
        for entity in rich.entities
    ]


words = st.text("абв 🔥\n", min_size=1, max_size=6)


@st.composite
def formatted(draw: st.DrawFn) -> RichText:
    """Words of which some are formatted, each as a whole, between plain ones."""
    text, entities = "", []
    for _ in range(draw(st.integers(0, 6))):
        text += draw(words) + " "
        word = draw(words)
        start, length = len(text.encode("utf-16-le")) // 2, len(word.encode("utf-16-le")) // 2
        kinds = draw(
            st.sampled_from(
                [("bold",), ("italic",), ("bold", "italic"), ("text_link",), ("text_link", "bold"), ("pre",)]
            )
        )
        entities += [Entity(kind, start, length, url=URL if kind == "text_link" else None) for kind in kinds]
        text += word + "."
    return RichText(text, tuple(entities))


@given(formatted())
def test_what_the_unparser_wrote_is_read_back(rich: RichText) -> None:
    assert rich_text(unparse(rich)) == rich


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("**жирно** и __курсив__", "жирно и курсив", [("bold", "жирно"), ("italic", "курсив")]),
        (
            "~~нет~~ `код` ```блок\nкода```",
            "нет код блок\nкода",
            [("strikethrough", "нет"), ("code", "код"), ("pre", "блок\nкода")],
        ),
        ("**с пробелом **дальше", "с пробелом дальше", [("bold", "с пробелом ")]),
        ("слово** и так**", "слово и так", [("bold", " и так")]),
        ("**а****б**", "аб", [("bold", "аб")]),
        ("**__оба__**", "оба", [("bold", "оба"), ("italic", "оба")]),
        ("**а __б** в__", "а б в", [("bold", "а б"), ("italic", "б в")]),
        ("**⚡️**В **области п**ассажирский", "⚡️В области пассажирский", [("bold", "⚡️"), ("bold", "области п")]),
        ("*****__Сноска__", "*Сноска", [("bold", "*"), ("italic", "Сноска")]),
        ("[текст](https://example.org/)", "текст", [("text_link", "текст")]),
        ("[**жирная**](https://example.org/)", "жирная", [("text_link", "жирная"), ("bold", "жирная")]),
        ("👈[\n\n](https://example.org/)Если", "👈\n\nЕсли", [("text_link", "\n\n")]),
        ("[https://example.org/](https://example.org/)", URL, [("url", URL)]),
        ("[Анна](tg://user?id=5)", "Анна", [("text_mention", "Анна")]),
        ("[[1]](https://example.org/)", "[1]", [("text_link", "[1]")]),
        ("[1] и [два](https://example.org/)", "[1] и два", [("text_link", "два")]),
        ("см. [Lisp](https://ru.wikipedia.org/wiki/Lisp_(язык)).", "см. Lisp.", [("text_link", "Lisp")]),
        ("[а](https://t.me/+x\\\\)б", "аб", [("text_link", "а")]),
        ("__https://bbc.in/3OAOHNB__", "https://bbc.in/3OAOHNB", [("italic", "https://bbc.in/3OAOHNB")]),
        (
            "`**не жирно**` и [`код`](https://example.org/)",
            "**не жирно** и код",
            [("code", "**не жирно**"), ("code", "код")],
        ),
    ],
)
def test_marks(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    assert (rich_text(source).text, found_in(source)) == (text, entities)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "обычный текст",
        "2 * 3 * 4 и a_b_c",
        "хохлы как в а**е сейчас",
        "б**дь, полез за уткой, б**дь",
        "шл***стан",
        "принимает **kwargs",
        "snake__case и other__case",
        "https://example.org/a__b и https://example.org/c__d",
        "________",
        "Jack Daniel`s и Levi`s",
        "``",
        "``````",
        "````код````",
        "`",
        "нет ] скобки",
        "[текст](просто так)",
        "[текст](a b:c)",
        "func[T any](items []T)",
        "****",
        "____",
        "**",
        "а ** б",
        "[x](https://example.org/ y)",
        "[x](https://example.org/",
    ],
)
def test_what_only_looks_like_marks_stays(text: str) -> None:
    assert rich_text(text) == RichText(text)


def test_a_mark_that_is_none_does_not_turn_the_others_round() -> None:
    assert found_in("**«Как в а**е сейчас»**\n\n**UPD:** да") == [("bold", "«Как в а**е сейчас»"), ("bold", "UPD:")]
    assert found_in("**глаз, на х**, вообще не будет!»: угроза **\n\nМужчина") == [
        ("bold", "глаз, на х**, вообще не будет!»: угроза ")
    ]
    many = " ".join(f"**слово {number}**" for number in range(40))
    assert len(found_in(many)) == 40
    assert len(found_in(f"{many} е**ть")) == 40


@given(st.text("а*_~`[](): \nhtps/", max_size=60))
def test_no_text_makes_it_raise_and_nothing_but_marks_and_addresses_goes(source: str) -> None:
    rich = rich_text(source)
    rest = iter(source)
    assert all(sign in rest for sign in rich.text)
    assert all(one.offset <= other.offset for one, other in pairwise(rich.entities))


@pytest.mark.parametrize("unit", ["**", "** ", "`", "[", "](", "[a](b:", "__**", "а** ", "```", "*", "[a](b:c)"])
def test_long_rows_of_marks_take_linear_time(unit: str) -> None:
    rich_text(unit * 40_000)


SENT = {"message_id": 5, "sender_id": -1001234567890, "date": "2024-01-02T12:00:00+00:00"}


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([{**SENT, "text": "**Слово**"}], "Слово"),
        ([{"id": 5, "text": "**Слово**"}], "**Слово**"),
        ([{"id": 5, "text": "**Слово**"}, {"id": 6, "text": "[ссылка](https://example.org/)"}], "Слово"),
        ([{**SENT, "text": "**Слово**", "entities": []}], "**Слово**"),
        ([{**SENT, "text": "", "message": "**Слово**"}], "**Слово**"),
        (["**Слово**", "[ссылка](https://example.org/)"], "Слово"),
    ],
)
def test_it_is_read_only_where_the_file_is_telethons(rows: list[object], text: str) -> None:
    assert posts_of(FORMAT, json.dumps(rows))[0].text.text == text
