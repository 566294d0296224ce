"""How often a word is used, as one viewer may know it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import connect

import pytest

from core.lemmas import Lemmas
from core.types import Channel, Viewer, Visibility
from storage.database import Database
from storage.search_ask import MOST_COUNTED, IndexAsk
from storage.search_vocabulary import VocabularyReader
from tests.storage.indexing import OPERATOR, publish, take_out
from tests.storage.making import make_channel

MANY = MOST_COUNTED + 20


@pytest.fixture
async def public(database: Database) -> Channel:
    return await make_channel(database, "tiho")


@pytest.fixture
async def secret(database: Database) -> Channel:
    return await make_channel(database, "tayno", Visibility.MEMBERS)


@contextmanager
def asked(path: Path, viewer: Viewer, reader: VocabularyReader | None = None) -> Iterator[IndexAsk]:
    with closing(connect(path)) as connection:
        vocabulary, exact = (reader or VocabularyReader(Lemmas())).current(connection)
        yield IndexAsk(connection, vocabulary, viewer, Lemmas(), exact).sized()


def counts(ask: IndexAsk, *words: str) -> list[tuple[int, int]]:
    return [(ask.posts_with_form(word), ask.posts_with_lemma(word)) for word in words]


async def test_hidden_posts_are_not_counted(database: Database, public: Channel, secret: Channel) -> None:
    await publish(database, public, *["Редкое слово"] * 3, *["Частое, 2024"] * MANY, "Дом")
    await publish(database, secret, *["Дом и редкое слово"] * MANY, *["частое"] * 7, "Тайна")
    with asked(database.path, Viewer(frozenset({public.id}))) as guest:
        assert not guest.sees_all
        assert counts(guest, "слово", "дом", "тайна", "нигде", "2024") == [
            (3, 3), (1, 1), (0, 0), (0, 0), (MANY, MANY),
        ]  # fmt: skip
        assert guest.visible_lemmas(["слово", "дом", "тайна"]) == ["слово", "дом"]
        assert guest.visible_forms(["слово", "дом", "тайна", "2024"]) == ["слово", "дом", "2024"]
        # So many of its posts are shown that it is no secret how common it is.
        assert counts(guest, "частое")[0][0] == MANY + 7
        assert guest.vocabulary.posts == MANY + 4
    with asked(database.path, OPERATOR) as operator:
        assert operator.sees_all
        assert counts(operator, "слово", "дом", "тайна") == [(MANY + 3,) * 2, (MANY + 1,) * 2, (1, 1)]
        assert operator.vocabulary.posts == 2 * MANY + 12


async def test_a_word_of_which_hidden_posts_hold_most_is_counted_all_the_same(
    database: Database, public: Channel, secret: Channel
) -> None:
    await publish(database, secret, *["кот"] * MANY)
    await publish(database, public, *["кот"] * 5, *["кит"] * (MOST_COUNTED - 1))
    await publish(database, secret, *["кит"] * MANY)
    with asked(database.path, Viewer(frozenset({public.id}))) as guest:
        assert counts(guest, "кот", "кит") == [(5, 5), (MOST_COUNTED - 1,) * 2]
    with asked(database.path, Viewer(frozenset())) as nobody:
        assert counts(nobody, "кот", "кит") == [(0, 0), (0, 0)]
        assert nobody.vocabulary.posts == 0


async def test_words_of_posts_that_have_gone_count_for_nobody(database: Database, public: Channel) -> None:
    kept, gone = await publish(database, public, "кот и дом", "кот и тайна")
    reader = VocabularyReader(Lemmas())
    with asked(database.path, OPERATOR, reader) as before:
        assert counts(before, "кот", "тайна") == [(2, 2), (1, 1)]
    await take_out(database, gone)
    for viewer in (OPERATOR, Viewer(frozenset({public.id}))):
        with asked(database.path, viewer, reader) as after:
            assert not after.sees_all
            assert counts(after, "тайна", "дом") == [(0, 0), (1, 1)]
            assert [one.post_id for one in after.documents([kept.post_id, gone.post_id])] == [kept.post_id]
