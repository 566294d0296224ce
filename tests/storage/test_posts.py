from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.richtext import Entity, RichText
from core.types import Channel, IncomingPost, Post, Viewer, Visibility
from storage import post_changes, posts
from storage.database import Database
from tests.storage.making import STORED_AT, delete_post, make_channel, make_post

FULL = IncomingPost(
    text=RichText(
        "Заголовок 🔥\nСмотри код", (Entity("code", 20, 3), Entity("text_link", 0, 9, url="https://a.example/"))
    ),
    message_ids=(10, 11, 12),
    has_title=True,
    published_at=datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
    edited_at=datetime(2024, 1, 3, tzinfo=UTC),
    reactions={"❤\u200d🔥": 3, "👍": 4},
    reactions_exact=False,
    views=99,
    media=("photo", "video"),
    poll={"question": "Да?", "answers": ["да", "нет"]},
    album_id="777",
    forwarded_from="Сосед",
    reply_to=9,
    signature="Автор",
    pinned=True,
    cut_off=True,
    source="desktop-json",
)


async def by_ids(database: Database, viewer: Viewer, *ids: int) -> list[Post]:
    async with database.reading() as connection:
        return await posts.by_ids(connection, viewer, ids)


async def test_a_post_comes_back_as_it_was_stored(database: Database) -> None:
    channel = await make_channel(database)
    post_id = await make_post(database, channel, "full", FULL)
    [found] = await by_ids(database, Viewer.operator(), post_id)
    assert found.channel == channel
    assert (found.fingerprint, found.stored_at, found.deleted_at) == ("full.0", STORED_AT, None)
    assert found.reactions_total == 7
    for name in IncomingPost.__dataclass_fields__:
        assert getattr(found, name) == getattr(FULL, name), name


async def test_a_bare_post_keeps_unknown_apart_from_none(database: Database) -> None:
    post_id = await make_post(database, await make_channel(database), "Одна строка")
    [found] = await by_ids(database, Viewer.operator(), post_id)
    assert (found.message_ids, found.published_at, found.reactions, found.views, found.poll) == (
        (),
        None,
        None,
        None,
        None,
    )


async def test_an_update_keeps_fingerprint_and_time_of_storing(database: Database) -> None:
    post_id = await make_post(database, await make_channel(database), "full", FULL)
    [before] = await by_ids(database, Viewer.operator(), post_id)
    changed = replace(FULL, text=RichText("Другое"), reactions=None, message_ids=(10, 11, 12, 13), cut_off=False)
    async with database.transaction() as connection:
        await post_changes.update(connection, [(before, changed)])
        links = await connection.execute_fetchall("SELECT url FROM post_links")
    [after] = await by_ids(database, Viewer.operator(), post_id)
    assert (after.text.text, after.reactions, after.reactions_total) == ("Другое", None, 0)
    assert (after.fingerprint, after.stored_at, after.message_ids) == ("full.0", STORED_AT, (10, 11, 12, 13))
    assert list(links) == []


async def test_a_post_without_message_ids_takes_those_that_a_richer_source_tells(database: Database) -> None:
    channel = await make_channel(database)
    post_id = await make_post(database, channel, "Пост")
    [before] = await by_ids(database, Viewer.operator(), post_id)
    async with database.transaction() as connection:
        named = IncomingPost(text=before.text, message_ids=(7, 8), source="desktop-json")
        await post_changes.update(connection, [(before, named)])
        rows = await connection.execute_fetchall("SELECT message_id FROM posts")
    assert [row["message_id"] for row in rows] == [7]
    # Its identity is the message now, so that its fingerprint does not stand in another post's way.
    assert await make_post(database, channel, "Пост") != post_id


async def test_posts_come_in_the_order_asked_for_and_only_to_those_who_may_see_them(database: Database) -> None:
    open_, closed = await make_channel(database, "open"), await make_channel(database, "closed", Visibility.MEMBERS)
    first, second = await make_post(database, open_, "один"), await make_post(database, open_, "два")
    secret, gone = await make_post(database, closed, "тайна"), await make_post(database, open_, "удалён")
    await delete_post(database, gone)
    guest = Viewer(frozenset({open_.id}))
    assert [post.id for post in await by_ids(database, guest, second, secret, first, gone, 999)] == [second, first]
    assert [post.id for post in await by_ids(database, Viewer.operator(), secret, gone)] == [secret]
    assert await by_ids(database, Viewer(frozenset()), first) == []
    async with database.reading() as connection:
        assert await posts.count(connection, guest) == 2
        assert await posts.count(connection, Viewer.operator()) == 3
        assert await posts.all_ids(connection, guest) == [first, second]
        assert await posts.visible_ids(connection, guest, [second, secret, gone, first]) == [second, first]
        assert [post.id async for post in posts.each(connection, guest)] == [first, second]
        assert [post.id async for post in posts.each(connection, Viewer.operator(), closed.id)] == [secret]
        assert await posts.texts(connection, guest, closed.id) == []
        assert await posts.texts(connection, guest, open_.id) == [(first, "один"), (second, "два")]
        assert [post.id for post in await posts.stored(connection, [gone])] == [gone]
        assert [known.id for known in await posts.known(connection, open_.id)] == [first, second, gone]


async def test_the_newest_come_first_and_undated_ones_after_them(database: Database) -> None:
    channel = await make_channel(database)
    ids = {}
    for name, day in (("undated", None), ("old", 1), ("new", 9), ("undated too", None)):
        at = None if day is None else datetime(2024, 1, day, tzinfo=UTC)
        ids[name] = await make_post(
            database, channel, name, IncomingPost(text=RichText(name), published_at=at, source="x")
        )
    async with database.reading() as connection:
        latest = await posts.latest_ids(connection, Viewer.operator(), 3)
    assert latest == [ids["new"], ids["old"], ids["undated too"]]


@pytest.mark.parametrize(("since_day", "names"), [(None, ["b", "c", "a"]), (5, ["c"])])
async def test_the_best_liked_of_a_time(database: Database, since_day: int | None, names: list[str]) -> None:
    channel = await make_channel(database)
    ids = {}
    for name, day, likes in (("a", 1, 1), ("b", None, 5), ("c", 9, 5), ("none", 9, 0)):
        at = None if day is None else datetime(2024, 1, day, tzinfo=UTC)
        post = IncomingPost(
            text=RichText(name), published_at=at, reactions={"👍": likes} if likes else None, source="x"
        )
        ids[name] = await make_post(database, channel, name, post)
    since = None if since_day is None else datetime(2024, 1, since_day, tzinfo=UTC)
    async with database.reading() as connection:
        top = await posts.top_ids(connection, Viewer.operator(), 10, since)
    expected = sorted((ids[name] for name in names), key=top.index)
    assert top == expected
    assert top[-1] == ids["a" if since is None else "c"]


async def test_reading_all_goes_on_over_batches(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "_BATCH", 2)
    channel = await make_channel(database)
    ids = [await make_post(database, channel, f"пост {number}") for number in range(5)]
    async with database.reading() as connection:
        assert [post.id async for post in posts.each(connection, Viewer.operator())] == ids


async def insert(database: Database, channel: Channel, *incoming: IncomingPost) -> list[int]:
    async with database.transaction() as connection:
        new = [(f"{post.text.text}.{number}", post) for number, post in enumerate(incoming)]
        return await post_changes.insert(connection, channel.id, new, STORED_AT)


async def test_many_posts_are_stored_at_once_under_ascending_ids(database: Database) -> None:
    channel, other = await make_channel(database), await make_channel(database, "other")
    assert await insert(database, channel) == []
    many = [
        IncomingPost(
            text=RichText(f"Пост {number} https://a.example/{number}"),
            message_ids=(10 * number, 10 * number + 1),
            source="x",
        )
        for number in range(1, 400)
    ]
    ids = await insert(database, channel, *many)
    assert ids == sorted(set(ids))
    assert len(ids) == len(many)
    stored = await by_ids(database, Viewer.operator(), *ids)
    assert [(post.text, post.message_ids) for post in stored] == [(post.text, post.message_ids) for post in many]
    assert {(post.channel, post.stored_at) for post in stored} == {(channel, STORED_AT)}
    async with database.reading() as connection:
        links = await connection.execute_fetchall("SELECT post_id, url FROM post_links ORDER BY post_id")
    assert [tuple(row) for row in links] == [
        (post_id, f"https://a.example/{number}") for number, post_id in enumerate(ids, 1)
    ]
    [later] = await insert(database, other, FULL)
    assert later > ids[-1]


async def test_the_id_of_a_post_that_has_gone_is_not_given_again(database: Database) -> None:
    channel = await make_channel(database)
    first, last = await insert(database, channel, IncomingPost(text=RichText("а")), IncomingPost(text=RichText("б")))
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM posts WHERE id = ?", (last,))
    [new] = await insert(database, channel, IncomingPost(text=RichText("в")))
    assert first < last < new
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await post_changes.insert(connection, channel.id, [("г", IncomingPost(text=RichText("г")))], STORED_AT)
            raise RuntimeError
    [later] = await insert(database, channel, IncomingPost(text=RichText("д")))
    assert later > new


async def test_a_message_that_two_posts_claim_stays_the_first_ones(database: Database) -> None:
    channel = await make_channel(database)
    first, second = await insert(
        database,
        channel,
        IncomingPost(text=RichText("альбом"), message_ids=(1, 2), source="x"),
        IncomingPost(text=RichText("ещё один"), message_ids=(3, 2), source="x"),
    )
    assert [post.message_ids for post in await by_ids(database, Viewer.operator(), first, second)] == [(1, 2), (3,)]


async def test_the_search_thread_reads_the_same_posts(database: Database) -> None:
    open_, closed = await make_channel(database, "open"), await make_channel(database, "closed", Visibility.MEMBERS)
    [first] = await insert(database, open_, FULL)
    [secret] = await insert(database, closed, IncomingPost(text=RichText("тайна"), source="x"))
    with closing(sqlite3.connect(database.path)) as connection:
        for viewer in (Viewer.operator(), Viewer(frozenset({open_.id}))):
            wanted = [secret, 999, first]
            assert posts.by_ids_at_once(connection, viewer, wanted) == await by_ids(database, viewer, *wanted)
