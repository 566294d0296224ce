from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.asking import Document, Group
from core.search.rank import Ranker
from core.search.vocabulary import Vocabulary
from tests.core.search.memory_index import LEMMAS

VOCABULARY = Vocabulary(posts=100, characters=5000)
KOT = Group({"кот": 1.0}, {"кот": 1.0}, 10)
DOM = Group({"дом": 1.0}, {"дом": 1.0}, 10)


def document(number: int, text: str, *, has_title: bool = False) -> Document:
    return Document(number, text, has_title, 0, 0)


def ranker(*groups: Group) -> Ranker:
    return Ranker(groups, VOCABULARY, LEMMAS)


def order(groups: list[Group], *texts: str, has_title: bool = False) -> list[str]:
    documents = [document(number, text, has_title=has_title) for number, text in enumerate(texts, 1)]
    return [texts[found.post_id - 1] for found in ranker(*groups).rank(documents, {})]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("кот и дом да и всё", "кот и кот да и всё"),
        ("кот у дома стоял", "коты у дома стояли"),
        ("дом и кот, а вокруг ничего нет " + "слово " * 20, "дом " + "слово " * 20 + " а вокруг ничего нет и кот"),
        ("дом, кот", "дом, кот " + "слово " * 50),
        ("дом кот кот кот слово", "дом кот слово слово слово"),
        ("дом, кот-баюн", "дом, котбаюн да"),
        ("ДОМ, КОТ", "дом, коту"),
        ("дом кот " + "слово " * 20 + "кот", "дом " + "слово " * 20 + "кот и кот"),
    ],
)
def test_the_better_post_stands_first(better: str, worse: str) -> None:
    assert order([KOT, DOM], worse, better) == [better, worse]
    assert order([KOT, DOM], better, worse) == [better, worse]


@pytest.mark.parametrize("worse", ["коты и ещё слово", "кота и слово кота", "коту, коты, кота"])
def test_of_one_word_the_very_form_stands_first(worse: str) -> None:
    assert order([KOT], worse, "кот и ещё слово")[0] == "кот и ещё слово"


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    rare = Group({"дом": 1.0}, {"дом": 1.0}, 1)
    common = Group({"кот": 1.0}, {"кот": 1.0}, 90)
    assert order([common, rare], "кот слово", "дом слово")[0] == "дом слово"


def test_a_likelier_meaning_weighs_more() -> None:
    either = Group({"кот": 1.0, "кит": 0.4}, {"кот": 0.8, "кит": 0.3}, 10)
    assert order([either], "кит слово", "кот слово")[0] == "кот слово"


def test_a_hit_in_a_real_title_counts() -> None:
    titled, plain = "Про кота\nи дом с садом", "Про всё\nкота и дом да"
    assert order([KOT, DOM], plain, titled, has_title=True)[0] == titled


def test_a_compound_is_met_by_its_parts_with_a_hyphen() -> None:
    whole = Group({"метаобучение": 1.0}, {"метаобучение": 1.0}, 1)
    assert order([whole], "мета и обучение", "о мета-обучении да")[0] == "о мета-обучении да"


def test_what_the_index_has_found_counts_as_met_though_it_looks_different() -> None:
    person = Group({"человек": 1.0}, {"человек": 1.0}, 10)
    people = [document(1, "Люди")]
    [found] = ranker(person).rank(people, {1: [0]})
    assert found.score > 0
    [found] = ranker(person).rank(people, {})
    assert found.score == 0


def test_equals_stand_by_reactions_then_freshness_then_the_later_one() -> None:
    facts = [(0, 5), (9, 1), (9, 2), (0, 5)]
    documents = [Document(number, "белый кот", False, *fact) for number, fact in enumerate(facts, 1)]
    assert [found.post_id for found in ranker(KOT).rank(documents, {})] == [3, 2, 4, 1]


def test_a_text_full_of_a_word_is_no_burden() -> None:
    assert order([KOT], "кот " * 5000, "дом")[0] == "кот " * 5000


def test_the_forms_that_meet_a_query_best() -> None:
    either = Group({"кот": 1.0, "кит": 0.5}, {}, 10)
    forms = ranker(either, DOM, KOT).forms_in(document(1, "Киты, Коты и кот; лес"))
    assert forms == {0: "коты", 2: "коты"}
    assert ranker(KOT).forms_in(document(1, "лес")) == {}
    assert ranker(Group({"ежик": 1.0}, {}, 1)).forms_in(document(1, "Ёжики")) == {0: "ежики"}


def test_a_short_word_and_one_that_begins_with_it() -> None:
    short, long = Group({"r": 1.0}, {"r": 1.0}, 5), Group({"regress": 1.0}, {"regression": 1.0}, 5)
    assert ranker(short, long).forms_in(document(1, "A regression in R")) == {0: "r", 1: "regression"}


@given(st.text(st.one_of(st.characters(), st.sampled_from("котдмКОТё- \n\u0301"))), st.booleans())
def test_any_text_has_a_score(text: str, has_title: bool) -> None:
    texts = [document(1, text, has_title=has_title), document(2, "кот дом"), document(3, "")]
    found = ranker(KOT, DOM).rank(texts, {})
    assert {one.post_id for one in found} == {1, 2, 3}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.score >= 0 for one in found)
