"""The index in SQLite answers as the plain one in memory does, which goes through all posts one by one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.richtext import Entity, RichText
from core.search.filters import Has
from core.types import IncomingPost, SearchAnswer, Viewer
from storage.database import Database
from storage.search_index import SearchIndex
from tests.core.search.memory_index import MemoryIndex, Post
from tests.storage.indexing import OPERATOR, publish_posts
from tests.storage.making import make_channel

WORDS = (
    "кот кота коты пёс дом доме мета-обучение обучение метаобучении рекомендации docker machine learning GPT-4 gpt4 C++"
    " ёлка сталь стали люди человек сервер модель модели белый белая красный и в не на как #лето #gpt_4 шкаф шкафа"
    " 中文 таймлайн timeline"
).split()
ASKED = (
    *WORDS, "кит", "дкоер", "докер", "dokcer", "htrjvtylfwbb", "rekomendacii", "реком", "timelin", "gtp4",
    "мета обучение", "бегемот", "kot", "моделми", "шкафф", "machinelearning",
)  # fmt: skip
FILTERS = (
    "-кот", "-белый", "-мета-обучение", "#лето", "-#лето", "after:2024-01-20", "до:2024-02", "in:@first", "in:@second",
    "has:photo", "has:code", "есть:опрос", '"кот и"', '"и в"', '"мета обучение"', "sort:new", "sort:top", "до:завтра",
)  # fmt: skip
MEDIA = {Has.PHOTO: "photo", Has.VIDEO: "video"}


@dataclass(frozen=True, slots=True)
class Both:
    """The same posts in a file and in memory, as the operator sees them and as a guest of the first channel does."""

    file: SearchIndex
    guest: Viewer
    for_operator: MemoryIndex
    for_guest: MemoryIndex

    def agree(self, query: str, *, as_typed: bool = False) -> None:
        for viewer, memory in ((OPERATOR, self.for_operator), (self.guest, self.for_guest)):
            expected = memory.search(query, as_typed=as_typed)
            answer = self.file.search_here(query, viewer, as_typed=as_typed).answer
            assert comparable(answer) == comparable(expected)


def comparable(answer: SearchAnswer) -> tuple[object, ...]:
    """All of an answer; the order of equals is decided alike by both."""
    scores = [round(score, 4) for score in answer.scores]
    told = (answer.understood, answer.better, answer.suggestions, answer.emptied_by, answer.malformed, answer.lemmas)
    return answer.post_ids, scores, told, answer.cut, answer.wordless


@pytest.fixture(scope="module", params=range(3))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    rng = random.Random(request.param)
    posts = [made(rng, "first" if number < 30 else "second", number) for number in range(45)]
    path = tmp_path_factory.mktemp("both") / "letopis.db"
    guest = asyncio.run(store(path, posts))
    file = SearchIndex(path)
    hidden = [post.text for post in posts if post.channel == "second"]
    yield Both(file, guest, MemoryIndex(*posts), MemoryIndex(*posts[:30], hidden=hidden))
    asyncio.run(file.close())


def made(rng: random.Random, channel: str, number: int) -> Post:
    return Post(
        " ".join(rng.choices(WORDS, k=rng.randint(1, 12))),
        has_title=rng.random() < 0.2,
        reactions=rng.randint(0, 3),
        published_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number * 7 % 45),
        channel=channel,
        has=frozenset(has for has in (Has.PHOTO, Has.VIDEO, Has.CODE, Has.POLL) if rng.random() < 0.3),
    )


async def store(path: Path, posts: list[Post]) -> Viewer:
    database = await Database.open(path)
    channels = {name: await make_channel(database, name) for name in ("first", "second")}
    for name, channel in channels.items():
        await publish_posts(database, channel, *(incoming(post) for post in posts if post.channel == name))
    await database.close()
    return Viewer(frozenset({channels["first"].id}))


def incoming(post: Post) -> IncomingPost:
    entities = (Entity("code", 0, 1),) if Has.CODE in post.has else ()
    return IncomingPost(
        text=RichText(post.text, entities),
        has_title=post.has_title,
        published_at=post.published_at,
        reactions={"👍": post.reactions},
        media=tuple(name for has, name in MEDIA.items() if has in post.has),
        poll={"question": ""} if Has.POLL in post.has else None,
        source="test",
    )


@pytest.mark.parametrize("word", ASKED)
def test_single_words(both: Both, word: str) -> None:
    both.agree(word)
    both.agree(word, as_typed=True)


@pytest.mark.parametrize("query", FILTERS)
def test_filters_alone(both: Both, query: str) -> None:
    both.agree(query)


@given(words=st.lists(st.sampled_from(ASKED), max_size=5), filters=st.lists(st.sampled_from(FILTERS), max_size=3))
@settings(max_examples=100)
def test_words_and_filters(both: Both, words: list[str], filters: list[str]) -> None:
    both.agree(" ".join([*filters, *words]))
    both.agree(" ".join([*words, *filters]), as_typed=True)


@given(words=st.lists(st.sampled_from(ASKED), min_size=2, max_size=9))
def test_many_words(both: Both, words: list[str]) -> None:
    both.agree(" ".join(words))
