"""/onthisday: the same day of former years, else the nearest ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.richtext import RichText
from core.types import IncomingPost, Visibility
from tests.bot.letopis import ZONE, Letopis
from tests.telegram import Card


def titles(card: Card) -> list[str]:
    return [line.partition(". ")[2] for line in card.text.split("\n") if line.partition(". ")[0].isdecimal()]


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    """An hour of the day where the readers are."""
    return datetime(year, month, day, hour, tzinfo=ZONE).astimezone(UTC)


async def told(letopis: Letopis, today: datetime, *days: datetime, language: str = "ru") -> Card:
    letopis.telegram.world.now = today
    await letopis.store(
        *(IncomingPost(text=RichText(f"{day.astimezone(ZONE):%Y-%m-%d}"), published_at=day) for day in days)
    )
    return (await letopis.user(language=language).send("/onthisday")).only


async def test_the_day_in_former_years_with_counts(empty: Letopis) -> None:
    days = [at(2025, 11, 25), at(2023, 11, 25, 0), at(2023, 11, 25, 23), at(2024, 11, 26), at(2026, 11, 25, 1)]
    card = await told(empty, at(2026, 11, 25), *days)
    assert card.text.startswith("📅 25 ноября в прошлые годы · 3 поста\n2025: 1 · 2023: 2\n\n1. ")
    assert titles(card) == ["2025-11-25", "2023-11-25", "2023-11-25"]
    john = empty.user("John", "en")
    assert (await john.send("/onthisday")).only.text.startswith("📅 November 25 in former years · 3 posts\n")


async def test_the_day_is_the_one_where_the_readers_are(empty: Letopis) -> None:
    late = datetime(2026, 11, 24, 20, tzinfo=UTC)  # the 25th in Vladivostok
    card = await told(empty, late, datetime(2025, 11, 24, 18, tzinfo=UTC), datetime(2025, 11, 24, 2, tzinfo=UTC))
    assert card.text.startswith("📅 25 ноября в прошлые годы · 1 пост\n")


async def test_the_nearest_day_in_its_place(empty: Letopis) -> None:
    card = await told(empty, at(2026, 11, 25), at(2025, 11, 27), at(2024, 11, 27), at(2023, 11, 20), at(2026, 11, 24))
    assert card.text.startswith("В прошлые годы 25 ноября постов не было.\n📅 Ближе всего: 27 ноября · 2 поста\n")
    assert titles(card) == ["2025-11-27", "2024-11-27"]


async def test_two_days_as_near(empty: Letopis) -> None:
    card = await told(empty, at(2026, 1, 1), at(2024, 12, 30), at(2024, 1, 3), language="en")
    assert card.text.startswith(
        "There were no posts on January 1 in former years.\n📅 Nearest: January 3 and December 30 · 2 posts"
    )


async def test_the_29th_of_february(empty: Letopis) -> None:
    days = [at(2024, 2, 29), at(2023, 2, 28), at(2022, 3, 1)]
    card = await told(empty, at(2025, 2, 28), *days)
    assert card.text.startswith("📅 28 февраля и 29 февраля в прошлые годы · 2 поста")
    empty.telegram.world.now = at(2028, 2, 29)
    card = (await empty.user().send("/onthisday")).only
    assert card.text.startswith("📅 29 февраля в прошлые годы · 1 пост")


async def test_the_29th_of_february_without_posts(empty: Letopis) -> None:
    card = await told(empty, at(2024, 2, 29), at(2023, 2, 28), at(2022, 3, 1))
    assert card.text.startswith("В прошлые годы 29 февраля постов не было.\n📅 Ближе всего: 28 февраля и 1 марта")


async def test_nothing_to_look_back_at(empty: Letopis) -> None:
    anna = empty.user()
    assert (await anna.send("/onthisday")).only.text == "В архиве пока нет постов."
    await empty.store("Без даты")
    assert (await anna.send("/onthisday")).only.text == (
        "Посты этого архива без дат, поэтому оглянуться на этот день не получится. Но есть /random."
    )
    now = empty.telegram.world.now
    await empty.store(IncomingPost(text=RichText("Вчера"), published_at=now - timedelta(days=1)), username="other")
    assert (await anna.send("/onthisday")).only.text == ("За прошлые годы здесь пока нет постов. Загляните через год!")


@pytest.mark.parametrize("hidden", [True, False])
async def test_hidden_posts_are_no_posts(empty: Letopis, hidden: bool) -> None:
    now = empty.telegram.world.now
    post = IncomingPost(text=RichText("Тайна"), published_at=now - timedelta(days=365))
    await empty.store(post, visibility=Visibility.MEMBERS if hidden else Visibility.PUBLIC)
    card = (await empty.user().send("/onthisday")).only
    assert ("Тайна" in card.text) is not hidden


async def test_pages_and_the_way_back(empty: Letopis) -> None:
    card = await told(empty, at(2026, 11, 25), *(at(2025, 11, 25, hour) for hour in range(7)))
    assert ("1/2", "›") in card.keyboard
    anna = empty.user()
    await anna.send("/onthisday")
    second = (await anna.tap("›")).only
    assert second.text.startswith("📅 25 ноября в прошлые годы · 7 постов\n")
    await anna.tap("2")
    assert (await anna.tap("↩ К списку")).only.text == second.text
