"""What the card of a search says beside its posts: how much was found, how the query was read, where it was hit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import words_of
from bot.services.listings import Listing, ListingKind
from bot.views.listing import listing_screen
from bot.views.screen import Screen
from core.richtext import Entity, utf16_length
from core.richtext.normal import as_telegram_counts
from core.types import Highlighted
from tests.bot.pages import entry, labels, page

RU, EN = words_of("ru"), words_of("en")


@pytest.mark.parametrize(
    ("kind", "total", "russian", "english"),
    [
        (ListingKind.SEARCH, 199, "🔎 чай · 199 постов", "🔎 чай · 199 posts"),
        (ListingKind.SEARCH, 200, "🔎 чай · 200+ постов", "🔎 чай · 200+ posts"),
        (ListingKind.TOPIC, 200, "📚 чай · 200+ постов", "📚 чай · 200+ posts"),
    ],
)
def test_a_search_that_found_more_than_it_keeps_says_so(
    kind: ListingKind, total: int, russian: str, english: str
) -> None:
    shown = page(Listing(kind=kind, post_ids=tuple(range(200)), subject="чай"), entry(0), total=total)
    assert listing_screen(shown, RU).text.text.startswith(f"{russian}\n")
    assert listing_screen(shown, EN).text.text.startswith(f"{english}\n")


def test_hits_in_a_title_are_underlined_too() -> None:
    title = "🎉 Чай, чаёк и чайник для чая"
    shown = entry(0, title, message_id=9)
    shown = replace(shown, title=Highlighted(text=title, ranges=((2, 5), (7, 11), (14, 20), (25, 28))))
    screen = listing_screen(page(Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай"), shown), RU)
    at = screen.text.text.index(title) + 1  # the heading's emoji is two units
    underlined = [(found.offset - at, found.length) for found in screen.text.entities if found.type == "underline"]
    assert underlined == [(3, 3), (8, 4), (15, 6)]
    assert Entity("bold", at, 29) in screen.text.entities
    assert Entity("text_link", at, 29, url="https://t.me/c/7/9") in screen.text.entities


def test_hits_side_by_side_in_a_title_are_one() -> None:
    title = "Зелёный чай, чай и чай"
    shown = replace(entry(0), title=Highlighted(text=title, ranges=((0, 7), (8, 11), (13, 16), (19, 22))))
    screen = listing_screen(page(Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай"), shown), RU)
    assert _underlined(screen) == ["Зелёный чай", "чай", "чай"]


def _underlined(screen: Screen) -> list[str]:
    units = screen.text.text.encode("utf-16-le")
    spans = [(found.offset, found.end) for found in screen.text.entities if found.type == "underline"]
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


def test_a_page_full_of_hits_stays_within_what_telegram_takes() -> None:
    text = ("а б " * 40).strip()
    found = Highlighted(text=text, ranges=tuple((4 * number + 2, 4 * number + 3) for number in range(40)))
    liked = entry(0, message_id=9)
    liked = replace(liked, post=replace(liked.post, reactions={"👍": 10**9}), title=found, snippet=found)
    listing = Listing(
        kind=ListingKind.SEARCH,
        post_ids=tuple(range(200)),
        subject="а" * 4096,
        understood="б" * 4096,
        better="в" * 4096,
        malformed=("after:" + "г" * 4000,) * 12,
        cut=True,
    )
    screen = listing_screen(page(listing, *([liked] * 5), total=200), RU)
    assert utf16_length(screen.text.text) <= 4096
    assert 77 <= len(as_telegram_counts(screen.text.entities)) <= 100
    assert all(len(button.data.encode()) <= 64 for row in screen.rows for button in row if button.data)


def test_quotation_marks_inside_of_others_are_plain() -> None:
    listing = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="«чяй»", understood="„чай“", better="“чай”")
    screen = listing_screen(page(listing, entry(0)), RU)
    assert screen.text.text.split("\n")[:3] == [
        "🔎 «чяй» · 1 пост",
        'Показаны результаты по «"чай"».',
        'Возможно, вы имели в виду «"чай"»?',
    ]
    assert labels(screen)[1] == ['Искать «"чяй"» как написано']
    similar = Listing(kind=ListingKind.SIMILAR, post_ids=(1,), subject="О «чае»")
    assert listing_screen(page(similar, entry(0)), RU).text.text.startswith('≈ Похожие на «О "чае"» · 1 пост')


def test_how_a_query_was_read() -> None:
    listing = Listing(
        kind=ListingKind.SEARCH,
        post_ids=(1,),
        subject="чяй из листьев смородины с мятой",
        understood="чай из листьев смородины с мятой",
        better="чай с мятой",
        malformed=("after:вчера",),
    )
    russian, english = (listing_screen(page(listing, entry(0)), words) for words in (RU, EN))
    assert russian.text.text.split("\n")[1:4] == [
        "Показаны результаты по «чай из листьев смородины с мятой».",
        "Возможно, вы имели в виду «чай с мятой»?",
        "Не понял фильтр «after:вчера», поэтому искал его как слова. Как пишутся фильтры: /help search",
    ]
    assert english.text.text.split("\n")[1:4] == [
        "Showing results for “чай из листьев смородины с мятой”.",
        "Perhaps you meant “чай с мятой”?",
        (
            "I did not understand the filter “after:вчера”, so I searched for its words. "
            "How filters are written: /help search"
        ),
    ]
    assert labels(russian)[:3] == [["1"], ["Искать «чяй из листьев смородин…» как написано"], ["🔎 чай с мятой"]]
    assert labels(english)[:3] == [["1"], ["Search for “чяй из листьев смородин…” as typed"], ["🔎 чай с мятой"]]
    assert [row[0].data for row in russian.rows[1:3]] == ["x:card", "b:card"]


@pytest.mark.parametrize(
    ("malformed", "russian", "english"),
    [
        (
            ("has:кот", "sort:old"),
            "Не понял фильтры «has:кот», «sort:old», поэтому искал их",
            "“has:кот”, “sort:old”, so",
        ),
        (("a:1", "b:2", "c:3"), "фильтры «a:1», «b:2», «c:3», поэтому", "filters “a:1”, “b:2”, “c:3”, so"),
        (("a:1", "b:2", "c:3", "d:4"), "фильтры «a:1», «b:2», «c:3», …", "filters “a:1”, “b:2”, “c:3”, …"),
        (("after:" + "я" * 50,), f"«after:{'я' * 23}…»", f"“after:{'я' * 23}…”"),
    ],
)
def test_filters_that_make_no_sense_are_named(malformed: tuple[str, ...], russian: str, english: str) -> None:
    listing = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай", malformed=malformed)
    assert russian in listing_screen(page(listing, entry(0)), RU).text.text
    assert english in listing_screen(page(listing, entry(0)), EN).text.text
