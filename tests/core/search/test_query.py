from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.filters import Filters, Has, Sort
from core.search.layout import swapped
from core.search.query import MOST_CHARACTERS, MOST_FILTERS, MOST_WORDS, Query, parse
from core.search.terms import LONGEST_WORD


def forms(query: Query) -> list[str]:
    return [word.form for word in query.words]


def test_the_words_of_a_query_once_each_in_its_order() -> None:
    query = parse("Мета-обучение, мета, RL?")
    assert forms(query) == ["мета", "обучение", "rl"]
    assert not query.cut


@pytest.mark.parametrize("text", ["", "   ", "?!…", "👍", "\u200b\u0301", '""', "«»", "-", "#", "-------"])
def test_a_query_can_be_without_words(text: str) -> None:
    query = parse(text)
    assert (query.words, query.typed, query.malformed, query.cut) == ((), (), (), False)


def test_a_long_query_is_cut_and_says_so() -> None:
    query = parse(" ".join(f"слово{number}" for number in range(MOST_WORDS + 1)))
    assert len(query.words) == MOST_WORDS
    assert query.cut
    assert not parse(" ".join(f"слово{number}" for number in range(MOST_WORDS)) + " слово0").cut


def test_a_word_too_long_is_left_out() -> None:
    query = parse(f"кот {'я' * (LONGEST_WORD + 1)} пёс")
    assert forms(query) == ["кот", "пес"]
    assert query.cut


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    query = parse("да " * MOST_CHARACTERS + "нет")
    assert forms(query) == ["да"]
    assert query.cut
    assert parse("кот" * MOST_CHARACTERS).cut


def test_words_in_filters_are_not_searched_for_but_those_of_phrases_are() -> None:
    query = parse('кот -пёс -Серый-Волк #лето -#зима after:2024 in:@tihiy has:photo sort:top "белый дом"')
    assert forms(query) == ["кот", "белый", "дом"]
    assert query.malformed == ()
    assert query.filters == Filters(
        phrases=(("белый", "дом"),),
        without=(("пес",), ("серый", "волк")),
        tags=("лето",),
        without_tags=("зима",),
        after=datetime(2024, 1, 1, tzinfo=UTC),
        channels=frozenset({"tihiy"}),
        has=frozenset({Has.PHOTO}),
    )
    assert query.sort is Sort.TOP


def test_a_malformed_filter_is_words_and_is_named() -> None:
    query = parse("кот after:завтра has:пёс")
    assert forms(query) == ["кот", "after", "завтра", "has", "пес"]
    assert [one.text for one in query.malformed] == ["after:завтра", "has:пёс"]
    assert [word.form for word in query.words if query.is_fixed(word)] == ["after", "завтра", "has", "пес"]
    assert not query.filters


def test_filters_beyond_the_limit_are_left_out_and_it_is_told() -> None:
    filters = [f"-слово{number}" for number in range(MOST_FILTERS + 1)]
    query = parse(" ".join(["кот", *filters]))
    assert forms(query) == ["кот"]
    assert len(query.typed) == MOST_FILTERS
    assert query.cut
    assert not parse(" ".join(["кот", *filters[1:]])).cut


def test_the_last_word_of_a_text_just_as_long_as_is_read_counts() -> None:
    text = "кот" + " " * (MOST_CHARACTERS - 6) + "пёс"
    assert forms(parse(text)) == ["кот", "пес"]
    assert not parse(text).cut
    assert forms(parse(text + "ий")) == ["кот"]
    assert parse(text + "ий").cut


def test_the_last_sort_counts_and_none_is_by_relevance() -> None:
    assert parse("кот").sort is Sort.RELEVANCE
    assert parse("sort:new кот sort:top").sort is Sort.TOP
    assert parse("sort:top кот sort:new").sort is Sort.NEW
    assert not parse("sort:new").filters


def test_dates_begin_in_the_zone_that_is_handed_in() -> None:
    zone = ZoneInfo("Asia/Tokyo")
    assert parse("after:15.03.2024", zone).filters.after == datetime(2024, 3, 15, tzinfo=zone)


def test_the_other_layout_leaves_filters_alone() -> None:
    query = parse('ljrth -gtc #ktnj after:2024 "белый дом" rjn sort:new')
    other = query.other_layout()
    assert other.text == 'докер -gtc #ktnj after:2024 "белый дом" кот sort:new'
    assert forms(other) == ["докер", "белый", "дом", "кот"]
    assert (other.filters, other.sort, other.malformed) == (query.filters, query.sort, query.malformed)


def test_the_other_layout_of_a_query_without_filters() -> None:
    query = parse("htrjvtylfwbb abkmvjd")
    assert query.other_layout().text == "рекомендации фильмов"
    assert forms(query.other_layout()) == ["рекомендации", "фильмов"]


typing = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            ["кот", "ljv", "-пёс", "#лето", '"белый дом"', "after:2024", "до:завтра", "sort:new", "in:@x", '"', "—"]
        ),
        max_size=40,
    ).map(" ".join),
)


@given(typing)
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.text == text
    assert len(query.words) <= MOST_WORDS
    assert len({word.form for word in query.words}) == len(query.words)
    assert len(query.typed) <= MOST_FILTERS
    for one in query.malformed:
        assert one.text == text[one.start : one.end]


@given(typing)
def test_words_stand_in_no_filter_but_in_phrases(text: str) -> None:
    query = parse(text)
    for word in query.words:
        for typed in query.typed:
            if not (typed.filters and typed.filters.phrases):
                assert word.end <= typed.start or typed.end <= word.start


@given(typing)
def test_the_other_layout_twice_is_the_query_itself(text: str) -> None:
    query = parse(text)
    other = query.other_layout()
    assert len(other.text) == len(text)
    assert (other.typed, other.malformed) == (query.typed, query.malformed)
    assert other.other_layout().text == text
    if not query.typed:
        assert other.text == swapped(text)


some_filters = st.lists(
    st.sampled_from(
        ["-пёс", "#лето", '"белый дом"', "after:2024", "before:2025", "after:2023", "in:@x", "has:photo", "-#зима"]
    ),
    max_size=MOST_FILTERS,
)


@given(some_filters, st.randoms(use_true_random=False))
def test_filters_may_stand_in_any_order_and_anywhere(filters: list[str], rng: Random) -> None:
    one = parse(" ".join(["кот", *filters]))
    other = parse(" ".join(rng.sample(["кот", *filters], len(filters) + 1)))
    for name in ("after", "before", "channels", "has"):
        assert getattr(one.filters, name) == getattr(other.filters, name)
    for name in ("phrases", "without", "tags", "without_tags"):
        assert set(getattr(one.filters, name)) == set(getattr(other.filters, name))
    assert set(forms(one)) == set(forms(other))
