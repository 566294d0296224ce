"""Which queries are looser than one that found nothing."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.loosening import Loosening, is_filtered, looser_queries, words_alone
from core.search.syntax import find_filters

PIECES = (
    "чай", "мятный чай", '"мятный чай"', "«с мятой»", "-кофе", "#чай", "-#кофе", "after:2024", "до:03.2025", "in:@a",
    "есть:фото", "sort:new", "after:вчера", "!?", "-кофейник", "в:", "(скобки)",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "emptied_by", "looser"),
    [
        ("чай after:2030", ["after:2030"], [("filter", "after:2030", "чай")]),
        ("after:2030 чай  мятный", ["after:2030"], [("filter", "after:2030", "чай мятный")]),
        ("чай -кофейник -кофе", ["-кофе"], [("filter", "-кофе", "чай -кофейник")]),
        ('"мятный чай"', ['"мятный чай"'], [("quotes", '"мятный чай"', "мятный чай")]),
        ("с «мятный чай» after:2024", ["«мятный чай»"], [("quotes", "«мятный чай»", "с мятный чай after:2024")]),
        (
            "чай до:2023 после:2024",
            ["до:2023", "после:2024"],
            [("filter", "до:2023", "чай после:2024"), ("filter", "после:2024", "чай до:2023")],
        ),
        ("#чай", ["#чай"], []),
        ("#чай #кофе", ["#кофе"], [("filter", "#кофе", "#чай")]),
        ("after:2030", ["after:2030"], []),
        ("чай", [], []),
        ("чай after:2030 has:poll", [], []),
    ],
)
def test_without_one_filter(query: str, emptied_by: list[str], looser: list[tuple[str, str, str]]) -> None:
    found = looser_queries(query, emptied_by, UTC)
    assert [(one.kind, one.dropped, one.query) for one in found] == [
        (Loosening(kind), dropped, rest) for kind, dropped, rest in looser
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("чай after:2030 has:poll", "чай"),
        ('"мятный чай" -кофе in:@a', "мятный чай"),
        ("#чай", "чай"),
        ("#чай мятный #кофе", "чай мятный кофе"),
        ("after:2030", ""),
        ("чай sort:new", ""),
        ("чай after:вчера", ""),
        ("чай", ""),
        ("", ""),
    ],
)
def test_the_words_alone(query: str, words: str) -> None:
    assert words_alone(query, UTC) == words


@pytest.mark.parametrize(
    ("query", "filtered"), [("чай", False), ("after:вчера", False), ("!?", False), ("sort:new", True), ("-чай", True)]
)
def test_whether_there_is_a_filter(query: str, filtered: bool) -> None:
    assert is_filtered(query, UTC) is filtered


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map(" ".join))
def test_what_is_let_go_is_gone_and_all_else_stays(query: str) -> None:
    typed = [one.text for one in find_filters(query, UTC) if one.filters]
    for one in looser_queries(query, typed, UTC):
        rest = [found.text for found in find_filters(one.query, UTC) if found.filters]
        assert len(rest) < len(typed)
    assert not any(found.filters for found in find_filters(words_alone(query, UTC), UTC))
