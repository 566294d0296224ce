from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from core.search.terms import compound_term
from core.search.vocabulary import Vocabulary

META = compound_term(("мета", "обучение"))
VOCABULARY = Vocabulary(
    [("докер", 7), ("докера", 2), ("дока", 1), ("покер", 3), ("метаобучение", 1), (META, 1)], posts=10, characters=1200
)


def test_how_many_posts_hold_a_form() -> None:
    assert VOCABULARY.posts_with("докер") == 7
    assert VOCABULARY.posts_with("доке") == 0
    assert VOCABULARY.posts_with("неттакогодлинногослова") == 0


def test_compounds_are_known_by_their_lemma_and_are_no_forms() -> None:
    assert VOCABULARY.parts_of("метаобучение") == ("мета", "обучение")
    assert VOCABULARY.parts_of("докер") == ()
    assert VOCABULARY.posts_with(META) == 1
    assert VOCABULARY.posts_with(compound_term(("а", "б"))) == 0
    assert META not in {form for form, _ in VOCABULARY.beginning_with("", 40)}


def test_forms_that_go_on() -> None:
    assert set(VOCABULARY.beginning_with("док", 40)) == {("докер", 7), ("докера", 2), ("дока", 1)}
    assert set(VOCABULARY.beginning_with("док", 1)) == {("дока", 1)}
    assert set(VOCABULARY.beginning_with("докера", 40)) == set()


def test_near_forms_with_their_edits() -> None:
    assert {(near.form, near.edits) for near in VOCABULARY.near("дкоер", 2)} >= {("докер", 1), ("покер", 2)}
    assert VOCABULARY.near("докер", 0) == []


def test_the_average_length_of_a_post() -> None:
    assert VOCABULARY.average_length == 120
    assert Vocabulary().average_length == 1
    assert Vocabulary().near("кот", 2) == []


words = st.text(st.sampled_from("абвг"), min_size=3, max_size=9)


@given(words, st.sets(words, max_size=30), st.integers(1, 2))
def test_every_form_one_edit_away_is_near_and_none_is_too_far(form: str, forms: set[str], most: int) -> None:
    near = {other.form: other.edits for other in Vocabulary((other, 1) for other in forms).near(form, most)}
    distances = {other: OSA.distance(form, other) for other in forms - {form}}
    assert all(distances[other] == edits <= most for other, edits in near.items())
    assert near.keys() >= {other for other, distance in distances.items() if distance <= 1}


@pytest.mark.parametrize("start", ["а", "аб", "абв"])
def test_beginnings_among_many_lengths(start: str) -> None:
    forms = ["а", "аб", "абв", "абвг", "бабв", "абг"]
    vocabulary = Vocabulary((form, 1) for form in forms)
    assert {form for form, _ in vocabulary.beginning_with(start, 40)} == {
        form for form in forms if form.startswith(start) and form != start
    }
