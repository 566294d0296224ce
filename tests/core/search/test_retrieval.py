from __future__ import annotations

from core.search.asking import Group
from core.search.retrieval import (
    MOST_COMPARED,
    MOST_GROUPS_TO_SPARE,
    MOST_POSTS,
    MOST_RANKED,
    RANKED,
    Retrieved,
    with_all,
    with_fewer,
)
from tests.core.search.memory_index import LEMMAS, MemoryIndex


def groups(index: MemoryIndex, words: str) -> list[Group]:
    """A group for each word, with as many posts as hold it."""
    lemmas = {form: LEMMAS.first(form) for form in words.split()}
    posts = index.vocabulary.lemmas.posts_with
    return [Group({lemma: 1.0}, {form: 1.0}, posts(lemma)) for form, lemma in lemmas.items()]


def found_with_all(index: MemoryIndex, words: str) -> Retrieved:
    return with_all(groups(index, words), index)


def found_with_fewer(index: MemoryIndex, words: str) -> dict[int, set[str]]:
    """Posts -> the words that they are known to hold."""
    retrieved = with_fewer(groups(index, words), index)
    assert retrieved.behind == ()
    return {post_id: {words.split()[place] for place in met} for post_id, met in retrieved.first.items()}


def test_only_posts_with_all_the_words_in_any_form() -> None:
    index = MemoryIndex("белый кот", "белая собака", "о котах и белых всех")
    found = found_with_all(index, "белый кот")
    assert found.first == {1: {0, 1}, 3: {0, 1}}
    assert found.behind == ()
    assert found_with_all(index, "белый слон") == Retrieved()


def test_those_that_are_not_ranked_follow_and_no_post_comes_twice() -> None:
    index = MemoryIndex(*[f"кот {'и дом ' * (number % 9)}" for number in range(MOST_POSTS + 50)])
    found = found_with_all(index, "кот")
    behind = [one.post_id for one in found.behind]
    assert len(found.first) == RANKED
    assert len({*found.first, *behind}) == len(found.first) + len(behind) == MOST_POSTS
    assert [one.relevance for one in found.behind] == sorted((one.relevance for one in found.behind), reverse=True)


def test_of_too_many_posts_those_with_the_very_forms_come_first() -> None:
    others = ["кот кот кот"] * MOST_RANKED
    index = MemoryIndex(*others, "Очень длинный текст о том, как один наш сосед позвал кота домой", *others)
    assert MOST_RANKED + 1 in found_with_all(index, "кота").first


def test_of_too_many_posts_with_the_very_forms_the_best_come_first() -> None:
    index = MemoryIndex(*["кота и дома и сады и ещё много слов"] * MOST_RANKED, "кота кота", *["коты"] * MOST_RANKED)
    found = found_with_all(index, "кота")
    assert MOST_RANKED + 1 in found.first
    assert len(found.first) == RANKED


def test_of_words_that_stand_in_very_many_posts_the_last_stored_come_first() -> None:
    index = MemoryIndex(*["и вот кот"] * (MOST_POSTS + 50))
    common = [Group({lemma: 1.0}, {lemma: 1.0}, MOST_COMPARED + 1) for lemma in ("вот", "кот")]
    found = with_all(common, index)
    every = [*found.first, *(one.post_id for one in found.behind)]
    assert every == list(range(MOST_POSTS + 50, 50, -1))
    rare = [*common[:1], Group({"кот": 1.0}, {"кот": 1.0}, 1)]
    assert set(with_all(rare, index).first) != set(found.first)


def test_where_no_post_has_all_the_words_those_that_lack_one_come_alone() -> None:
    index = MemoryIndex("белый пушистый снег", "белый кот", "пушистый кот", "кот", "пушистый снег и кот")
    assert found_with_fewer(index, "белый пушистый кот слон") == {
        1: {"белый", "пушистый"},
        2: {"белый", "кот"},
        3: {"пушистый", "кот"},
        5: {"пушистый", "кот"},
    }
    index = MemoryIndex("белый пушистый кот", "белый кот", "слон")
    assert found_with_fewer(index, "белый пушистый кот слон") == {1: {"белый", "пушистый", "кот"}}


def test_then_those_with_any_word() -> None:
    index = MemoryIndex("белый дом", "слон", "лес")
    assert found_with_fewer(index, "белый кот слон") == {1: {"белый"}, 2: {"слон"}}
    assert found_with_fewer(index, "белый слон") == {1: {"белый"}, 2: {"слон"}}
    assert found_with_fewer(index, "кот пёс мир сад") == {}


def test_a_single_word_leaves_nothing_to_spare() -> None:
    assert found_with_fewer(MemoryIndex("белый кот"), "белый") == {}


def test_of_many_words_any_will_do_at_once() -> None:
    words = "кот пёс дом лес сад мир год час век ночь".split()[: MOST_GROUPS_TO_SPARE + 1]
    index = MemoryIndex(" ".join(words[:-1]), words[-1], "слон")
    assert found_with_fewer(index, " ".join(words)).keys() == {1, 2}


def test_posts_of_the_rarest_words_are_not_lost_behind_those_of_common_ones() -> None:
    common = MOST_RANKED + 10
    index = MemoryIndex(*["кот"] * common, "бегемот")
    assert common + 1 in found_with_fewer(index, "кот бегемот")
    index = MemoryIndex(*["белый кот"] * common, "рыжий кот", "белый слон", "рыжий слон")
    assert common + 1 in found_with_fewer(index, "белый кот рыжий")
    index = MemoryIndex(*["белый кот"] * MOST_RANKED, *["рыжий кот"] * MOST_RANKED, "белый рыжий")
    assert len(found_with_fewer(index, "белый кот рыжий")) == MOST_RANKED
