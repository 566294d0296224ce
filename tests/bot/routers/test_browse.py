"""/top and /last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.richtext import RichText
from core.types import IncomingPost
from tests.bot.letopis import Letopis
from tests.telegram import DEFAULT_NOW, FakeUser


def titles(text: str) -> list[str]:
    return [line.partition(". ")[2] for line in text.split("\n") if line.partition(". ")[0].isdecimal()]


async def _dated(letopis: Letopis) -> None:
    ages = {"вчера": 1, "недавно": 6, "в этом месяце": 20, "в этом году": 200, "давно": 900}
    await letopis.store(
        *(
            IncomingPost(
                text=RichText(name), published_at=DEFAULT_NOW - timedelta(days=days), reactions={"👍": 10 + days}
            )
            for name, days in ages.items()
        ),
        IncomingPost(text=RichText("без даты"), reactions={"❤": 5}),
        IncomingPost(text=RichText("без реакций"), published_at=DEFAULT_NOW - timedelta(days=2)),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("/top неделя", ["недавно", "вчера"]),
        ("/top Неделю", ["недавно", "вчера"]),
        ("/top за неделю", ["недавно", "вчера"]),
        ("/top week", ["недавно", "вчера"]),
        ("/top 7", ["недавно", "вчера"]),
        ("/top месяц", ["в этом месяце", "недавно", "вчера"]),
        ("/top MONTH", ["в этом месяце", "недавно", "вчера"]),
        ("/top год", ["в этом году", "в этом месяце", "недавно", "вчера"]),
        ("/top year", ["в этом году", "в этом месяце", "недавно", "вчера"]),
        ("/top", ["давно", "в этом году", "в этом месяце", "недавно", "вчера"]),
        ("/top всё", ["давно", "в этом году", "в этом месяце", "недавно", "вчера"]),
        ("/top все", ["давно", "в этом году", "в этом месяце", "недавно", "вчера"]),
        ("/top all", ["давно", "в этом году", "в этом месяце", "недавно", "вчера"]),
    ],
)
async def test_the_best_liked_of_a_period(empty: Letopis, typed: str, found: list[str]) -> None:
    await _dated(empty)
    assert titles((await empty.user().send(typed)).only.text) == found


async def test_the_heading_names_the_period(empty: Letopis) -> None:
    await _dated(empty)
    anna, john = empty.user(), empty.user("John", "en")
    week = (await anna.send("/top неделя")).only.rendered
    assert week.startswith("🏆 *Самое любимое за неделю* · 2 поста\n\n1. *недавно*\n24 февр. 2026")
    assert (await john.send("/top")).only.rendered.startswith("🏆 *Best liked of all time* · 6 posts\n\n1. *давно*\n")
    assert titles((await john.tap("›")).only.text) == ["без даты"]


async def test_another_period_is_a_tap_away(empty: Letopis) -> None:
    await _dated(empty)
    anna, john = empty.user(), empty.user("John", "en")
    group = empty.group(anna, john)
    card = (await anna.send("/top неделя", chat=group)).only
    assert ("✓ Неделя", "Месяц", "Год", "Всё") in card.keyboard
    month = (await anna.tap("Месяц")).only
    assert (month.kind, month.message_id) == ("edit", card.message_id)
    assert titles(month.text) == ["в этом месяце", "недавно", "вчера"]
    assert ("Неделя", "✓ Месяц", "Год", "Всё") in month.keyboard
    assert titles((await john.tap("Год", month)).only.text) == ["в этом году", "в этом месяце", "недавно", "вчера"]


async def test_a_period_without_posts_offers_the_others(anna: FakeUser) -> None:
    card = (await anna.send("/top неделя")).only
    assert card.keyboard == (("✓ Неделя", "Месяц", "Год", "Всё"),)
    assert "за всё время" in (await anna.tap("Всё")).only.text


@pytest.mark.parametrize(
    "typed", ["/top завтра", "/top 14", "/top week month", "/top <b>", "/top 🔥", "/top " + "я" * 4000]
)
async def test_a_period_that_is_none(letopis: Letopis, typed: str) -> None:
    anna, john = letopis.user(), letopis.user("John", "en")
    assert (await anna.send(typed)).only.rendered == (
        "За какое время? `/top неделя`, `/top месяц`, `/top год` или `/top всё`"
    )
    assert (await john.send(typed)).only.rendered == (
        "Which period? `/top week`, `/top month`, `/top year` or `/top all`"
    )


async def test_an_undated_archive_has_no_week(anna: FakeUser, john: FakeUser) -> None:
    assert (await anna.send("/top неделя")).only.text == (
        "Постов с реакциями за неделю нет. Посты без даты видны только в списке за всё время: /top"
    )
    assert (await john.send("/top year")).only.text == (
        "No posts of the last year have reactions. Posts without a date are only in the list of all time: /top"
    )
    assert "за всё время" in (await anna.send("/top")).only.text


async def test_an_empty_archive(empty: Letopis) -> None:
    anna, john = empty.user(), empty.user("John", "en")
    assert (await anna.send("/last")).only.text == "В архиве пока нет постов."
    assert (await john.send("/last")).only.text == "There are no posts in the archive yet."
    assert (await anna.send("/top")).only.text == "Постов с реакциями пока нет."
    assert (await john.send("/top all")).only.text == "There are no posts with reactions yet."


@pytest.mark.parametrize(
    ("typed", "heading", "pages"),
    [
        ("/last", "🕓 *Последние 24 поста*", 5),
        ("/last 1", "🕓 *Последний пост*", 1),
        ("/last 3", "🕓 *Последние 3 поста*", 1),
        ("/last 12", "🕓 *Последние 12 постов*", 3),
        ("/last 99999999999999999999999", "🕓 *Последние 24 поста*", 5),
        ("/last 0000000000003", "🕓 *Последние 3 поста*", 1),
    ],
)
async def test_the_newest(anna: FakeUser, typed: str, heading: str, pages: int) -> None:
    card = (await anna.send(typed)).only
    assert card.rendered.split("\n")[0] == heading
    assert ("›" in card.labels) == (pages > 1)
    assert (await anna.tap("1")).only.text.startswith("Откуда у сервера тишина\n")


async def test_dated_posts_come_newest_first_and_undated_ones_behind(empty: Letopis) -> None:
    await _dated(empty)
    john = empty.user("John", "en")
    card = (await john.send("/last 10")).only
    assert card.text.startswith("🕓 The newest 7 posts\n")
    assert titles(card.text) == ["вчера", "без реакций", "недавно", "в этом месяце", "в этом году"]
    assert titles((await john.tap("›")).only.text) == ["давно", "без даты"]
    assert (await john.send("/last 1")).only.text.startswith("🕓 The newest post\n")


@pytest.mark.parametrize("typed", ["/last много", "/last 0", "/last -3", "/last 1.5", "/last 5 6", "/last ²"])
async def test_a_number_that_is_none(letopis: Letopis, typed: str) -> None:
    anna, john = letopis.user(), letopis.user("John", "en")
    assert (await anna.send(typed)).only.rendered == "Сколько постов показать? Например: `/last 10`"
    assert (await john.send(typed)).only.rendered == "How many posts? For example: `/last 10`"


async def test_a_date_is_the_day_where_the_readers_are(empty: Letopis) -> None:
    late = DEFAULT_NOW.replace(hour=20)
    await empty.store(IncomingPost(text=RichText("Поздний пост"), published_at=late))
    assert "3 мар. 2026" in (await empty.user().send("/last")).only.text
