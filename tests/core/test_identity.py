from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identity import Sighting, fingerprint, normalised_text, sightings
from core.richtext import RichText
from core.types import IncomingPost


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("Ёлка, ёжик и BM25!", "елка ежик и bm25"),
        ("  два\n\tслова  ", "два слова"),
        ("snake_case и кебаб-кейс", "snake case и кебаб кейс"),
        ("Straße", "strasse"),
        ("й и\u0306", "й й"),
        ("Ле\u0301топись", "летопись"),
        ("«Привет» 👍", "привет"),
        ("3,5 и 1 000", "3 5 и 1 000"),
        ("👍 \n 👍", "👍 👍"),
        ("…", "…"),
        ("", ""),
    ],
)
def test_normalised_text(text: str, normalised: str) -> None:
    assert normalised_text(text) == normalised


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalised_text(text)
    assert normalised_text(once) == once


def test_a_fingerprint_stays_the_same_for_ever() -> None:
    assert fingerprint("Зачем векторам индекс?", 0) == "66b605b4f9344f3c986e794ad11ce8d1.0"
    assert fingerprint("ЗАЧЕМ векторам — индекс", 2) == "66b605b4f9344f3c986e794ad11ce8d1.2"


@given(st.text(st.characters()))
def test_any_text_has_one(text: str) -> None:
    digest, ordinal = fingerprint(text, 3).split(".")
    assert (len(digest), ordinal) == (32, "3")


def test_sightings_count_equal_texts_of_their_file() -> None:
    texts = ["Доброе утро!", "Пост", "доброе утро", "Доброе утро"]
    posts = [IncomingPost(text=RichText(text), cut_off=text == "Пост", message_ids=(7,)) for text in texts]
    assert list(sightings(posts)) == [
        Sighting(fingerprint=fingerprint(text, ordinal), text=text, cut_off=text == "Пост", message_ids=(7,))
        for text, ordinal in zip(texts, (0, 0, 1, 2), strict=True)
    ]
