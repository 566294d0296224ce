"""Filters, sorts and phrases: what of the matches is left, in which order, and what is told where nothing is."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.answer import MOST_BLAMED
from core.search.filters import Has
from core.search.retrieval import MOST_POSTS
from tests.core.search.memory_index import MemoryIndex, Post, day

PHOTO = frozenset({Has.PHOTO})
POSTS = (
    Post("Белый кот #лето", published_at=day(1), reactions=3, has=PHOTO),  # 1
    Post("Белого кота видно, тут и дом", published_at=day(2), reactions=9, channel="gromkiy"),  # 2
    Post("Кот белый, мета-обучение", published_at=day(3), has=frozenset({Has.LINK, Has.PHOTO})),  # 3
    Post("Рыжий кот без даты #Лето_Красное", reactions=5),  # 4
    Post("Пёс и дом", published_at=day(4), reactions=1),  # 5
)


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    return MemoryIndex(*POSTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("кот", {1, 2, 3, 4}),
        ("кот -белый", {4}),
        ("кот -белыми", {4}),
        ("кот -мета-обучение", {1, 2, 4}),
        ("кот -рыжий -дом", {1, 3}),
        ("кот #лето", {1}),
        ("кот #ЛЕТО_красное", {4}),
        ("кот -#лето", {2, 3, 4}),
        ("кот after:2024-01-02", {2, 3}),
        ("кот до:2024-01-02", {1}),
        ("кот после:02.01.2024 before:2024-01-03", {2}),
        ("кот in:@gromkiy", {2}),
        ("кот в:tihiy", {1, 3, 4}),
        ("кот has:photo", {1, 3}),
        ("кот есть:фото есть:ссылка", {3}),
        ('"белый кот"', {1}),
        ("«кот белый»", {3}),
        ('"белый кот" "кот лето"', {1}),
        ('кот "мета обучение"', {3}),
        ('дом "пес и"', {5}),
    ],
)
def test_filters_leave_what_they_say(index: MemoryIndex, query: str, found: set[int]) -> None:
    answer = index.search(query)
    assert set(answer.post_ids) == found
    assert (answer.understood, answer.malformed, answer.emptied_by) == (None, (), ())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("-кот", (5,)),
        ("has:photo", (3, 1)),
        ("#лето", (1,)),
        ("after:2024-01-02", (5, 3, 2)),
        ("before:2024-01-03", (2, 1)),
        ("in:tihiy", (5, 3, 1, 4)),
        ("sort:new", (5, 3, 2, 1, 4)),
        ("sort:top", (2, 4, 1, 5, 3)),
        ("sort:top has:photo", (1, 3)),
        ("-белый -пес sort:top", (4,)),
    ],
)
def test_filters_without_words_find_all_they_leave_the_newest_first(
    index: MemoryIndex, query: str, found: tuple[int, ...]
) -> None:
    answer = index.search(query)
    assert answer.post_ids == found
    assert answer.wordless
    assert answer.understood is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("кот sort:new", (3, 2, 1, 4)),
        ("кот sort:top", (2, 4, 1, 3)),
        ("сорт:новые кот has:photo", (3, 1)),
        ("белый кот sort:new", (3, 2, 1)),
        ("рыжий дом sort:new", (5, 2, 4)),
        ("рыжий дом sort:top", (2, 4, 5)),
        ('"белый кот" sort:new', (1,)),
    ],
)
def test_sorts_are_over_all_matches(index: MemoryIndex, query: str, found: tuple[int, ...]) -> None:
    assert index.search(query).post_ids == found


def test_a_sort_takes_the_first_of_very_many_matches() -> None:
    posts = [Post("кот " * (number % 5 + 1), reactions=number, published_at=day(1 + number)) for number in range(300)]
    posts.reverse()
    index = MemoryIndex(*posts)
    for query in ("кот sort:new", "кот sort:top", "sort:new", "sort:top -пёс"):
        assert index.search(query).post_ids == tuple(range(1, MOST_POSTS + 1))


def test_phrases_stand_in_the_posts_in_these_very_forms() -> None:
    index = MemoryIndex("белые коты", "белый кот", "кот белый", "Белый, кот", "бел и кот")
    assert set(index.search('"белый кот"').post_ids) == {2, 4}
    assert index.search('"белые коты"').post_ids == (1,)
    assert index.search('"белые коты" sort:new').post_ids == (1,)
    assert index.search('"белого кота"').post_ids == ()
    assert index.search('"белого кота"').emptied_by == ('"белого кота"',)


def test_a_phrase_is_checked_in_the_posts_behind_the_ranked_ones_too() -> None:
    texts = [f"белый кот {number}" if number % 2 else f"белые коты {number}" for number in range(300)]
    index = MemoryIndex(*texts)
    for query in ('"белый кот"', '"белый кот" sort:new', '"белый кот" sort:top'):
        found = index.search(query)
        assert len(found.post_ids) == len(set(found.post_ids)) > 50
        assert all(texts[post_id - 1].startswith("белый кот") for post_id in found.post_ids)
        assert list(found.scores) == sorted(found.scores, reverse=True)


def test_phrases_and_sorts_keep_undated_posts_last() -> None:
    index = MemoryIndex(
        Post("белый кот"), Post("белый кот", published_at=day(1)), Post("белый кот", published_at=day(2))
    )
    for query in ("кот sort:new", '"белый кот" sort:new', "-пес", "sort:top кот"):
        assert index.search(query).post_ids == (3, 2, 1)


def test_a_phrase_of_function_words_alone_is_searched_for() -> None:
    assert MemoryIndex("быть или не быть", "не или быть").search('"или не"').post_ids == (1,)


def test_dates_begin_in_the_readers_zone() -> None:
    evening = datetime(2024, 3, 14, 22, tzinfo=UTC)
    index = MemoryIndex(Post("кот", published_at=evening))
    assert index.search("кот after:2024-03-15").post_ids == ()
    assert index.search("кот after:2024-03-15", zone=ZoneInfo("Europe/Moscow")).post_ids == (1,)


def test_a_filter_that_empties_the_result_is_named_as_it_was_typed(index: MemoryIndex) -> None:
    for query, emptied_by in (
        ("кот after:2030", ("after:2030",)),
        ("Кот  В:@Никто ", ("В:@Никто",)),
        ("кот -коты", ("-коты",)),
        ("кот has:code #лето", ("has:code",)),
        ("рыжий has:photo #лето", ()),
        ("белый #лето in:gromkiy", ("#лето", "in:gromkiy")),
        ("#зима", ("#зима",)),
        ("#зима -#лето", ("#зима",)),
        ('"кот белый" in:gromkiy', ('"кот белый"', "in:gromkiy")),
        ("кот sort:new after:2030", ("after:2030",)),
        ("бегемот after:2030", ()),
    ):
        found = index.search(query)
        assert found.post_ids == ()
        assert found.emptied_by == emptied_by, query


def test_an_emptying_filter_is_named_where_no_post_has_all_the_words_either() -> None:
    index = MemoryIndex("белый кот", "пушистый снег")
    assert index.search("кот снег").post_ids
    assert index.search("кот снег has:photo").emptied_by == ("has:photo",)


def test_a_malformed_filter_is_searched_as_words_and_named() -> None:
    index = MemoryIndex("кот пришёл завтра", "кот ушёл")
    found = index.search("кот after:завтра")
    assert found.malformed == ("after:завтра",)
    assert found.post_ids == (1,)
    assert index.search("кот has:завтра sort:как").malformed == ("has:завтра", "sort:как")


def test_words_are_put_right_around_filters_that_stay() -> None:
    index = MemoryIndex(Post("рекомендации фильмов", published_at=day(1)), "рекомендации")
    found = index.search("htrjvtylfwbb after:2024 -кот")
    assert found.understood == "рекомендации after:2024 -кот"
    assert found.post_ids == (1,)
    assert index.search("рикомендации -фильмы").understood == "рекомендации -фильмы"
    assert index.search("рикомендации -фильмы").post_ids == (2,)


def test_what_is_left_is_searched_for_words_with_fewer_and_wider() -> None:
    index = MemoryIndex(Post("белый дом", has=PHOTO), "белый кот", Post("серый кит", has=PHOTO))
    assert index.search("белый кот has:photo").post_ids == (1,)
    assert index.search("серый кот has:photo").post_ids == (3,)


typed_filters = st.lists(
    st.sampled_from(
        [
            "-белый",
            "#лето",
            "-#лето",
            "has:photo",
            "after:2024-01-02",
            "до:2024-01-03",
            "in:@tihiy",
            '"белый кот"',
            "-дом",
        ]
    ),
    max_size=MOST_BLAMED,
)


@given(typed_filters, st.sampled_from(["кот", "белый кот", "дом", ""]), st.randoms(use_true_random=False))
def test_filters_commute(filters: list[str], words: str, rng: Random) -> None:
    index = MemoryIndex(*POSTS)
    one = index.search(" ".join([words, *filters]))
    other = index.search(" ".join([*rng.sample(filters, len(filters)), words]))
    assert set(one.post_ids) == set(other.post_ids)
    assert set(one.emptied_by) == set(other.emptied_by)


@given(typed_filters, st.sampled_from(["кот", "белый кот", "дом"]))
def test_a_filter_never_adds_a_post_that_has_all_the_words(filters: list[str], words: str) -> None:
    index = MemoryIndex(*POSTS)
    everything = set(index.search(words).post_ids)
    found = set(index.search(" ".join([words, *filters])).post_ids)
    with_all = {"кот": {1, 2, 3, 4}, "белый кот": {1, 2, 3}, "дом": {2, 5}}[words]
    assert everything == with_all
    assert found <= with_all or not found & with_all
