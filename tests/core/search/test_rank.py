from __future__ import annotations

import pytest

from core.search.asking import Document, Group
from core.search.rank import Ranker
from core.search.vocabulary import Vocabulary
from core.words import Lemmas

LEMMAS = Lemmas()
VOCABULARY = Vocabulary(posts=100, characters=5000)
KOT = Group({"кот": 1.0}, {"кот": 1.0}, 10)
DOM = Group({"дом": 1.0}, {"дом": 1.0}, 10)


def order(groups: list[Group], *texts: str, has_title: bool = False, all_met: bool = False) -> list[str]:
    documents = [Document(number, text, has_title, 0, 0) for number, text in enumerate(texts, 1)]
    return [texts[found.post_id - 1] for found in Ranker(groups, VOCABULARY, LEMMAS).rank(documents, all_met=all_met)]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("кот и дом да и всё", "кот и кот да и всё"),
        ("кот у дома стоял", "коты у дома стояли"),
        ("дом и кот, а вокруг ничего нет " + "слово " * 20, "дом " + "слово " * 20 + " а вокруг ничего нет и кот"),
        ("дом, кот", "дом, кот " + "слово " * 50),
        ("дом кот кот кот слово", "дом кот слово слово слово"),
        ("дом, кот-баюн", "дом, котбаюн да"),
    ],
)
def test_the_better_post_stands_first(better: str, worse: str) -> None:
    assert order([KOT, DOM], worse, better) == [better, worse]
    assert order([KOT, DOM], better, worse) == [better, worse]


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
    (found,) = Ranker([person], VOCABULARY, LEMMAS).rank([Document(1, "Люди", False, 0, 0)], all_met=True)
    assert found.score > 0
    (found,) = Ranker([person], VOCABULARY, LEMMAS).rank([Document(1, "Люди", False, 0, 0)], all_met=False)
    assert found.score == 0


def test_a_text_full_of_a_word_is_no_burden() -> None:
    assert order([KOT], "кот " * 5000, "дом")[0] == "кот " * 5000
