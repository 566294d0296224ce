from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import Services, open_services
from bot.services.channel_joining import JoinReport
from core.errors import WrongUsage
from core.intake import Arrival
from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels, posts, search_upkeep

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def incoming(text: str, *message_ids: int, **more: Any) -> IncomingPost:
    return IncomingPost(text=RichText(text), message_ids=message_ids, published_at=NOW, **more)


class Archive:
    def __init__(self, services: Services) -> None:
        self.services = services
        self.joining = services.channel_joining

    async def channel(
        self, ref: ChannelRef, given: Sequence[IncomingPost], visibility: Visibility = Visibility.PUBLIC
    ) -> Channel:
        async with self.services.database.transaction() as connection:
            made = await channels.insert(connection, ref, visibility, NOW)
        arrivals = [
            Arrival(post=post, fingerprint=None if post.message_ids else f"{post.text.text}.0") for post in given
        ]
        await self.services.taking.take(made, arrivals, NOW)
        return made

    async def posts(self) -> list[tuple[str, tuple[int, ...]]]:
        async with self.services.database.reading() as connection:
            return sorted(
                [(post.text.text, post.message_ids) async for post in posts.each(connection, Viewer.operator())]
            )

    async def is_well(self) -> bool:
        return (await search_upkeep.check(self.services.database)).ok


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with open_services(tmp_path / "letopis.db") as services:
        yield Archive(services)


async def test_posts_of_both_are_there_once_and_the_channel_knows_what_both_knew(archive: Archive) -> None:
    kept = await archive.channel(
        ChannelRef(telegram_id=5, title="Заметки"), [incoming("первая запись", 1), incoming("вторая запись", 2)]
    )
    gone = await archive.channel(
        ChannelRef(username="notes"), [incoming("вторая запись, правка", 2), incoming("третья запись", 3)]
    )
    assert await archive.joining.join(gone, kept, NOW) == JoinReport(posts_moved=1, posts_joined=1)
    assert await archive.posts() == [("вторая запись, правка", (2,)), ("первая запись", (1,)), ("третья запись", (3,))]
    ((channel, count),) = await archive.services.channel_list.all(Viewer.operator())
    assert (channel.id, channel.telegram_id, channel.username, channel.title, count) == (
        kept.id, 5, "notes", "Заметки", 3,
    )  # fmt: skip
    assert await archive.is_well()


async def test_posts_of_a_dump_find_their_ids(archive: Archive) -> None:
    kept = await archive.channel(ChannelRef(title="Заметки"), [incoming("Длинная запись о векторах и числах")])
    gone = await archive.channel(ChannelRef(telegram_id=5), [incoming("Длинная запись о векторах и числах", 7)])
    assert await archive.joining.join(gone, kept, NOW) == JoinReport(posts_moved=0, posts_joined=1)
    assert await archive.posts() == [("Длинная запись о векторах и числах", (7,))]
    assert await archive.is_well()


async def test_an_album_of_one_takes_the_single_parts_of_the_other(archive: Archive) -> None:
    kept = await archive.channel(ChannelRef(title="А"), [incoming("подпись", 1), incoming("", 2, media=("photo",))])
    gone = await archive.channel(ChannelRef(title="Б"), [incoming("подпись", 1, 2, 3, media=("photo",) * 3)])
    assert await archive.joining.join(gone, kept, NOW) == JoinReport(posts_moved=0, posts_joined=1)
    assert await archive.posts() == [("подпись", (1, 2, 3))]
    assert await archive.is_well()


async def test_what_are_surely_two_channels_is_not_joined(archive: Archive) -> None:
    one = await archive.channel(ChannelRef(telegram_id=5), [])
    other = await archive.channel(ChannelRef(telegram_id=6), [])
    for gone, kept in ((one, one), (one, other)):
        with pytest.raises(WrongUsage):
            await archive.joining.join(gone, kept, NOW)


async def test_posts_of_members_never_become_public_by_a_join(archive: Archive) -> None:
    kept = await archive.channel(ChannelRef(title="А"), [incoming("открытая", 1)])
    gone = await archive.channel(ChannelRef(title="Б"), [incoming("закрытая", 2)], Visibility.MEMBERS)
    await archive.joining.join(gone, kept, NOW)
    ((channel, count),) = await archive.services.channel_list.all(Viewer.operator())
    assert (channel.visibility, count) == (Visibility.MEMBERS, 2)
