from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import DatabaseUnusable, StorageError
from core.richtext import RichText
from core.search.answer import MOST_POSTS, RERANKED
from core.types import Channel, IncomingPost, Viewer
from storage import search_index
from storage.database import Database
from storage.search_index import Indexed, SearchIndex
from tests.storage.indexing import edit, publish, publish_post, take_out
from tests.storage.making import make_channel

OPERATOR = Viewer.operator()


@pytest.fixture
async def index(database: Database) -> AsyncIterator[SearchIndex]:
    opened = SearchIndex(database.path)
    yield opened
    await opened.close()


@pytest.fixture
async def channel(database: Database) -> Channel:
    return await make_channel(database)


async def found(index: SearchIndex, query: str, viewer: Viewer = OPERATOR) -> tuple[int, ...]:
    return (await index.search(query, viewer)).post_ids


async def test_posts_are_found_by_any_form_of_their_words(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    assert await found(index, "кот") == ()
    cat, docker, meta = await publish(
        database, channel, "Кот на окне", "Запускаем C++ в докере, ёлки", "Мета-обучение и GPT-4"
    )
    assert await found(index, "КОТЫ окном") == (cat.post_id,)
    for query in ("докер", "с++", "елка", "дкоер"):
        assert await found(index, query) == (docker.post_id,)
    for query in ("метаобучение", "мета обучения", "gpt4", "GPT-4", "ьуеф-j,extybt"):
        assert await found(index, query) == (meta.post_id,)


async def test_what_was_searched_for_and_what_is_near(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(database, channel, "Новый контейнер", "Новая баржа")
    answer = await index.search("контейенр", OPERATOR)
    assert answer.understood == "контейнер"
    assert "контейнер" in answer.lemmas
    assert (await index.search("баран", OPERATOR)).suggestions == ("баржа",)


async def test_edited_and_deleted_posts_are_right_in_the_next_search(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    cat, dog = await publish(database, channel, "Кот и мяч", "Пёс и мяч")
    assert set(await found(index, "мяч")) == {cat.post_id, dog.post_id}
    edited = await edit(database, cat, "Кот и клубок")
    assert await found(index, "мяч") == (dog.post_id,)
    assert await found(index, "клубок") == (cat.post_id,)
    await take_out(database, edited)
    assert await found(index, "кот") == ()
    assert await found(index, "пёс") == (dog.post_id,)


async def test_what_stays_the_same_is_not_touched(database: Database, index: SearchIndex, channel: Channel) -> None:
    posts = await publish(database, channel, "Кот", "Пёс")
    async with database.transaction() as connection:
        before = await connection.execute_fetchall("SELECT generation FROM search_state")
        await search_index.replace(connection, posts, posts)
        after = await connection.execute_fetchall("SELECT generation FROM search_state")
    assert list(before) == list(after)
    assert await found(index, "кот") == (posts[0].post_id,)


async def test_a_rolled_back_transaction_leaves_no_words(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    (cat,) = await publish(database, channel, "Кот")
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await search_index.add(connection, [Indexed(99, channel.id, "Бегемот")])
            raise RuntimeError
    assert await found(index, "бегемот") == ()
    assert await found(index, "кот") == (cat.post_id,)


async def test_posts_stored_by_another_process_are_found(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    await publish(database, channel, "Кот")
    assert await found(index, "бегемот") == ()
    other = await Database.open(database.path)
    (hippo,) = await publish(other, channel, "Бегемот")
    await other.close()
    assert await found(index, "бегимот") == (hippo.post_id,)


async def test_posts_that_lack_a_word_and_posts_with_any(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    whole, two, _ = await publish(database, channel, "белый кот спит", "белый кот", "белый дом")
    assert await found(index, "белый кот спит") == (whole.post_id, two.post_id)
    assert set(await found(index, "кот дом")) == {one.post_id for one in (whole, two, _)}


async def test_ties_go_to_reactions_then_to_the_newer_post(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    made = [
        await publish_post(
            database,
            channel,
            IncomingPost(
                text=RichText(f"Белый кот {number}"),
                reactions={"👍": likes},
                published_at=datetime(2024, 1, day, tzinfo=UTC),
                source="test",
            ),
        )
        for number, (likes, day) in enumerate([(1, 5), (7, 1), (7, 2), (1, 6)])
    ]
    assert await found(index, "кот") == tuple(made[place].post_id for place in (2, 1, 3, 0))


async def test_one_frozen_list_of_a_limited_length(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(
        database, channel, *(f"Кот номер {number}" + " и дом" * (number % 5) for number in range(MOST_POSTS + 9))
    )
    answer = await index.search("кот", OPERATOR)
    assert len(set(answer.post_ids)) == len(answer.scores) == MOST_POSTS
    assert list(answer.scores) == sorted(answer.scores, reverse=True)
    assert answer.scores[RERANKED] > 0


async def test_a_viewer_learns_nothing_of_hidden_posts(database: Database, index: SearchIndex) -> None:
    public = await make_channel(database, "tiho")
    secret = await make_channel(database, "tayno")
    (seen,) = await publish(database, public, "Белый кот и общие слова")
    await publish(
        database, secret, "Секретный бункер", "супер-бункер под горой", "общие слова кот", "кит", "белые китята"
    )
    viewer = Viewer(frozenset({public.id}))
    assert await found(index, "кот", viewer) == (seen.post_id,)
    for query in ("бункер", "бункир", "секр", "супербункер", "супер бункер", "кид", "китя", ",eyrth", "горах", "§2"):
        answer = await index.search(query, viewer)
        assert answer.post_ids == ()
        assert answer.understood is None
        assert not {"бункер", "секретный", "кит", "супер", "горой"} & set(answer.suggestions)
    alone = await index.search("белый кит", viewer)
    assert alone.understood == "белый кот"
    assert await found(index, "белый бункер", viewer) == (seen.post_id,)
    assert await found(index, "общие слова", viewer) == (seen.post_id,)
    assert len(await found(index, "кот", Viewer.operator())) == 2


async def test_a_viewer_of_every_channel_sees_what_the_operator_sees(database: Database, index: SearchIndex) -> None:
    first, second = await make_channel(database, "odin"), await make_channel(database, "dva")
    await publish(database, first, "Белый кот", "Рыжий кот")
    await publish(database, second, "Чёрный кот")
    everything = Viewer(frozenset({first.id, second.id, 77}))
    for query in ("кот", "рыжый кот", "бел"):
        assert await index.search(query, everything) == await index.search(query, OPERATOR)
        assert await found(index, query, Viewer(frozenset())) == ()


async def test_a_restricted_viewer_gets_the_same_help_with_spelling(database: Database, index: SearchIndex) -> None:
    own = await make_channel(database, "svoy")
    await publish(database, await make_channel(database, "chuzhoy"), "Посторонний текст")
    (post,) = await publish(database, own, "Про мета-обучение и рекомендации фильмов")
    viewer = Viewer(frozenset({own.id}))
    for query in ("метаобучение", "рикомендации", "htrjvtylfwbb", "фильмы рекоменд", "мета обучению"):
        assert await found(index, query, viewer) == (post.post_id,)
    assert (await index.search("фольга", viewer)).suggestions == ()


async def test_a_deleted_post_is_not_shown_even_where_the_index_still_holds_it(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    (post,) = await publish(database, channel, "Кот")
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE id = ?", (post.post_id,))
    assert await found(index, "кот") == ()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "кот " * 1024,
        "я" * 4096,
        " ".join(f"слово{number}" for number in range(2000)),
        '"кот',
        "кот' OR '1'='1",
        'lemmas : "кот" NEAR(кот, 2) AND NOT * ^ + - {a b}:c',
        "а" + "\u0301" * 4000,
        "\u200b\u202eкот\u202c\u2066",
        "👨‍👩‍👧🏳️‍🌈❤",
        "ქართული ენა 中文搜索 بحث עברית",
        "?!.,;:()[]{}<>|&*^%$#@~`",
        "\x00кот\x00",
        "ﷺ½⑴",
        "\ud800",
    ],
)
async def test_hostile_queries_are_answered(
    database: Database, index: SearchIndex, channel: Channel, query: str
) -> None:
    await publish(database, channel, "Кот и слово", "ქართული ენა", "Другое слово кота NEAR here")
    other = await make_channel(database, "drugoy")
    await index.search(query, OPERATOR)
    await index.search(query, Viewer(frozenset({other.id})))


async def test_words_of_other_scripts_are_found_as_they_are(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    georgian, chinese, arabic = await publish(database, channel, "ქართული ენა", "中文 测试", "بَحْث عربي")
    assert await found(index, "ქართული") == (georgian.post_id,)
    assert await found(index, "测试") == (chinese.post_id,)
    assert await found(index, "بحث") == (arabic.post_id,)


async def test_titles_and_snippets_of_found_posts(database: Database, index: SearchIndex) -> None:
    ((title, snippet),) = await index.highlights([("О котах\nКот спит", True)], frozenset({"кот"}))
    assert (title.text, title.ranges) == ("О котах", ((2, 7),))
    assert (snippet.text, snippet.ranges) == ("Кот спит", ((0, 3),))


async def test_searches_at_once_while_posts_come_in(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(database, channel, "Кот")
    searches = [index.search("кот", OPERATOR) for _ in range(20)]
    answers, _ = await asyncio.gather(asyncio.gather(*searches), publish(database, channel, "Ещё один кот"))
    assert all(answer.post_ids for answer in answers)


async def test_an_index_of_another_normaliser_takes_nothing_in(database: Database, channel: Channel) -> None:
    async with database.transaction() as connection:
        await connection.execute("UPDATE search_state SET normaliser = 'другой'")
    with pytest.raises(StorageError, match="index_outdated"):
        await publish(database, channel, "Кот")


async def test_a_missing_or_broken_file_is_an_error_of_ours(tmp_path: Path) -> None:
    for name, content in (("missing.db", None), ("broken.db", b"x" * 5000)):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        index = SearchIndex(path)
        with pytest.raises(DatabaseUnusable):
            await index.search("кот", OPERATOR)
        await index.close()


async def test_a_damaged_index_is_an_error_of_ours_and_the_next_search_works(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    (post,) = await publish(database, channel, "Кот")
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE search_state RENAME TO hidden_state")
    with pytest.raises(StorageError):
        await index.search("кот", OPERATOR)
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE hidden_state RENAME TO search_state")
    assert await found(index, "кот") == (post.post_id,)


async def test_closing_ends_the_thread(database: Database, channel: Channel) -> None:
    index = SearchIndex(database.path)
    await publish(database, channel, "Кот")
    await index.search("кот", OPERATOR)
    assert any(thread.name.startswith("search") for thread in threading.enumerate())
    await index.close()
    assert not any(thread.name.startswith("search") for thread in threading.enumerate())
