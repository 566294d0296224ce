"""Round numbers up the side, dates below."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.face import face
from bot.charts.scale import guides, marks
from bot.i18n import words_of
from tests.bot.charts.numbers import day, stats


@pytest.mark.parametrize(
    ("highest", "whole", "found"),
    [
        (1, True, (0, 1)),
        (3, True, (0, 1, 2, 3)),
        (8, True, (0, 2, 4, 6, 8)),
        (9, True, (0, 5, 10)),
        (126, True, (0, 50, 100, 150)),
        (3802, True, (0, 1000, 2000, 3000, 4000)),
        (0.7, False, (0, 0.2, 0.4, 0.6, 0.8)),
        (0, True, (0, 1)),
        (0, False, (0, 0.001)),
        (2.2, False, (0, 1, 2, 3)),
        (10.0, False, (0, 2.5, 5, 7.5, 10)),
    ],
)
def test_guides_are_round_and_few(highest: float, whole: bool, found: tuple[float, ...]) -> None:
    assert guides(highest, whole=whole) == pytest.approx(found)


@given(st.floats(0, 1e9), st.booleans())
def test_the_last_guide_is_not_below_the_highest_value(highest: float, whole: bool) -> None:
    found = guides(highest, whole=whole)
    assert 2 <= len(found) <= 5
    assert found[0] == 0
    assert found[-1] >= highest * (1 - 1e-6)
    assert not whole or all(guide == int(guide) for guide in found)


def named(first: datetime, last: datetime, width: float = 940, language: str = "ru") -> list[str]:
    found = stats(first, last)
    slot = width / len(found.spans)
    middle = lambda number: slot * (number + 0.5)  # noqa: E731
    return [
        mark.text.upper() if mark.strong else mark.text
        for mark in marks(found.spans, found.step, middle, words_of(language), face(600), 30)
    ]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (day(2024, 3, 5), day(2024, 3, 6), ["5 мар", "6 мар"]),
        (day(2024, 3, 1), day(2024, 3, 31), ["1 мар", "6 мар", "11 мар", "16 мар", "21 мар", "26 мар", "31 мар"]),
        (day(2024, 3, 1), day(2024, 11, 1), "март апр май июнь июль авг сент окт нояб".split()),
        (day(2023, 9, 1), day(2025, 2, 1), "сент нояб 2024 март май июль сент нояб 2025".split()),
        (day(2021, 9, 1), day(2024, 2, 1), "окт 2022 апр июль окт 2023 апр июль окт 2024".split()),
        (day(2016, 9, 1), day(2026, 2, 1), "2017 2018 2019 2020 2021 2022 2023 2024 2025 2026".split()),
        (day(2011), day(2025, 12), "2012 2014 2016 2018 2020 2022 2024".split()),
        (day(1990), day(2024), "1990 1995 2000 2005 2010 2015 2020".split()),
    ],
)
def test_as_many_names_as_there_is_room_for(first: datetime, last: datetime, found: list[str]) -> None:
    assert named(first, last) == found


def test_names_of_another_language() -> None:
    assert named(day(2024, 11), day(2025, 3, 9), language="en") == ["Nov", "Dec", "2025", "Feb", "Mar"]


def test_where_nothing_fits_there_are_few_names() -> None:
    assert len(named(day(1600), day(2100), width=200)) <= 2
