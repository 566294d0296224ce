from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.search.terms import COMPOUND_MARK, LONGEST_WORD, compound_parts, post_terms
from core.words import Lemmas

LEMMAS = Lemmas()


def test_lemmas_in_the_order_of_the_text_and_distinct_forms() -> None:
    terms = post_terms("Коты видят кота. Docker!", LEMMAS)
    assert terms.lemmas == "кот видеть кот docker"
    assert terms.forms == "docker видят кота коты"


def test_a_compound_stands_in_its_parts_together_and_in_its_own_term() -> None:
    terms = post_terms("о мета-обучении", LEMMAS)
    assert terms.lemmas.split() == ["о", "мета", "обучение", "метаобучение"]
    own = [term for term in terms.forms.split() if term.startswith(COMPOUND_MARK)]
    assert [compound_parts(term) for term in own] == [("мета", "обучение")]
    assert "метаобучении" in terms.forms.split()


def test_runs_longer_than_a_word_are_left_out() -> None:
    long = "я" * (LONGEST_WORD + 1)
    assert post_terms(f"кот {long} {long[:30]}-{long[:30]}", LEMMAS).forms.split() == ["кот", "я" * 30]


@given(st.text())
def test_any_text_has_terms_without_spaces_and_ascii_signs(text: str) -> None:
    terms = post_terms(text, LEMMAS)
    for term in f"{terms.lemmas} {terms.forms}".split():
        assert not any(character.isascii() and not character.isalnum() for character in term)
