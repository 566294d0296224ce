"""What mistyped, cut, heard and otherwise spelled words are taken for, and what the reader is told of it."""

from __future__ import annotations

import pytest

from tests.core.search.memory_index import MemoryIndex


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


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("На самолёте", "самалет"),
        ("COVID19", "covdi19"),
        ("COVID19", "covid"),
        ("iPhone16Pro", "iphone16por"),
        ("Съел щуку", "съел щкуу"),
        ("Только в фильмах", "tolko"),
        ("Только в фильмах", "filmy"),
        ("Большой объект", "bolshoy obyekt"),
    ],
)
def test_slips_in_words_with_yo_digits_and_signs(text: str, query: str) -> None:
    assert MemoryIndex(text, "лес").search(query).post_ids == (1,)


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


def test_before_words_are_dropped_their_neighbours_are_tried() -> None:
    index = MemoryIndex("книга о домике", "томик стихов", "кот и docker", "боевой докер", "собираем паруса", "пар идёт")
    for query, found, understood in (
        ("книга томике", 1, "книга домике"),
        ("кот докер", 3, "кот docker"),
        ("собираем пар", 5, None),
    ):
        assert index.search(query).post_ids == (found,)
        assert index.search(query).understood == understood


def test_a_neighbour_that_was_found_in_another_form_is_told_and_highlighted() -> None:
    found = MemoryIndex("книга о домике", "томик стихов").search("книга томик")
    assert found.post_ids == (1,)
    assert found.understood == "книга домик"
    assert "домик" in found.lemmas


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
