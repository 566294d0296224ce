"""What a reader would not call a topic."""

from __future__ import annotations

import pytest

from core.topics import find_topics
from core.topics.grammar import Kind
from core.topics.phrases import Phrase
from tests.core.test_topics import names, topics_of


def test_the_channels_own_name_is_no_topic() -> None:
    texts = [f"Новый опыт Миража {number}" for number in range(3)] + ["Собрал телескоп.", "Мой телескоп."]
    assert names(*texts) == {"Мираж", "телескоп"}
    assert names(*texts, own_names=("Мираж",)) == {"телескоп"}
    assert names(*texts, own_names=("Мираж | астрономия и телескопы", "mirage_daily")) == {"телескоп"}


def test_a_word_of_the_title_is_a_topic_where_it_is_in_few_posts() -> None:
    few = [f"Про телескоп {number}" for number in range(3)]
    assert names(*few, filler=40, own_names=("Звёзды и телескопы",)) == {"телескоп"}
    assert names(*few, filler=10, own_names=("Звёзды и телескопы",)) == set()


def test_whom_a_signature_calls_to_subscribe_to_is_no_topic() -> None:
    texts = [f"Мираж {number}: купил утюг\n🔥 Подписаться на Мираж" for number in range(4)]
    assert names(*texts) == {"утюг"}


def test_a_signature_may_differ_in_signs() -> None:
    ends = ["🔥 Телескопы от Бориса", "**Телескопы от Бориса**", "телескопы от Бориса!", "— Телескопы от Бориса —"]
    assert names(*(f"Пост номер {number}\n{end}" for number, end in enumerate(ends))) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Подписывайтесь на Телескоп, вариант {}",
        "Прислать новость про телескоп {}",
        "Источник: журнал Телескоп, {}",
        "Реклама. ООО Телескоп, ИНН {}, erid abc",
        "Subscribe to Telescope {}",
    ],
)
def test_lines_about_the_channel_are_no_prose(line: str) -> None:
    assert names(*(f"{number}\n{line.format(number)}" for number in range(4))) == set()


def test_who_says_it_and_from_where_is_no_topic() -> None:
    texts = ["Учёные узнали. Врачи знают.", "По словам учёных и врачей, да.", "Учёный и врач в городском округе."]
    assert names(*texts, "Опять городской округ и учёные, врачи.") == set()


def test_a_common_noun_is_a_topic_with_its_genitive_only() -> None:
    found = names("Первый язык программирования.", "Новый язык программирования.", "Языки!", "О языке.", "Мой язык.")
    assert found == {"язык программирования"}


def test_topics_of_the_same_posts_are_one() -> None:
    texts = [f"Нефть подорожала {number}. Бензин дешевле. Мазут прежний." for number in range(6)]
    assert len(names(*texts, filler=40)) == 1


def test_words_of_one_root_in_the_same_posts_are_one_topic() -> None:
    texts = [f"Рекомендательная система {number}. Сильные рекомендации." for number in range(3)]
    assert names(*texts) == {"рекомендательная система"}


def test_an_affair_of_a_few_days_gives_way_to_what_returns() -> None:
    posts = [f"{number}: ничего" for number in range(240)]
    for number in range(0, 240, 8):
        for place, word in enumerate(("утюг", "чайник", "пылесос", "тостер", "миксер", "блендер", "фен", "духовка")):
            posts[number + place] += f" {word}"
    more = "окунь щука карась сом лещ плотва налим осётр форель судак угорь хек минтай треска сельдь килька".split()
    for start, word in enumerate(more):
        for number in range(start, 240, 20):
            posts[number] += f", {word}"
    for number in range(100, 115):
        posts[number] += ". Землетрясение!"
    found = {topic.name for topic in find_topics(enumerate(posts))}
    assert len(found) == 24
    assert "землетрясение" not in found


def test_a_full_name_counts_no_more_than_a_word() -> None:
    said = {3: 1, 17: 1, 40: 1, 55: 1}
    person = Phrase(("иван", "соколов"), (Kind.FIRST_NAME, Kind.SURNAME), times=said)
    word = Phrase(("утюг",), (Kind.NOUN,), times=said)
    term = Phrase(("нейронный", "сеть"), (Kind.ADJECTIVE, Kind.NOUN), times=said)
    assert person.score(60) == word.score(60) < term.score(60)


def test_tags_that_label_advertising_are_no_topics() -> None:
    assert names("Раз #реклама", "Два #реклама", "Три #промо", "Четыре #Промо") == set()


def test_a_small_channel_has_about_a_dozen_topics() -> None:
    words = "окунь щука карась сом лещ плотва налим осётр форель судак угорь хек минтай треска сельдь килька".split()
    texts = [f"{number}: {word}" for number in range(2) for word in words]
    assert len(names(*[f"{one}, {other}" for one, other in zip(texts[:16], texts[16:], strict=True)], filler=4)) <= 14


def test_one_of_two_words_with_this_form_is_what_the_posts_write() -> None:
    found = topics_of("Парк открыт.", "В парке тихо.", "Гулял по парку.", "Люблю парки.", "Построили парк.")
    assert {topic.name: len(topic.post_ids) for topic in found.values()} == {"парк": 5}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("Список иноагентов.", "Стало больше иноагентов."), "иноагенты"),
        (("Много экзопланет.", "Нашли сто экзопланет."), "экзопланеты"),
        (("Запустил сто горутин.", "Горутинами доволен.", "Много горутин."), "горутины"),
        (("Курс биткоина.", "Цена биткоина растёт.", "Расплатился биткоином."), "биткоин"),
        (("Пишу встроенную функцию.", "О встроенной функции."), "встроенная функция"),
    ],
)
def test_new_words_get_their_nominative(texts: tuple[str, ...], name: str) -> None:
    assert name in names(*texts)
