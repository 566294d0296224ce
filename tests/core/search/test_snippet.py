from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lemmas import Lemmas
from core.search import highlights, snippet
from core.search.snippet import ELLIPSIS, LINE_CHARACTERS, TITLE_CHARACTERS
from core.types import Highlighted
from core.words import tokens

LEMMAS = Lemmas()
FILLER = "Обычное предложение ни о чём особенном, зато довольно длинное. " * 10


def hits(found: Highlighted) -> list[str]:
    return [found.text[start:end] for start, end in found.ranges]


def of(text: str, *lemmas: str, max_chars: int = 60) -> Highlighted:
    return snippet(text, frozenset(lemmas), LEMMAS, max_chars)


def test_the_matched_forms_are_the_texts_own() -> None:
    found = of("Коты видят кота, котёл и ЁЖИК — нет", "кот", "ежик")
    assert found.text == "Коты видят кота, котёл и ЁЖИК — нет"
    assert hits(found) == ["Коты", "кота", "ЁЖИК"]


def test_a_form_given_beside_the_lemmas_is_hit_too() -> None:
    assert hits(of("Шли люди, и человек среди них", "человек", "люди")) == ["люди", "человек"]


def test_the_passage_that_holds_most_of_the_query() -> None:
    text = f"Кот спит. {FILLER}Кот видит собаку. {FILLER}Кот, кот и кот."
    found = of(text, "кот", "собака")
    assert hits(found) == ["Кот", "собаку"]
    assert found.text.startswith(f"{ELLIPSIS}Кот видит")
    assert found.text.endswith(ELLIPSIS)


def test_of_equal_passages_the_one_with_more_hits_then_the_first() -> None:
    assert of(f"Кот раз. {FILLER}Кот и кот. {FILLER}Кот или кот.", "кот").text.startswith(f"{ELLIPSIS}Кот и кот.")


def test_some_words_stand_before_the_first_hit() -> None:
    found = of("слово " * 100 + "кот " + "слово " * 100, "кот")
    assert found.text.startswith(f"{ELLIPSIS}слово ")
    assert hits(found) == ["кот"]


def test_the_beginning_where_nothing_hits() -> None:
    assert of("Обычное предложение. " * 5, "кот", max_chars=24) == Highlighted(text=f"Обычное предложение{ELLIPSIS}")
    assert of("", "кот") == Highlighted(text="")


def test_white_space_becomes_one_space() -> None:
    found = of("Раз\n\nдва\u00a0\t кот", "кот")
    assert found.text == "Раз два кот"
    assert hits(found) == ["кот"]


def test_the_parts_of_a_compound_are_one_hit() -> None:
    assert hits(of("Это мета-обучение и мета обучение", "мета", "обучение")) == ["мета-обучение", "мета", "обучение"]
    assert hits(of("Это супер-мета_обучения", "обучение")) == ["обучения"]


def test_a_word_longer_than_the_passage_is_cut_between_characters() -> None:
    assert of("я" * 100, "кот", max_chars=10).text == "я" * 10 + ELLIPSIS
    assert of("й\u0301" * 50, "кот", max_chars=11).text == "й\u0301" * 5 + ELLIPSIS
    assert of("👨\u200d👩" * 9, "кот", max_chars=7).text == "👨\u200d👩👨\u200d👩" + ELLIPSIS
    accents = "к\u0301" + "\u0301" * 100 + "от"
    assert len(of(f"слово {accents} слово", "кот", max_chars=20).text) <= 22


def test_the_title_is_cut_only_where_it_is_none() -> None:
    line = "Длинная первая строка про котов " * 5
    titled, rest = highlights(f"{line}\nТекст про кота", frozenset({"кот"}), LEMMAS, has_title=True)
    assert titled.text.endswith(ELLIPSIS)
    assert LINE_CHARACTERS < len(titled.text) <= TITLE_CHARACTERS + 1
    assert "Текст про кота" in rest.text
    whole, rest = highlights("Про котов\nТекст про кота", frozenset({"кот"}), LEMMAS, has_title=True)
    assert (whole.text, rest.text, hits(rest)) == ("Про котов", "Текст про кота", ["кота"])
    first, rest = highlights(f"{line}\nТекст", frozenset({"кот"}), LEMMAS, has_title=False)
    assert first.text.endswith(ELLIPSIS)
    assert len(first.text) <= LINE_CHARACTERS + 1
    assert first.text.rstrip(ELLIPSIS) + " " + rest.text.rstrip(ELLIPSIS).lstrip(ELLIPSIS) in f"{line}Текст "


def test_a_post_of_one_short_line_has_no_snippet() -> None:
    title, rest = highlights("Коты", frozenset({"кот"}), LEMMAS, has_title=False)
    assert hits(title) == ["Коты"]
    assert rest == Highlighted(text="")


words = st.lists(
    st.sampled_from(["кот", "кота", "собаки", "дом.", "\n", "Ёж", "мета-кот", "я" * 70, "👍", "е\u0301ж"]), max_size=80
)


@given(words.map(" ".join), st.integers(1, 200))
def test_ranges_are_hits_inside_the_text_and_apart(text: str, max_chars: int) -> None:
    found = snippet(text, frozenset({"кот", "еж"}), LEMMAS, max_chars)
    assert len(found.text) <= max_chars + 2
    assert found.text.strip(ELLIPSIS) in " ".join(text.split())
    place = 0
    for start, end in found.ranges:
        assert place <= start < end <= len(found.text)
        assert any(token.form in {"кот", "кота", "еж"} for token in tokens(found.text[start:end]))
        place = end


@given(st.text(), st.integers(1, 50))
def test_any_text_has_a_snippet_that_is_cut_between_characters(text: str, max_chars: int) -> None:
    found = snippet(text, frozenset({"а"}), LEMMAS, max_chars)
    shown = found.text.strip(ELLIPSIS)
    assert shown in " ".join(text.split())


marked = st.text(st.sampled_from("абвё \n.-\u0301\u0308\u200b\u200d\ufe0f👍👩👨🏳\U0001f3fdа"), max_size=120)


@given(marked, st.integers(1, 40))
def test_neither_the_cuts_nor_the_hits_part_a_letter_from_its_marks(text: str, max_chars: int) -> None:
    line = " ".join(text.split())
    found = snippet(text, frozenset({"а", "аб"}), LEMMAS, max_chars)
    for start, end in found.ranges:
        for place in (start, end):
            assert place == len(found.text) or not unicodedata.category(found.text[place]).startswith("M")
    beginning = snippet(text, frozenset(), LEMMAS, max_chars).text
    if len(beginning) <= len(line) and beginning.endswith(ELLIPSIS):
        cut = len(beginning) - 1
        assert line.startswith(beginning[:cut])
        assert cut == 1 or not unicodedata.category(line[cut]).startswith("M")


@pytest.mark.parametrize("has_title", [True, False])
@given(text=st.text())
def test_any_text_has_highlights(text: str, *, has_title: bool) -> None:
    title, rest = highlights(text, frozenset({"а"}), LEMMAS, has_title=has_title)
    assert "\n" not in title.text + rest.text
