from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.retrieval import MOST_POSTS
from tests.core.search.memory_index import ARCHIVE, MemoryIndex, Post, day


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ДОКЕР контейнер", 1),
        ("файлы контейнеров", 1),
        ("елка", 7),
        ("ёжики", 7),
        ("люди", 8),
        ("человек", 8),
        ("модели GPT-4", 6),
        ("gpt4", 6),
        ("модели gpt4", 6),
        ("мета-обучение", 2),
        ("метаобучению", 2),
        ("borscht", 5),
    ],
)
def test_words_in_any_form_order_and_case(index: MemoryIndex, query: str, first: int) -> None:
    found = index.search(query)
    assert found.post_ids[0] == first
    assert found.understood is None
    assert not found.cut


@pytest.mark.parametrize("query", ["метаобучение", "мета обучение", "мета-обучение", "Мета_Обучения"])
def test_a_compound_is_found_however_it_is_written(index: MemoryIndex, query: str) -> None:
    assert set(index.search(query).post_ids) == {2, 3}


def test_words_apart_are_found_where_a_post_writes_them_together() -> None:
    index = MemoryIndex("Всё о метаобучении", "Просто обучение")
    assert index.search("мета обучение").post_ids[0] == 1


def test_words_together_are_found_where_posts_write_them_apart_alone() -> None:
    index = MemoryIndex("Наш deep learning курс", "Другой курс")
    assert index.search("deeplearning").post_ids == (1,)
    assert index.search("курс8").understood == "курс"


def test_function_words_do_not_narrow_a_search(index: MemoryIndex) -> None:
    assert index.search("а что там про рекомендации").post_ids[0] == 4
    assert index.search("кто").post_ids == (8,)


def test_where_some_post_has_all_the_words_no_other_is_shown() -> None:
    index = MemoryIndex("белый пушистый кот", "белый кот", "пушистый снег", "кот белый пушистый и злой")
    assert set(index.search("белый пушистый кот").post_ids) == {1, 4}


def test_where_no_post_has_all_the_words_those_with_the_most_come() -> None:
    index = MemoryIndex("белый кот", "пушистый снег", "белый пушистый снег")
    assert set(index.search("кот снег").post_ids) == {1, 2, 3}
    assert set(index.search("белый пушистый кот").post_ids) == {1, 3}
    assert set(index.search("белый пушистый кот слон").post_ids) == {1, 3}


def test_of_many_posts_that_lack_a_word_the_best_is_not_lost() -> None:
    index = MemoryIndex(*["Длинный текст о том, где живёт один кот"] * 60, Post("Кот", reactions=9), "слон")
    assert index.search("кот слон").post_ids.index(61) < 3


def test_at_most_so_many_posts_the_scores_never_rising() -> None:
    index = MemoryIndex(*[f"кот номер {number} {'и хвост ' * (number % 7)}" for number in range(MOST_POSTS + 20)])
    found = index.search("кот")
    assert len(found.post_ids) == len(set(found.post_ids)) == len(found.scores) == MOST_POSTS
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_equal_posts_stand_by_reactions_then_freshness_then_the_later_one() -> None:
    facts = [(0, day(5)), (9, day(1)), (9, day(2)), (0, day(5))]
    index = MemoryIndex(*(Post("белый кот", reactions=reactions, published_at=at) for reactions, at in facts))
    assert index.search("кот").post_ids == (3, 2, 4, 1)


def test_what_is_to_be_highlighted(index: MemoryIndex) -> None:
    assert {"рекомендация", "фильм"} <= index.search("рекомендациям фильмов").lemmas


def test_a_query_longer_than_is_searched_says_so(index: MemoryIndex) -> None:
    assert index.search("рекомендации " + " ".join(f"слово{n}" for n in range(20))).cut
    assert not index.search("рекомендации").cut


@pytest.mark.parametrize("query", ["", "   ", "?!", "👍", '""', "—"])
def test_a_query_without_words_and_filters_finds_nothing_and_says_so(index: MemoryIndex, query: str) -> None:
    found = index.search(query)
    assert found.wordless
    assert (found.post_ids, found.suggestions, found.emptied_by, found.cut) == ((), (), (), False)
    assert not index.search("кот").wordless


@given(st.text(st.one_of(st.characters(), st.sampled_from("кот докер -_'\"*()&|#:«»"))))
def test_any_text_is_answered(query: str) -> None:
    found = MemoryIndex(*ARCHIVE).search(query)
    assert len(found.post_ids) == len(found.scores)


rare = st.text(st.sampled_from("бвгджзклмн"), min_size=6, max_size=9)


@given(st.lists(rare, min_size=4, max_size=6, unique=True), st.integers(0, 3))
def test_a_post_is_found_first_by_its_own_rare_words(words: list[str], place: int) -> None:
    own, others = words[:2], words[2:]
    posts = [f"{word} и {others[0]} вместе со словами дом и сад" for word in others]
    posts.insert(place % (len(posts) + 1), f"дом, {own[0]}, сад {own[1]}")
    found = MemoryIndex(*posts).search(" ".join(own))
    assert posts[found.post_ids[0] - 1].startswith("дом,")


sentences = st.lists(st.sampled_from("кот пёс дом лес сад мир бежит спит белый".split()), min_size=1, max_size=5).map(
    " ".join
)


@given(st.lists(sentences, min_size=1, max_size=8), sentences, st.sampled_from(["кот", "белый пёс", "дом сад лес"]))
def test_adding_a_post_never_loses_one_that_has_all_the_words(posts: list[str], new: str, query: str) -> None:
    whole = {number for number, post in enumerate(posts, 1) if set(query.split()) <= set(post.split())}
    assert whole <= set(MemoryIndex(*posts).search(query).post_ids)
    assert whole <= set(MemoryIndex(*posts, new).search(query).post_ids)
