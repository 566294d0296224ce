from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.choose import pick


def test_nothing_to_choose_from() -> None:
    assert pick(Random(1), [], set()) is None


def test_posts_shown_elsewhere_come_last() -> None:
    chosen = {found.post_id for seed in range(50) if (found := pick(Random(seed), [1, 2, 3], {1}, avoid={2}))}
    assert chosen == {3}
    only_avoided = pick(Random(1), [1, 2], {1}, avoid={2})
    assert only_avoided is not None
    assert (only_avoided.post_id, only_avoided.new_round) == (2, False)


def test_a_single_post_comes_again_and_again() -> None:
    found = pick(Random(1), [7], {7}, last=7)
    assert found is not None
    assert (found.post_id, found.new_round) == (7, True)


@given(st.sets(st.integers(1, 50), min_size=2), st.integers(0, 2**32), st.integers(2, 5))
def test_every_post_comes_once_a_round_and_none_twice_in_a_row(ids: set[int], seed: int, rounds: int) -> None:
    rng, candidates = Random(seed), sorted(ids)
    shown: list[int] = []
    marks: set[int] = set()
    for _ in range(rounds * len(candidates)):
        found = pick(rng, candidates, marks, shown[-1] if shown else None)
        assert found is not None
        assert found.new_round == (bool(shown) and len(shown) % len(candidates) == 0)
        marks = set() if found.new_round else marks
        marks.add(found.post_id)
        assert shown[-1:] != [found.post_id]
        shown.append(found.post_id)
    for start in range(0, len(shown), len(candidates)):
        assert sorted(shown[start : start + len(candidates)]) == candidates
