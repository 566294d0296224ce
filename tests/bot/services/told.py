"""Sources made of records, for tests of what becomes of the records."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Services
from bot.services.importing import FileReport, ImportWish
from core.formats.format import Format, Source
from core.formats.records import ChannelSeen, Part, Reading, Record
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost, Viewer, Visibility
from storage import posts

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = datetime(2024, 3, 1, 12, tzinfo=UTC)


def post(text: str, *message_ids: int, **more: Any) -> IncomingPost:
    """A post; its time goes with its id."""
    published_at = DAY + timedelta(minutes=7 * message_ids[0]) if message_ids else None
    return IncomingPost(text=RichText(text), message_ids=message_ids, **{"published_at": published_at, **more})


def of(telegram_id: int | None = None, username: str | None = None, title: str | None = None) -> ChannelSeen:
    """What a source says of its channel."""
    return ChannelSeen(ChannelRef(telegram_id=telegram_id, username=username, title=title))


def source(*files: Sequence[Record], name: str = "export", **more: Any) -> Source:
    """A source of files that hold these records."""
    paths = tuple(f"{name}{number or ''}.json" for number in range(len(files)))
    records = dict(zip(paths, files, strict=True))

    def parse(part: Part, _: Reading) -> Iterator[Record]:
        return iter(records[part.path])

    known = Format(name="desktop-json", looks_like=lambda _: True, parse=parse, **more)
    return Source(format=known, paths=paths, parts=lambda: (Part(path, io.BytesIO(b"...")) for path in paths))


class Archive:
    """An archive that sources are taken into."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def take(self, given: Source, now: datetime = NOW, **wish: Any) -> FileReport:
        (report,) = await self.take_all(given, now, **wish)
        return report

    async def take_all(self, given: Source, now: datetime = NOW, **wish: Any) -> tuple[FileReport, ...]:
        return await self.services.importing.import_source(given, ImportWish(**wish), now)

    async def channels(self) -> list[tuple[int | None, str | None, str | None, Visibility, int]]:
        return [
            (channel.telegram_id, channel.username, channel.title, channel.visibility, count)
            for channel, count in await self.services.channel_list.all(Viewer.operator())
        ]

    async def posts(self) -> list[tuple[str, tuple[int, ...]]]:
        async with self.services.database.reading() as connection:
            found = [post async for post in posts.each(connection, Viewer.operator())]
        return [(post.text.text, post.message_ids) for post in found]


def counts(report: FileReport) -> tuple[int, int, int]:
    """New, updated, unchanged."""
    return report.new, report.updated, report.unchanged
