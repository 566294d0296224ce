from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.search.layout import swapped


def test_both_ways() -> None:
    assert swapped("Htrjvtylfwbb") == "Рекомендации"
    assert swapped("вщслук 42") == "docker 42"
    assert swapped("[jhjij") == "хорошо"


@given(st.text())
def test_swapping_keeps_the_length_and_twice_is_never(text: str) -> None:
    assert len(swapped(text)) == len(text)
    assert swapped(swapped(text)) == text
