"""A list in another order, and narrowed to a channel, a topic, a year: always on the same card, and with a way back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.richtext import RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


def post(number: int, year: int, likes: int, tag: str = "") -> IncomingPost:
    return IncomingPost(
        text=RichText(f"Чайник номер {number} {tag}".strip()),
        message_ids=(number,),
        published_at=datetime(year, 3, number, 9, tzinfo=UTC),
        reactions={"👍": likes},
    )


@pytest.fixture
async def teapots(empty: Letopis) -> Letopis:
    """Seven posts of two channels, two years and a topic."""
    await empty.store(*(post(n, 2023 + n % 2, 10 * n, "#фарфор" if n < 4 else "") for n in range(1, 6)), title="Чай")
    await empty.store(post(6, 2024, 5), post(7, 2024, 99), username="kofe", title="Кофе")
    return empty


def titles(text: str) -> list[str]:
    return [line.partition(". ")[2] for line in text.split("\n") if line[:1].isdecimal() and ". Чайник" in line]


@pytest.fixture
async def reader(teapots: Letopis) -> FakeUser:
    reader = teapots.user("Анна", "ru")
    await reader.send("чайник")
    return reader


async def test_the_orders_are_of_the_whole_result(reader: FakeUser) -> None:
    newest = (await reader.tap("Новые")).only
    assert newest.kind == "edit"
    assert "✓ Новые" in newest.labels
    assert [title.split()[2] for title in titles(newest.text)] == ["7", "6", "5", "3", "1"]
    liked = (await reader.tap("Любимые")).only
    assert [title.split()[2] for title in titles(liked.text)] == ["7", "5", "4", "3", "2"]
    again = (await reader.tap("Подходящие")).only
    assert "✓ Подходящие" in again.labels


async def test_the_values_are_counted_and_go_together(reader: FakeUser) -> None:
    channels = (await reader.tap("📢 Канал")).only
    assert {"Чай · 5", "Кофе · 2"} <= set(channels.labels)
    tea = (await reader.tap("Чай · 5")).only
    assert "Чай" in tea.text.split("\n")[1]
    years = (await reader.tap("📅 Год")).only
    assert {"2024 · 3", "2023 · 2"} <= set(years.labels)
    both = (await reader.tap("2024 · 3")).only
    assert both.text.startswith("🔎 чайник · 3 поста")
    assert {"✕ Чай", "✕ 2024"} <= set(both.labels)
    assert (await reader.tap("✕ Чай")).only.text.startswith("🔎 чайник · 5 постов")
    assert (await reader.tap("✕ 2024")).only.text.startswith("🔎 чайник · 7 постов")


async def test_a_topic_and_the_way_back(reader: FakeUser) -> None:
    await reader.tap("📚 Тема")
    first = (await reader.tap("↩ К списку")).only
    assert first.text.startswith("🔎 чайник · 7 постов")
    await reader.tap("📚 Тема")
    assert (await reader.tap("#фарфор · 3")).only.text.startswith("🔎 чайник · 3 поста")


async def test_an_old_card_keeps_what_it_was(reader: FakeUser) -> None:
    before = reader.last
    await reader.tap("Новые")
    assert (await reader.tap("›", before)).only.text.startswith("🔎 чайник · 7 постов")


async def test_what_is_gone_since_is_said_kindly(teapots: Letopis, reader: FakeUser) -> None:
    card = (await reader.tap("📅 Год")).only
    await teapots.delete(range(1, 8))
    for label in ("2024 · 5", "↩ К списку"):
        answers = await reader.tap(label, card)
        told = answers.notification.text if answers.notification else answers.only.text
        assert "больше нет" in told


@pytest.mark.parametrize("value", ["", "channel", "planet:1", "year:x", "topic:zz", "channel:999"])
async def test_forged_values_do_nothing(reader: FakeUser, value: str) -> None:
    card = reader.last
    number = next(button.data for row in card.buttons for button in row if button.label == "📅 Год") or ""
    answers = await reader.tap_data(f"fn:{number.split(':')[1]}:{value}", card)
    assert answers.notification or answers.cards


async def test_two_quick_taps_leave_no_spinner(reader: FakeUser) -> None:
    await reader.tap_twice("Новые")
    await reader.tap_twice("✓ Новые")
