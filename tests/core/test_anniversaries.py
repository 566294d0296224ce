"""A day of the year in former years: which stretches of time it was, and which days are nearest to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anniversaries import MOST_YEARS, anniversaries, named_days, nearest_days, spans_of

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_day_begins_at_midnight_where_the_reader_is() -> None:
    (one, other) = anniversaries(date(2024, 3, 5), 2022, MOSCOW)
    assert one.span == (at(2023, 3, 4, 21), at(2023, 3, 5, 21))
    assert (other.day, other.span) == (date(2022, 3, 5), (at(2022, 3, 4, 21), at(2022, 3, 5, 21)))


def test_a_day_on_which_clocks_are_changed_has_another_length() -> None:
    (spring,) = anniversaries(date(2025, 3, 31), 2024, BERLIN)
    assert spring.span[1] - spring.span[0] == timedelta(hours=23)


def test_there_are_no_former_years_in_the_first_one() -> None:
    assert anniversaries(date(2024, 3, 5), 2024, UTC) == ()


def test_a_date_from_before_telegram_does_not_make_it_look_back_for_ever() -> None:
    assert len(anniversaries(date(2024, 3, 5), -4000, UTC)) == MOST_YEARS
    assert len(anniversaries(date(3, 3, 5), 0, UTC)) == 2


def test_the_end_of_a_short_february_keeps_the_29th_too() -> None:
    spans = [one.span for one in anniversaries(date(2025, 2, 28), 2023, UTC)]
    assert spans == [(at(2024, 2, 28, 0), at(2024, 3, 1, 0)), (at(2023, 2, 28, 0), at(2023, 3, 1, 0))]
    assert named_days(date(2025, 2, 28)) == (date(2000, 2, 28), date(2000, 2, 29))
    assert named_days(date(2024, 2, 28)) == (date(2024, 2, 28),)


def test_the_29th_itself_is_there_in_leap_years_alone() -> None:
    spans = [one.span for one in anniversaries(date(2024, 2, 29), 2020, UTC)]
    assert spans[:3] == [(at(year, 3, 1, 0), at(year, 3, 1, 0)) for year in (2023, 2022, 2021)]
    assert spans[3] == (at(2020, 2, 29, 0), at(2020, 3, 1, 0))


@pytest.mark.parametrize(
    ("today", "published", "nearest"),
    [
        (date(2024, 11, 25), [at(2023, 11, 27), at(2022, 11, 20)], [(11, 27)]),
        (date(2024, 11, 25), [at(2023, 11, 27), at(2022, 11, 23)], [(11, 23), (11, 27)]),
        (date(2024, 11, 25), [at(2023, 11, 27), at(2022, 11, 27)], [(11, 27)]),
        (date(2024, 1, 2), [at(2022, 12, 31), at(2022, 1, 5)], [(12, 31)]),
        (date(2024, 12, 31), [at(2023, 1, 1)], [(1, 1)]),
        (date(2024, 2, 29), [at(2023, 3, 1), at(2023, 2, 28)], [(2, 28), (3, 1)]),
        (date(2024, 2, 29), [at(2023, 3, 2), at(2023, 2, 28)], [(2, 28)]),
        (date(2024, 11, 25), [], []),
    ],
)
def test_the_nearest_days(today: date, published: list[datetime], nearest: list[tuple[int, int]]) -> None:
    found = nearest_days(anniversaries(today, 2020, UTC), published, UTC)
    assert [(day.month, day.day) for day in found] == nearest


def test_a_day_of_the_present_year_is_none_of_a_former_one() -> None:
    kept = anniversaries(date(2024, 11, 25), 2022, UTC)
    assert nearest_days(kept, [at(2024, 11, 24)], UTC) == ()
    assert nearest_days((), [at(2024, 11, 24)], UTC) == ()


def test_the_nearest_days_are_looked_for_around_every_anniversary() -> None:
    kept = anniversaries(date(2024, 1, 2), 2022, UTC)
    days = [span[0].date() for span in spans_of([date(2022, 12, 31)], kept, UTC)]
    assert days == [date(2022, 12, 31), date(2021, 12, 31)]
    leap = spans_of([date(2020, 2, 29)], anniversaries(date(2025, 3, 1), 2020, UTC), UTC)
    assert [span[0].date() for span in leap] == [date(2024, 2, 29), date(2020, 2, 29)]


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(0, 183))
def test_what_is_nearest_is_shown(today: date, away: int) -> None:
    kept = anniversaries(today, today.year - 3, MOSCOW)
    published = kept[1].span[0] + timedelta(days=away, hours=3)
    nearest = nearest_days(kept, [published], MOSCOW)
    assert any(start <= published < end for start, end in spans_of(nearest, kept, MOSCOW))
