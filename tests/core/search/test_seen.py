"""What of a vocabulary a viewer may know: nothing of it depends on posts that are hidden from him."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.seen import MOST_ASKED, Seen
from core.search.spelling import MOST_ALTERNATIVES
from core.types import SearchAnswer
from tests.core.search.memory_index import LEMMAS, MemoryIndex

OPEN = (
    "Белый кот спит", "Коты и котёнок", "Docker и kubernetes", "Мета-обучение и обучение", "Стихи о погоде",
    "Кот и кит",
)  # fmt: skip
HIDDEN = ("кота котам", "кит", "кита", "dockers", "погодка", "стих", "бункер", "белыми", "супер-кот")
WORDS = (
    "кот", "кота", "коты", "кит", "кита", "докер", "docker", "dockers", "погода", "погодка", "стих", "стихи", "бункер",
    "белый", "белыми", "метаобучение", "обучение", "kubernetes", "суперкот", "спит", "котёнок", "rjn", "kot",
)  # fmt: skip


def seen(*hidden: str) -> tuple[MemoryIndex, Seen]:
    index = MemoryIndex(*OPEN, hidden=hidden)
    return index, Seen(index.vocabulary, index)


def test_words_of_hidden_posts_are_unknown() -> None:
    _, guest = seen(*HIDDEN)
    assert set(guest.forms.among(WORDS)) == {"кот", "кит", "коты", "docker", "стихи", "белый", "kubernetes", "спит"} | {
        "метаобучение", "обучение",
    }  # fmt: skip
    assert [guest.forms.posts_with(word) for word in ("кот", "кит", "бункер", "dockers", "кота")] == [2, 1, 0, 0, 0]
    assert guest.lemmas.posts_with("погодка") == 0
    assert set(guest.going_on("кот", 5, 9)) == {("коты", 1), ("котенок", 1)}
    assert "dockers" not in [near.form for near in guest.near("dockerz", 2)]
    assert "docker" in [near.form for near in guest.near("dockerz", 2)]
    assert guest.spelled_in_latin(list) == ["docker", "kubernetes"]


@given(hidden=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=12))
def test_nothing_depends_on_what_is_hidden(hidden: list[str]) -> None:
    _, alone = seen()
    _, guest = seen(*hidden)
    for word in WORDS:
        assert guest.forms.posts_with(word) == alone.forms.posts_with(word)
        assert guest.lemmas.posts_with(LEMMAS.first(word)) == alone.lemmas.posts_with(LEMMAS.first(word))
        assert sorted(map(repr, guest.near(word, 2))) == sorted(map(repr, alone.near(word, 2)))
        assert guest.going_on(word[:3], 9, 3) == alone.going_on(word[:3], 9, 3)
    assert guest.forms.among(WORDS) == alone.forms.among(WORDS)
    assert guest.spelled_in_latin(list) == alone.spelled_in_latin(list)


def told(answer: SearchAnswer) -> object:
    return answer.post_ids, answer.understood, answer.better, answer.suggestions, sorted(answer.lemmas)


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    hidden=st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=3).map(" ".join), min_size=1, max_size=12),
)
def test_an_answer_does_not_depend_on_it_either(words: list[str], hidden: list[str]) -> None:
    alone = MemoryIndex(*OPEN)
    guest = MemoryIndex(*OPEN, hidden=hidden)
    # The average length of all posts, hidden ones too, is what a search may know.
    guest.vocabulary = replace(guest.vocabulary, characters=alone.vocabulary.characters)
    query = " ".join(words)
    assert told(guest.search(query)) == told(alone.search(query))
    assert [guest.similar(post) for post in (1, 2, 3)] == [alone.similar(post) for post in (1, 2, 3)]


@pytest.mark.parametrize("hidden", [0, 1])
def test_of_very_many_words_those_are_asked_for_that_the_archive_uses_most(hidden: int) -> None:
    forms = [f"кот{first}{second}" for first in "абвгдежзк" for second in "абвгдежзиклмно"]
    assert len(forms) > MOST_ASKED
    index = MemoryIndex(*forms, *["котик"] * 3, hidden=["другое"] * hidden)
    guest = Seen(index.vocabulary, index)
    assert guest.going_on("кот", 5, 5)[0] == ("котик", 3)
    assert len(guest.going_on("кот", 5, 999)) == (MOST_ASKED if hidden else len(forms) + 1)
    assert len(guest.near("котща", 2)) == (MOST_ASKED if hidden else len(forms) + 1)


def test_a_slip_is_taken_for_forms_of_a_few_words_only() -> None:
    forms = [f"{letter}кстр" for letter in "бвгджзклмн"]
    index = MemoryIndex(*forms)
    found = index.search("пкстр")
    assert found.understood is not None
    assert len(found.post_ids) == MOST_ALTERNATIVES
