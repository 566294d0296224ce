"""How lists look: heading, numbers, snippets, buttons; and how they look when there is nothing to list."""

from __future__ import annotations

import pytest

from bot.callbacks import OpenTap
from bot.i18n import words_of
from bot.services.browsing import Period
from bot.services.listings import Listing, ListingKind
from bot.services.topic_lists import TopicsPage
from bot.views.entry import highlighted
from bot.views.listing import listing_screen
from bot.views.screen import joined, rows_of, shortened
from bot.views.topics import topics_screen
from core.richtext import Entity, RichText
from core.types import Highlighted, Topic
from tests.bot.pages import entry, labels, page

RU, EN = words_of("ru"), words_of("en")


@pytest.mark.parametrize(
    ("listing", "russian", "english"),
    [
        (Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай"), "🔎 чай · 1 пост", "🔎 чай · 1 post"),
        (Listing(kind=ListingKind.TOPIC, post_ids=(1,), subject="чай"), "📚 чай · 1 пост", "📚 чай · 1 post"),
        (
            Listing(kind=ListingKind.SIMILAR, post_ids=(1,), subject="Чай"),
            "≈ Похожие на «Чай» · 1 пост",
            "≈ Similar to “Чай” · 1 post",
        ),
        (
            Listing(kind=ListingKind.TOP, post_ids=(1,), subject=Period.YEAR),
            "🏆 Самое любимое за год · 1 пост",
            "🏆 Best liked of the last year · 1 post",
        ),
        (Listing(kind=ListingKind.LAST, post_ids=(1,)), "🕓 Последний пост", "🕓 The newest post"),
    ],
)
def test_headings(listing: Listing, russian: str, english: str) -> None:
    assert listing_screen(page(listing, entry(0)), RU).text.text.split("\n")[0] == russian
    assert listing_screen(page(listing, entry(0)), EN).text.text.split("\n")[0] == english


@pytest.mark.parametrize(
    ("count", "russian"), [(1, "1 пост"), (3, "3 поста"), (11, "11 постов"), (21, "21 пост"), (112, "112 постов")]
)
def test_counts(count: int, russian: str) -> None:
    listing = Listing(kind=ListingKind.SEARCH, post_ids=tuple(range(count)), subject="чай")
    heading = listing_screen(page(listing, entry(0), total=count), RU).text.text.split("\n")[0]
    assert heading == f"🔎 чай · {russian}"


def test_an_entry_in_full() -> None:
    listing = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="чай")
    screen = listing_screen(page(listing, entry(0, "🎉 Чай", "и чай", (2, 5), message_id=9)), RU)
    assert screen.text.text == "🔎 чай · 1 пост\n\n1. 🎉 Чай\nи чай"
    link = Entity("text_link", 20, 6, url="https://t.me/c/7/9")
    assert link in screen.text.entities
    assert Entity("bold", 20, 6) in screen.text.entities
    assert Entity("bold", 29, 3) in screen.text.entities
    assert not screen.link_preview


def test_what_was_understood_and_what_was_cut() -> None:
    listing = Listing(kind=ListingKind.SEARCH, post_ids=(1,), subject="ч\nай " * 30, understood="чай\n" * 30, cut=True)
    lines = listing_screen(page(listing, entry(0)), RU).text.text.split("\n")
    assert lines[1].startswith("Показаны результаты по «чай чай")
    assert lines[1].endswith("…».")
    assert lines[2] == "Запрос длинный: я искал по первым двенадцати разным словам."


@pytest.mark.parametrize(
    ("parent_kind", "label", "data"),
    [
        (None, "↩ Темы", "ts:parent:2"),
        (ListingKind.SEARCH, "↩ К списку", "p:parent:2"),
        (ListingKind.SIMILAR, "↩ К списку", "p:parent:2"),
        (ListingKind.RANDOM, "↩ К посту", "o:parent:0:0"),
    ],
)
@pytest.mark.parametrize("post_ids", [(1,), ()])
def test_the_way_back(parent_kind: ListingKind | None, label: str, data: str, post_ids: tuple[int, ...]) -> None:
    listing = Listing(
        kind=ListingKind.SIMILAR, post_ids=post_ids, parent="parent", parent_kind=parent_kind, parent_page=2
    )
    screen = listing_screen(page(listing, *[entry(0)][: len(post_ids)]), RU)
    assert [(button.label, button.data) for button in screen.rows[-1]] == [(label, data)]


def test_buttons() -> None:
    listing = Listing(kind=ListingKind.TOPIC, post_ids=tuple(range(12)), subject="чай", parent="topics", parent_page=2)
    entries = [entry(index) for index in range(5, 10)]
    screen = listing_screen(page(listing, *entries, total=12, number=1), EN)
    assert labels(screen)[:2] == [["1", "2", "3", "4", "5"], ["‹", "2/3", "›"]]
    assert labels(screen)[2:] == [["↩ Topics", "💬 Open in a chat with me", "🔗 Link"]]
    data = [button.data for row in screen.rows[1:] for button in row]
    assert data[:4] == ["p:card:0", "p:card:1", "p:card:2", "ts:topics:2"]
    opened = [OpenTap.unpack(button.data or "") for button in screen.rows[0]]
    assert [tap.index for tap in opened] == list(range(5, 10))


@pytest.mark.parametrize(
    ("listing", "russian", "english"),
    [
        (
            Listing(kind=ListingKind.TOPIC, post_ids=(), subject="чай"),
            "В теме «чай» постов больше нет.",
            "There are no posts on “чай” any more.",
        ),
        (
            Listing(kind=ListingKind.TOP, post_ids=(), subject=Period.MONTH),
            "Постов с реакциями за месяц нет. Посты без даты видны только в списке за всё время: /top",
            "No posts of the last month have reactions. Posts without a date are only in the list of all time: /top",
        ),
        (
            Listing(kind=ListingKind.TOP, post_ids=(), subject=Period.ALL),
            "Постов с реакциями пока нет.",
            "There are no posts with reactions yet.",
        ),
        (
            Listing(kind=ListingKind.LAST, post_ids=()),
            "В архиве пока нет постов.",
            "There are no posts in the archive yet.",
        ),
        (
            Listing(kind=ListingKind.SIMILAR, post_ids=(), subject="Чай"),
            "Постов, похожих на «Чай», нет.",
            "There are no posts similar to “Чай”.",
        ),
        (
            Listing(kind=ListingKind.SEARCH, post_ids=(1, 2), subject="чай"),
            "Этих постов больше нет в архиве.",
            "These posts are no longer in the archive.",
        ),
    ],
)
def test_nothing_to_list(listing: Listing, russian: str, english: str) -> None:
    assert listing_screen(page(listing), RU).text == RichText(russian)
    assert listing_screen(page(listing), EN).text == RichText(english)


def test_matches_are_bold_and_not_too_many() -> None:
    found = highlighted(Highlighted(text="🎉 а" + " а" * 50, ranges=tuple((2 + 2 * k, 3 + 2 * k) for k in range(50))))
    assert found.entities[0] == Entity("bold", 3, 1)
    assert len(found.entities) == 7


def topics_page(
    *names: str, asked: str | None = None, near: bool = False, number: int = 0, pages: int = 1
) -> TopicsPage:
    topics = tuple((index, Topic(key=name, name=name, posts=2)) for index, name in enumerate(names))
    return TopicsPage(
        card_id="card", entries=topics, number=number, pages=pages, total=len(names), asked=asked, near=near
    )


@pytest.mark.parametrize(
    ("shown", "russian", "english"),
    [
        (topics_page("чай"), "📚 1 тема. Нажмите, чтобы открыть:", "📚 1 topic. Tap to open:"),
        (topics_page(), "Тем пока нет.", "There are no topics yet."),
        (
            topics_page("чай", asked="чяй"),
            "Темы «чяй» нет. Вот что есть:",
            "There is no topic “чяй”. There are these:",
        ),
        (
            topics_page("чай", "чаща", asked="ча", near=True),
            "Под «ча» подходят несколько тем:",
            "Several topics fit “ча”:",
        ),
        (
            topics_page(asked="чай"),
            "Темы «чай» нет, и других тем пока тоже нет.",
            "There is no topic “чай”, and no other yet.",
        ),
    ],
)
def test_topics(shown: TopicsPage, russian: str, english: str) -> None:
    assert topics_screen(shown, RU).text.text == russian
    assert topics_screen(shown, EN).text.text == english


def test_the_topics_buttons() -> None:
    screen = topics_screen(topics_page("чай", "я" * 60, "лес", number=1, pages=3), RU)
    assert [label for row in labels(screen) for label in row][:3] == ["чай · 2", f"{'я' * 39}… · 2", "лес · 2"]
    assert labels(screen)[-1] == ["‹", "›"]


def test_small_pieces() -> None:
    assert joined(", ", []) == RichText("")
    assert joined(", ", ["а", RichText("б")]).text == "а, б"
    assert rows_of([], ()) == ()
    assert shortened(" а \n б ") == "а б"
    assert shortened("я" * 61) == "я" * 59 + "…"
    assert shortened("я" * 58 + " яя") == "я" * 58 + "…"
