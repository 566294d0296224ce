"""Which channel the posts of a file go to, and what an import does beside storing them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.app import Services, open_services
from bot.services.importing import FileReport, ImportWish, Progress
from core.formats import text_dump
from core.formats.format import Source
from core.formats.records import Part
from core.types import Channel, ChannelRef, Viewer, Visibility
from tests.bot.cli.invented import CACHE, FOREIGN, MIGRATION, NEWER, POSTS, QUEUE, without_handle
from tests.core.formats.dump_writer import Written, dump

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HANDLE, TITLE = "tihie_zametki", "Тихие заметки"


class Archive:
    """An archive that files are taken into."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def take(self, posts: list[Written], path: str = "dump.txt", wish: ImportWish | None = None) -> FileReport:
        return await self.take_stream(io.BytesIO(dump(*posts).encode()), path, wish)

    async def take_stream(
        self, stream: BinaryIO, path: str = "dump.txt", wish: ImportWish | None = None, on: Progress | None = None
    ) -> FileReport:
        source = Source(format=text_dump.FORMAT, paths=(path,), parts=lambda: iter([Part(path, stream)]), size_bytes=9)
        (report,) = await self.services.importing.import_source(source, wish or ImportWish(), NOW, on)
        return report

    async def take_into(self, ref: ChannelRef, posts: list[Written], path: str = "dump.txt") -> FileReport:
        return await self.take(posts, path, ImportWish(channel=ref))

    async def channels(self) -> list[tuple[Channel, int]]:
        return await self.services.channel_list.all(Viewer.operator())

    async def names(self) -> list[tuple[int | None, str | None, str | None, int]]:
        """Id, username, title and number of posts of each channel."""
        return [
            (channel.telegram_id, channel.username, channel.title, posts) for channel, posts in await self.channels()
        ]


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Archive(services)


async def test_a_second_dump_joins_the_channel_and_another_channels_does_not(archive: Archive) -> None:
    await archive.take(POSTS)
    await archive.take([NEWER], "later.txt")
    await archive.take(FOREIGN)
    assert await archive.names() == [(None, HANDLE, TITLE, 4), (None, "kuhnya_doma", None, 1)]


async def test_a_username_is_the_same_in_any_letter_case(archive: Archive) -> None:
    await archive.take(POSTS)
    await archive.take_into(ChannelRef(username=HANDLE.upper()), [NEWER])
    assert await archive.names() == [(None, HANDLE.upper(), TITLE, 4)]


async def test_a_file_that_tells_no_channel_lends_its_name(archive: Archive) -> None:
    report = await archive.take(without_handle(POSTS), "/home/anna/мои заметки.txt")
    assert report.channel is not None
    assert await archive.names() == [(None, None, "мои заметки", 3)]
    again = await archive.take(without_handle(POSTS), "/home/anna/мои заметки.txt")
    assert (again.unchanged, again.channel) == (3, report.channel)
    await archive.take(without_handle(FOREIGN), "мои заметки.txt")
    assert await archive.names() == [(None, None, "мои заметки", 4)]


async def test_a_file_that_tells_no_channel_finds_the_one_with_its_posts_under_any_name(archive: Archive) -> None:
    await archive.take(FOREIGN)
    await archive.take(POSTS)
    report = await archive.take(without_handle([*POSTS, NEWER]), "copy.txt")
    assert (report.new, report.unchanged) == (1, 3)
    assert await archive.names() == [(None, "kuhnya_doma", None, 1), (None, HANDLE, TITLE, 4)]


async def test_one_common_post_of_many_is_no_proof(archive: Archive) -> None:
    await archive.take(POSTS)
    await archive.take(without_handle([QUEUE, NEWER, *FOREIGN]), "other.txt")
    assert await archive.names() == [(None, HANDLE, TITLE, 3), (None, None, "other", 3)]


async def test_where_two_channels_hold_the_posts_neither_is_taken(archive: Archive) -> None:
    await archive.take_into(ChannelRef(username="first"), without_handle(POSTS))
    await archive.take_into(ChannelRef(username="second"), without_handle(POSTS))
    await archive.take(without_handle(POSTS), "third.txt")
    assert [title for _, _, title, _ in await archive.names()] == [None, None, "third"]


async def test_a_dump_that_tells_its_channel_takes_over_what_a_nameless_one_left(archive: Archive) -> None:
    await archive.take(without_handle([CACHE]), "cut.txt")
    report = await archive.take(POSTS)
    assert (report.new, report.unchanged) == (2, 1)
    assert await archive.names() == [(None, HANDLE, TITLE, 3)]


async def test_the_operators_word_goes_first(archive: Archive) -> None:
    await archive.take_into(ChannelRef(title="Заметки"), POSTS)
    assert await archive.names() == [(None, HANDLE, "Заметки", 3)]
    report = await archive.take_into(ChannelRef(telegram_id=77, title="Заметки"), POSTS)
    assert report.unchanged == 3
    assert await archive.names() == [(77, HANDLE, "Заметки", 3)]
    await archive.take_into(ChannelRef(telegram_id=77), FOREIGN)
    assert await archive.names() == [(77, HANDLE, "Заметки", 4)]


async def test_a_channel_that_the_operator_names_learns_what_it_lacks(archive: Archive) -> None:
    await archive.take_into(ChannelRef(telegram_id=77), without_handle([NEWER]))
    await archive.take_into(ChannelRef(telegram_id=77), POSTS)
    assert await archive.names() == [(77, HANDLE, TITLE, 4)]


async def test_a_username_that_is_another_channels_stays_there(archive: Archive) -> None:
    await archive.take(POSTS)
    await archive.take_into(ChannelRef(telegram_id=77, username=HANDLE), [QUEUE])
    await archive.take_into(ChannelRef(telegram_id=78, username=HANDLE), [QUEUE])
    await archive.take_into(ChannelRef(telegram_id=78), [MIGRATION])
    assert await archive.names() == [(77, HANDLE, TITLE, 3), (78, None, None, 2)]


async def test_visibility(archive: Archive) -> None:
    for wished, now in (
        (None, Visibility.PUBLIC),
        (Visibility.MEMBERS, Visibility.MEMBERS),
        (None, Visibility.MEMBERS),
    ):
        report = await archive.take(POSTS, wish=ImportWish(visibility=wished))
        assert report.channel is not None
        assert report.channel.visibility == now
    assert [channel.visibility for channel, _ in await archive.channels()] == [Visibility.MEMBERS]


class Breaking(io.BytesIO):
    """A stream that fails after its bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        if not chunk:
            raise OSError(5, "Input/output error")
        return chunk


async def test_a_stream_that_fails_on_the_way_keeps_what_came_before(archive: Archive) -> None:
    filler = ("Абзац\nСлова, слова, слова.\n👍1\n" * 1500).encode()
    stream = Breaking(filler + dump(*POSTS).encode())
    report = await archive.take_stream(stream)
    assert report.error == "further on: cannot be read: Input/output error"
    assert report.new == report.posts > 1000


async def test_progress_is_told_batch_by_batch(archive: Archive) -> None:
    told: list[tuple[int, int, int | None]] = []
    posts = "".join(f"Пост {number}\nО чём-то своём, номер {number}.\n👍1\n" for number in range(450))
    stream = io.BytesIO(posts.encode())
    await archive.take_stream(stream, on=lambda *progress: told.append(progress))
    size = len(posts.encode())
    assert told == [(200, size, 9), (400, size, 9), (450, size, 9)]


async def test_what_is_imported_can_be_searched_and_has_topics(archive: Archive) -> None:
    await archive.take(POSTS)
    found = await archive.services.searching.best("очереди", Viewer.operator(), 5)
    assert [title.text for title, _ in found.shown] == ["Очередь вместо базы"]
    liked = Written(QUEUE.lines, {"👍": 500}, handle=HANDLE)
    assert (await archive.take([liked])).updated == 1
    found = await archive.services.searching.best("очереди", Viewer.operator(), 5)
    assert [post.reactions_total for post in found.posts] == [500]
