from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.sound import (
    MOST_SIGNED,
    MOST_SPELLINGS,
    MOST_STEPS,
    SHORTEST_HEARD,
    TELLING,
    heard_as,
    russian_spellings,
    with_signs,
)
from core.search.terms import LONGEST_WORD

ENGLISH = sorted(
    "docker dreamer timeline kubernetes deploy framework data site python machine learning online chat bot email google"
    " linux cloud server stream update feature release bug meeting design token podcast telegram apple android news"
    " manager startup station cache thread transformer iphone code".split()
)


def every(beginnings: list[str]) -> list[str]:
    """An archive whose words begin in every way there is."""
    return beginnings


def spelled(latin: str) -> set[str]:
    plain = russian_spellings(latin, every)
    return {*plain, *with_signs(plain)}


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("rekomendacii", "рекомендации"),
        ("rekomendatsii", "рекомендации"),
        ("moskva", "москва"),
        ("chelovek", "человек"),
        ("4elovek", "человек"),
        ("hleb", "хлеб"),
        ("khleb", "хлеб"),
        ("xleb", "хлеб"),
        ("cvet", "цвет"),
        ("tsvet", "цвет"),
        ("shchuka", "щука"),
        ("schuka", "щука"),
        ("borshch", "борщ"),
        ("yozhik", "ежик"),
        ("jozhik", "ежик"),
        ("etika", "этика"),
        ("elka", "елка"),
        ("novyy", "новый"),
        ("novyj", "новый"),
        ("novij", "новый"),
        ("istoriya", "история"),
        ("istoria", "история"),
        ("yabloko", "яблоко"),
        ("obucheniye", "обучение"),
        ("tolko", "только"),
        ("pisma", "письма"),
        ("neyroset", "нейросеть"),
        ("bolshoy", "большой"),
        ("ljubov", "любовь"),
        ("ob'yekt", "обьект"),
        ("obyekt", "объект"),
        ("obekt", "объект"),
        ("syezd", "съезд"),
    ],
)
def test_russian_in_latin_letters(latin: str, russian: str) -> None:
    assert russian in spelled(latin)


def test_the_plainest_spelling_comes_first() -> None:
    assert russian_spellings("moskva", every)[0] == "москва"
    assert russian_spellings("rekomendacii", every)[0] == "рекомендации"


@pytest.mark.parametrize("latin", ["", "naïve", "straße", "gpt7", "a-b", "кот"])
def test_a_word_with_a_letter_that_has_no_sound_is_none(latin: str) -> None:
    assert russian_spellings(latin, every) == []


def test_only_spellings_that_some_word_begins_with_go_on() -> None:
    asked: list[str] = []

    def known(beginnings: list[str]) -> list[str]:
        asked.extend(beginnings)
        return [beginning for beginning in beginnings if beginning == "рука"]

    assert russian_spellings("rukav", known) == ["рукав"]
    assert all(len(beginning) == TELLING for beginning in asked)
    assert russian_spellings("moskva", lambda _: []) == []


def test_a_sign_that_is_left_out_at_the_beginning_costs_no_word() -> None:
    def known(beginnings: list[str]) -> list[str]:
        return [beginning for beginning in beginnings if beginning in {"толь", "боль"}]

    assert "только" in with_signs(russian_spellings("tolko", known))
    assert "большой" in with_signs(russian_spellings("bolshoy", known))


latin_words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz46'"), max_size=LONGEST_WORD)


@given(latin_words)
def test_any_latin_word_has_few_spellings_in_russian_letters(latin: str) -> None:
    plain = russian_spellings(latin, every)
    assert len(plain) <= MOST_SPELLINGS
    signed = with_signs(plain)
    assert len(signed) <= MOST_SIGNED
    assert set("".join([*plain, *signed])) <= set("абвгдежзийклмнопрстуфхцчшщъыьэюя")


@pytest.mark.parametrize("latin", ["sch" * 13, "ie" * 20, "ccxxii" * 6, "e" * 40, "iya" * 13, "shhtsya" * 5])
def test_a_word_with_very_many_spellings_is_no_burden(latin: str) -> None:
    plain = russian_spellings(latin, every)
    assert 0 < len(plain) <= MOST_SPELLINGS
    assert len(with_signs(plain)) <= MOST_SIGNED


@given(st.text(st.sampled_from("абвгеюятшь"), max_size=12))
def test_signs_are_put_in_and_nothing_else(spelling: str) -> None:
    for signed in with_signs([spelling]):
        assert 1 <= len(signed) - len(spelling) <= 2
        assert signed.replace("ь", "").replace("ъ", "") == spelling.replace("ь", "")


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("докер", "docker"),
        ("докера", "docker"),
        ("дример", "dreamer"),
        ("дримера", "dreamer"),
        ("таймлайн", "timeline"),
        ("таймлайнами", "timeline"),
        ("кубернетес", "kubernetes"),
        ("деплой", "deploy"),
        ("фреймворк", "framework"),
        ("дата", "data"),
        ("сайт", "site"),
        ("пайтон", "python"),
        ("лернинг", "learning"),
        ("онлайн", "online"),
        ("гугл", "google"),
        ("клауд", "cloud"),
        ("сервера", "server"),
        ("апдейт", "update"),
        ("фича", "feature"),
        ("баг", "bug"),
        ("менеджер", "manager"),
        ("стейшн", "station"),
        ("кэш", "cache"),
        ("тред", "thread"),
        ("айфон", "iphone"),
    ],
)
def test_english_as_it_is_heard(russian: str, english: str) -> None:
    assert heard_as(russian, ENGLISH) == [english]


@pytest.mark.parametrize("russian", ["", "жук", "совершенно", "щщщ", "ъь", "x", "中文", "до"])
def test_what_sounds_like_nothing(russian: str) -> None:
    assert heard_as(russian, ENGLISH) == []
    assert heard_as(russian, []) == []


@given(
    st.text(st.sampled_from("абвгдейклмнорстуф"), max_size=12),
    st.lists(st.text(st.sampled_from("abcdeilmnorstk"), min_size=1, max_size=8), max_size=30),
)
def test_what_is_heard_is_one_of_the_words(russian: str, words: list[str]) -> None:
    found = heard_as(russian, sorted(words))
    assert set(found) <= {word for word in words if len(word) >= SHORTEST_HEARD}
    assert len(set(found)) == len(found)


class CountingWords(Sequence[str]):
    """Words that count how often they are looked at."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self.looks = 0

    def __len__(self) -> int:
        return len(self._words)

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        self.looks += 1
        return self._words[place]


@pytest.mark.parametrize("russian", ["аеиоуяюй" * 5, "е" * 40, "ейайойоу" * 5, "к" * 40])
def test_a_word_that_sounds_like_very_many_is_no_burden(russian: str) -> None:
    words = CountingWords(sorted(map("".join, product("aeiouy", repeat=6))))
    assert set(heard_as(russian, words)) <= set(words)
    options_a_step, looks_an_option = 40, 20
    words.looks = 0
    heard_as(russian, words)
    assert words.looks <= MOST_STEPS * options_a_step * looks_an_option
