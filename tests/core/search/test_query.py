from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.query import MOST_CHARACTERS, MOST_WORDS, parse
from core.search.terms import LONGEST_WORD


def test_the_words_of_a_query_once_each_in_its_order() -> None:
    query = parse("Мета-обучение, мета, RL?")
    assert [word.form for word in query.words] == ["мета", "обучение", "rl"]
    assert not query.cut


@pytest.mark.parametrize("text", ["", "   ", "?!…", "👍", "\u200b\u0301", '"" AND ()'[:2]])
def test_a_query_can_be_without_words(text: str) -> None:
    assert parse(text).words == ()


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse(" ".join(f"слово{number}" for number in range(MOST_WORDS + 1)))
    assert len(query.words) == MOST_WORDS
    assert query.cut
    assert not parse(" ".join(f"слово{number}" for number in range(MOST_WORDS)) + " слово0").cut


def test_a_word_too_long_is_left_out() -> None:
    query = parse(f"кот {'я' * (LONGEST_WORD + 1)} пёс")
    assert [word.form for word in query.words] == ["кот", "пес"]
    assert query.cut


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    query = parse("да " * MOST_CHARACTERS + "нет")
    assert [word.form for word in query.words] == ["да"]
    assert query.cut


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.text == text
    assert len(query.words) <= MOST_WORDS
    assert len({word.form for word in query.words}) == len(query.words)
