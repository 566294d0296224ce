"""What those who change the archive ask of the stored posts: of a batch at a time, deleted ones too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.types import Channel, Viewer
from storage import post_changes, posts
from storage.database import Database
from storage.posts import TimeTold
from tests.storage.archiving import store, stored, told
from tests.storage.indexing import OPERATOR
from tests.storage.making import make_channel

DAY = datetime(2024, 1, 2, 3, tzinfo=UTC)
NEXT_DAY = datetime(2024, 1, 3, tzinfo=UTC)


@pytest.fixture
async def other(database: Database, channel: Channel) -> Channel:
    """A channel whose messages have the same numbers."""
    another = await make_channel(database, "other")
    numbered = (told(f"чужой {number}", number, album_id="a", published_at=DAY) for number in range(1, 10))
    await store(database, another, *numbered, told("слова"))
    return another


async def test_any_message_of_a_post_tells_the_post(database: Database, channel: Channel, other: Channel) -> None:
    album, one, gone = await store(database, channel, told("а", 3, 5), told("б", 4), told("в", 6, deleted=True))
    async with database.reading() as connection:
        asked = [1, 3, 4, 5, 6, 6]
        assert await posts.holders(connection, channel.id, asked) == {3: album.id, 4: one.id, 5: album.id, 6: gone.id}
        assert await posts.holders(connection, channel.id, []) == {}


async def test_an_album_is_found_by_its_id(database: Database, channel: Channel, other: Channel) -> None:
    incoming = [told("", number, album_id=album) for number, album in ((3, "a"), (4, "a"), (5, "б"), (6, None))]
    first, _, hers, _ = await store(database, channel, replace(incoming[0], deleted=True), *incoming[1:])
    async with database.reading() as connection:
        asked = ["a", "б", "никакой"]
        assert await posts.albums(connection, channel.id, asked) == {"a": first.id, "б": hers.id}


async def test_posts_without_message_ids_are_known_by_their_texts_and_fingerprints(
    database: Database, channel: Channel, other: Channel
) -> None:
    one, named, cut = await store(
        database, channel, told("раз", deleted=True), told("два", 2), told("три", cut_off=True)
    )
    async with database.reading() as connection:
        found = await posts.nameless(connection, channel.id)
        assert [(known.id, known.text, known.message_ids, known.cut_off) for known in found] == [
            (one.id, "раз", (), False),
            (cut.id, "три", (), True),
        ]
        assert found == [known for known in await posts.known(connection, channel.id) if known.id != named.id]
        asked = [one.fingerprint, named.fingerprint, cut.fingerprint, "никакой"]
        assert await posts.nameless_by_fingerprint(connection, channel.id, asked) == {
            one.fingerprint: one.id,
            cut.fingerprint: cut.id,
        }


async def test_the_times_of_messages(database: Database, channel: Channel, other: Channel) -> None:
    await store(
        database,
        channel,
        told("а", 3, 5, published_at=NEXT_DAY, zone_known=False),
        told("б", 4, published_at=DAY, deleted=True),
        told("в", 6),
    )
    async with database.reading() as connection:
        assert await posts.times(connection, channel.id, [1, 4, 5, 6]) == {
            3: TimeTold(NEXT_DAY, zone_known=False),
            5: TimeTold(NEXT_DAY, zone_known=False),
            4: TimeTold(DAY, zone_known=True),
            6: TimeTold(None, zone_known=True),
        }


async def test_how_far_a_channel_reaches(database: Database, channel: Channel, other: Channel) -> None:
    async with database.reading() as connection:
        assert await posts.published_range(connection, channel.id) is None
        assert await posts.last_message_id(connection, channel.id) is None
        assert await posts.count_stored(connection, channel.id) == 0
    await store(database, channel, told("а"), told("б", 4, published_at=DAY))
    await store(database, channel, told("в", 3, 7, published_at=NEXT_DAY, deleted=True))
    async with database.reading() as connection:
        assert await posts.published_range(connection, channel.id) == (DAY, NEXT_DAY)
        assert await posts.last_message_id(connection, channel.id) == 7
        assert await posts.count_stored(connection, channel.id) == 3
        assert await posts.count_nameless(connection, channel.id) == 1
        assert await posts.count(connection, Viewer(frozenset({channel.id}))) == 2


async def test_all_posts_of_a_channel_come_in_batches(
    database: Database, channel: Channel, other: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "_BATCH", 2)
    many = await store(database, channel, *(told(f"{number}", number, deleted=number == 2) for number in range(1, 6)))
    async with database.reading() as connection:
        batches = [[post.id for post in batch] async for batch in posts.each_stored(connection, channel.id)]
        assert [len(batch) for batch in batches] == [2, 2, 1]
        assert [post_id for batch in batches for post_id in batch] == [post.id for post in many]
        four = [batch async for batch in posts.each_stored(connection, other.id)]
        assert [len(batch) for batch in four] == [2] * 5  # no empty one behind them


async def test_deleted_posts_are_read_out_on_demand_and_only_of_the_viewers_channels(
    database: Database, channel: Channel, other: Channel
) -> None:
    live, gone = await store(database, channel, told("а", 1), told("б", 2, deleted=True))
    mine = Viewer(frozenset({channel.id}))
    async with database.reading() as connection:
        assert [post.id async for post in posts.each(connection, mine)] == [live.id]
        assert [post.id async for post in posts.each(connection, mine, deleted=True)] == [live.id, gone.id]
        assert [post.id async for post in posts.each(connection, mine, other.id, deleted=True)] == []
        everything = [post.id async for post in posts.each(connection, OPERATOR, deleted=True)]
        assert {live.id, gone.id} < set(everything)
        assert [post.id async for post in posts.each(connection, OPERATOR, channel.id)] == [live.id]


async def test_the_newest_texts_of_a_channel(database: Database, channel: Channel, other: Channel) -> None:
    undated, new, old, gone, last = await store(
        database,
        channel,
        told("без даты"),
        told("новый", published_at=NEXT_DAY),
        told("старый", published_at=DAY),
        told("удалён", published_at=NEXT_DAY, deleted=True),
        told("новейший", published_at=NEXT_DAY + timedelta(days=1)),
    )
    async with database.reading() as connection:
        two = await posts.texts(connection, OPERATOR, channel.id, 2)
        assert two == [(new.id, "новый"), (last.id, "новейший")]
        all_texts = await posts.texts(connection, OPERATOR, channel.id)
        assert [post_id for post_id, _ in all_texts] == [undated.id, new.id, old.id, last.id]
        assert await posts.texts(connection, OPERATOR, channel.id, 4) == all_texts
        assert await posts.texts(connection, Viewer(frozenset({other.id})), channel.id, 4) == []
    assert gone.deleted


async def test_pins_are_marked_by_any_message_of_a_post_and_counted_once(
    database: Database, channel: Channel, other: Channel
) -> None:
    await store(database, channel, told("а", 3, 5), told("б", 4, pinned=True), told("в", 6))
    async with database.transaction() as connection:
        assert await post_changes.set_pinned(connection, channel.id, [3, 5, 4, 99]) == 1
        assert await post_changes.set_pinned(connection, channel.id, [5]) == 0
        assert await post_changes.set_pinned(connection, channel.id, []) == 0
    assert [post.pinned for post in await stored(database, channel)] == [True, True, False]
    assert not any(post.pinned for post in await stored(database, other))


async def test_what_sources_tell_of_counts_times_and_zones_comes_back(database: Database, channel: Channel) -> None:
    full = told(
        "а", 3, published_at=DAY, zone_known=False, edited_at=DAY, changed_at=NEXT_DAY, views=1200, views_exact=False
    )
    [post] = await store(database, channel, full)
    assert (post.zone_known, post.edited_at, post.changed_at, post.views_exact) == (False, DAY, NEXT_DAY, False)
    exact = replace(full, views=1234, views_exact=True, zone_known=True, changed_at=None, seen_at=NEXT_DAY)
    async with database.transaction() as connection:
        await post_changes.update(connection, [])
        await post_changes.update(connection, [(post, replace(full, text=told("б").text)), (post, exact)])
    [post] = await stored(database, channel)
    assert (post.text.text, post.views, post.views_exact, post.zone_known) == ("а", 1234, True, True)
    assert (post.changed_at, post.seen_at) == (None, None)


async def test_only_another_text_has_other_links(database: Database, channel: Channel) -> None:
    [post] = await store(database, channel, told("см. https://a.example/ и https://b.example/", 3))
    liked = told(post.text.text, 3, views=5)
    for after, urls in (
        (liked, ["https://a.example/", "https://b.example/"]),
        (told("см. HTTPS://c.example/", 3), ["HTTPS://c.example/"]),
        (told("смотри", 3), []),
    ):
        async with database.transaction() as connection:
            [post] = await posts.stored(connection, [post.id])
            await post_changes.update(connection, [(post, after)])
            rows = await connection.execute_fetchall("SELECT url FROM post_links ORDER BY url")
        assert [row["url"] for row in rows] == urls


async def test_a_channel_among_others_is_gone_through_once(database: Database, channel: Channel) -> None:
    statements: list[str] = []

    class Spy:
        async def execute_fetchall(self, statement: str, parameters: tuple[object, ...] = ()) -> object:
            rows = await connection.execute_fetchall(f"EXPLAIN QUERY PLAN {statement}", parameters)
            statements.extend(row["detail"] for row in rows)
            return await connection.execute_fetchall(statement, parameters)

    async with database.reading() as connection:
        async for _ in posts.each_stored(Spy(), channel.id):  # type: ignore[arg-type]
            pytest.fail("there are no posts")
        async for _ in posts.each(Spy(), Viewer(frozenset({channel.id})), channel.id):  # type: ignore[arg-type]
            pytest.fail("there are no posts")
    assert statements.count("SEARCH posts USING INTEGER PRIMARY KEY (rowid>?)") == 2
