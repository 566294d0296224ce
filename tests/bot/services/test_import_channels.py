"""Which channel a source's posts go to, where they have message ids."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_services
from core.errors import WrongUsage
from core.formats.format import Source
from core.formats.records import ChannelSeen
from core.types import ChannelRef, Visibility
from tests.bot.services.told import DAY, Archive, counts, of, post, source

PUBLIC, MEMBERS = Visibility.PUBLIC, Visibility.MEMBERS
POSTS = [post(f"Запись номер {number}", number) for number in range(1, 6)]


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Archive(services)


async def test_the_numeric_id_goes_first_and_names_follow_a_newer_source(archive: Archive) -> None:
    await archive.take(source([of(5, "notes", "Заметки"), *POSTS[:3]]))
    await archive.take(source([of(5, "renamed", "Другое имя"), *POSTS]))
    assert await archive.channels() == [(5, "renamed", "Другое имя", PUBLIC, 5)]
    await archive.take(source([of(5, "notes", "Заметки"), *POSTS[:3]]))
    assert await archive.channels() == [(5, "renamed", "Другое имя", PUBLIC, 5)]


async def test_the_username_in_any_case_goes_next(archive: Archive) -> None:
    await archive.take(source([of(username="Notes"), *POSTS[:2]]))
    await archive.take(source([of(7, "notes"), *POSTS]))
    assert [row[:2] for row in await archive.channels()] == [(7, "notes")]
    await archive.take(source([of(8, "notes"), post("чужая", 1)]))
    assert [row[:2] for row in await archive.channels()] == [(7, "notes"), (8, None)]


async def test_the_same_title_needs_three_messages_of_the_same_times(archive: Archive) -> None:
    await archive.take(source([of(5, title="Заметки"), *POSTS]))
    same = await archive.take(source([of(title="Заметки"), *POSTS]))
    assert counts(same) == (0, 0, 5)
    two = [*POSTS[:2], post("Поздняя", 3), post("Ещё", 9)]
    other = await archive.take(source([of(title="Заметки"), *(p for p in two if p.message_ids != (3,))]))
    assert counts(other) == (3, 0, 0)
    assert [channel.telegram_id for channel in other.alike] == [5]
    assert [row[0] for row in await archive.channels()] == [5, None]


async def test_times_of_an_unknown_zone_agree_to_the_quarter_of_an_hour(archive: Archive) -> None:
    await archive.take(source([of(5, title="Заметки"), *POSTS]))

    def at(minutes: int) -> Source:
        moved = [
            post("Запись", n, published_at=DAY + timedelta(minutes=7 * n + minutes), zone_known=False)
            for n in (1, 2, 3)
        ]
        return source([of(title="Заметки"), *moved])

    assert counts(await archive.take(at(8 * 60 + 45))) == (0, 3, 0)
    assert counts(await archive.take(at(8 * 60 + 50))) == (3, 0, 0)


async def test_a_small_file_that_was_imported_before_finds_its_channel(archive: Archive) -> None:
    given = source([of(title="Заметки"), *POSTS[:2]])
    await archive.take(given)
    assert counts(await archive.take(given)) == (0, 0, 2)
    nothing_told = source([post("Без времени", 1, published_at=None)], name="list")
    await archive.take(nothing_told)
    assert counts(await archive.take(nothing_told)) == (0, 0, 1)
    assert [row[2] for row in await archive.channels()] == ["Заметки", "list"]


async def test_the_operators_channel_beats_all_but_another_numeric_id(archive: Archive) -> None:
    await archive.take(source([of(5, "notes", "Заметки"), *POSTS[:1]]))
    await archive.take(source([of(username="other", title="Иное"), *POSTS]), channel=ChannelRef(telegram_id=5))
    assert [row[:3] for row in await archive.channels()] == [(5, "other", "Иное")]
    for wished in (ChannelRef(username="other"), ChannelRef(telegram_id=5), ChannelRef(telegram_id=9)):
        with pytest.raises(WrongUsage):
            await archive.take(source([of(6), *POSTS]), channel=wished)
    await archive.take(source([of(title="Кухня"), post("Борщ", 1)]), channel=ChannelRef(username="kitchen"))
    with pytest.raises(WrongUsage):
        await archive.take(source([of(5), *POSTS]), channel=ChannelRef(username="kitchen"))
    assert [row[1] for row in await archive.channels()] == ["other", "kitchen"]


async def test_a_channel_that_the_operator_names_anew_is_a_new_one(archive: Archive) -> None:
    await archive.take(source([of(title="Заметки"), *POSTS]))
    await archive.take(source([of(title="Заметки"), *POSTS]), channel=ChannelRef(title="Копия"))
    assert [row[2] for row in await archive.channels()] == ["Заметки", "Копия"]


async def test_an_export_finds_the_channel_of_a_dump_by_its_texts(archive: Archive) -> None:
    texts = [f"Длинная запись о векторах и числах, {word}" for word in ("раз", "два", "три", "семь")]
    dumped = [post(text) for text in texts[:3]]
    await archive.take(source([of(username="notes", title="Заметки"), *dumped], told_late=True))
    exported = [post(text, number) for number, text in enumerate(texts, 1)]
    report = await archive.take(source([of(5, title="Заметки"), *exported]))
    assert counts(report) == (1, 3, 0)
    assert [row[:2] for row in await archive.channels()] == [(5, "notes")]
    assert sorted(ids for _, ids in await archive.posts()) == [(1,), (2,), (3,), (4,)]
    assert counts(await archive.take(source([of(5, title="Заметки"), *exported]))) == (0, 0, 4)
    assert counts(await archive.take(source([of(username="notes"), *dumped], told_late=True))) == (0, 0, 3)


async def test_whom_a_new_channel_is_shown_to(archive: Archive) -> None:
    await archive.take(source([ChannelSeen(ChannelRef(telegram_id=1), MEMBERS), *POSTS]))
    await archive.take(source([of(2), *POSTS], visibility=MEMBERS))
    await archive.take(source([of(3), *POSTS]))
    await archive.take(source([ChannelSeen(ChannelRef(telegram_id=4), MEMBERS), *POSTS]), visibility=PUBLIC)
    assert [row[3] for row in await archive.channels()] == [MEMBERS, MEMBERS, PUBLIC, PUBLIC]
    report = await archive.take(source([ChannelSeen(ChannelRef(telegram_id=3), MEMBERS), *POSTS]))
    assert report.notes == ("the file says that the channel is private, but it is shown to everybody",)


async def test_a_source_that_proves_two_stored_channels_to_be_one(archive: Archive) -> None:
    await archive.take(source([of(username="notes"), *POSTS]))
    await archive.take(source([of(5, title="Заметки"), *POSTS]))
    both = await archive.take(source([of(5, "notes", "Заметки"), *POSTS]))
    assert [channel.username for channel in both.alike] == ["notes"]
    assert [row[:2] for row in await archive.channels()] == [(None, "notes"), (5, None)]
    told_by_name = await archive.take(source([of(username="Notes"), *POSTS]))
    assert told_by_name.alike == ()


async def test_a_known_channel_whose_posts_are_in_one_of_its_title_too(archive: Archive) -> None:
    await archive.take(source([of(title="Заметки"), *POSTS]))
    await archive.take(source([of(5), *POSTS]))
    for _ in range(2):
        told = await archive.take(source([of(5, title="Заметки"), *POSTS]))
        assert [channel.title for channel in told.alike] == ["Заметки"]
    elsewhere = await archive.take(source([of(5, title="Заметки"), post("Другая", 99)]))
    assert elsewhere.alike == ()
