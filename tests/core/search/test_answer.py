from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.answer import MOST_POSTS, PAGE
from core.search.asking import Document
from tests.core.search.memory_index import MemoryIndex

ARCHIVE = (
    "Запускаем сервис в докере: один контейнер, один файл",  # 1
    "Мета-обучение: модель учится учиться",  # 2
    "Про мета обучение без дефиса и с примерами",  # 3
    "Рекомендации фильмов по отзывам зрителей",  # 4
    "Как готовить borscht дома и не сойти с ума",  # 5
    "Обзор GPT-4 и других языковых моделей",  # 6
    "Ёлка стоит в углу, ёжик под ёлкой",  # 7
    "Люди и роботы: кто кого научит",  # 8
)


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    return MemoryIndex(*ARCHIVE)


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


@pytest.mark.parametrize(
    ("query", "understood", "first"),
    [
        ("докире", "докере", 1),
        ("рикомендации фильмов", "рекомендации фильмов", 4),
        ("сревис, контенйер", "сервис, контейнер", 1),
        ("bosrcht", "borscht", 5),
        ("htrjvtylfwbb", "рекомендации", 4),
        ("ищксрш борщ", "borshi,jho", None),
        ("ищкысре", "borscht", 5),
        ("ktcybr vjltkm exbncz", "лесник модель учится", 2),
    ],
)
def test_mistyped_words_and_the_other_layout_are_put_right_and_told(
    index: MemoryIndex, query: str, understood: str, first: int | None
) -> None:
    found = index.search(query)
    if first is None:
        assert found.post_ids == ()
        assert found.understood is None
    else:
        assert found.understood == understood
        assert found.post_ids[0] == first


def test_an_inflected_word_of_the_dictionary_is_not_put_right() -> None:
    found = MemoryIndex("Коты спят", "Кит плывёт").search("котами")
    assert found.understood is None
    assert found.post_ids == (1,)


def test_a_real_word_that_no_post_holds_is_put_right_beside_others_alone() -> None:
    index = MemoryIndex("Белый кот спит", "Красный дом")
    assert index.search("кит").post_ids == ()
    assert index.search("кит").suggestions == ("кот",)
    assert index.search("белый кит").understood == "белый кот"
    assert index.search("белый паровоз").understood is None


def test_a_cut_last_word_is_completed_without_a_word_about_it(index: MemoryIndex) -> None:
    found = index.search("обзор язык")
    assert found.post_ids[0] == 6
    assert index.search("обзор языко").post_ids[0] == 6
    assert found.understood is None


def test_an_unknown_form_that_lacks_an_ending_is_the_same_word() -> None:
    index = MemoryIndex("Интервью Зюзюкина о работе", "Работа работе")
    assert index.search("зюзюкин работа").post_ids[0] == 1
    assert index.search("зюзюкин работа").understood is None


def test_function_words_do_not_narrow_a_search(index: MemoryIndex) -> None:
    assert index.search("а что там про рекомендации").post_ids[0] == 4
    assert index.search("кто").post_ids == (8,)


def test_posts_that_lack_one_word_of_three_come_after_those_that_have_all() -> None:
    index = MemoryIndex("белый пушистый кот", "белый кот", "пушистый снег", "кот белый пушистый и злой")
    assert set(index.search("белый пушистый кот").post_ids[:2]) == {1, 4}
    assert index.search("белый пушистый кот").post_ids[2:] == (2,)


def test_where_no_post_has_all_the_words_any_will_do() -> None:
    index = MemoryIndex("белый кот", "пушистый снег")
    assert set(index.search("кот снег").post_ids) == {1, 2}


def test_all_but_one_is_asked_only_for_three_to_eight_words_and_a_short_list() -> None:
    many = MemoryIndex(*["белый пушистый кот"] * PAGE)
    many.search("белый пушистый кот")
    assert many.asked == [(3, 3)]
    words = "кот пёс дом лес сад мир год час век".split()
    long = MemoryIndex(" ".join(words), " ".join(words[:-1]))
    assert long.search(" ".join(words)).post_ids == (1,)
    assert long.asked == [(9, 9)]


def test_nothing_found_suggests_the_nearest_words() -> None:
    index = MemoryIndex("Дом и трансформер стоят", "Сом лежит, крут бордюр", "Когда открыта библиотека?")
    assert index.search("лом").suggestions == ("дом", "сом")
    assert index.search("лом").post_ids == ()
    assert index.search("трансферт").suggestions == ("трансформер",)
    assert index.search("трансферт библиограф").suggestions == ("трансформер", "библиотека")
    assert index.search("кофта").suggestions == (), "когда is near, but tells nothing"
    assert index.search("кнат").suggestions == (), "крут is another word: half of it would have to change"
    assert index.search("щъщъ").suggestions == ()


def test_unlikely_alternatives_are_found_but_not_highlighted() -> None:
    index = MemoryIndex("Резервная копия", "Две копии", "Чашка кофе")
    found = index.search("копеи чашка")
    assert found.understood == "копии чашка"
    assert "копия" in found.lemmas
    assert "кофе" not in found.lemmas


def test_hidden_words_are_neither_found_nor_put_right_nor_suggested() -> None:
    index = MemoryIndex("Белый кот", hidden=["секретный бункер", "кит", "супер-бункер"])
    for query in ("бункер", "бункир", "секретно", "секр", "супербункер", "кид", "ктр"):
        found = index.search(query)
        assert found.post_ids == ()
        assert "бункер" not in f"{found.understood} {found.suggestions}"
        assert "кит" not in found.suggestions


def test_at_most_so_many_posts_the_scores_never_rising() -> None:
    index = MemoryIndex(*[f"кот номер {number} {'и хвост ' * (number % 7)}" for number in range(MOST_POSTS + 20)])
    found = index.search("кот")
    assert len(found.post_ids) == len(set(found.post_ids)) == len(found.scores) == MOST_POSTS
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_equal_posts_stand_by_reactions_then_freshness_then_the_later_one() -> None:
    facts = [(0, 5), (9, 1), (9, 2), (0, 5)]
    index = MemoryIndex(*(Document(n, "белый кот", False, *fact) for n, fact in enumerate(facts, 1)))
    assert index.search("кот").post_ids == (3, 2, 4, 1)


def test_what_is_to_be_highlighted(index: MemoryIndex) -> None:
    assert {"рекомендация", "фильм"} <= index.search("рекомендациям фильмов").lemmas


def test_a_query_longer_than_is_searched_says_so(index: MemoryIndex) -> None:
    assert index.search("рекомендации " + " ".join(f"слово{n}" for n in range(20))).cut
    assert index.search("").post_ids == ()
    assert not index.search("").cut


@pytest.mark.parametrize(
    "query",
    [
        "x" * 4096,
        "кот " * 1024,
        " ".join(f"слово{number}" for number in range(2000)),
        '"незакрытая кавычка',
        'NEAR(кот "пёс", 5) AND * OR NOT ^кот lemmas:кот',
        "а" + "\u0301" * 4000,
        "\u200b\u202e\u2066кот\u2069",
        "👨‍👩‍👧‍👦🏳️‍🌈",
        "ქართული ენა",
        "中文搜索测试",
        "بحث عربي",
        "-" * 4096,
        "\x00\x01кот\x00",
        "ﷺ ½ ⑴ ㎏",
    ],
)
def test_hostile_queries_are_answered(index: MemoryIndex, query: str) -> None:
    index.search(query)


@given(st.text(st.one_of(st.characters(), st.sampled_from("кот докер -_'\"*()&|"))))
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
