from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from core.alike import AlikeTexts
from core.identity import normalised_text

WORDS = "поиск вектор запрос модель индекс граф 2019 7 и не в ещё reranker".split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=30)


def alike(one: str, other: str) -> bool:
    """The rule as it stands, without shortcuts."""
    near = abs(len(one) - len(other)) * 20 <= max(len(one), len(other))
    numbers = [sorted(re.findall(r"\d+", text)) for text in (one, other)]
    return bool(one) and near and numbers[0] == numbers[1] and fuzz.ratio(one, other) >= 95


def edited(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(rng.randrange(min(4, len(letters)))):
        letters[rng.randrange(len(letters))] = rng.choice("ы 7")
    return normalised_text("".join(letters))


@given(st.lists(TEXTS, max_size=12), st.lists(TEXTS, max_size=12), st.randoms(use_true_random=False))
def test_the_shortcuts_find_what_the_rule_says(ours: list[str], theirs: list[str], rng: random.Random) -> None:
    ours = [normalised_text(text) for text in ours]
    theirs = [*map(normalised_text, theirs), *(edited(text, rng) for text in ours if text)]
    rng.shuffle(theirs)
    texts = AlikeTexts(theirs)
    for text in ours:
        assert sorted(texts.find(text)) == [place for place, other in enumerate(theirs) if alike(text, other)]


@pytest.mark.parametrize(("length", "found"), [(95, True), (94, False), (105, True), (106, False)])
def test_the_lengths_differ_by_five_percent_of_the_longer_one_at_most(length: int, found: bool) -> None:
    assert bool(list(AlikeTexts(["я" * length]).find("я" * 100))) is found


def test_an_empty_text_is_like_none() -> None:
    assert not list(AlikeTexts(["", "поиск"]).find(""))
    assert not list(AlikeTexts([]).find("поиск"))
