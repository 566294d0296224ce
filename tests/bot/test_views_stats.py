"""What /stats says in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import languages, words_of
from bot.views.stats import stats_screen
from core.richtext import utf16_length
from core.stats import ArchiveStats
from tests.bot.charts.numbers import channel, day, stats, topics, undated

MOST_CAPTION_UNITS = 1024


def said(found: ArchiveStats, language: str = "ru") -> list[str]:
    return (
        stats_screen(found, words_of(language))
        .text.text.replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
        .split("\n")
    )


def test_one_channel() -> None:
    found = stats(
        day(2023, 3, 5), day(2024, 3, 31), (3, 0, 7, 4), title="Заметки 🌿", about=["чай", "лес", "кот", "дом"]
    )
    assert said(found) == [
        "📊 Заметки 🌿",
        "45 постов · 5 мар. 2023 г. – 31 мар. 2024 г.",
        "570 реакций, в среднем 13 на пост.",
        "Самый активный месяц: январь 2024, 7 постов.",
        "4 темы, чаще всего: чай, лес, кот.",
    ]
    assert said(found, "en") == [
        "📊 Заметки 🌿",
        "45 posts · Mar 5, 2023 – Mar 31, 2024",
        "570 reactions, 13 per post on average.",
        "The busiest month: January 2024, 7 posts.",
        "4 topics, most often: чай, лес, кот.",
    ]


def test_several_channels_are_named_with_their_posts() -> None:
    found = stats(day(2024, 3, 5), day(2024, 3, 7), (1, 2), (None,), about=["чай"])
    named = [(channel("Лес", 1), 1200), (channel(None, 2, "reka"), 30), (channel(None, 3), 2)]
    assert said(replace(found, channels=tuple(named))) == [
        "📊 3 канала",
        "4 поста · 5 мар. 2024 г. – 7 мар. 2024 г.",
        "Реакции неизвестны.",
        "Самый активный день: 6 мар, 2 поста.",
        "1 тема: чай.",
        "Каналы: Лес (1 200), @reka (30), 77 (2)",
        "Об одном канале: /stats название",
    ]
    many = tuple((channel(f"Канал {number}", number), 9) for number in range(9))
    assert said(replace(found, channels=many))[-2].endswith("Канал 4 (9), …")


def test_what_is_not_known_is_said() -> None:
    assert said(undated(reactions=90)) == [
        "📊 Заметки",
        "40 постов",
        "Когда они вышли, неизвестно, поэтому графиков по времени нет.",
        "90 реакций, в среднем 2,2 на пост.",
    ]
    found = stats(day(2024), day(2024), (2,), (0,))
    found = replace(found, totals=replace(found.totals, posts=3))
    assert said(found) == [
        "📊 Заметки",
        "3 поста · 1 янв. 2024 г.",
        "Из них 1 без даты.",
        "Реакций на них нет.",
    ]
    assert said(found, "en")[2:] == ["1 of them has no date.", "They have no reactions."]


def test_a_year_is_called_by_its_number() -> None:
    assert "Самый активный год: 2024, 7 постов." in said(stats(day(1990), day(2024)))
    assert "The busiest year: 2024, 7 posts." in said(stats(day(1990), day(2024)), "en")


@pytest.mark.parametrize("language", languages())
def test_no_posts_no_numbers(language: str) -> None:
    empty = undated(0)
    assert len(said(empty, language)) == 1


@pytest.mark.parametrize("language", languages())
def test_it_is_never_too_long_for_below_a_picture(language: str) -> None:
    found = stats(day(2004), day(2024), (10**9,), (10**6,))
    found = replace(
        found,
        totals=replace(found.totals, posts=10**12),
        channels=tuple((channel("🌿" * 100, number), 10**9) for number in range(9)),
        topics=topics(*("🌿" * 100 + str(number) for number in range(9))),
    )
    assert utf16_length("\n".join(said(found, language))) <= MOST_CAPTION_UNITS
