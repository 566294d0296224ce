from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from core.types import Channel
from storage import search_upkeep
from storage.database import Database
from storage.search_index import SearchIndex
from storage.search_upkeep import BATCH, IndexCheck
from tests.storage.indexing import edit, found, publish, take_out
from tests.storage.making import delete_post, make_post

WORDS = "кот пёс мета-обучение GPT-4 докер C++ ёлка machine_learning сталь стали люди don't 中文 42".split()


async def set_normaliser(database: Database, version: str) -> None:
    async with database.transaction() as connection:
        await connection.execute("UPDATE search_state SET normaliser = ?", (version,))


async def test_a_new_archive_needs_no_rebuild_and_is_well(database: Database) -> None:
    assert not await search_upkeep.needs_rebuild(database)
    checked = await search_upkeep.check(database)
    assert checked == IndexCheck(posts=0, outdated=False, missing=0, left_over=0, wrong_words=0, damage=None)
    assert checked.ok


@pytest.mark.parametrize("seed", range(3))
async def test_the_index_stays_right_through_any_changes(database: Database, channel: Channel, seed: int) -> None:
    rng = random.Random(seed)

    def text() -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(0, 9)))

    posts = await publish(database, channel, *(f"{number} {text()}" for number in range(20)))
    for number in range(30):
        place = rng.randrange(len(posts))
        if rng.random() < 0.6:
            posts[place] = await edit(database, posts[place], f"{number} {text()}")
        else:
            await take_out(database, posts.pop(place))
            posts += await publish(database, channel, f"new {number} {text()}")
    checked = await search_upkeep.check(database)
    assert checked.ok
    assert checked.posts == len(posts)


async def test_a_rebuild_finds_what_was_never_indexed_and_forgets_the_rest(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    (gone,) = await publish(database, channel, "Бегемот")
    await delete_post(database, gone.post_id)
    never = await make_post(database, channel, "Кот")
    assert (await search_upkeep.check(database)).ok is False
    progress: list[tuple[int, int]] = []
    assert await search_upkeep.rebuild(database, lambda done, total: progress.append((done, total))) == 1
    assert progress == [(1, 1)]
    assert (await search_upkeep.check(database)).ok
    assert await found(index, "коты") == (never,)


async def test_another_normaliser_is_seen_at_start_and_left_behind_by_a_rebuild(
    database: Database, channel: Channel
) -> None:
    await publish(database, channel, "Кот")
    assert not await search_upkeep.needs_rebuild(database)
    await set_normaliser(database, "старый")
    assert await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).outdated
    await search_upkeep.rebuild(database)
    assert not await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).ok


async def test_a_rebuild_that_was_cut_short_is_made_again(
    database: Database, channel: Channel, index: SearchIndex
) -> None:
    texts = [f"Кот номер {number}" for number in range(BATCH + 5)]
    posts = await publish(database, channel, *texts)

    def interrupt(done: int, total: int) -> None:
        assert (done, total) == (BATCH, BATCH + 5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await search_upkeep.rebuild(database, interrupt)
    assert await search_upkeep.needs_rebuild(database)
    assert await found(index, f"номер {BATCH}")

    # Changes meanwhile: of posts that the rebuild has taken in, of posts that it has not, and a new one.
    await edit(database, posts[0], "Бегемот")
    await edit(database, posts[-1], "Носорог")
    await take_out(database, posts[-2])
    await publish(database, channel, "Жираф")
    assert await found(index, "бегемот") == (posts[0].post_id,)
    assert await found(index, "жираф") == ()

    assert await search_upkeep.rebuild(database) == BATCH + 5
    assert not await search_upkeep.needs_rebuild(database)
    assert (await search_upkeep.check(database)).ok
    for word in ("бегемот", "носорог", "жираф"):
        assert await found(index, word)


async def test_two_rebuilds_at_once_make_one_right_index(
    database: Database, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_upkeep, "BATCH", 2)
    await publish(database, channel, *(f"Кот номер {number}" for number in range(9)))
    assert await asyncio.gather(*(search_upkeep.rebuild(database) for _ in range(3))) == [9, 9, 9]
    assert not await search_upkeep.needs_rebuild(database)
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT posts FROM search_state")
    assert [tuple(row) for row in rows] == [(9,)]
    assert (await search_upkeep.check(database)).ok


async def test_a_check_counts_what_is_missing_and_what_is_left_over(database: Database, channel: Channel) -> None:
    await make_post(database, channel, "Кот")
    (left,) = await publish(database, channel, "Пёс")
    await delete_post(database, left.post_id)
    checked = await search_upkeep.check(database)
    assert (checked.posts, checked.missing, checked.left_over) == (1, 1, 1)
    assert not checked.ok


async def test_a_check_sees_words_that_are_not_the_posts_own(database: Database, channel: Channel) -> None:
    (post,) = await publish(database, channel, "Кот и пёс")
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET text = 'Кот и слон' WHERE id = ?", (post.post_id,))
    checked = await search_upkeep.check(database)
    assert checked.wrong_words == 4  # a form and a lemma too many, and one of each too few
    assert (checked.missing, checked.left_over, checked.damage) == (0, 0, None)


async def test_a_check_sees_damage(database: Database, channel: Channel, tmp_path: Path) -> None:
    await publish(database, channel, "Кот и пёс")
    async with database.transaction() as connection:
        await connection.execute("UPDATE search_forms_data SET block = x'00' WHERE id > 10")
    checked = await search_upkeep.check(database)
    assert checked.damage
    assert not checked.ok
    await search_upkeep.rebuild(database)
    assert (await search_upkeep.check(database)).ok


async def test_compacting_joins_what_many_changes_have_left_and_changes_no_answer(
    database: Database, channel: Channel, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_upkeep, "MERGED_PAGES", 2)
    posts = [(await publish(database, channel, f"Кот и пёс номер {number}"))[0] for number in range(120)]
    await edit(database, posts[0], "Слон")
    await take_out(database, posts[1])
    before = {query: await found(index, query) for query in ("кот", "слон", "номер 1", "119", "пёс -кот")}
    segments = await segments_of(database)
    await search_upkeep.compact(database)
    assert await segments_of(database) < segments
    assert {query: await found(index, query) for query in before} == before
    checked = await search_upkeep.check(database)
    assert (checked.ok, checked.posts) == (True, 119)
    await search_upkeep.compact(database)
    assert (await search_upkeep.check(database)).ok


async def segments_of(database: Database) -> int:
    """How many pieces the index of the lemmas lies in."""
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT count(DISTINCT segid) FROM search_lemmas_idx")
    return int(next(iter(rows))[0])


async def test_an_empty_index_is_compact(database: Database) -> None:
    await search_upkeep.compact(database)
    assert (await search_upkeep.check(database)).ok
