"""What a viewer learns of posts that are hidden from him: nothing, neither by what is found nor by what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.types import Channel, SearchAnswer, Viewer, Visibility
from storage.database import Database
from storage.search_index import SearchIndex
from tests.storage.indexing import OPERATOR, found, publish, take_out
from tests.storage.making import make_channel

OPEN = ("Белый кот и общие слова", "Собака и дом")
SECRETS = (
    "Секретный бункер под горой",
    "супер-бункер #тайна",
    "кит",
    "белые китята",
    "Our hidden docker timeline",
    "общие слова кот",
    *["кошка"] * 20,
)
QUERIES = (
    "бункер", "бункир", "секр", "супербункер", "супер бункер", "супер-бункер", "кид", "кит", "китя", ",eyrth", "горах",
    "§2", "§1", "docker", "докер", "таймлайн", "dokcer", "timel", "bunker", "kit", "#тайна", "тайна", "кошка",
    '"белые китята"', "in:@tayno", "in:tayno", "в:тайный", "in:@tayno кот", "in:@tayno sort:new",
    "бункер sort:top", "секретный бункер",
    "после:2000", "тайна has:link", "кошкка",
)  # fmt: skip


@pytest.fixture
async def public(database: Database) -> Channel:
    return await make_channel(database, "tiho")


@pytest.fixture
async def secret(database: Database, public: Channel) -> Channel:
    return await make_channel(database, "tayno", Visibility.MEMBERS)


@pytest.fixture
async def guest(database: Database, public: Channel, secret: Channel) -> Viewer:
    await publish(database, public, *OPEN)
    await publish(database, secret, *SECRETS)
    return Viewer(frozenset({public.id}))


def told(answer: SearchAnswer) -> str:
    """All that an answer says but the query itself and the scores, which depend on how common the words are."""
    return repr(replace(answer, query="", malformed=(), scores=(), lemmas=frozenset())) + repr(sorted(answer.lemmas))


@pytest.mark.parametrize("query", QUERIES)
async def test_a_query_for_hidden_words_finds_nothing_and_tells_nothing(
    database: Database, index: SearchIndex, guest: Viewer, query: str
) -> None:
    reply = await index.search(query, guest, first=9)
    assert (reply.answer.post_ids, reply.posts, reply.answer.understood, reply.answer.better) == ((), (), None, None)
    assert not {
        "бункер", "секретный", "кит", "китята", "супер", "горой", "docker", "timeline", "тайна", "кошка",
    } & set(reply.answer.suggestions)  # fmt: skip
    assert reply.answer.lemmas == frozenset()


async def test_an_answer_is_the_same_as_if_hidden_posts_were_not_there(
    database: Database, index: SearchIndex, guest: Viewer, tmp_path: Path
) -> None:
    alone = await Database.open(tmp_path / "alone.db")
    channel = await make_channel(alone, "tiho")
    await publish(alone, channel, *OPEN)
    other = SearchIndex(alone.path)
    for query in (*QUERIES, "белый кит", "кот секр", "кот бункир", "слова дкоер", "собака -кот", "кот", "дом кошка"):
        mine = (await index.search(query, guest)).answer
        theirs = (await other.search(query, Viewer(frozenset({channel.id})))).answer
        assert told(mine) == told(theirs), query
    await other.close()
    await alone.close()


async def test_a_hidden_channel_is_like_one_that_is_not_there(
    database: Database, index: SearchIndex, guest: Viewer
) -> None:
    for query in ("кот in:{}", "in:{}", "бункер in:{}", "кот sort:new in:{}", '"белый кот" in:{}'):
        hidden = (await index.search(query.format("@tayno"), guest)).answer
        nowhere = (await index.search(query.format("@nikto"), guest)).answer
        assert told(hidden).replace("tayno", "nikto") == told(nowhere)
        assert hidden.post_ids == ()
    assert (await index.search("кот in:@tayno", guest)).answer.emptied_by == ("in:@tayno",)
    assert (await index.search("бункер in:@tayno", guest)).answer.emptied_by == ()
    assert await found(index, "бункер in:@tayno")


async def test_words_beside_hidden_ones_are_found_as_if_those_were_unknown(
    database: Database, index: SearchIndex, guest: Viewer
) -> None:
    seen, _ = sorted(await found(index, "sort:new", guest))
    for query in ("белый бункер", "общие слова", "кот", "кот -бункер", "белый -#тайна"):
        assert await found(index, query, guest) == (seen,)
    corrected = (await index.search("белый кит", guest)).answer
    assert corrected.understood == "белый кот"
    assert corrected.post_ids == (seen,)
    assert len(await found(index, "кот")) == 2


async def test_a_spelling_that_only_hidden_posts_use_more_is_not_offered(
    database: Database, index: SearchIndex, public: Channel, guest: Viewer
) -> None:
    (slip,) = await publish(database, public, "кошкка спит")
    answer = (await index.search("кошкка", guest)).answer
    assert (answer.post_ids, answer.better) == ((slip.post_id,), None)
    assert (await index.search("кошкка", OPERATOR)).answer.better == "кошка"


async def test_forms_that_hidden_posts_alone_hold_make_no_difference(
    database: Database, index: SearchIndex, public: Channel, secret: Channel, guest: Viewer
) -> None:
    """The dictionary knows them too: where a visible post holds the word they are told, whatever hidden ones hold."""
    (post,) = await publish(database, public, "Наша крепость")
    queries = ("крепостямы", "крепостям", "крепостя", "крепостямми")
    before = [told((await index.search(query, guest)).answer) for query in queries]
    await publish(database, secret, "Крепостями, крепостямыч", *["крепостямыы"] * 30)
    assert [told((await index.search(query, guest)).answer) for query in queries] == before
    assert await found(index, "крепости", guest) == (post.post_id,)
    assert (await index.search("крепостямы", OPERATOR)).answer.post_ids != (post.post_id,)


async def test_posts_like_a_hidden_one_and_hidden_posts_like_one(
    database: Database, index: SearchIndex, public: Channel, secret: Channel
) -> None:
    (seen, other) = await publish(database, public, "Трансформер переводит стихи", "Стихи о трансформере")
    (hidden,) = await publish(database, secret, "Трансформер и стихи")
    await publish(database, public, "Погода", "Дорога")
    guest = Viewer(frozenset({public.id}))
    assert await index.similar(hidden.post_id, guest) == []
    assert await index.similar(seen.post_id, guest) == [other.post_id]
    assert set(await index.similar(seen.post_id, OPERATOR)) == {other.post_id, hidden.post_id}


async def test_words_of_a_deleted_post_are_forgotten(database: Database, index: SearchIndex, guest: Viewer) -> None:
    channel = await make_channel(database, "novyj")
    (gone,) = await publish(database, channel, "Гиппопотам и docker")
    viewer = Viewer(frozenset({channel.id}))
    for one in (viewer, OPERATOR):
        assert await found(index, "гипопотам", one) == (gone.post_id,)
    await take_out(database, gone)
    for one in (viewer, OPERATOR):
        for query in ("гиппопотам", "гипопотам", "гиппо", "ubggjgjnfv", "gippopotam"):
            answer = (await index.search(query, one)).answer
            assert (answer.post_ids, answer.understood, answer.suggestions) == ((), None, ())


async def test_a_viewer_of_every_channel_sees_what_the_operator_sees(
    database: Database, index: SearchIndex, public: Channel, secret: Channel, guest: Viewer
) -> None:
    everything = Viewer(frozenset({public.id, secret.id, 77}))
    for query in ("кот", "рыжый кот", "бел", "in:@tayno", "кот sort:new", "docker", "#тайна", '"белый кот"'):
        mine, theirs = await index.search(query, everything, first=3), await index.search(query, OPERATOR, first=3)
        assert (mine.answer, mine.posts, mine.shown) == (theirs.answer, theirs.posts, theirs.shown)
        assert await found(index, query, Viewer(frozenset())) == ()


async def test_a_restricted_viewer_gets_the_same_help_with_spelling(database: Database, index: SearchIndex) -> None:
    own = await make_channel(database, "svoy")
    await publish(database, await make_channel(database, "chuzhoy"), "Посторонний текст")
    (post,) = await publish(database, own, "Про мета-обучение и рекомендации фильмов, docker daily")
    viewer = Viewer(frozenset({own.id}))
    for query in (
        "метаобучение", "рикомендации", "htrjvtylfwbb", "фильмы рекоменд", "мета обучению", "rekomendacii", "докер",
    ):  # fmt: skip
        assert await found(index, query, viewer) == (post.post_id,)
    assert (await index.search("фольга", viewer)).answer.suggestions == ()
    assert (await index.search("рикомендации -docker", viewer)).answer.emptied_by == ("-docker",)


async def test_an_archive_without_channels_is_empty_for_everybody(database: Database, index: SearchIndex) -> None:
    for viewer in (OPERATOR, Viewer(frozenset()), Viewer(frozenset({1}))):
        for query in ("кот", "sort:new", "-кот", "in:@x"):
            assert await found(index, query, viewer) == ()
