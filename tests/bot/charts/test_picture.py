"""The picture as it is drawn: panels where there is something to see, texts within the edges, no missing characters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.face import face
from bot.charts.picture import WIDTH
from bot.charts.svg import Colour
from bot.i18n import languages, words_of
from bot.views.stats import stats_drawing
from core.stats import ArchiveStats
from tests.bot.charts.numbers import day, stats, topics, undated

NAMES = tuple(f"тема {number}" for number in range(40))
RU, EN = words_of("ru"), words_of("en")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(found: ArchiveStats, language: str = "ru") -> ET.Element:
    svg = stats_drawing(found, words_of(language))
    assert svg is not None
    return ET.fromstring(svg)


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def height(root: ET.Element) -> float:
    return float(root.attrib["height"])


CASES = {
    "days": stats(day(2024, 3, 1), day(2024, 3, 31), about=NAMES[:3]),
    "months": stats(day(2019, 3, 1), day(2024, 3, 31), about=NAMES),
    "15 years": stats(day(2010, 3, 1), day(2025, 3, 31), (1200, 900, 3802), about=NAMES),
    "a century": stats(day(1950), day(2025)),
    "no reactions": stats(day(2019, 3, 1), day(2024, 3, 31), reactions=(0,), about=NAMES[:1]),
    "two days": stats(day(2024, 3, 1), day(2024, 3, 2)),
    "undated": undated(about=NAMES[:5]),
    "liked without a date": replace(
        stats(day(2023), day(2024, 3), reactions=(0,)), totals=replace(undated(reactions=9).totals, dated=9)
    ),
    "some unknown": stats(day(2019, 3, 1), day(2024, 3, 31), reactions=(3, 4, None, 5, None)),
    "long names": stats(
        day(2023), day(2024, 3), title="Очень " * 30, about=["длинное имя " * 9, "#" + "тег" * 40, "🔥", "日本", "ok"]
    ),
    "marks": stats(day(2023), day(2024, 3), title='<b>&amp;"\x00\ud800]]>', about=["<&>"]),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("case", CASES)
def test_every_text_lies_within_the_edges_and_has_its_characters(case: str, language: str) -> None:
    root = drawn(CASES[case], language)
    assert (root.attrib["width"], height(root) <= 1280) == (str(WIDTH), True)
    for element in root.iter(f"{SVG}text"):
        text, weight = element.text or "", face(int(element.attrib["font-weight"]))
        assert set(text) <= set(weight.advances)
        wide = weight.width(text, float(element.attrib["font-size"]))
        left = float(element.attrib["x"]) - wide * {"start": 0, "middle": 0.5, "end": 1}[element.attrib["text-anchor"]]
        assert left >= 0, text
        assert left + wide <= WIDTH, text
        assert float(element.attrib["y"]) <= height(root)


def test_what_the_picture_says() -> None:
    found = stats(day(2023, 3, 5), day(2024, 3, 31), (3, 0, 7, 4), title="Заметки & мысли 🌿", about=NAMES)
    said = texts(drawn(found))
    assert said[:2] == ["Заметки & мысли", "45 постов · март 2023 – март 2024"]
    assert said[2:4] == ["Постов в месяц", "рекорд: январь 2024, 7"]
    assert {"Реакций на пост", "в среднем 13", "Темы, доля постов", "и ещё 34", "тема 5"} <= set(said)
    assert "тема 6" not in said
    assert next(text for text in said if "%" in text) == "89 %"
    said = texts(drawn(replace(found, channels=(*found.channels, *found.channels)), "en"))
    assert said[:2] == ["2 channels", "45 posts · March 2023 – March 2024"]
    assert said[2:4] == ["Posts per month", "record: January 2024, 7"]


@pytest.mark.parametrize(
    ("case", "headings"),
    [
        ("days", ["Постов в день", "Реакций на пост", "Темы, доля постов"]),
        ("a century", ["Постов в год", "Реакций на пост"]),
        ("liked without a date", ["Постов в месяц"]),
        ("no reactions", ["Постов в месяц", "Темы, доля постов"]),
        ("undated", ["Темы, доля постов"]),
    ],
)
def test_what_cannot_be_drawn_is_left_out(case: str, headings: list[str]) -> None:
    root = drawn(CASES[case])
    found = [e.text for e in root.iter(f"{SVG}text") if e.attrib["font-size"] == "38"]
    assert found == headings
    assert (height(root) == 1280) is (case == "months")


@pytest.mark.parametrize(
    "found",
    [
        undated(),
        undated(0),
        undated(about=["🔥", "日本"]),
        stats(day(2024), day(2024)),
    ],
)
def test_numbers_without_anything_to_look_at_make_no_picture(found: ArchiveStats) -> None:
    assert stats_drawing(found, RU) is None


def test_topics_alone_may_be_more() -> None:
    said = texts(drawn(undated(about=NAMES)))
    assert "тема 11" in said
    assert "и ещё 28" in said


def test_a_course_is_broken_where_nothing_is_known() -> None:
    found = stats(day(2024, 1), day(2024, 9, 9), (2,), (5, None, 3, 4, 6, None, 1, 1, 1))
    root = drawn(found)
    lines = [path for path in root.iter(f"{SVG}path") if path.attrib.get("stroke") == Colour.REACTIONS]
    assert len(lines) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 7


def test_the_highest_bar_is_the_one_that_is_named() -> None:
    root = drawn(stats(day(2023), day(2024, 3), (1, 5, 2)))
    bars = [path.attrib["fill"] for path in root.iter(f"{SVG}path")]
    assert bars.count(Colour.MOST_POSTS) == 1
    assert bars.count(Colour.POSTS) == 14


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=9), st.integers(1, 10**7))
def test_any_names_make_a_sound_picture(title: str, names: list[str], posts: int) -> None:
    found = replace(stats(day(2023), day(2024, 3), (posts, 1), title=title), topics=topics(*names))
    for words in (RU, EN):
        svg = stats_drawing(found, words)
        assert svg is not None
        assert all(set(text) <= set(face(600).advances) for text in texts(ET.fromstring(svg)))
