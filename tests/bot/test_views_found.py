"""What a reader is told where nothing was found, and what to try instead."""

from __future__ import annotations

import pytest

from bot.i18n import words_of
from bot.services.loosening import Loosening, Looser
from bot.services.searching import NothingFound
from bot.views.found import found_screen
from core.types import Topic
from tests.bot.pages import labels

RU, EN = words_of("ru"), words_of("en")
NOTHING = "По запросу «чяй» ничего не нашлось."


@pytest.mark.parametrize(
    ("suggestions", "topics", "cut", "text", "buttons"),
    [
        ((), (), False, NOTHING, []),
        (
            ("чай", "чаёк", "чаща"),
            (),
            False,
            f"{NOTHING}\nМожет быть, вы имели в виду:",
            [["🔎 чай", "🔎 чаёк"], ["🔎 чаща"]],
        ),
        (
            ("чай",),
            ("#чай",),
            True,
            (
                f"{NOTHING}\n"
                "Запрос длинный: я искал по первым двенадцати разным словам.\n"
                "Попробуйте похожее слово или тему:"
            ),
            [["🔎 чай"], ["📚 #чай · 3"]],
        ),
        ((), ("#чай",), False, f"{NOTHING}\nЗато есть темы:", [["📚 #чай · 3"]]),
    ],
)
def test_near_words_and_topics(
    suggestions: tuple[str, ...], topics: tuple[str, ...], cut: bool, text: str, buttons: list[list[str]]
) -> None:
    known = tuple(Topic(key=name, name=name, posts=3) for name in topics)
    found = NothingFound(card_id="card", query="чяй", suggestions=suggestions, topics=known, cut=cut)
    screen = found_screen(found, RU)
    assert (screen.text.text, labels(screen)) == (text, buttons)


def looser(kind: Loosening, dropped: str = "", query: str = "чай") -> Looser:
    return Looser(kind=kind, dropped=dropped, query=query)


AFTER, HAS = looser(Loosening.FILTER, "after:2030"), looser(Loosening.FILTER, "есть:код")
PHRASE = looser(Loosening.QUOTES, '"чай мятный"', "чай мятный")


@pytest.mark.parametrize(
    ("offered", "russian", "english", "buttons"),
    [
        (
            (AFTER,),
            "Без «after:2030» нашлось бы.",
            "Without “after:2030” something would be found.",
            ("Без «after:2030»", "Without “after:2030”"),
        ),
        (
            (looser(Loosening.FILTER, "in:@" + "я" * 50),),
            f"Без «in:@{'я' * 25}…» нашлось бы.",
            f"Without “in:@{'я' * 25}…” something would be found.",
            (f"Без «in:@{'я' * 25}…»", f"Without “in:@{'я' * 25}…”"),
        ),
        (
            (PHRASE,),
            "Без кавычек нашлось бы.",
            "Without the quotation marks something would be found.",
            ("🔎 чай мятный", "🔎 чай мятный"),
        ),
        (
            (looser(Loosening.ALL, query="я" * 60),),
            "Просто по словам, без фильтров, нашлось бы.",
            "Just the words, without filters, would find something.",
            (f"🔎 {'я' * 39}…", f"🔎 {'я' * 39}…"),
        ),
    ],
)
def test_what_can_be_let_go(offered: tuple[Looser, ...], russian: str, english: str, buttons: tuple[str, str]) -> None:
    found = NothingFound(card_id="card", query="чяй", suggestions=(), topics=(), looser=offered)
    for words, line, label in zip((RU, EN), (russian, english), buttons, strict=True):
        screen = found_screen(found, words)
        assert screen.text.text.split("\n")[1:] == [line]
        assert labels(screen) == [[label]]


def test_what_can_be_let_go_comes_before_the_near_words() -> None:
    found = NothingFound(
        card_id="card", query="чяй", suggestions=("чай", "чаёк"), topics=(), looser=(AFTER, HAS, PHRASE)
    )
    screen = found_screen(found, RU)
    assert screen.text.text.split("\n")[1:] == [
        "Нашлось бы без любого из этих: «after:2030», «есть:код».",
        "Без кавычек нашлось бы.",
        "Может быть, вы имели в виду:",
    ]
    assert labels(screen) == [
        ["Без «after:2030»"],
        ["Без «есть:код»"],
        ["🔎 чай мятный"],
        ["🔎 чай", "🔎 чаёк"],
    ]
    assert [button.data for row in screen.rows for button in row] == [f"y:card:{index}" for index in range(5)]
    assert "without any one of these: “after:2030”, “есть:код”." in found_screen(found, EN).text.text


def test_a_filter_that_makes_no_sense_is_named_here_too() -> None:
    found = NothingFound(card_id="card", query="чяй", suggestions=(), topics=(), malformed=("sort:old",))
    assert found_screen(found, RU).text.text.split("\n") == [
        NOTHING,
        "Не понял фильтр «sort:old», поэтому искал его как слова. Как пишутся фильтры: /help search",
    ]


def test_no_word_at_all() -> None:
    found = NothingFound(card_id="card", query="!?", suggestions=(), topics=(), wordless=True)
    assert found_screen(found, RU).text.text == "Здесь нет слов для поиска. Напишите, о чём был пост."
    assert found_screen(found, EN).text.text == "There are no words here to search for. Write what the post was about."
