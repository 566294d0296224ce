from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.coverage import Span, Spans, seen_below, with_span


@pytest.mark.parametrize(
    ("spans", "added", "joined"),
    [
        ((), (5, 9), ((5, 9),)),
        (((5, 9),), (20, 30), ((5, 9), (20, 30))),
        (((20, 30),), (5, 9), ((5, 9), (20, 30))),
        (((5, 9),), (10, 12), ((5, 12),)),
        (((10, 12),), (5, 9), ((5, 12),)),
        (((5, 9),), (11, 12), ((5, 9), (11, 12))),
        (((5, 9), (20, 30)), (8, 21), ((5, 30),)),
        (((5, 9), (20, 30)), (10, 19), ((5, 30),)),
        (((5, 30),), (7, 8), ((5, 30),)),
    ],
)
def test_spans_that_touch_become_one(spans: Spans, added: Span, joined: Spans) -> None:
    assert with_span(spans, added) == joined


def test_a_walk_goes_on_below_what_was_seen() -> None:
    spans = ((5, 9), (20, 30))
    assert [seen_below(spans, number) for number in (4, 5, 9, 10, 19, 20, 30, 31)] == [4, 5, 5, 10, 19, 20, 20, 31]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9))))
def test_spans_hold_exactly_what_was_added(added: list[tuple[int, int]]) -> None:
    spans: Spans = ()
    for first, more in added:
        spans = with_span(spans, (first, first + more))
    held = [number for first, last in spans for number in range(first, last + 1)]
    assert held == sorted({number for first, more in added for number in range(first, first + more + 1)})
    assert all(one[1] + 1 < other[0] for one, other in pairwise(spans))
