from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search import word_list
from core.search.word_list import LONG_START, SHORT_START, WordList

letters = st.sampled_from("абвгяabcz019ქა中文عر𐐀𝒳𠀀é")
words = st.text(letters, min_size=1, max_size=8)
counts = st.dictionaries(words, st.integers(1, 2**32 - 1), max_size=40)


def made_of(counted: dict[str, int]) -> WordList:
    return WordList(sorted(counted.items()))


def test_an_empty_list_knows_nothing() -> None:
    empty = WordList()
    assert empty.posts_with("кот") == 0
    assert empty.among(["кот", "пёс"]) == []
    assert empty.likely_starts(["кот"]) == []
    assert list(empty.beginning_with("к", 1, 40)) == []
    assert empty.latin == []


def test_the_order_is_that_of_code_points_beyond_the_first_plane_too() -> None:
    words = made_of({"яz": 1, "𐐀z": 2, "az": 3, "\uffeez": 4})
    assert list(words.beginning_with("", 1, 3)) == [("az", 3), ("яz", 1), ("\uffeez", 4), ("𐐀z", 2)]


@given(counts, words)
def test_how_many_posts_hold_a_word(counted: dict[str, int], other: str) -> None:
    found = made_of(counted)
    for word in (*counted, other):
        assert found.posts_with(word) == counted.get(word, 0)


def test_nothing_is_no_word_whatever_the_marks_say() -> None:
    found = made_of({f"слово{number}": 1 for number in range(3000)})
    assert found.posts_with("") == 0
    assert found.among(["", "слово7"]) == ["слово7"]


def test_more_words_than_are_remembered_are_known_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_list, "REMEMBERED", 3)
    counted = {f"слово{number}": number + 1 for number in range(10)}
    found = made_of(counted)
    for _ in range(2):
        assert {word: found.posts_with(word) for word in counted} == counted
        assert found.posts_with("кот") == 0


@given(counts, st.lists(words, max_size=10))
def test_which_of_some_words_are_there_in_their_order(counted: dict[str, int], others: list[str]) -> None:
    asked = [*others, *counted]
    assert made_of(counted).among(asked) == [word for word in asked if word in counted]


@given(counts, st.text(letters, max_size=4), st.integers(0, 9), st.integers(0, 9))
def test_the_words_of_some_lengths_that_begin_so(
    counted: dict[str, int], start: str, shortest: int, longest: int
) -> None:
    expected = [
        (word, posts)
        for word, posts in sorted(counted.items())
        if word.startswith(start) and shortest <= len(word) <= longest
    ]
    assert sorted(made_of(counted).beginning_with(start, shortest, longest)) == expected


@given(counts, st.lists(words, max_size=10))
def test_no_beginning_of_a_word_is_denied(counted: dict[str, int], others: list[str]) -> None:
    starts = {word[:size] for word in counted for size in (SHORT_START, LONG_START)}
    likely = made_of(counted).likely_starts([*starts, *others])
    assert starts <= set(likely) <= starts | set(others)


def test_a_beginning_that_no_word_has_is_seldom_thought_likely() -> None:
    found = made_of({f"слово{number}": 1 for number in range(2000)})
    others = [f"д{number}" for number in range(100, 1100)]
    assert len(found.likely_starts(others)) < 300


@given(counts)
def test_the_latin_words_in_their_order(counted: dict[str, int]) -> None:
    assert made_of(counted).latin == sorted(word for word in counted if word.isascii() and word.isalpha())
