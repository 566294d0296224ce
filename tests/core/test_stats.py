"""The stretches of time that posts are counted in, and what is told of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.stats import ArchiveStats, Span, Step, Tally, Totals, instants, named_by, stretches
from core.types import Channel, Visibility

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "step", "begins", "ends", "count"),
    [
        (at(2024, 3, 5), at(2024, 3, 5), Step.DAY, date(2024, 3, 5), date(2024, 3, 5), 1),
        (at(2024, 2, 27), at(2024, 3, 2), Step.DAY, date(2024, 2, 27), date(2024, 3, 2), 5),
        (at(2024, 1, 1), at(2024, 4, 9), Step.DAY, date(2024, 1, 1), date(2024, 4, 9), 100),
        (at(2024, 1, 1), at(2024, 4, 10), Step.MONTH, date(2024, 1, 1), date(2024, 4, 1), 4),
        (at(2023, 11, 30), at(2024, 12, 1), Step.MONTH, date(2023, 11, 1), date(2024, 12, 1), 14),
        (at(2004, 1, 1), at(2023, 12, 31), Step.MONTH, date(2004, 1, 1), date(2023, 12, 1), 240),
        (at(2004, 1, 1), at(2024, 1, 1), Step.YEAR, date(2004, 1, 1), date(2024, 1, 1), 21),
        (at(1970, 1, 2), at(2100, 1, 1), Step.YEAR, date(1970, 1, 1), date(2100, 1, 1), 131),
    ],
)
def test_the_longer_the_time_the_longer_the_steps(
    first: datetime, last: datetime, step: Step, begins: date, ends: date, count: int
) -> None:
    found, starts = stretches(first, last, UTC)
    assert (found, starts[0], starts[-1], len(starts)) == (step, begins, ends, count)


def test_a_month_begins_at_midnight_of_the_zone() -> None:
    evening = at(2024, 2, 29, 22)  # already March in Moscow
    assert stretches(evening, at(2024, 12, 5), MOSCOW)[1][0] == date(2024, 3, 1)
    assert instants([date(2024, 3, 1)], MOSCOW) == (at(2024, 2, 29, 21),)
    assert instants([date(2024, 3, 31), date(2024, 4, 1)], BERLIN) == (at(2024, 3, 30, 23), at(2024, 3, 31, 22))


@given(MOMENTS, MOMENTS)
def test_every_instant_lies_in_one_stretch(one: datetime, other: datetime) -> None:
    first, last = min(one, other), max(one, other)
    _, starts = stretches(first, last, BERLIN)
    begins = instants(starts, BERLIN)
    assert begins[0] <= first
    assert begins[-1] <= last
    assert list(begins) == sorted(set(begins))
    assert len(starts) <= 240


def test_what_is_told_of_all_posts_together() -> None:
    totals = Totals(posts=10, dated=7, first=None, last=None, rated=4, reactions=10)
    assert (totals.undated, totals.average) == (3, 2.5)
    assert Totals(posts=3, rated=3).average is None
    assert Totals().average is None


def spans(*posts: int) -> tuple[Span, ...]:
    return tuple(
        Span(start=date(2024, 1, 1) + timedelta(days=day), tally=Tally(posts=n)) for day, n in enumerate(posts)
    )


@pytest.mark.parametrize(("posts", "day"), [((1, 3, 2, 3, 0), 4), ((2, 1), 1), ((5,), None), ((), None)])
def test_the_latest_of_the_busiest_stretches_is_the_peak(posts: tuple[int, ...], day: int | None) -> None:
    stats = ArchiveStats(channels=(), totals=Totals(), step=Step.DAY, spans=spans(*posts), topics=())
    assert (None if stats.peak is None else stats.peak.start.day) == day


def test_the_average_of_a_stretch_knows_what_is_unknown() -> None:
    day = date(2024, 1, 1)
    assert Span(start=day, tally=Tally(posts=3)).average is None
    assert Span(start=day, tally=Tally(posts=3, rated=2, reactions=0)).average == 0
    assert Span(start=day, tally=Tally(posts=3, rated=2, reactions=5)).average == 2.5


def channel(number: int, title: str | None, username: str | None = None, telegram_id: int | None = None) -> Channel:
    return Channel(id=number, telegram_id=telegram_id, username=username, title=title, visibility=Visibility.PUBLIC)


CHANNELS = (
    channel(1, "Хабр", "habr", 77),
    channel(2, "Хабр  Новости"),
    channel(3, "Зелёный чай", "Tea"),
    channel(4, None, None, 1234),
)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("хабр", [1]), ("@HABR", [1]), ("хабр новости", [2]), ("новос", [2]), ("хаб", [1, 2]), ("@tea", [3]),
        ("зеленый", [3]), ("Зелёный  ЧАЙ", [3]), ("1234", [4]), ("4", []), ("@", []), ("", []), ("none", []),
    ],
)  # fmt: skip
def test_channels_by_a_name_as_it_is_typed(typed: str, ids: list[int]) -> None:
    assert [found.id for found in named_by(typed, CHANNELS)] == ids
