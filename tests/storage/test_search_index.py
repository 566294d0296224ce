from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import DatabaseUnusable, StorageError
from core.richtext import RichText
from core.search import retrieval
from core.search.retrieval import MOST_POSTS, RANKED
from core.types import Channel, IncomingPost
from storage import search_index
from storage.database import Database
from storage.search_index import Indexed, SearchIndex
from tests.storage.indexing import OPERATOR, edit, found, publish, publish_posts, take_out


def post(text: str, *, likes: int = 0, day: int | None = None) -> IncomingPost:
    at = None if day is None else datetime(2024, 1, day, tzinfo=UTC)
    return IncomingPost(text=RichText(text), reactions={"👍": likes}, published_at=at, source="test")


async def test_posts_are_found_by_any_form_of_their_words(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    assert await found(index, "кот") == ()
    cat, docker, meta = await publish(
        database, channel, "Кот на окне", "Запускаем C++ в докере, ёлки", "Мета-обучение и GPT-4"
    )
    assert await found(index, "КОТЫ окном") == (cat.post_id,)
    for query in ("докер", "с++", "елка", "дкоер", "doker"):
        assert await found(index, query) == (docker.post_id,)
    for query in ("метаобучение", "мета обучения", "gpt4", "GPT-4", "ьуеф-j,extybt", "meta obuchenie"):
        assert await found(index, query) == (meta.post_id,)


async def test_what_was_searched_for_and_what_is_near(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(database, channel, "Новый контейнер", "Новая баржа")
    answer = (await index.search("контейенр", OPERATOR)).answer
    assert answer.understood == "контейнер"
    assert "контейнер" in answer.lemmas
    assert (await index.search("баран", OPERATOR)).answer.suggestions == ("баржа",)
    assert (await index.search("контейенр", OPERATOR, as_typed=True)).answer.post_ids == ()


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


async def test_a_new_post_is_found_by_slips_by_sound_and_by_its_beginning_at_once(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    await publish(database, channel, "Кот")
    assert await found(index, "докер") == ()
    (docker, long) = await publish(database, channel, "Docker daily", "Длиннохвостый супер-кот")
    for query in ("dokcer", "докер", "dock"):
        assert await found(index, query) == (docker.post_id,)
    for query in ("длинохвостый", "длиннох", "суперкот", "dlinnohvostyj"):
        assert await found(index, query) == (long.post_id,)


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


async def test_posts_that_another_connection_stores_are_found(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    await publish(database, channel, "Кот")
    assert await found(index, "бегемот") == ()
    other = await Database.open(database.path)
    (hippo,) = await publish(other, channel, "Бегемот")
    await other.close()
    assert await found(index, "бегимот") == (hippo.post_id,)


async def test_all_the_words_or_as_many_as_a_post_has(database: Database, index: SearchIndex, channel: Channel) -> None:
    whole, two, one = (
        indexed.post_id for indexed in await publish(database, channel, "белый кот спит", "белый кот", "белый дом")
    )
    assert await found(index, "белый кот спит") == (whole,)
    assert set(await found(index, "кот дом")) == {whole, two, one}
    assert set(await found(index, "белый кот едет спит")) == {whole}


async def test_ties_go_to_reactions_then_to_the_newer_post(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    facts = [(1, 5), (7, 1), (7, 2), (1, 6)]
    incoming = [post(f"Белый кот {number}", likes=likes, day=day) for number, (likes, day) in enumerate(facts)]
    made = await publish_posts(database, channel, *incoming)
    assert await found(index, "кот") == tuple(made[place].post_id for place in (2, 1, 3, 0))


async def test_one_frozen_list_of_a_limited_length(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(
        database, channel, *(f"Кот номер {number}" + " и дом" * (number % 5) for number in range(MOST_POSTS + 9))
    )
    answer = (await index.search("кот", OPERATOR)).answer
    assert len(set(answer.post_ids)) == len(answer.scores) == MOST_POSTS
    assert list(answer.scores) == sorted(answer.scores, reverse=True)
    assert answer.scores[RANKED] > 0


async def test_the_very_forms_come_first_where_very_many_posts_hold_the_word(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    others = [f"кот кот {number}" for number in range(150)]
    (exact,) = await publish(database, channel, "Однажды очень длинным вечером наш старый сосед звал кота домой")
    await publish(database, channel, *others)
    assert (await found(index, "кота"))[0] == exact.post_id


async def test_of_words_that_stand_in_very_many_posts_the_last_stored_come_first(
    database: Database, index: SearchIndex, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "MOST_COMPARED", 200)
    await publish(database, channel, "кот " * 9, "и пёс", *("и кот" for _ in range(250)))
    posts = await publish(database, channel, *("кот и кот" for _ in range(MOST_POSTS)))
    assert set(await found(index, "кот")) == {one.post_id for one in posts}


async def test_the_first_posts_come_with_their_highlights_in_the_order_of_the_answer(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    titled = replace(post("О белых котах\nКот спит, и кот видит сны", likes=9), has_title=True)
    await publish_posts(database, channel, post("Кот"), titled, post("Пёс"), post("Кот и дом"))
    reply = await index.search("коты", OPERATOR, first=3)
    assert len(reply.answer.post_ids) == 3
    assert [one.id for one in reply.posts] == list(reply.answer.post_ids)
    (place,) = [place for place, one in enumerate(reply.posts) if one.has_title]
    title, snippet = reply.shown[place]
    assert [title.text[start:end] for start, end in title.ranges] == ["котах"]
    assert [snippet.text[start:end] for start, end in snippet.ranges] == ["Кот", "кот"]
    for first in (0, 2, 9):
        some = await index.search("коты", OPERATOR, first=first)
        assert some.answer == reply.answer
        assert (some.posts, some.shown) == (reply.posts[:first], reply.shown[:first])
    assert (await index.search("бегемот", OPERATOR, first=5)).posts == ()


async def test_a_deleted_post_is_not_shown_even_where_the_index_still_holds_it(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    (gone,) = await publish(database, channel, "Кот")
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE id = ?", (gone.post_id,))
    for query in ("кот", "кот has:link", "sort:new", "кот sort:top", '"кот"', "-пёс"):
        reply = await index.search(query, OPERATOR, first=5)
        assert (reply.answer.post_ids, reply.posts) == ((), ())
    assert await index.similar(gone.post_id, OPERATOR) == []


async def test_words_of_other_scripts_are_found_as_they_are(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    georgian, chinese, arabic = await publish(database, channel, "ქართული ენა", "中文 测试", "بَحْث عربي")
    assert await found(index, "ქართული") == (georgian.post_id,)
    assert await found(index, "测试") == (chinese.post_id,)
    assert await found(index, "بحث") == (arabic.post_id,)


async def test_similar_posts_share_the_telling_words(database: Database, index: SearchIndex, channel: Channel) -> None:
    first, alike, _, less = await publish(
        database, channel, "Трансформер переводит стихи", "Стихи и трансформер", "Погода", "О стихах и дожде"
    )
    assert await index.similar(first.post_id, OPERATOR) == [alike.post_id, less.post_id]
    assert await index.similar(999, OPERATOR) == []


async def test_titles_and_snippets_of_found_posts(database: Database, index: SearchIndex) -> None:
    ((title, snippet),) = await index.highlights([("О котах\nКот спит", True)], frozenset({"кот"}))
    assert (title.text, title.ranges) == ("О котах", ((2, 7),))
    assert (snippet.text, snippet.ranges) == ("Кот спит", ((0, 3),))


async def test_warming_up_makes_no_difference_but_time(
    database: Database, index: SearchIndex, channel: Channel
) -> None:
    await index.warm_up()
    (cat,) = await publish(database, channel, "Кот")
    await index.warm_up()
    assert await found(index, "кот") == (cat.post_id,)


async def test_searches_at_once_while_posts_come_in(database: Database, index: SearchIndex, channel: Channel) -> None:
    await publish(database, channel, "Кот")
    searches = [found(index, "кот") for _ in range(20)]
    answers, _ = await asyncio.gather(asyncio.gather(*searches), publish(database, channel, "Ещё один кот"))
    assert all(answers)


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
    (cat,) = await publish(database, channel, "Кот")
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE search_state RENAME TO hidden_state")
    with pytest.raises(StorageError):
        await index.search("кот", OPERATOR)
    async with database.transaction() as connection:
        await connection.execute("ALTER TABLE hidden_state RENAME TO search_state")
    assert await found(index, "кот") == (cat.post_id,)


async def test_closing_ends_the_thread(database: Database, channel: Channel) -> None:
    index = SearchIndex(database.path)
    await publish(database, channel, "Кот")
    await index.search("кот", OPERATOR)
    assert any(thread.name.startswith("search") for thread in threading.enumerate())
    await index.close()
    assert not any(thread.name.startswith("search") for thread in threading.enumerate())


async def test_an_index_that_was_never_asked_closes_too(database: Database) -> None:
    await SearchIndex(database.path).close()
