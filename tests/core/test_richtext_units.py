from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.richtext import Utf16Index, utf16_length
from tests.core.rich_texts import texts, units


@given(texts)
def test_length_is_what_the_codec_says(text: str) -> None:
    assert utf16_length(text) == units(text)
    assert Utf16Index(text).length_u16 == units(text)


@given(texts)
def test_every_position_there_and_back(text: str) -> None:
    index = Utf16Index(text)

    for character in range(len(text) + 1):
        u16 = index.to_u16(character)
        assert u16 == units(text[:character])
        assert index.to_character(u16) == character
        assert not index.inside_pair(u16)


@given(texts)
def test_a_unit_inside_a_pair_belongs_to_its_character(text: str) -> None:
    index = Utf16Index(text)
    starts = {units(text[:character]) for character in range(len(text) + 1)}

    for u16 in set(range(units(text))) - starts:
        assert index.inside_pair(u16)
        assert index.to_character(u16) == index.to_character(u16 - 1)
        assert index.range_to_characters(u16, u16) == (index.to_character(u16), index.to_character(u16) + 1)


@given(texts, st.integers(), st.integers())
def test_positions_beyond_the_ends_are_the_ends(text: str, start: int, end: int) -> None:
    index = Utf16Index(text)

    assert 0 <= index.to_character(start) <= len(text)
    assert 0 <= index.to_u16(end) <= units(text)


def test_ranges_in_both_directions() -> None:
    index = Utf16Index("ab👍cd👍🏽e")

    assert [index.range_to_u16(*pair) for pair in [(0, 2), (2, 3), (5, 7), (7, 8)]] == [
        (0, 2),
        (2, 4),
        (6, 10),
        (10, 11),
    ]
    assert [index.range_to_characters(*pair) for pair in [(2, 4), (3, 4), (2, 3)]] == [(2, 3)] * 3
