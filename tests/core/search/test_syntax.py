from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.filters import Filters, Has, Sort
from core.search.syntax import Typed, find_filters
from core.words import tokens

MOSCOW = ZoneInfo("Europe/Moscow")


def found(text: str) -> list[Typed]:
    return list(find_filters(text, UTC))


def only(text: str) -> Typed:
    [typed] = found(text)
    return typed


@pytest.mark.parametrize(
    "text", ['"Белый кот"', "«Белый кот»", "“Белый кот”", "„Белый кот“", "„Белый кот”", '"белый,   КОТ!"']
)
def test_words_in_quotes_of_any_kind_are_a_phrase(text: str) -> None:
    assert only(text).filters == Filters(phrases=(("белый", "кот"),))


def test_quotes_end_where_their_own_kind_closes() -> None:
    assert only("«один „два“ три»").filters == Filters(phrases=(("один", "два", "три"),))
    assert [typed.text for typed in found('"один "два" три"')] == ['"один "']
    assert [typed.text for typed in found("«один „два“ три")] == ["„два“"]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("-кот", ("кот",)),
        ("-Котов,", ("котов",)),
        ("-белый-кот", ("белый", "кот")),
        ("-C++", ("cpp",)),
        ('-"белый кот"', ("белый", "кот")),
        ("-«белый кот»", ("белый", "кот")),
        ("-пример:такой", ("пример", "такой")),
    ],
)
def test_a_minus_keeps_words_out(text: str, without: tuple[str, ...]) -> None:
    assert only(text).filters == Filters(without=(without,))


@pytest.mark.parametrize(("text", "tag"), [("#Кот", "Кот"), ("#белый_кот", "белый_кот"), ("#gpt4", "gpt4")])
def test_hashtags_wanted_and_unwanted(text: str, tag: str) -> None:
    assert only(text).filters == Filters(tags=(tag,))
    assert only(f"-{text}").filters == Filters(without_tags=(tag,))


@pytest.mark.parametrize(
    ("value", "began"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-03", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-3", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-03-15", datetime(2024, 3, 15, tzinfo=UTC)),
        ("03.2024", datetime(2024, 3, 1, tzinfo=UTC)),
        ("3.2024", datetime(2024, 3, 1, tzinfo=UTC)),
        ("15.03.2024", datetime(2024, 3, 15, tzinfo=UTC)),
        ("15.03.2024.", datetime(2024, 3, 15, tzinfo=UTC)),
        ("2024,", datetime(2024, 1, 1, tzinfo=UTC)),
        ("29.02.2024", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize(
    ("after", "before"), [("after", "before"), ("после", "до"), ("After", "BEFORE"), ("После", "ДО")]
)
def test_a_date_begins_at_midnight_in_its_zone(value: str, began: datetime, after: str, before: str) -> None:
    for zone in (UTC, MOSCOW):
        [since] = find_filters(f"{after}:{value}", zone)
        [until] = find_filters(f"{before}:{value}", zone)
        assert since.filters == Filters(after=began.replace(tzinfo=zone))
        assert until.filters == Filters(before=began.replace(tzinfo=zone))


def test_midnight_is_earlier_in_the_east() -> None:
    [east] = find_filters("after:2024-03-15", MOSCOW)
    [utc] = find_filters("after:2024-03-15", UTC)
    assert east.filters
    assert utc.filters
    assert east.filters.after
    assert utc.filters.after
    assert utc.filters.after - east.filters.after == timedelta(hours=3)


@pytest.mark.parametrize(
    ("value", "has"),
    [
        ("photo", Has.PHOTO),
        ("photos", Has.PHOTO),
        ("фото", Has.PHOTO),
        ("video", Has.VIDEO),
        ("видео", Has.VIDEO),
        ("link", Has.LINK),
        ("links", Has.LINK),
        ("ссылка", Has.LINK),
        ("ссылки", Has.LINK),
        ("code", Has.CODE),
        ("код", Has.CODE),
        ("poll", Has.POLL),
        ("polls", Has.POLL),
        ("опрос", Has.POLL),
        ("опросы", Has.POLL),
        ("Photo,", Has.PHOTO),
    ],
)
@pytest.mark.parametrize("key", ["has", "есть", "HAS", "Есть"])
def test_what_a_post_has(key: str, value: str, has: Has) -> None:
    assert only(f"{key}:{value}").filters == Filters(has=frozenset({has}))


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        ("new", Sort.NEW),
        ("newest", Sort.NEW),
        ("новые", Sort.NEW),
        ("новое", Sort.NEW),
        ("top", Sort.TOP),
        ("топ", Sort.TOP),
        ("лучшие", Sort.TOP),
        ("лучшее", Sort.TOP),
        ("TOP.", Sort.TOP),
    ],
)
@pytest.mark.parametrize("key", ["sort", "сорт", "сортировка", "Sort"])
def test_the_order_that_is_asked_for(key: str, value: str, sort: Sort) -> None:
    typed = only(f"{key}:{value}")
    assert (typed.sort, typed.filters) == (sort, None)


@pytest.mark.parametrize(
    ("text", "channel"),
    [("in:@Tihiy", "Tihiy"), ("in:tihiy", "tihiy"), ("в:@tihiy", "tihiy"), ("В:Канал,", "Канал"), ("in:@t_1.", "t_1")],
)
def test_the_channel(text: str, channel: str) -> None:
    assert only(text).filters == Filters(channels=frozenset({channel}))


@pytest.mark.parametrize(
    "text",
    [
        "after:завтра",
        "after:2024-13",
        "after:2024-02-30",
        "до:31.02.2024",
        "before:24",
        "before:0000",
        "after:2024-03-15T10",
        "has:кот",
        "есть:деньги",
        "sort:по-дате",
        "in:@",
        "в:@,",
        "-after:2024",
        "-has:photo",
        "-в:@tihiy",
        "-sort:new",
    ],
)
def test_a_filter_whose_value_makes_no_sense_is_told_apart(text: str) -> None:
    typed = only(text)
    assert typed == Typed(text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "кот",
        "чёрно-белый",
        "кот - пёс",
        "кот -",
        "--кот",
        "-",
        "#",
        "-#",
        "# кот",
        "#123",
        "C#",
        '"кот',
        '""',
        '"?!"',
        '-"?!"',
        "«»",
        "«кот",
        "кот»",
        'x"кот"',
        "https://t.me/tihiy",
        "пример: такой",
        "10:30",
        "пример:такой",
        "кот:in:@x",
        '"' + "я" * 50 + '"',
        "",
    ],
)
def test_what_does_not_look_like_a_filter_is_left_to_be_words(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("in: @tihiy", Filters(channels=frozenset({"tihiy"}))),
        ("после: 2024", Filters(after=datetime(2024, 1, 1, tzinfo=UTC))),
        ("has: фото", Filters(has=frozenset({Has.PHOTO}))),
    ],
)
def test_a_blank_may_stand_before_a_value_that_makes_sense(text: str, filters: Filters) -> None:
    assert only(f"кот {text} дом") == Typed(text, 4, 4 + len(text), filters)


def test_a_key_without_a_value_that_makes_sense_is_told_alone() -> None:
    assert only("кот до: обеда") == Typed("до:", 4, 7)
    assert only("кот after:") == Typed("after:", 4, 10)
    assert only("after://x") == Typed("after:", 0, 6)


@pytest.mark.parametrize("text", ['in:"Мой канал"', "в:«Мой канал»", "in:“Мой канал”", 'in: "Мой канал"'])
def test_the_title_of_a_channel_in_quotes(text: str) -> None:
    assert only(f"{text} кот") == Typed(text, 0, len(text), Filters(channels=frozenset({"Мой канал"})))


def test_filters_stand_anywhere_and_know_their_places() -> None:
    text = 'кот -пёс "белый дом" after:2024 #лето sort:new has:щит'
    assert [(typed.text, typed.start) for typed in found(text)] == [
        ("-пёс", 4),
        ('"белый дом"', 9),
        ("after:2024", 21),
        ("#лето", 32),
        ("sort:new", 38),
        ("has:щит", 47),
    ]


pieces = st.sampled_from(
    [
        '"',
        "«",
        "»",
        "„",
        "“",
        "”",
        "-",
        "#",
        ":",
        "@",
        " ",
        "(",
        "after:",
        "до:",
        "in:",
        "has:",
        "sort:",
        "2024",
        "31.02.2024",
        "кот",
        "new",
        "фото",
        "\u0301",
        "\u200b",
        "\u202e",
        "\n",
        "👍",
    ]
)
texts = st.one_of(st.text(), st.lists(pieces, max_size=30).map("".join))


@given(texts)
def test_any_text_has_filters_apart_and_in_order(text: str) -> None:
    place = 0
    for typed in found(text):
        assert place <= typed.start < typed.end <= len(text)
        assert typed.text == text[typed.start : typed.end]
        assert typed.filters is None or typed.sort is None
        assert typed.filters is None or bool(typed.filters)
        place = typed.end


@given(texts)
def test_forms_in_filters_are_forms_of_their_own_text(text: str) -> None:
    for typed in found(text):
        if typed.filters:
            forms = {token.form for token in tokens(typed.text)}
            for words in (*typed.filters.phrases, *typed.filters.without):
                assert words
                assert forms.issuperset(words)
