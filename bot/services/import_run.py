"""One run of an import: the records of one source, read once from its first to its last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import assert_never

from bot.services.channel_course import ChannelCourse, ImportWish, Origin, as_it_is_now
from bot.services.file_reports import FileReport, FileTally
from bot.services.taking import Taking
from core import formats
from core.errors import SourceError
from core.formats.format import Source
from core.formats.records import (
    ChannelSeen,
    ChatSeen,
    Damage,
    IncomingPost,
    Part,
    PartBegins,
    Reading,
    Record,
    ServiceSeen,
    Skipped,
)
from core.types import ChannelRef
from storage.database import Database

Progress = Callable[[int, int, int | None], None]
"""Called with how many posts are done, how many bytes are read, and how many there are (None: nobody knows)."""

_RECORDS_AT_A_STRETCH = 100
"""After so many records others get their turn."""

_NOTHING_TOLD = ChannelSeen(ChannelRef())


class ImportRun:
    """Takes one source in: `go`, then look at `reports` and `changed`."""

    def __init__(
        self,
        database: Database,
        taking: Taking,
        source: Source,
        wish: ImportWish,
        now: datetime,
        progress: Progress | None,
    ) -> None:
        self._database = database
        self._taking = taking
        self._source = source
        self._wish = wish
        self._now = now
        self._progress = progress
        self._reading = Reading(chat=wish.chat, zone=wish.zone)
        self._tallies: list[FileTally] = []
        self._courses: dict[ChannelSeen, ChannelCourse] = {}
        self._told = _NOTHING_TOLD
        self._done = 0
        self._bytes_before = 0
        self._part: Part | None = None

    async def go(self) -> None:
        """Reads and stores everything. Raises SourceError where nothing could be opened, WrongUsage, StorageError."""
        try:
            for number, record in enumerate(formats.parse(self._source.format, self._parts(), self._reading)):
                if number % _RECORDS_AT_A_STRETCH == 0:
                    await asyncio.sleep(0)
                course = self._note(record)
                if course is not None and course.is_full:
                    await course.store_named()
        except SourceError as error:
            if not self._tallies:
                raise
            self._tallies[-1].error = f"{error.params.get('path')} cannot be read: {error.params.get('reason')}"
        for course in self._courses.values():
            await course.finish()
            if course.channel is not None:
                now = await as_it_is_now(self._database, course.channel)
                for tally in self._tallies:
                    tally.channels.update({now.id: now} if now.id in tally.channels else {})

    def reports(self) -> tuple[FileReport, ...]:
        """What came of each file."""
        return tuple(tally.report() for tally in self._tallies)

    def changed(self) -> dict[int, int]:
        """Channel -> how many of its posts are new or changed."""
        return {course.channel.id: course.changed for course in self._courses.values() if course.channel}

    def _note(self, record: Record) -> ChannelCourse | None:
        """Puts a record where it belongs, and stores nothing yet. The course that it went to, where it is a post."""
        if isinstance(record, PartBegins):
            self._tallies.append(FileTally(record.path, self._source.format.name))
            return None
        tally = self._tallies[-1]
        match record:
            case IncomingPost():
                tally.posts += 1
                course = self._course()
                course.take(tally, record)
                return course
            case ChannelSeen():
                self._tell(record)
            case ServiceSeen(pins=pins):
                tally.service += 1
                if pins is not None:
                    self._course().pin(pins)
            case Skipped():
                tally.skip(record)
            case Damage(where, why):
                tally.error = f"{where}: {why}"
            case ChatSeen():
                tally.chats.append(record)
            case _:
                assert_never(record)
        return None

    def _tell(self, told: ChannelSeen) -> None:
        if self._source.format.told_late and self._courses:
            (course,) = self._courses.values()
            course.told = told
        else:
            self._told = told

    def _course(self) -> ChannelCourse:
        if self._told not in self._courses:
            origin = Origin(
                path=self._source.paths[0],
                stored=self._tell_progress,
                again=self._again,
                visibility=self._source.format.visibility,
            )
            self._courses[self._told] = ChannelCourse(
                self._database, self._taking, origin, self._wish, self._now, self._told
            )
        return self._courses[self._told]

    def _parts(self) -> Iterator[Part]:
        for part in self._source.parts():
            self._part = part
            yield part
            self._bytes_before += _position(part)
            self._part = None

    def _again(self, told: ChannelSeen) -> Iterator[IncomingPost]:
        """The source's posts of one channel that have message ids, read anew."""
        current = _NOTHING_TOLD
        for record in formats.parse(self._source.format, self._source.parts(), self._reading):
            if isinstance(record, ChannelSeen):
                current = record
            elif isinstance(record, IncomingPost) and record.message_ids and current == told:
                yield record

    def _tell_progress(self, stored: int) -> None:
        self._done += stored
        if self._progress is not None:
            read = self._bytes_before + (_position(self._part) if self._part else 0)
            self._progress(self._done, read, self._source.size_bytes)


def _position(part: Part) -> int:
    return 0 if part.stream.closed else part.stream.tell()
