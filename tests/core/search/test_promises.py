"""What an answer says can be relied on: each promise is kept by the search that it speaks of."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.memory_index import MemoryIndex

WORDS = (
    "кот кота котик дом домик доме обучение метаобучение мета-обучение рекомендации docker dockre machine learning"
    " GPT-4 gpt4 ёлка сталь стали люди модель модели белый красный и не #лето шкаф таймлайн timeline дворец зюзюкина"
).split()
ASKED = (
    *WORDS, "кит", "дкоер", "докер", "dokcer", "htrjvtylfwbb", "rekomendacii", "machinelearning", "реком", "timelin",
    "gtp4", "мета", "котэ", "бегемот", "kot", "моделми", "шкафф", "дымик", "зюзюкин", "тайм", "лерн",
)  # fmt: skip
FILTERS = ("-кот", "-мета-обучение", "#лето", "-#лето", "after:2024", "in:@tihiy", "in:@nikto", "has:photo", '"кот и"')

posts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=10)
words = st.lists(st.sampled_from(ASKED), min_size=1, max_size=4)
queries = st.tuples(words, st.lists(st.sampled_from(FILTERS), max_size=2)).map(lambda both: " ".join(both[0] + both[1]))


@given(posts, queries)
def test_what_was_understood_finds_the_same_posts(texts: list[str], query: str) -> None:
    index = MemoryIndex(*texts)
    found = index.search(query)
    if found.understood is not None:
        assert found.post_ids
        assert set(found.post_ids) & set(index.search(found.understood).post_ids)


@given(posts, queries)
def test_another_spelling_finds_more(texts: list[str], query: str) -> None:
    index = MemoryIndex(*texts * 3)
    found = index.search(query)
    if found.better is not None:
        assert len(index.search(found.better).post_ids) > len(found.post_ids) > 0


@given(posts, queries)
def test_suggested_words_find_something(texts: list[str], query: str) -> None:
    index = MemoryIndex(*texts)
    found = index.search(query)
    assert not (found.post_ids and found.suggestions)
    for word in found.suggestions:
        assert index.search(word).post_ids


@given(posts, queries)
def test_without_a_filter_that_empties_the_result_something_is_found(texts: list[str], query: str) -> None:
    index = MemoryIndex(*texts)
    found = index.search(query)
    assert not (found.post_ids and found.emptied_by)
    for text in found.emptied_by:
        rest = re.sub(rf"(?<!\S){re.escape(text)}(?!\S)", text.strip('"') if text.startswith('"') else "", query)
        assert not rest.strip() or index.search(rest).post_ids


@given(posts, queries)
def test_words_to_highlight_stand_in_the_posts(texts: list[str], query: str) -> None:
    found = MemoryIndex(*texts).search(query)
    assert bool(found.lemmas) <= bool(found.post_ids)


@given(posts, words)
def test_the_query_as_typed_says_nothing_of_other_spellings(texts: list[str], typed: list[str]) -> None:
    found = MemoryIndex(*texts).search(" ".join(typed), as_typed=True)
    assert (found.understood, found.better) == (None, None)


@given(posts, st.data())
def test_a_post_is_found_by_each_of_its_words_and_by_all_of_them(texts: list[str], data: st.DataObject) -> None:
    index = MemoryIndex(*texts)
    number = data.draw(st.integers(1, len(texts)))
    own = [word for word in texts[number - 1].split() if not word.startswith("#")]
    for word in own:
        assert number in index.search(word).post_ids
        assert number in index.search(word, as_typed=True).post_ids
    if own:
        assert number in index.search(" ".join(data.draw(st.permutations(own)))).post_ids
