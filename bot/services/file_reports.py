"""What came of each file of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.formats.records import ChatSeen
from core.intake import Outcome
from core.types import Channel, Skipped

MOST_PLACES = 1_000
"""So many skipped pieces of a file are kept; further ones are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What came of one file. `error`: why it is not whole, or not read at all.

    `uncertain`: new posts that are like several stored ones. `chats`: what a whole account's export offers. `alike`:
    stored channels that could be the channel of its posts. `notes`: what else the operator should know.
    """

    path: str
    format: str | None = None
    channels: tuple[Channel, ...] = ()
    posts: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    service: int = 0
    skipped: tuple[Skipped, ...] = ()
    skipped_more: int = 0
    uncertain: tuple[Skipped, ...] = ()
    chats: tuple[ChatSeen, ...] = ()
    alike: tuple[Channel, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None

    @property
    def channel(self) -> Channel | None:
        """The channel of its posts, where it is one."""
        return self.channels[0] if len(self.channels) == 1 else None


@dataclass(slots=True, eq=False)
class FileTally:
    """A file's report as it grows."""

    path: str
    format: str
    posts: int = 0
    service: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    channels: dict[int, Channel] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    skipped_more: int = 0
    uncertain: list[Skipped] = field(default_factory=list)
    chats: list[ChatSeen] = field(default_factory=list)
    alike: dict[int, Channel] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    error: str | None = None

    def skip(self, piece: Skipped) -> None:
        """Remembers a piece that was not taken, or counts it where there are many."""
        if len(self.skipped) < MOST_PLACES:
            self.skipped.append(piece)
        else:
            self.skipped_more += 1

    def count(self, outcomes: Iterable[Outcome]) -> None:
        """What became of posts of the file."""
        self.outcomes.update(outcomes)

    def report(self) -> FileReport:
        """What has come of it."""
        return FileReport(
            path=self.path,
            format=self.format,
            channels=tuple(self.channels.values()),
            posts=self.posts,
            new=self.outcomes[Outcome.NEW],
            updated=self.outcomes[Outcome.UPDATED],
            unchanged=self.outcomes[Outcome.UNCHANGED],
            service=self.service,
            skipped=tuple(self.skipped),
            skipped_more=self.skipped_more,
            uncertain=tuple(self.uncertain),
            chats=tuple(self.chats),
            alike=tuple(self.alike.values()),
            notes=tuple(self.notes),
            error=self.error,
        )
