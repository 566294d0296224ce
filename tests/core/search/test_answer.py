from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.retrieval import MOST_POSTS
from tests.core.search.memory_index import MemoryIndex, Post, day

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
        ("ищкысре", "borscht", 5),
        ("ktcybr vjltkm exbncz", "лесник модель учится", 2),
        ("rekomendatsii filmov", "рекомендации фильмов", 4),
        ("yozhik i elka", "ежик i елка", 7),
    ],
)
def test_mistyped_words_the_other_layout_and_the_other_script_are_put_right_and_told(
    index: MemoryIndex, query: str, understood: str, first: int
) -> None:
    found = index.search(query)
    assert found.understood == understood
    assert found.post_ids[0] == first


def test_a_rare_word_in_latin_letters_means_a_much_used_russian_one_too() -> None:
    index = MemoryIndex("kot.example/blog", *["Белый кот"] * 9, "docker", "докер")
    found = index.search("kot")
    assert set(found.post_ids) == set(range(1, 11))
    assert found.understood is None
    assert index.search("docker").post_ids == (11,)


def test_english_that_is_heard_in_russian_is_told() -> None:
    index = MemoryIndex("Docker daily", "A dreamer and a timeline", "Вечер")
    for query, understood, first in (
        ("докер", "docker", 1),
        ("докера", "docker", 1),
        ("дримера", "dreamer", 2),
        ("таймлайн дримера", "timeline dreamer", 2),
    ):
        assert index.search(query).understood == understood
        assert index.search(query).post_ids == (first,)


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
    assert index.search("белый паровоз").post_ids == (1,)


@pytest.mark.parametrize("query", ["обзор языко", "обзор язык", "модели язы"])
def test_a_cut_last_word_is_completed_without_a_word_about_it(index: MemoryIndex, query: str) -> None:
    found = index.search(query)
    assert found.post_ids == (6,)
    assert found.understood is None
    assert "языковой" in found.lemmas


def test_an_unknown_form_that_lacks_an_ending_is_the_same_word() -> None:
    index = MemoryIndex("Интервью Зюзюкина о работе", "Работа работе")
    assert index.search("зюзюкин работа").post_ids[0] == 1
    assert index.search("зюзюкин работа").understood is None


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


def test_before_words_are_dropped_their_neighbours_are_tried() -> None:
    index = MemoryIndex("книга о домике", "томик стихов", "кот и docker", "боевой докер", "собираем паруса", "пар идёт")
    for query, found, understood in (
        ("книга томике", 1, "книга домике"),
        ("кот докер", 3, "кот docker"),
        ("собираем пар", 5, None),
    ):
        assert index.search(query).post_ids == (found,)
        assert index.search(query).understood == understood


def test_as_typed_every_word_is_taken_for_itself() -> None:
    index = MemoryIndex("Docker daily", "докер в порту", "рекомендации", "кот", "кот и паруса", "пар")
    assert index.search("дкоер", as_typed=True).post_ids == ()
    assert index.search("htrjvtylfwbb", as_typed=True).post_ids == ()
    assert index.search("rekomendacii", as_typed=True).post_ids == ()
    assert index.search("докеры", as_typed=True).post_ids == (2,)
    assert index.search("docker", as_typed=True).post_ids == (1,)
    assert index.search("кот пар").post_ids == (5,)
    assert set(index.search("кот пар", as_typed=True).post_ids) == {4, 5, 6}
    for query in ("дкоер", "докеры", "кот пар"):
        found = index.search(query, as_typed=True)
        assert (found.understood, found.better) == (None, None)


def test_a_rare_slip_of_an_author_is_found_and_the_usual_spelling_offered() -> None:
    index = MemoryIndex(*["Docker запустился"] * 12, "Dockre запустился", "кот")
    found = index.search("dockre запустился")
    assert found.post_ids == (13,)
    assert found.understood is None
    assert found.better == "docker запустился"
    assert index.search("кот").better is None
    assert index.search("dockre запустился", as_typed=True).better is None


def test_another_spelling_is_offered_only_where_it_finds_more() -> None:
    index = MemoryIndex(*["Docker запустился"] * 12, "Dockre и кот")
    assert index.search("dockre").better == "docker"
    assert index.search("dockre кот").better is None


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
    hidden = ["секретный бункер", "кит", "супер-бункер", "Docker daily", *["кошка"] * 20]
    index = MemoryIndex("Белый кот и кошкка", hidden=hidden)
    for query in (
        "бункер", "бункир", "секретно", "секр", "супербункер", "супер-бункер", "кид", "ктр", "докер", "dokcer",
        ",eyrth", "bunker", "дейли", "кит", "-кот", "кошка",
    ):  # fmt: skip
        found = index.search(query)
        assert found.post_ids == ()
        assert not {"бункер", "docker", "daily", "кит", "секретный", "кошка"} & {*found.suggestions, found.understood}
    for query in ("белый бункир", "кот секр", "белый кит", "кошкка"):
        found = index.search(query)
        assert found.post_ids == (1,)
        assert found.understood in {None, "белый кот"}
        assert found.better is None


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
