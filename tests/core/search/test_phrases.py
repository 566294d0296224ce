from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.asking import Document
from core.search.phrases import holding
from core.search.terms import LONGEST_WORD
from core.words import forms_and_chains


def holds(text: str, *phrases: tuple[str, ...]) -> bool:
    return bool(holding(phrases, [Document(1, text, False, 0, 0)]))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Жил белый кот.", ("белый", "кот")),
        ("БЕЛЫЙ — КОТ", ("белый", "кот")),
        ("белый\nкот", ("белый", "кот")),
        ("чёрно-белый кот", ("белый", "кот")),
        ("Ёлка", ("елка",)),
        ("пишу на C++ и Python", ("на", "cpp", "и")),
        ("бе\u0301лый кот", ("белый", "кот")),
    ],
)
def test_words_side_by_side_hold_whatever_stands_between_them(text: str, phrase: tuple[str, ...]) -> None:
    assert holds(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("белые коты", ("белый", "кот")),
        ("кот белый", ("белый", "кот")),
        ("белый и кот", ("белый", "кот")),
        ("белый кот", ("елый", "кот")),
        ("белый котёл", ("белый", "кот")),
        ("", ("кот",)),
    ],
)
def test_other_forms_other_orders_and_parts_of_words_do_not_hold(text: str, phrase: tuple[str, ...]) -> None:
    assert not holds(text, phrase)


def test_every_phrase_has_to_stand_there() -> None:
    assert holds("белый кот и серый волк", ("белый", "кот"), ("серый", "волк"))
    assert not holds("белый кот и серый пёс", ("белый", "кот"), ("серый", "волк"))


def test_without_phrases_all_are_kept_in_their_order() -> None:
    documents = [Document(number, "кот", False, 0, 0) for number in (3, 1, 2)]
    assert holding([], documents) == documents
    assert holding([("кот",)], documents) == documents


def test_a_run_of_letters_too_long_for_a_word_is_no_word_here_either() -> None:
    assert holds(f"белый {'я' * (LONGEST_WORD + 1)} кот", ("белый", "кот"))


@given(st.text(), st.data())
def test_a_text_holds_its_own_words_side_by_side(text: str, data: st.DataObject) -> None:
    forms = [form for form in forms_and_chains(text)[0] if len(form) <= LONGEST_WORD]
    if forms:
        start = data.draw(st.integers(0, len(forms) - 1))
        end = data.draw(st.integers(start + 1, len(forms)))
        assert holds(text, tuple(forms[start:end]))
