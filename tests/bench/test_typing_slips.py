from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bench.search.typing_slips import (
    cut_short,
    mistyped,
    mistyped_twice,
    neighbours,
    one_mistyped,
    other_layout,
)

RUSSIAN = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё", min_size=3, max_size=14)
ENGLISH = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=14)
WORDS = RUSSIAN | ENGLISH
CHANCE = st.integers(0, 10_000).map(Random)


@given(WORDS, CHANCE)
def test_a_typo_is_one_edit(word: str, rng: Random) -> None:
    assert OSA.distance(word, mistyped(word, rng)) == (1 if len(word) >= 4 else 0)


@given(WORDS, CHANCE)
def test_two_typos_are_two_edits_of_a_long_word(word: str, rng: Random) -> None:
    edits = 2 if len(word) >= 6 else 1 if len(word) >= 4 else 0
    assert OSA.distance(word, mistyped_twice(word, rng)) == edits


@given(st.lists(WORDS, min_size=1, max_size=4), CHANCE)
def test_one_typo_changes_one_word(words: list[str], rng: Random) -> None:
    typed = one_mistyped(words, rng)
    changed = [(before, after) for before, after in zip(words, typed, strict=True) if before != after]
    assert len(changed) == (1 if any(len(word) >= 4 for word in words) else 0)
    assert all(OSA.distance(before, after) == 1 for before, after in changed)


def test_the_first_letter_is_seldom_hit() -> None:
    rng = Random(1)
    hit = sum(mistyped("сообщение", rng)[0] != "с" for _ in range(1000))
    assert 20 < hit < 160


@given(RUSSIAN)
def test_the_other_layout_of_russian_leads_back(text: str) -> None:
    assert other_layout(other_layout(text)) == text


@given(ENGLISH)
def test_the_other_layout_of_english_leads_back(text: str) -> None:
    assert other_layout(other_layout(text)) == text


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("объём данных", "j,]`v lfyys["),
        ("жук эхо юг", ";er '[j .u"),
        ("docker", "вщслук"),
        ("docker для сервера", "вщслук lkz cthdthf"),
    ],
)
def test_the_other_layout(text: str, typed: str) -> None:
    assert other_layout(text) == typed


@given(WORDS, CHANCE)
def test_a_word_cut_short_begins_it(word: str, rng: Random) -> None:
    short = cut_short(word, rng)
    assert word.startswith(short)
    assert len(short) >= 3
    assert len(short) * 2 >= len(word)
    assert short != word or len(word) == 3


@pytest.mark.parametrize(("letter", "near"), [("а", "впкесм"), ("q", "wa"), ("ю", "бдж"), ("m", "njk"), ("1", "")])
def test_neighbours_lie_around_on_the_keyboard(letter: str, near: str) -> None:
    assert set(neighbours(letter)) == set(near)
