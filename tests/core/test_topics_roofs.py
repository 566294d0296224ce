"""What is one topic under several names."""

from __future__ import annotations

import pytest

from core.topics import FoundTopic, TopicKind
from tests.core.test_topics import names, topics_of


def roof(*texts: str) -> tuple[str, str, tuple[str, ...], int]:
    """The only topic of these posts: key, name, aliases and how many posts it has."""
    [topic] = topics_of(*texts).values()
    return topic.key, topic.name, topic.aliases, len(topic.post_ids)


@pytest.mark.parametrize(
    "explanation",
    ["Учу reinforcement learning (RL).", "Что такое RL (reinforcement learning)?", "Учу Reinforcement-Learning (RL)!"],
)
def test_an_abbreviation_in_brackets_and_its_words_are_one_topic(explanation: str) -> None:
    found = roof(explanation, "Опять RL.", "Ещё RL.", "Про reinforcement learning.")
    assert found == ("rl", "RL", ("reinforcement learning",), 4)


def test_once_in_brackets_is_enough_for_initials() -> None:
    found = roof("Запущен большой адронный коллайдер (БАК).", "В БАК авария.", "Смотрю на БАК.")
    assert found == ("бак", "БАК", ("большой адронный коллайдер",), 3)


def test_the_name_is_what_most_posts_write() -> None:
    found = roof("Учу reinforcement learning (RL).", "Reinforcement learning!", "Про reinforcement learning.", "RL!")
    assert found[:3] == ("rl", "reinforcement learning", ("RL",))


def test_an_abbreviation_can_be_of_another_language() -> None:
    found = roof("Обучение с подкреплением (RL).", "Опять RL.", "Спорю об RL.", "Книга об обучении с подкреплением.")
    assert found == ("rl", "RL", ("обучение с подкреплением",), 4)
    found = roof("Большие языковые модели (LLM) везде.", "Опять LLM.", "Без LLM никуда.", "О больших языковых моделях.")
    assert found == ("llm", "LLM", ("большие языковые модели",), 4)


def test_three_names_are_under_one_roof() -> None:
    found = roof(
        "Обучение с подкреплением (RL).",
        "Reinforcement learning (RL).",
        "Спорю об RL.",
        "Книга об обучении с подкреплением.",
        "Мой reinforcement learning.",
    )
    assert found == ("rl", "RL", ("обучение с подкреплением", "reinforcement learning"), 5)


def test_foreign_words_that_are_said_once_may_be_chance() -> None:
    assert roof("Мой личный репетитор (AI).", "Снова AI.", "Люблю AI.") == ("ии", "AI", (), 3)
    found = topics_of("AWS (загрузка картин из облака).", "Снова AWS.", "О загрузке картин и облаке.", "Облако и AWS.")
    assert {topic.aliases for topic in found.values()} == {()}


def test_brackets_hold_other_things_too() -> None:
    found = topics_of("Бремен (ФРГ).", "Гулял в Бремене.", "Люблю Бремен.", "О ФРГ.", "Живу в ФРГ.")
    assert {topic.name: topic.aliases for topic in found.values()} == {"Бремен": (), "ФРГ": ()}
    found = topics_of("Бремен (Red Hook).", "В Бремене.", "Red Hook.", "Бремен и Red Hook.")
    assert {topic.aliases for topic in found.values()} == {()}


def test_initials_in_the_same_posts_are_no_chance() -> None:
    texts = ["Машинное обучение и МО.", "МО? Машинное обучение.", "МО!", "Учу машинное обучение."]
    assert roof(*texts) == ("мо", "машинное обучение", ("МО",), 4)


def test_initials_in_one_post_are_chance() -> None:
    texts = ["Магнитная обсерватория рядом, а МО далеко.", *["Был в МО."] * 4, *["Вижу магнитную обсерваторию."] * 4]
    assert {topic.aliases for topic in topics_of(*(f"{n} {text}" for n, text in enumerate(texts))).values()} == {()}


def test_a_phrase_that_holds_the_abbreviation_is_not_its_words() -> None:
    assert roof("Вот ИИ и ИИ инженеров.", "ИИ! ИИ инженеров!", "ИИ инженеров и ИИ.")[2] == ()


def test_a_hyphen_makes_no_difference() -> None:
    found = roof(
        "Читаю про мета-обучение.",
        "В метаобучении всё сложно.",
        "Люблю мета обучение.",
        "Где мета-обучение?",
        "Метаобучение!",
    )
    assert found == ("метаобучение", "мета-обучение", (), 5)


def test_a_translation_in_brackets_is_the_same_topic() -> None:
    found = roof("Про мета-обучение (meta-learning).", "Люблю meta-learning.", "Где мета-обучение?", "Meta-learning!")
    assert found == ("meta learn", "meta-learning", ("мета-обучение",), 4)
    assert (
        roof("Meta-learning (мета-обучение)!", "Люблю meta-learning.", "Где мета-обучение?", "Meta-learning!") == found
    )


def test_everyday_names() -> None:
    found = roof("Хорошо в России.", "Плохо в РФ.", "О России.", "О РФ.", "Россия!")
    assert found == ("россия", "Россия", ("РФ",), 5)
    assert roof("Плохо в РФ.", "О РФ.") == ("россия", "РФ", (), 2)
    assert roof("Раз #ии", "Два #ии", "Три #AI", "Четыре #AI", "Пять #AI") == ("ии", "#AI", ("#ии",), 5)


def test_doer_and_deed() -> None:
    found = roof("Мошенник!", "Поймали мошенников.", "Мошенничество и мошенники.", "О мошенничестве.")
    assert found == ("мошенник", "мошенники", ("мошенничество",), 4)


def test_what_is_spelt_in_capitals_is_no_form_of_a_word() -> None:
    found = topics_of(
        "Алгоритм REINFORCE.", "Снова REINFORCE.", "Про reinforcement learning.", "Reinforcement learning!"
    )
    assert {topic.name: len(topic.post_ids) for topic in found.values()} == {
        "REINFORCE": 2,
        "reinforcement learning": 2,
    }


def test_tags_of_one_roof_are_one_topic() -> None:
    found = topics_of(
        "#rl раз",
        "#rl два",
        "#rl три",
        "#reinforcement_learning четыре",
        "#reinforcement_learning пять",
        "Учу reinforcement learning (RL).",
        "Опять RL.",
        "Про reinforcement learning.",
    )
    assert found == {
        "#rl": FoundTopic(
            key="rl",
            name="#rl",
            kind=TopicKind.HASHTAG,
            post_ids=tuple(range(100, 108)),
            aliases=("#reinforcement_learning",),
        )
    }


def test_hyphenated_names_of_places_stay_whole() -> None:
    assert names("Лечу в Сан-Франциско.", "Мой Сан-Франциско.", "Без Сан-Франциско скучно.") == {"Сан-Франциско"}
    assert "Ока-река" in names("Живу на Оке-реке.", "Гулял по Оке-реке.", "Плыл по Оке-реке.")
