"""Posts by what a link says of them, and the queries that links stand for."""

from __future__ import annotations

from core.types import Channel, Viewer
from storage import archive, kept_searches, pointed
from storage.database import Database
from tests.storage.archiving import store, told
from tests.storage.indexing import OPERATOR
from tests.storage.making import STORED_AT, delete_post, make_channel


async def test_any_message_of_a_post_finds_it(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "other")
    album, one = await store(database, channel, told("а", 3, 5), told("б", 4))
    (hers,) = await store(database, other, told("чужой", 4))
    async with database.reading() as connection:
        found = [await pointed.of_message(connection, OPERATOR, channel.id, number) for number in (3, 5, 4, 6)]
        assert found == [album.id, album.id, one.id, None]
        assert await pointed.of_message(connection, OPERATOR, other.id, 4) == hers.id
        assert await pointed.of_message(connection, Viewer(frozenset({other.id})), channel.id, 4) is None
    await delete_post(database, one.id)
    async with database.reading() as connection:
        assert await pointed.of_message(connection, OPERATOR, channel.id, 4) is None


async def test_a_post_without_ids_is_found_by_its_identity_also_when_it_has_got_some(
    database: Database, channel: Channel
) -> None:
    one, other = await store(database, channel, told("раз"), told("два"))
    async with database.transaction() as connection:
        await archive.store(connection, channel.id, (), [(one, told("раз", 7))], STORED_AT)
    async with database.reading() as connection:
        assert await pointed.of_message(connection, OPERATOR, channel.id, 7) == one.id
        for post in (one, other):
            assert await pointed.of_fingerprint(connection, OPERATOR, post.fingerprint) == post.id
            assert await pointed.of_fingerprint(connection, Viewer(frozenset()), post.fingerprint) is None
        assert await pointed.of_fingerprint(connection, OPERATOR, "") is None
        assert await pointed.of_fingerprint(connection, OPERATOR, "нет такого") is None


async def test_the_same_text_of_two_channels_is_the_first_visible_one(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "other")
    (first,) = await store(database, channel, told("раз"))
    (second,) = await store(database, other, told("раз"))
    async with database.reading() as connection:
        assert first.fingerprint == second.fingerprint
        assert await pointed.of_fingerprint(connection, OPERATOR, first.fingerprint) == first.id
        assert await pointed.of_fingerprint(connection, Viewer(frozenset({other.id})), first.fingerprint) == second.id


async def test_a_query_is_kept_once(database: Database) -> None:
    async with database.transaction() as connection:
        await kept_searches.keep(connection, "a", "долгий запрос", STORED_AT)
        await kept_searches.keep(connection, "a", "другой", STORED_AT)
        assert await kept_searches.query(connection, "a") == "долгий запрос"
        assert await kept_searches.query(connection, "b") is None
