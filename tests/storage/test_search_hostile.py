"""Queries that nobody should type, and properties of any query, over a file with some hundred posts."""

from __future__ import annotations

import asyncio
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.richtext import RichText
from core.search.query import MOST_WORDS
from core.search.retrieval import MOST_POSTS
from core.types import IncomingPost, SearchAnswer, Viewer, Visibility
from core.words import forms_and_chains
from storage.database import Database
from storage.search_index import FoundPosts, SearchIndex
from tests.storage.indexing import OPERATOR, publish, publish_posts
from tests.storage.making import make_channel

WORDS = (
    "кот пёс дом мета-обучение рекомендации docker machine learning GPT-4 C++ ёлка сталь стали люди don't сервер модель"
    " красный и в не на как #лето #machine_learning https://kot.example/ 2024 обзор ქართული 中文 عربي"
).split()
SCRIPTS = ("ქართული ენა და ლიტერატურა", "中文 搜索 测试", "بَحْث عربي طويل", "עברית קשה", "हिन्दी में खोज", "ไทย", "Ελλάδα")


@dataclass(frozen=True, slots=True)
class Archive:
    """A file with its index; `texts` by post ids; `guest` sees one of two channels."""

    index: SearchIndex
    texts: dict[int, str]
    guest: Viewer

    def search(self, query: str, viewer: Viewer = OPERATOR) -> SearchAnswer:
        return self.index.search_here(query, viewer).answer


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("hostile") / "letopis.db"
    texts, guest = asyncio.run(fill(path))
    index = SearchIndex(path)
    yield Archive(index, texts, guest)
    asyncio.run(index.close())


async def fill(path: Path) -> tuple[dict[int, str], Viewer]:
    rng = random.Random(7)
    database = await Database.open(path)
    channels = [await make_channel(database, "tihiy"), await make_channel(database, "tayno", Visibility.MEMBERS)]
    texts: dict[int, str] = {}
    for channel in channels:
        new = [" ".join(rng.choices(WORDS, k=rng.randint(1, 40))) for _ in range(180)]
        new += SCRIPTS if channel is channels[0] else ()
        day = datetime(2024, 1, 1, tzinfo=UTC)
        incoming = [
            IncomingPost(
                text=RichText(text),
                has_title=rng.random() < 0.2,
                published_at=day + timedelta(days=number) if number % 3 else None,
                reactions={"👍": number % 11},
                media=("photo",) if number % 4 == 0 else (),
                source="test",
            )
            for number, text in enumerate(new)
        ]
        texts |= {post.post_id: post.text for post in await publish_posts(database, channel, *incoming)}
    await database.close()
    return texts, Viewer(frozenset({channels[0].id}))


def checked(archive: Archive, reply: FoundPosts, viewer: Viewer) -> None:
    """An answer keeps its promises, whatever was asked."""
    answer = reply.answer
    assert len(answer.post_ids) == len(set(answer.post_ids)) == len(answer.scores) <= MOST_POSTS
    assert list(answer.scores) == sorted(answer.scores, reverse=True)
    assert all(score >= 0 for score in answer.scores)
    assert [post.id for post in reply.posts] == list(answer.post_ids[:5])
    assert all(viewer.may_see(post.channel.id) for post in reply.posts)
    for title, snippet in reply.shown:
        for shown in (title, snippet):
            place = 0
            for start, end in shown.ranges:
                assert place <= start < end <= len(shown.text)
                assert not unicodedata.category(shown.text[start]).startswith("M")
                assert end == len(shown.text) or not unicodedata.category(shown.text[end]).startswith("M")
                place = end


def ask(archive: Archive, query: str) -> None:
    for viewer in (OPERATOR, archive.guest, Viewer(frozenset())):
        for as_typed in (False, True):
            reply = archive.index.search_here(
                query, viewer, first=5, zone=ZoneInfo("Asia/Kathmandu"), as_typed=as_typed
            )
            checked(archive, reply, viewer)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " " * 4096,
        "кот " * 1024,
        "я" * 4096,
        "x" * 4096,
        "кот" * 1365 + "к",
        " ".join(f"слово{number}" for number in range(2000)),
        " ".join(f"w{number}" for number in range(2000)),
        " ".join("абвгдежзиклмн"),
        " ".join("abcdefghijklm"),
        "?!.,;:()[]{}<>|&*^%$#@~`",
        "." * 4096,
        "-" * 4096,
        "-------",
        "- " * 2048,
        "#" * 4096,
        "# " * 2048,
        "#1" * 2048,
        "@" * 4096,
        '"' * 500,
        '"' * 501,
        '" ' * 500,
        '"кот" ' * 500,
        '"кот',
        'кот"',
        "«" * 2000,
        "«кот" * 1000,
        "„“”«»\"'" * 500,
        "“ " * 2048,
        "кот' OR '1'='1",
        'lemmas : "кот" NEAR(кот, 2) AND NOT * ^ + - {a b}:c',
        "NEAR AND OR NOT",
        "NEAR(кот пёс, 5)",
        "кот*",
        "^кот",
        "кот AND (пёс OR NOT дом)",
        "(((((((((кот",
        "кот))))))",
        "{lemmas forms} : кот",
        "-кот AND -пёс",
        "а" + "\u0301" * 4000,
        "\u0301" * 4096,
        "е\u0308ж " * 800,
        "\u200b\u202e\u2066кот\u2069\u202c",
        "к\u200bо\u200dт",
        "\u202eток\u202c \u200fקוט",
        "\ufeffкот\u00ad",
        "👨‍👩‍👧‍👦🏳️‍🌈❤" * 200,
        "кот👍пёс",
        "ქართული ენა 中文搜索 بحث עברית हिन्दी",
        "中" * 4096,
        "ﷺ ½ ⑴ ㎏ ℝ Ⅷ ⁿ ﬁ",
        "𝒳𝒴𝒵 𠀀𠀁 𐐀",
        "İstanbul ŉ ß ẞ",
        "\x00кот\x00",
        "".join(map(chr, range(32))) + "кот",
        "\x7f\x80\x9f",
        "\n\t\r кот \x0b\x0c\u2028\u2029",
        "-кот " * 800,
        "#лето " * 600,
        "after:2024 " * 300,
        "after:2024 before:2023 " * 100,
        "has:photo " * 400,
        "in:@tihiy " * 400,
        "in:@" * 1000,
        "sort:new sort:top " * 200,
        "has:кот " * 400,
        "до:завтра " * 400,
        "after:99999999999999999999",
        "after:9999-12-31 before:0001-01-01",
        "after:٢٠٢٤ кот",
        "in:\x00 has:\x00 #\x00",
        "in:%_' OR 1=1 --",
        'in:"§1"',
        "§1 §2 § ♯лето ÷ ÷мета‐обучение",
        "sch" * 13 + " " + " ".join(f"{letter}iya" * 13 for letter in "prstv"),
        " ".join("ейайойеререншен"[number:] * 3 for number in range(12)),
        "htrjvtylfwbb " * 300,
        "кот-пёс_дом-" * 300,
        "_" * 4096,
        "c++" * 1000 + " C# .NET F#",
        "don't o'clock '''''" * 100,
        "https://t.me/tihiy/1?q=кот&x=%20#frag",
    ],
)
def test_an_answer_always(archive: Archive, query: str) -> None:
    ask(archive, query)


@pytest.mark.parametrize("text", SCRIPTS)
def test_words_of_other_scripts_are_found_as_they_are(archive: Archive, text: str) -> None:
    [post_id] = [number for number, known in archive.texts.items() if known == text]
    assert post_id in archive.search(text).post_ids
    for word in text.split():
        assert post_id in archive.search(word).post_ids
        assert archive.search(word).understood is None


def test_a_long_query_is_cut_to_its_first_words_and_that_is_told(archive: Archive) -> None:
    words = " ".join(f"слово{number}" for number in range(MOST_WORDS))
    assert archive.search(f"{words} ещё").cut
    assert not archive.search(words).cut
    assert archive.search("кот " * 2000).cut
    assert archive.search("я" * 41).cut


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
    max_size=5,
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
