from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from core.search.edits import one_edit_away
from core.search.terms import COMPOUND_MARK, TAG_MARK, compound_term, post_terms, tag_term
from core.search.vocabulary import Vocabulary
from tests.core.search.memory_index import LEMMAS, vocabulary_of

META = compound_term(("мета", "обучение"))
FORMS = {"докер": 7, "докера": 2, "дока": 1, "покер": 3, "метаобучению": 1, META: 1, tag_term("докер"): 5, "§1": 10}
LEMMA_POSTS = {"докер": 8, "дока": 1, "покер": 3, "метаобучение": 1, "§1": 10}
VOCABULARY = Vocabulary.of(sorted(FORMS.items()), sorted(LEMMA_POSTS.items()), posts=10, characters=1200)


def an_edit_away(vocabulary: Vocabulary, form: str) -> set[str]:
    return set(vocabulary.forms.among(one_edit_away(form))) - {form}


def of_forms(forms: set[str]) -> Vocabulary:
    return Vocabulary.of(((form, 1) for form in sorted(forms)), (), posts=1, characters=1)


def most(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Forms with their posts; of a form that comes twice the whole count."""
    found: dict[str, int] = {}
    for form, posts in counted:
        found[form] = max(posts, found.get(form, 0))
    return found


def test_how_many_posts_hold_a_form_and_a_lemma() -> None:
    assert [VOCABULARY.forms.posts_with(form) for form in ("докер", "докера", "доке")] == [7, 2, 0]
    assert [VOCABULARY.lemmas.posts_with(lemma) for lemma in ("докер", "докера")] == [8, 0]
    assert VOCABULARY.forms.posts_with("неттакогодлинногослова") == 0


def test_compounds_are_known_by_their_lemma() -> None:
    assert VOCABULARY.parts_of("метаобучение") == ("мета", "обучение")
    assert VOCABULARY.parts_of("докер") == ()


def test_compounds_hashtags_and_channels_are_no_forms() -> None:
    forms = {form for form, _ in VOCABULARY.going_on("", 40)}
    assert forms == {"докер", "докера", "дока", "покер", "метаобучению"}
    assert VOCABULARY.forms.among([META, tag_term("докер"), "§1"]) == []


def test_forms_that_go_on() -> None:
    assert set(VOCABULARY.going_on("док", 40)) == {("докер", 7), ("докера", 2), ("дока", 1)}
    assert set(VOCABULARY.going_on("док", 1)) == {("дока", 1)}
    assert set(VOCABULARY.going_on("докера", 40)) == set()


def test_forms_one_edit_away() -> None:
    assert an_edit_away(VOCABULARY, "дкоер") == {"докер"}
    assert an_edit_away(VOCABULARY, "докер") == {"докера", "покер"}
    assert an_edit_away(VOCABULARY, "кот") == set()


def test_near_forms_with_their_edits() -> None:
    assert {(near.form, near.edits) for near in VOCABULARY.near("дкоер", 2)} >= {("докер", 1), ("докера", 2)}
    assert {near.form for near in VOCABULARY.near("окерр", 2)} >= {"докер", "покер"}
    assert VOCABULARY.near("докер", 0) == []


def test_near_forms_may_lack_or_double_a_letter_at_the_beginning_and_hold_another_slip() -> None:
    archive = of_forms({"рекомендации", "машина", "контейнер"})
    for typed, meant in (
        ("екомендыции", "рекомендации"),
        ("ррекомендыции", "рекомендации"),
        ("ашына", "машина"),
        ("ммашинв", "машина"),
        ("онтейнеор", "контейнер"),
    ):
        assert [near.form for near in archive.near(typed, 2)] == [meant]


def test_the_average_length_of_a_post() -> None:
    assert VOCABULARY.average_length == 120
    assert Vocabulary().average_length == 1
    assert Vocabulary().near("кот", 2) == []


def test_words_that_have_come_since_are_there_at_once() -> None:
    more = VOCABULARY.with_more([post_terms("Докера и мета-обучения, докеры", LEMMAS)], posts=11, characters=1300)
    assert (more.forms.posts_with("докера"), more.lemmas.posts_with("докер")) == (3, 9)
    assert (more.posts, more.characters) == (11, 1300)
    assert an_edit_away(more, "докери") >= {"докеры", "докера", "докер"}
    assert ("докеры", 1) in set(more.going_on("докер", 5))
    assert "докеры" in {near.form for near in more.near("докееры", 2)}
    assert "доке" in more.forms.likely_starts(["доке"])
    assert VOCABULARY.forms.posts_with("докеры") == 0


def test_a_compound_that_has_come_since_is_known() -> None:
    assert Vocabulary().with_more([post_terms("супер-машины", LEMMAS)], posts=1, characters=12).parts_of(
        "супермашина"
    ) == ("супер", "машина")


words = st.text(st.sampled_from("абвг"), min_size=1, max_size=9)
texts = st.lists(
    st.lists(
        st.sampled_from("кот коты кота Мета-обучение супер-кот #лето Docker докер дом ёлка 中文 𝒳𝒴".split()), max_size=6
    ).map(" ".join),
    max_size=8,
)


@given(texts, texts, texts)
def test_a_base_and_what_came_since_know_what_one_built_at_once_knows(
    first: list[str], then: list[str], later: list[str]
) -> None:
    whole = vocabulary_of([*first, *then, *later])
    followed = vocabulary_of(first)
    for more, until in ((then, [*first, *then]), (later, [*first, *then, *later])):
        terms = [post_terms(text, LEMMAS) for text in more]
        followed = followed.with_more(terms, posts=len(until), characters=sum(map(len, until)))
    assert (followed.posts, followed.characters, followed.compounds) == (whole.posts, whole.characters, whole.compounds)
    every = [
        post_terms(text, LEMMAS) for text in ("кот коты кота мета-обучение супер-кот docker", *first, *then, *later)
    ]
    forms = {form for one in every for form in one.forms.split() if form[0] not in COMPOUND_MARK + TAG_MARK}
    lemmas = {lemma for one in every for lemma in one.lemmas.split()}
    assert {form: followed.forms.posts_with(form) for form in forms} == {
        form: whole.forms.posts_with(form) for form in forms
    }
    assert {lemma: followed.lemmas.posts_with(lemma) for lemma in lemmas} == {
        lemma: whole.lemmas.posts_with(lemma) for lemma in lemmas
    }
    for start in ("", "ко", "мета", "d"):
        assert most(followed.going_on(start, 40)) == most(whole.going_on(start, 40))
    for form in ("кот", "кит", "окты", "dokcer", "метаобучени"):
        assert an_edit_away(followed, form) == an_edit_away(whole, form)
        assert Counter(followed.near(form, 2)) == Counter(whole.near(form, 2))


@given(words, st.sets(words, max_size=30))
def test_one_edit_away_are_all_and_only_the_other_forms_of_one_edit(form: str, forms: set[str]) -> None:
    found = an_edit_away(of_forms(forms), form)
    assert found == {other for other in forms - {form} if OSA.distance(form, other) <= 1}


@given(words, st.sets(words, max_size=30), st.integers(0, 3))
def test_near_forms_are_none_too_far_and_all_that_begin_alike(form: str, forms: set[str], most: int) -> None:
    near = {other.form: other.edits for other in of_forms(forms).near(form, most)}
    distances = {other: OSA.distance(form, other) for other in forms - {form}}
    assert all(distances[other] == edits <= most for other, edits in near.items())
    alike = {other for other in distances if len(form) >= 4 and other[:4] == form[:4]}
    assert near.keys() >= {other for other in alike if distances[other] <= most}


@given(words, st.sets(words, max_size=30))
def test_going_on_are_the_longer_forms_that_begin_so(start: str, forms: set[str]) -> None:
    assert {form for form, _ in of_forms(forms).going_on(start, 40)} == {
        form for form in forms if form.startswith(start) and form != start
    }


@pytest.mark.parametrize("start", ["а", "аб", "абв"])
def test_beginnings_among_many_lengths(start: str) -> None:
    forms = {"а", "аб", "абв", "абвг", "бабв", "абг"}
    assert {form for form, _ in of_forms(forms).going_on(start, 40)} == {
        form for form in forms if form.startswith(start) and form != start
    }
