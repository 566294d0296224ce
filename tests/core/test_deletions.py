from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deletions import APART, Missing, Sighted, are_too_many, missing

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR_AGO = BEGAN - timedelta(hours=1)


def missed_on(page: set[int], *posts: Sighted, whole: bool = True) -> Missing:
    return missing(posts, page, whole=whole, began_at=BEGAN)


def test_a_post_between_two_of_the_page_is_missed() -> None:
    assert missed_on({10, 12}, Sighted(1, (11,))) == Missing(newly=(1,))


@pytest.mark.parametrize("number", [9, 10, 12, 13])
def test_only_strictly_between_two_ids_of_the_page(number: int) -> None:
    assert missed_on({10, 12}, Sighted(1, (number,))) == Missing()


@pytest.mark.parametrize("page", [set[int](), {11}, {10}])
def test_a_page_of_less_than_two_messages_proves_nothing(page: set[int]) -> None:
    assert missed_on(page, Sighted(1, (11,))) == Missing()


def test_a_page_that_is_not_whole_proves_nothing() -> None:
    assert missed_on({10, 12}, Sighted(1, (11,)), whole=False) == Missing()


def test_a_post_on_the_page_is_not_missed() -> None:
    assert missed_on({10, 11, 12}, Sighted(1, (11,), HOUR_AGO)) == Missing()


def test_an_album_counts_by_its_first_id_and_any_of_its_messages_shows_it() -> None:
    assert missed_on({10, 12}, Sighted(1, (11, 12, 13))) == Missing()
    assert missed_on({10, 14}, Sighted(1, (11, 12, 13))) == Missing(newly=(1,))
    assert missed_on({11, 20}, Sighted(1, (11, 12, 13))) == Missing()
    assert missed_on({12, 20}, Sighted(1, (11, 13))) == Missing()


@pytest.mark.parametrize(
    ("ago", "again"),
    [(APART, (1,)), (timedelta(days=3), (1,)), (APART - timedelta(seconds=1), ()), (timedelta(0), ())],
)
def test_it_is_missed_again_in_a_sync_an_hour_later(ago: timedelta, again: tuple[int, ...]) -> None:
    assert missed_on({10, 12}, Sighted(1, (11,), BEGAN - ago)) == Missing(again=again)


def test_missed_after_this_sync_began_is_missed_once() -> None:
    assert missed_on({10, 12}, Sighted(1, (11,), BEGAN + timedelta(hours=2))) == Missing()


def test_a_post_without_ids_is_never_missed() -> None:
    assert missed_on({10, 12}, Sighted(1, ())) == Missing()


@pytest.mark.parametrize(
    ("deleted", "posts", "too_many"),
    [(0, 0, False), (0, 10, False), (1, 20, False), (1, 19, True), (5, 100, False), (6, 100, True), (1, 1, True)],
)
def test_more_than_five_of_a_hundred_are_too_many(deleted: int, posts: int, too_many: bool) -> None:
    assert are_too_many(deleted, posts) is too_many


@given(
    st.sets(st.integers(1, 40)),
    st.lists(st.tuples(st.lists(st.integers(1, 40), min_size=1, max_size=3, unique=True), st.booleans())),
)
def test_nothing_at_the_ends_or_on_the_page_is_ever_missed(page: set[int], told: list[tuple[list[int], bool]]) -> None:
    posts = [
        Sighted(place, tuple(sorted(ids)), HOUR_AGO if before else None) for place, (ids, before) in enumerate(told)
    ]
    found = missed_on(page, *posts)
    for place in (*found.newly, *found.again):
        assert min(page) < posts[place].message_ids[0] < max(page)
        assert page.isdisjoint(posts[place].message_ids)
    assert all(posts[place].missed_at is None for place in found.newly)
    assert all(posts[place].missed_at == HOUR_AGO for place in found.again)
