from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.search import queries
from bench.search.content_words import content_words, is_known, other_forms, parsed, yo_switched
from bench.search.queries import Query, make_queries
from bench.search.variants import VARIANTS, inflected
from tests.bench.invented import docs


@pytest.fixture(scope="module")
def made() -> list[Query]:
    return make_queries(docs(), 12)


def of(made: list[Query], variant: str) -> list[Query]:
    found = [query for query in made if query.variant == variant]
    assert found, variant
    return found


def test_every_variant_has_queries_and_the_same_seed_gives_the_same(made: list[Query]) -> None:
    assert {query.variant for query in made} == {variant.name for variant in VARIANTS}
    assert made == make_queries(docs(), 12)
    assert made != make_queries(docs(), 12, seed=18)


def test_a_query_s_words_stand_in_its_post(made: list[Query]) -> None:
    texts = {doc.id: doc.text.lower() for doc in docs()}
    assert all(word in texts[query.target] for query in made for word in query.words.split())


def test_the_halves_share_nothing(made: list[Query]) -> None:
    clean = of(made, "clean")
    assert {query.half for query in clean} == {"tune", "report"}
    assert len({query.text for query in clean}) == len(clean)


def test_clean_queries_have_two_to_four_distinct_words(made: list[Query]) -> None:
    assert all(query.text == query.words for query in of(made, "clean"))
    assert all(2 <= len(set(query.text.split())) <= 4 for query in of(made, "clean"))


def test_inflected_queries_have_other_forms(made: list[Query]) -> None:
    for query in of(made, "inflected"):
        for before, after in zip(query.words.split(), query.text.split(), strict=True):
            assert before != after or before.isascii()


@pytest.mark.parametrize("form", ["сервера", "растёт", "прошедшей", "чёткий"])
def test_another_form_is_of_the_same_word_and_part_of_speech(form: str) -> None:
    assert is_known(form)
    for other in other_forms(form):
        assert other != form.replace("ё", "е")
        assert any(reading[1].POS == parsed(form)[1].POS for reading in [parsed(other)]) or is_known(other)


def test_english_words_take_or_lose_an_s() -> None:
    assert {inflected("server", Random(seed)) for seed in range(9)} == {"server", "servers"}
    assert {inflected("servers", Random(seed)) for seed in range(9)} == {"server", "servers"}


def test_yo_is_switched(made: list[Query]) -> None:
    assert yo_switched("растёт") == "растет"
    assert yo_switched("растет") == "растёт"
    assert yo_switched("сервера") is None
    for query in of(made, "yo"):
        assert query.text != query.words
        assert query.text.replace("ё", "е") == query.words.replace("ё", "е")


def test_one_word_queries_have_one(made: list[Query]) -> None:
    assert all(" " not in query.text for query in of(made, "one_word"))


def test_english_queries_are_latin(made: list[Query]) -> None:
    assert all(query.text.replace(" ", "").isascii() for query in of(made, "english"))


def test_a_heard_query_has_one_word_less_in_latin(made: list[Query]) -> None:
    for query in of(made, "heard"):
        before, after = ([word.isascii() for word in text.split()] for text in (query.words, query.text))
        assert sum(before) == sum(after) + 1


def test_only_the_last_word_is_cut(made: list[Query]) -> None:
    for query in of(made, "cut"):
        *before, last = query.words.split()
        *kept, short = query.text.split()
        assert before == kept
        assert last.startswith(short)
        assert last != short


def test_addresses_and_code_give_no_words() -> None:
    words = content_words("Сервер https://example.org/docker @handle main_window GPT-4 открыт")
    assert [word.form for word in words] == ["сервер", "открыт"]


def test_queries_can_be_kept(made: list[Query], tmp_path: Path) -> None:
    queries.save(made, tmp_path / "queries.jsonl")
    assert queries.load(tmp_path / "queries.jsonl") == made
