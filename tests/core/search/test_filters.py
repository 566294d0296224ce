from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.search.filters import Filters, Has, combined

days = st.integers(1, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
phrases = st.tuples(st.sampled_from([("белый", "кот"), ("дом",), ("лес", "и", "сад")]))
tags = st.tuples(st.sampled_from(["кот", "лето"]))
filters = st.one_of(
    st.builds(Filters, phrases=phrases),
    st.builds(Filters, without=phrases),
    st.builds(Filters, tags=tags),
    st.builds(Filters, without_tags=tags),
    st.builds(Filters, after=days),
    st.builds(Filters, before=days),
    st.builds(Filters, has=st.frozensets(st.sampled_from(Has), min_size=1)),
    st.builds(Filters, channels=st.frozensets(st.sampled_from(["tihiy", "gromkiy"]), min_size=1)),
)


def test_nothing_narrows_nothing() -> None:
    assert not Filters()
    assert combined([]) == Filters()
    assert not combined([Filters(), Filters()])


@given(filters)
def test_whatever_narrows_is_true_and_stays_as_it_is_alone(one: Filters) -> None:
    assert one
    assert combined([one]) == one


def test_the_narrower_dates_count() -> None:
    years = [datetime(year, 1, 1, tzinfo=UTC) for year in (2021, 2022, 2023, 2024)]
    both = combined(
        [
            Filters(after=years[0], before=years[3]),
            Filters(after=years[1], before=years[2]),
        ]
    )
    assert both == Filters(after=years[1], before=years[2])


def test_all_of_the_others_count() -> None:
    both = combined(
        [
            Filters(phrases=(("кот",),), without=(("пёс",),), tags=("a",), without_tags=("b",)),
            Filters(phrases=(("дом",),), without=(("лес",),), tags=("c",), without_tags=("d",)),
            Filters(has=frozenset({Has.PHOTO}), channels=frozenset({"tihiy"})),
            Filters(has=frozenset({Has.CODE}), channels=frozenset({"Тихий"})),
        ]
    )
    assert both == Filters(
        phrases=(("кот",), ("дом",)),
        without=(("пёс",), ("лес",)),
        tags=("a", "c"),
        without_tags=("b", "d"),
        channels=frozenset({"tihiy", "Тихий"}),
        has=frozenset({Has.PHOTO, Has.CODE}),
    )


def as_sets(one: Filters) -> tuple[object, ...]:
    lists = (one.phrases, one.without, one.tags, one.without_tags)
    return (*map(frozenset, lists), one.after, one.before, one.channels, one.has)


@given(st.lists(filters, max_size=6), st.randoms(use_true_random=False))
def test_filters_commute(every: list[Filters], rng: Random) -> None:
    assert as_sets(combined(every)) == as_sets(combined(rng.sample(every, len(every))))


@given(st.lists(filters, max_size=4), st.lists(filters, max_size=4))
def test_filters_combine_in_any_grouping(some: list[Filters], others: list[Filters]) -> None:
    assert combined([combined(some), combined(others)]) == combined([*some, *others])
