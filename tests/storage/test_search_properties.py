"""What holds for any query over a file with some hundred posts."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.search.answer import MOST_BLAMED
from core.search.retrieval import MOST_POSTS
from core.words import forms_and_chains
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.hostile_archive import WORDS, Archive, ask, opened
from tests.storage.indexing import OPERATOR, publish
from tests.storage.making import make_channel


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    yield from opened(tmp_path_factory.mktemp("hostile") / "letopis.db")


pieces = st.sampled_from(
    [
        *WORDS, "кто", "лон", "dokcer", "htrjvtylfwbb", "rekomendacii", "докер", "-", "#", '"', "«", "»", "after:2024",
        "before:2024-02", "has:photo", "in:@tihiy", "in:@tayno", "sort:new", "sort:top", "-кот", "-#лето", '"кот пёс"',
        "до:завтра", "*", "(", ")", "OR", "\u0301", "\u200b", "\u202e", "👍", "\x00", ":", "ё", "²",
    ]
)  # fmt: skip
queries = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.lists(pieces, max_size=14).map(" ".join),
    st.lists(pieces, max_size=14).map("".join),
)


@given(query=queries)
def test_any_query_is_answered(archive: Archive, query: str) -> None:
    ask(archive, query)


@given(query=queries)
def test_a_guest_is_shown_posts_of_his_channel_alone(archive: Archive, query: str) -> None:
    answer = archive.search(query, archive.guest)
    reply = archive.index.search_here(query, archive.guest, first=MOST_POSTS)
    assert [post.id for post in reply.posts] == list(answer.post_ids)
    assert all(archive.guest.may_see(post.channel.id) for post in reply.posts)


words = st.sampled_from(["кот", "кот пёс", "модель сервер", "docker", "дом", ""])
typed_filters = st.lists(
    st.sampled_from(
        [
            "-пёс", "#лето", "-#лето", "has:photo", "has:link", "after:2024-02", "before:2024-05", "in:@tihiy",
            "в:тихий", '"и в"', "«кот»", "-красный",
        ]
    ),
    max_size=MOST_BLAMED,
)  # fmt: skip


@given(words=words, filters=typed_filters, rng=st.randoms(use_true_random=False))
def test_filters_commute(archive: Archive, words: str, filters: list[str], rng: random.Random) -> None:
    one = archive.search(" ".join([words, *filters]))
    other = archive.search(" ".join([*rng.sample(filters, len(filters)), words]))
    assert set(one.post_ids) == set(other.post_ids) or len(one.post_ids) == len(other.post_ids) == MOST_POSTS
    assert set(one.emptied_by) == set(other.emptied_by)


@given(words=st.sampled_from(["кот пёс", "docker", "дом"]), filters=typed_filters)
def test_what_filters_leave_holds_what_they_say(archive: Archive, words: str, filters: list[str]) -> None:
    for post_id in archive.search(" ".join([words, *filters])).post_ids:
        forms = forms_and_chains(archive.texts[post_id])[0]
        assert "-пёс" not in filters or "пес" not in forms
        assert "«кот»" not in filters or "кот" in forms
        assert '"и в"' not in filters or " и в " in f" {' '.join(forms)} "
        assert "has:link" not in filters or "https" in forms
        assert "#лето" not in filters or "лето" in forms


rare = st.text(st.sampled_from("бвгджзклмнпрст"), min_size=7, max_size=10)


@given(own=st.lists(rare, min_size=2, max_size=3, unique=True))
@settings(max_examples=15)
def test_a_post_is_found_first_by_its_own_rare_words_and_adding_it_loses_no_other(
    archive: Archive, own: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("growing") / "letopis.db"

    async def check() -> None:
        database = await Database.open(path)
        channel = await make_channel(database)
        texts = list(archive.texts.values())[:40]
        known = [post.post_id for post in await publish(database, channel, *texts)]
        index = SearchIndex(path)
        before = {
            query: (await index.search(query, OPERATOR)).answer.post_ids for query in ("кот", "кот пёс", "docker")
        }
        [new] = await publish(database, channel, f"кот, {own[0]} и пёс; {' '.join(own[1:])} docker")
        answer = (await index.search(" ".join(reversed(own)), OPERATOR)).answer
        assert answer.post_ids[0] == new.post_id
        for query, found in before.items():
            after = (await index.search(query, OPERATOR)).answer.post_ids
            assert set(after) == {*found, new.post_id}
            assert set(found) <= set(known)
        await index.close()
        await database.close()

    asyncio.run(check())
