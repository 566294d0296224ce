from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from core.search.edits import one_edit_away

RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("дкоер", "докер"),
        ("докр", "докер"),
        ("доккер", "докер"),
        ("дакер", "докер"),
        ("docer", "docker"),
        ("gpt5", "gpt4"),
    ],
)
def test_the_usual_slips(typed: str, meant: str) -> None:
    assert meant in one_edit_away(typed)


@pytest.mark.parametrize("form", ["аб", "ab", "а1", "a"])
def test_all_and_only_the_forms_of_one_edit_over_the_alphabets_of_the_form(form: str) -> None:
    letters = "".join(part for part in (RUSSIAN, LATIN, DIGITS) if set(form) & set(part))
    every = {"".join(chosen) for size in range(1, len(form) + 2) for chosen in product(letters, repeat=size)}
    assert set(one_edit_away(form)) == {other for other in every if OSA.distance(form, other) <= 1}


@given(st.text(st.sampled_from("абвxyz12"), max_size=12))
def test_nothing_is_further_away_than_one_edit_and_nothing_is_no_word(form: str) -> None:
    assert all(other and OSA.distance(form, other) <= 1 for other in one_edit_away(form))


@given(st.text(st.sampled_from("абв"), min_size=1, max_size=9), st.text(st.sampled_from("абв"), min_size=1, max_size=9))
def test_it_is_mutual(form: str, other: str) -> None:
    assert (other in one_edit_away(form)) == (form in one_edit_away(other)) == (OSA.distance(form, other) <= 1)


@given(st.text(max_size=20))
def test_letters_of_other_alphabets_are_left_out_and_swapped_but_none_put_in(form: str) -> None:
    for other in one_edit_away(form):
        assert set(other) - set(form) <= set(RUSSIAN + LATIN + DIGITS)
        assert abs(len(other) - len(form)) <= 1
