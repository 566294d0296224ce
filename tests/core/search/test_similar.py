from __future__ import annotations

from core.search.similar import MOST_SIMILAR
from tests.core.search.memory_index import MemoryIndex


def test_posts_that_share_the_telling_words_the_most_alike_first() -> None:
    index = MemoryIndex(
        "Обучаем трансформер переводить стихи",
        "Стихи о весне и о любви",
        "Трансформер учится переводить стихи и прозу",
        "Погода на завтра",
        "Варим борщ",
        "Едем на дачу",
    )
    assert index.similar(1) == [3, 2]
    assert index.similar(4) == []


def test_words_that_hold_a_sentence_together_and_short_ones_tell_nothing() -> None:
    index = MemoryIndex("и который так же ёж", "и который так же ёж да", "лес", "сад", "дом")
    assert index.similar(1) == []


def test_words_that_all_posts_hold_tell_nothing() -> None:
    assert MemoryIndex("кот один", "кот другой", "кот третий").similar(1) == []


def test_a_post_that_is_not_there_or_hidden_is_like_nothing() -> None:
    index = MemoryIndex("белый кот", "белый дом", "снег", hidden=["белый кот"])
    assert index.similar(4) == []
    assert index.similar(1) == [2]
    assert MemoryIndex("").similar(1) == []


def test_a_list_of_limited_length() -> None:
    index = MemoryIndex(*["белый кот"] * (MOST_SIMILAR + 9), "лес", "сад")
    found = index.similar(1)
    assert len(set(found)) == len(found) == MOST_SIMILAR
    assert 1 not in found
