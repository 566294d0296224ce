"""How the search thread's vocabulary keeps up with the index: by small changes, and anew where those do not do."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.lemmas import Lemmas
from core.search.edits import one_edit_away
from core.search.vocabulary import Vocabulary
from core.types import Channel, Viewer
from core.words import forms_and_chains
from storage import search_index, search_upkeep, search_vocabulary
from storage.database import Database
from storage.search_index import SearchIndex
from storage.search_vocabulary import FEWEST_S_BETWEEN_READS, MOST_FOLLOWED, MOST_SINCE, VocabularyReader
from tests.storage.indexing import OPERATOR, edit, found, publish, take_out
from tests.storage.making import make_channel

MANY = [f"Носорог номер {number}" for number in range(MOST_FOLLOWED + 1)]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(search_vocabulary, "monotonic", standing)
    return standing


class Reading:
    """A reader with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._reader = VocabularyReader(Lemmas())

    def __call__(self) -> tuple[Vocabulary, bool]:
        self._connection.execute("BEGIN")
        current = self._reader.current(self._connection)
        self._connection.execute("ROLLBACK")
        return current

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def current(database: Database) -> Iterator[Reading]:
    with closing(Reading(database.path)) as reading:
        yield reading


def counts(vocabulary: Vocabulary, *words: str) -> list[int]:
    return [vocabulary.lemmas.posts_with(word) for word in words]


async def test_an_archive_without_posts_has_no_words(database: Database, current: Reading) -> None:
    vocabulary, exact = current()
    assert (vocabulary.posts, vocabulary.characters, exact) == (0, 0, True)


async def test_small_changes_are_followed_without_reading_the_base_anew(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    await publish(database, channel, "Кот и докер", "Кот")
    first, exact = current()
    assert (counts(first, "кот", "докер", "пес"), first.posts, exact) == ([2, 1, 0], 2, True)
    await publish(database, channel, "Пёс, кот и мета-обучение")
    await publish(database, channel, "Коты")
    then, exact = current()
    assert then.lemmas.base is first.lemmas.base
    assert then.forms.base is first.forms.base
    assert (counts(then, "кот", "докер", "пес"), then.posts, exact) == ([4, 1, 1], 4, True)
    assert then.characters == sum(map(len, ("Кот и докер", "Кот", "Пёс, кот и мета-обучение", "Коты")))
    assert then.parts_of("метаобучение") == ("мета", "обучение")
    assert counts(first, "кот", "пес") == [2, 0]


async def test_nothing_new_is_no_work(database: Database, channel: Channel, current: Reading) -> None:
    await publish(database, channel, "Кот")
    first, _ = current()
    assert current()[0] is first


async def test_what_was_followed_is_what_is_read_at_once(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    current()
    for number in range(9):
        await publish(database, channel, f"Кот номер {number} и супер-кот", f"Docker {number}, ёлка", "C++ и #лето")
        current()
    followed, exact = current()
    assert exact
    with closing(Reading(database.path)) as another:
        whole, _ = another()
    assert (followed.posts, followed.characters, followed.compounds) == (whole.posts, whole.characters, whole.compounds)
    for form in ("кот", "номер", "суперкот", "docker", "елка", "cpp", "лето", "7", "бегемот"):
        assert followed.forms.posts_with(form) == whole.forms.posts_with(form)
        assert followed.lemmas.posts_with(form) == whole.lemmas.posts_with(form)
    assert sorted(followed.forms.latin) == sorted(whole.forms.latin)


async def test_words_that_begin_with_any_letter_are_read(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    letters = "0123456789abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяΩაქ中ℵꙮ가𐐨𠀀\U0001e900"
    words = [f"{letter}{letter}xz" for letter in letters]
    await publish(database, channel, *words, *words, *MANY)
    vocabulary, exact = current()
    assert exact
    forms = [form for word in words for form in forms_and_chains(word)[0]]
    assert len(forms) == len(letters)
    for form in forms:
        assert vocabulary.lemmas.posts_with(Lemmas().first(form)) == 2
        assert form in vocabulary.forms.among(one_edit_away(form[:-1]))
    assert {form for form, posts in vocabulary.going_on("", 40) if posts == 2} == set(forms)


async def test_edits_and_removals_leave_words_behind_until_the_base_is_read_anew(
    database: Database, channel: Channel, index: SearchIndex, current: Reading, clock: Clock
) -> None:
    cat, dog = await publish(database, channel, "Кот и бегемот", "Пёс и жираф")
    assert current()[1]
    assert await found(index, "бегимот") == (cat.post_id,)
    edited = await edit(database, cat, "Кот и носорог")
    vocabulary, exact = current()
    assert (counts(vocabulary, "бегемот", "носорог"), exact) == ([1, 1], False)
    await take_out(database, dog)
    assert not current()[1]
    for query, ids in (
        ("бегимот", ()), ("бегемот", ()), ("жираф", ()), ("жыраф", ()),
        ("носарог", (cat.post_id,)), ("кот", (cat.post_id,)),
    ):  # fmt: skip
        answer = (await index.search(query, OPERATOR)).answer
        assert answer.post_ids == ids
        assert not {"бегемот", "жираф"} & {answer.understood, *answer.suggestions}
    await take_out(database, edited)
    await publish(database, channel, *MANY)
    clock.now_s += FEWEST_S_BETWEEN_READS
    vocabulary, exact = current()
    assert (counts(vocabulary, "бегемот", "носорог", "жираф"), exact) == ([0, len(MANY), 0], True)


async def test_a_large_change_makes_the_base_be_read_anew(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    await publish(database, channel, "Кот")
    first, _ = current()
    await publish(database, channel, *MANY)
    clock.now_s += FEWEST_S_BETWEEN_READS
    then, exact = current()
    assert then.lemmas.base is not first.lemmas.base
    assert (counts(then, "кот", "носорог"), then.posts, exact) == ([1, len(MANY)], len(MANY) + 1, True)


async def test_very_many_small_changes_make_the_base_be_read_anew(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    await publish(database, channel, "Кот")
    first, _ = current()
    for number in range(MOST_SINCE // MOST_FOLLOWED + 1):
        await publish(database, channel, *(f"Носорог {number}" for _ in range(MOST_FOLLOWED)))
    clock.now_s += FEWEST_S_BETWEEN_READS
    then, exact = current()
    assert then.lemmas.base is not first.lemmas.base
    assert (counts(then, "носорог"), exact) == ([then.posts - 1], True)


async def test_changes_that_are_no_longer_kept_make_the_base_be_read_anew(
    database: Database, channel: Channel, current: Reading, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "CHANGES_KEPT", 3)
    await publish(database, channel, "Кот")
    first, _ = current()
    for number in range(5):
        await publish(database, channel, f"Носорог {number}")
    async with database.reading() as connection:
        rows = await connection.execute_fetchall("SELECT generation FROM search_changes ORDER BY generation")
    assert len(list(rows)) == 3
    clock.now_s += FEWEST_S_BETWEEN_READS
    then, exact = current()
    assert then.lemmas.base is not first.lemmas.base
    assert (counts(then, "кот", "носорог"), exact) == ([1, 5], True)


async def test_a_rebuild_makes_the_base_be_read_anew(
    database: Database, channel: Channel, current: Reading, clock: Clock
) -> None:
    (cat,) = await publish(database, channel, "Кот")
    await publish(database, channel, "Пёс")
    current()
    await edit(database, cat, "Слон")
    assert not current()[1]
    await search_upkeep.rebuild(database)
    clock.now_s += FEWEST_S_BETWEEN_READS
    vocabulary, exact = current()
    assert (counts(vocabulary, "кот", "слон", "пес"), vocabulary.posts, exact) == ([0, 1, 1], 2, True)


async def test_while_a_long_import_goes_on_words_are_found_though_the_vocabulary_waits(
    database: Database, channel: Channel, index: SearchIndex, current: Reading, clock: Clock
) -> None:
    await publish(database, channel, "Кот и дом", "Котёл")
    assert await found(index, "дом")
    first, _ = current()
    posts = await publish(database, channel, *MANY, "Бегемот и кот", "Docker daily")
    hippo, docker = posts[-2].post_id, posts[-1].post_id
    clock.now_s += FEWEST_S_BETWEEN_READS / 2
    assert current() == (first, False)
    guest = Viewer(frozenset({channel.id}))
    for viewer in (OPERATOR, guest):
        assert await found(index, "бегемоты", viewer) == (hippo,)
        assert await found(index, "кот бегемот", viewer) == (hippo,)
        assert await found(index, "docker", viewer) == (docker,)
        assert len(await found(index, "носорог", viewer)) == len(MANY)
        assert await found(index, "бегимот", viewer) == ()
    clock.now_s += FEWEST_S_BETWEEN_READS / 2
    for viewer in (OPERATOR, guest):
        assert await found(index, "бегимот", viewer) == (hippo,)
        assert await found(index, "докер", viewer) == (docker,)
    assert current()[1]


@pytest.mark.parametrize("seed", range(4))
async def test_through_any_changes_a_search_finds_what_one_over_a_fresh_vocabulary_finds(
    database: Database, channel: Channel, index: SearchIndex, clock: Clock, seed: int
) -> None:
    rng = random.Random(seed)
    words = "кот котёл докер docker мета-обучение GPT-4 бегемот носорог ёлка timeline #лето сталь".split()
    queries = (*words, "кит", "дкоер", "бегемто", "носорг", "метаобучение", "gtp4", "таймлайн", "кот -докер", "#лето")

    def text() -> str:
        return " ".join(rng.choices(words, k=rng.randint(1, 3)))

    posts = await publish(database, channel, *(text() for _ in range(8)))
    for _ in range(12):
        place = rng.randrange(len(posts))
        if rng.random() < 0.4:
            posts[place] = await edit(database, posts[place], text())
        elif rng.random() < 0.5 and len(posts) > 2:
            await take_out(database, posts.pop(place))
        else:
            posts += await publish(database, channel, *(text() for _ in range(rng.choice([1, 2, MOST_FOLLOWED + 1]))))
        clock.now_s += FEWEST_S_BETWEEN_READS
        for viewer in (OPERATOR, Viewer(frozenset({channel.id, 99}))):
            fresh = SearchIndex(database.path)
            for query in queries:
                mine = (await index.search(query, viewer)).answer
                theirs = (await fresh.search(query, viewer)).answer
                assert set(mine.post_ids) == set(theirs.post_ids), query
                assert mine.understood == theirs.understood
            await fresh.close()


async def test_changes_by_another_process_are_followed(
    database: Database, index: SearchIndex, current: Reading
) -> None:
    await publish(database, await make_channel(database), "Кот")
    first, _ = current()
    assert await found(index, "бегимот") == ()
    script = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from tests.storage.indexing import publish
from tests.storage.making import make_channel

async def main():
    database = await Database.open(Path(sys.argv[1]))
    await publish(database, await make_channel(database, "drugoy"), "Бегемот")
    await database.close()

asyncio.run(main())
"""
    command = [sys.executable, "-c", script, str(database.path)]
    await asyncio.to_thread(subprocess.run, command, check=True, cwd=Path(__file__).parents[2])
    then, exact = current()
    assert then.lemmas.base is first.lemmas.base
    assert (counts(then, "бегемот"), exact) == ([1], True)
    assert len(await found(index, "бегимот")) == 1
