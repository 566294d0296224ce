from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.topics import FoundTopic, TopicKind, find_topics

KNOWN_TEXTS = (
    "Про #ml и RL",
    "нейросеть",
    "Иван Соколов",
    "мета-обучение",
    "Обучение с подкреплением (RL)",
    "РФ (Россия)",
)
FILLER = ("Сегодня просто хороший день.", "Вчера было не так.", "А завтра посмотрим.", "Ничего особенного.")


def topics_of(*texts: str, filler: int = 20, own_names: tuple[str, ...] = ()) -> dict[str, FoundTopic]:
    """Topics by name; posts are numbered from 100, and posts about nothing follow them."""
    posts = [*texts, *(f"{FILLER[number % len(FILLER)]} {number}" for number in range(filler))]
    return {topic.name: topic for topic in find_topics(enumerate(posts, 100), own_names)}


def names(*texts: str, filler: int = 20, own_names: tuple[str, ...] = ()) -> set[str]:
    return set(topics_of(*texts, filler=filler, own_names=own_names))


def test_nothing_out_of_nothing() -> None:
    assert find_topics([]) == []
    assert names() == set()


def test_a_word_in_all_its_forms_is_one_topic_under_its_nominative() -> None:
    found = topics_of("Купил кофемолку.", "Кофемолкой доволен.", "Без кофемолки скучно.")
    assert found == {
        "кофемолка": FoundTopic(key="кофемолка", name="кофемолка", kind=TopicKind.PHRASE, post_ids=(100, 101, 102))
    }


def test_a_word_that_is_written_in_the_plural_is_named_in_the_plural() -> None:
    assert names("Дроны летят.", "Видел два дрона, нет, много дронов.", "Дронам не спится.", "Дронами пугают.") == {
        "дроны"
    }


def test_a_phrase_is_named_in_the_nominative_though_it_never_stands_in_it() -> None:
    found = names("Пишу про рекомендательную систему.", "В рекомендательной системе ошибка.")
    assert found == {"рекомендательная система"}


def test_a_phrase_of_nouns_keeps_its_genitive() -> None:
    assert "сборщик мусора" in names("Виноват сборщик мусора.", "Отключил сборщика мусора.", "Спасибо сборщику мусора.")


def test_three_words() -> None:
    found = names("Учим большую языковую модель мира.", "Глубокая нейронная сеть.", "Люблю глубокую нейронную сеть.")
    assert "нейронная сеть" in found


def test_english_terms_are_written_as_the_channel_writes_them() -> None:
    found = names(
        "Про reinforcement learning.", "Опять Reinforcement Learning.", "И ещё reinforcement learning.", "RL!"
    )
    assert found == {"reinforcement learning"}
    assert names("Учу RL.", "Опять RL.") == {"RL"}


def test_hyphenated_terms_stay_whole() -> None:
    assert "мета-обучение" in names("Читаю про мета-обучение.", "В мета-обучении всё сложно.")
    assert "GPT-4" in names("Пробую GPT-4.", "Снова GPT-4.", "GPT-4 ответил.")


def test_a_compound_counts_for_its_latin_part_too() -> None:
    assert "Docker" in names("Собрал Docker-образ.", "Поставил Docker.", "Люблю Docker.", "Docker упал.")


def test_abbreviations_are_no_words_with_an_ending() -> None:
    found = names("ИИ пишет код.", "Без ИИ никуда.", "Спорим про ИИ.", "Наша МФТИ.", "Снова в МФТИ.", "Из МФТИ.")
    assert {"ИИ", "МФТИ"} <= found


def test_new_loan_words_join_their_forms() -> None:
    found = topics_of("Читаю Хабр.", "На Хабре пишут.", "Статья с Хабра.", "Хабром доволен.", "Видел на Хабре.")
    assert found["Хабр"].post_ids == (100, 101, 102, 103, 104)
    assert "промпты" in names("Пишу промпты.", "Много промптов.", "О промптах.", "Промпт.")


def test_surnames_and_not_the_words_that_look_like_them() -> None:
    found = names("Заявил Песков.", "По словам Пескова, да.", "Спросили у Пескова.", "Ответил Песков.")
    assert found == {"Песков"}


def test_a_person_is_one_topic_under_the_surname() -> None:
    found = topics_of(
        "Пришёл Иван Соколов.", "Спросил Ивана Соколова.", "А Соколов молчит.", "С Иваном Соколовым спорят."
    )
    assert [(topic.key, topic.name, len(topic.post_ids)) for topic in found.values()] == [
        ("соколов", "Иван Соколов", 4)
    ]


def test_first_names_alone_are_chance() -> None:
    assert names("Звонил Андрей.", "Андрею привет.", "Видел Андрея.") == set()


def test_words_that_any_text_has_are_no_topics() -> None:
    texts = ["Главный вопрос года: что делать человеку?"] * 3 + ["The main thing is to use this example, people."] * 3
    # Each post in words of its own: a line that returns word for word is left out anyway.
    assert names(*(f"{number}: {text}" for number, text in enumerate(texts))) == set()


def test_a_generic_noun_needs_an_adjective() -> None:
    found = names(
        "Операционная система упала.", "Ставлю операционную систему.", "Системы бывают разные.", "В системе сбой."
    )
    assert found == {"операционная система"}


def test_numbers_addresses_and_mentions_are_no_topics() -> None:
    texts = [f"{number} раз: 1984 https://example.com/kubernetes @durov_fan mail@example.com" for number in range(4)]
    assert names(*texts) == set()


def test_a_signature_under_every_post_is_no_topic() -> None:
    texts = [f"Пост номер {number}\nПодписывайся на лучший канал про телескопы" for number in range(6)]
    assert names(*texts) == set()


def test_what_stands_in_most_posts_tells_nothing() -> None:
    texts = [f"{number}: телескоп" for number in range(15)]
    assert names(*texts, filler=5) == set()
    assert names(*texts, filler=40) == {"телескоп"}


def test_a_phrase_takes_the_place_of_its_word() -> None:
    found = names("Резервная копия цела.", "Снял резервную копию.", "Нет резервной копии.", "Копии нет.")
    assert found == {"резервная копия"}


def test_a_word_that_is_mostly_alone_keeps_its_place() -> None:
    texts = ["Новая нейросеть.", "Учу нейросеть.", "Нейросети везде.", "Без нейросетей никуда.", "Нейросеть ошиблась."]
    found = names(*texts, "Свёрточная нейросеть.", "Про свёрточную нейросеть.")
    assert found == {"нейросеть"}


def test_hashtags_in_all_spellings_are_one_under_the_most_used() -> None:
    found = topics_of("Раз #ml", "Два #ML", "Три #ML", "#ml и #ML")
    assert [(topic.name, topic.key, topic.kind) for topic in found.values()] == [("#ML", "ml", TopicKind.HASHTAG)]
    assert found["#ML"].post_ids == (100, 101, 102, 103)


def test_hashtags_keep_their_underscores_and_join_their_forms() -> None:
    found = topics_of("a #машинное_обучение", "b #машинное_обучение", "c #книга", "d #книги", "e #книги")
    assert set(found) == {"#машинное_обучение", "#книги"}
    assert found["#машинное_обучение"].key == "машинный обучение"


def test_what_is_no_hashtag() -> None:
    texts = [f"{number} https://example.com/#anchor C# №5 #2024 a#b ##" for number in range(3)]
    assert [(topic.name, topic.kind) for topic in topics_of(*texts).values()] == [("C#", TopicKind.PHRASE)]


def test_a_hashtag_used_once_is_no_topic() -> None:
    assert names("Один раз #однажды") == set()


def test_a_phrase_adds_its_posts_to_its_hashtag() -> None:
    found = topics_of(
        "Про контейнеры #docker", "Снова #docker", "А Docker тут ни при чём.", "Docker!", "Ставлю Docker."
    )
    assert found["#docker"].post_ids == (100, 101, 102, 103, 104)
    assert "Docker" not in found
    assert "#ИИ" in topics_of("#ИИ", "#ИИ", "Спорю с ИИ.", "Ругаю ИИ.")


def test_a_big_channel_has_two_dozen_topics() -> None:
    words = "телескоп галактика комета астероид спутник ракета скафандр орбита планета звезда".split()
    more = "пылесос утюг чайник холодильник миксер блендер тостер духовка плита фен кондиционер обогреватель".split()
    third = "окунь щука карась сом лещ плотва налим осётр форель судак".split()
    texts = [f"{number}: {word}" for number in range(4) for word in words + more + third]
    assert len(names(*texts, filler=100)) == 24
    assert len(names(*texts[:32], *texts[:32], filler=0)) <= 24


def test_a_channel_full_of_hashtags_still_has_some_phrases() -> None:
    tagged = [f"{number} #метка{number // 2}" for number in range(100)]
    found = topics_of(*tagged, "Новый телескоп.", "Купил телескоп.", "Про телескопы.")
    assert "телескоп" in found
    assert sum(topic.kind is TopicKind.HASHTAG for topic in found.values()) == 30


def test_titles_and_repetition_lift_a_topic() -> None:
    aside = [f"{number}: видел утюг" for number in range(3)]
    about = [f"Телескоп номер {number}\nМой телескоп. Твой телескоп." for number in range(3)]
    found = names(
        *aside,
        *about,
        *(f"{word} {number}" for word in ("окунь", "щука", "сом", "лещ") for number in range(3)),
        filler=0,
    )
    assert "телескоп" in found


@given(st.lists(st.text(max_size=60) | st.sampled_from(KNOWN_TEXTS)))
def test_any_texts(texts: list[str]) -> None:
    found = find_topics(enumerate(texts))
    assert len({topic.key for topic in found}) == len(found)
    for topic in found:
        assert topic.key.strip()
        assert topic.name.strip()
        assert len({topic.name, *topic.aliases}) == 1 + len(topic.aliases)
        assert len(topic.post_ids) >= 2
        assert sorted(set(topic.post_ids)) == list(topic.post_ids)
        assert set(topic.post_ids) <= set(range(len(texts)))
    assert [len(topic.post_ids) for topic in found] == sorted((len(topic.post_ids) for topic in found), reverse=True)
    assert find_topics(enumerate(texts)) == found


def test_names_of_what_never_stands_in_the_nominative() -> None:
    assert names("Пишу о новейших чекпоинтах.", "Храню чекпоинты.", "Без чекпоинтов никак.", "Чекпоинт.") == {
        "чекпоинты"
    }
    assert "облачный стек" in names("Работаю с облачным стеком.", "Верю в мощь облачного стека.")
    assert "российские ВС" in names("Пишут о российских ВС.", "Стало меньше российских ВС.")
    assert "новостной дайджест" in names("Рад новостному дайджесту.", "Не вышло новостного дайджеста.", "Дайджест!")
    assert "жёлтый-RL" in names("Скучаю без жёлтого-RL.", "Спорю о жёлтом-RL.")


def test_shouting_makes_no_name() -> None:
    assert names("КУПИЛ ТЕЛЕСКОП", "МОЙ ТЕЛЕСКОП", "ВОТ ТЕЛЕСКОП") == {"телескоп"}


def test_names_keep_their_capitals_in_forms_that_never_stand() -> None:
    assert names("Живу в Томске.", "Еду из Томска.", "Скучаю по Томску.") == {"Томск"}


def test_unknown_words_are_no_first_names() -> None:
    assert names("Ставлю Постгрес.", "С Постгресом.", "О Постгресе.", "Без Постгреса.") == {"Постгрес"}
    assert "Постгрес" in names("Без Постгреса скучно.", "Нет Постгреса.", "Жду Постгреса.")


def test_ordinals_and_pronouns_make_no_phrase() -> None:
    assert names("Наш первый телескоп.", "Наш первый телескоп упал.", "Их первым телескопом.") == {"телескоп"}
