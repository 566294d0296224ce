from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.search.heard_words import HEARD
from bench.search.scripts import Latinizer, heard

CHANCE = st.integers(0, 10_000).map(Random)


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяё ", max_size=30), CHANCE)
def test_latin_letters_hold_no_cyrillic(text: str, rng: Random) -> None:
    assert re.fullmatch(r"[a-z' ]*", Latinizer(rng).latin(text))


def test_a_writer_keeps_to_one_way() -> None:
    written = Latinizer(Random(4)).latin("хоккей хохот")
    ways = {written.count(way) for way in ("kh", "x", "h")}
    assert 3 in ways


def test_writers_differ() -> None:
    assert len({Latinizer(Random(seed)).latin("щука ехала в цирк на юг") for seed in range(40)}) > 5


def test_what_is_latin_stays() -> None:
    assert Latinizer(Random(1)).latin("docker 2024") == "docker 2024"


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14), CHANCE)
def test_a_heard_word_is_cyrillic(word: str, rng: Random) -> None:
    assert re.fullmatch(r"[а-яё]*", heard(word, rng))


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("docker", {"докер"}),
        ("dreamer", {"дример"}),
        ("timeline", {"таймлайн"}),
        # by the rules
        ("shift", {"шифт"}),
        ("bridge", {"бридж"}),
        ("motion", {"мошн", "мошен"}),
        ("speed", {"спид"}),
    ],
)
def test_words_as_they_are_heard(word: str, ways: set[str]) -> None:
    assert {heard(word, Random(seed)) for seed in range(30)} <= ways


def test_the_hand_list_is_long_and_clean() -> None:
    assert len(HEARD) >= 150
    assert all(re.fullmatch(r"[a-z]+", word) for word in HEARD)
    assert all(re.fullmatch(r"[а-яё]+", way) for ways in HEARD.values() for way in ways)
