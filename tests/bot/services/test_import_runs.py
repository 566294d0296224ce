"""What becomes of a source's records: posts of many channels and files, pins, albums, posts that come twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from core.formats.records import ChatSeen, Damage, Record, ServiceSeen, Skipped
from core.types import ChannelRef, Viewer
from storage import posts
from tests.bot.services.told import NOW, Archive, counts, of, post, source


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Archive(services)


async def test_each_file_of_a_source_has_its_report(archive: Archive) -> None:
    first: list[Record] = [of(5, title="Заметки"), post("Первая", 1), ServiceSeen("message 2", "a photo")]
    second: list[Record] = [
        of(5, title="Заметки"),
        post("Третья", 3),
        Skipped(where="message 4", why="no text"),
        Damage("message 5", "cut off"),
    ]
    one, other = await archive.take_all(source(first, second))
    assert (one.path, one.posts, one.new, one.service, one.error) == ("export.json", 1, 1, 1, None)
    assert (other.path, other.posts, other.new, other.error) == ("export1.json", 1, 1, "message 5: cut off")
    assert other.skipped == (Skipped(where="message 4", why="no text"),)
    assert one.channel == other.channel


async def test_one_file_holds_posts_of_several_channels(archive: Archive) -> None:
    mixed: list[Record] = [of(5), post("А", 1), of(6), post("Б", 1), of(5), post("В", 2), of(6), post("без номера")]
    report = await archive.take(source(mixed))
    assert counts(report) == (4, 0, 0)
    assert [channel.telegram_id for channel in report.channels] == [5, 6]
    assert report.channel is None
    assert [(row[0], row[4]) for row in await archive.channels()] == [(5, 2), (6, 2)]
    assert counts(await archive.take(source(mixed))) == (0, 0, 4)


async def test_a_message_that_comes_twice_is_one_post(archive: Archive) -> None:
    messages = [post(f"Запись {number}", number) for number in (1, 2, 1, 2, 3)]
    given = source([of(5), *messages])
    assert counts(await archive.take(given)) == (3, 0, 2)
    many = [post(f"Запись {number}", number) for number in range(1, 450)]
    report = await archive.take(source([of(5), *many, *many]))
    assert counts(report) == (446, 0, 2 * 449 - 446)


async def test_equal_texts_without_ids_are_as_many_posts_as_there_are(archive: Archive) -> None:
    given = source([post("Доброе утро"), post("Доброе утро")], name="greetings")
    assert counts(await archive.take(given)) == (2, 0, 0)
    assert counts(await archive.take(given)) == (0, 0, 2)
    named = source([post("Доброе утро", known_fingerprint=f"{7:032x}.4")], name="greetings")
    assert counts(await archive.take(named, channel=ChannelRef(title="Иные"))) == (1, 0, 0)
    assert counts(await archive.take(named, channel=ChannelRef(title="Иные"))) == (0, 0, 1)


async def test_pins_are_marks_of_posts(archive: Archive) -> None:
    await archive.take(source([of(5), post("А", 1), post("Б", 2), ServiceSeen("message 3", "pin", pins=2)]))
    async with archive.services.database.reading() as connection:
        found = [post async for post in posts.each(connection, Viewer.operator())]
    assert [(post.text.text, post.pinned) for post in found] == [("А", False), ("Б", True)]
    assert counts(await archive.take(source([of(5), post("А", 1), post("Б", 2)]))) == (0, 0, 2)


async def test_an_album_takes_the_place_of_its_parts(archive: Archive) -> None:
    await archive.take(source([of(5), post("Подпись", 1, media=("photo",)), post("", 2, media=("photo",))]))
    album = source([of(5), post("Подпись", 1, 2, 3, media=("photo",) * 3)])
    assert counts(await archive.take(album)) == (0, 1, 0)
    assert await archive.posts() == [("Подпись", (1, 2, 3))]
    assert counts(await archive.take(album)) == (0, 0, 1)
    assert (await archive.services.upkeep.check_index()).ok


async def test_the_chats_of_an_account_are_offered(archive: Archive) -> None:
    chats = (ChatSeen(id=5, name="Заметки", kind="public_channel"), ChatSeen(id=6, name=None, kind="private_channel"))
    report = await archive.take(source(list(chats)))
    assert report.chats == chats
    assert await archive.channels() == []


async def test_many_skipped_pieces_are_counted(archive: Archive) -> None:
    report = await archive.take(source([Skipped(where=f"message {number}", why="?") for number in range(1_500)]))
    assert (len(report.skipped), report.skipped_more) == (1_000, 500)


async def test_a_deleted_post_stays_deleted_until_it_is_seen_again(archive: Archive) -> None:
    await archive.take(source([of(5), post("Удалённая", 1, deleted=True), post("Живая", 2)]))
    assert await archive.posts() == [("Живая", (2,))]
    assert counts(await archive.take(source([of(5), post("Удалённая", 1), post("Живая", 2)]))) == (0, 0, 2)
    assert await archive.posts() == [("Живая", (2,))]
    assert counts(await archive.take(source([of(5), post("Удалённая", 1, seen_at=NOW)]))) == (0, 0, 1)
    assert await archive.posts() == [("Удалённая", (1,)), ("Живая", (2,))]
    assert (await archive.services.upkeep.check_index()).ok


async def test_equal_texts_of_a_dump_find_as_many_posts_with_message_ids(archive: Archive) -> None:
    exported = [post("Доброе утро, друзья", 1), post("Доброе утро, друзья", 2)]
    await archive.take(source([of(username="notes"), *exported]))
    dumped = [post("Доброе утро, друзья"), post("Доброе утро, друзья")]
    assert counts(await archive.take(source([of(username="notes"), *dumped], told_late=True))) == (0, 0, 2)
    assert [ids for _, ids in await archive.posts()] == [(1,), (2,)]
