from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lemmas import normaliser_version
from core.search.terms import (
    COMPOUND_MARK,
    LONGEST_WORD,
    TAG_MARK,
    compound_parts,
    is_own_lemma,
    post_terms,
    tag_term,
    terms_version,
)
from core.words import forms_and_chains
from tests.core.search.memory_index import LEMMAS


def test_lemmas_in_the_order_of_the_text_and_distinct_forms() -> None:
    terms = post_terms("Коты видят кота. Docker!", LEMMAS)
    assert terms.lemmas == "кот видеть кот docker"
    assert terms.forms == "docker видят кота коты"


def test_a_compound_stands_in_its_parts_together_and_in_its_own_term() -> None:
    terms = post_terms("Курс мета-обучения", LEMMAS)
    assert terms.lemmas.split() == ["курс", "мета", "обучение", "метаобучение"]
    own = [term for term in terms.forms.split() if term.startswith(COMPOUND_MARK)]
    assert [compound_parts(term) for term in own] == [("мета", "обучение")]
    assert "метаобучения" in terms.forms.split()


def test_forms_with_digits_are_their_own_lemmas_and_need_no_second_place() -> None:
    terms = post_terms("GPT4 и b52s, 2024", LEMMAS)
    for form in ("gpt4", "b52s", "2024"):
        assert is_own_lemma(form)
        assert LEMMAS.of(form) == (form,)
        assert form in terms.lemmas.split()
        assert form not in terms.forms.split()
    assert not is_own_lemma("коты")
    assert not is_own_lemma(tag_term("gpt4"))


def test_runs_longer_than_a_word_are_left_out() -> None:
    long = "я" * (LONGEST_WORD + 1)
    assert post_terms(f"кот {long} {long[:30]}-{long[:30]}", LEMMAS).forms.split() == ["кот", "я" * 30]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Лето и #белая_ёлка", {"лето", "белаяелка"}),
        ("#GPT4, C# и a#b, #123 &#x", {"gpt4"}),
        ("(#кот) ##пёс", {"кот"}),
        ("без хештегов", set()),
    ],
)
def test_hashtags_have_terms_of_their_own(text: str, tags: set[str]) -> None:
    terms = {term for term in post_terms(text, LEMMAS).forms.split() if term.startswith(TAG_MARK)}
    assert terms == {tag_term(tag) for tag in tags}


def test_a_hashtag_is_the_same_however_it_is_written() -> None:
    assert tag_term("Белая_Ёлка") == tag_term("белаяелка") == tag_term("БЕЛАЯ_елка")
    assert tag_term("белая") != tag_term("белая_елка")


def test_the_version_is_another_one_where_the_normaliser_is() -> None:
    assert terms_version().endswith(normaliser_version())
    assert terms_version() != normaliser_version()


texts = st.one_of(
    st.text(), st.lists(st.sampled_from("кот и в #лето мета-кот Docker не GPT-4 中文".split())).map(" ".join)
)


@given(texts)
def test_every_word_of_a_text_stands_in_its_terms(text: str) -> None:
    terms = post_terms(text, LEMMAS)
    forms = {form for form in forms_and_chains(text)[0] if len(form) <= LONGEST_WORD}
    assert forms <= {*terms.forms.split(), *filter(is_own_lemma, terms.lemmas.split())}
    assert {LEMMAS.first(form) for form in forms} <= set(terms.lemmas.split())
    assert terms.forms.split() == sorted(set(terms.forms.split()))


@given(texts)
def test_any_text_has_terms_without_spaces_and_ascii_signs(text: str) -> None:
    terms = post_terms(text, LEMMAS)
    for term in f"{terms.lemmas} {terms.forms}".split():
        assert not any(character.isascii() and not character.isalnum() for character in term)
