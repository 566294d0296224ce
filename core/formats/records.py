"""What every format's parser takes and yields: a file in, one record after another out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import BinaryIO

from core.types import ChannelRef, IncomingPost, Skipped, Visibility


@dataclass(frozen=True, slots=True)
class Part:
    """One file. `path` is what to call it; the stream is at its beginning."""

    path: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a source is to be read.

    `chat`: the chat to take out of a whole account's export, by its decimal id or its name. `zone`: the time zone of
    times that are written without one.
    """

    chat: str | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class PartBegins:
    """The records that follow are of this file."""

    path: str


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """The posts that follow are of this channel, until another one is seen.

    A format whose files tell their channel late (`told_late` of the registry) says it behind the posts, and perhaps
    more than once: the last one holds for all of them. `visibility`: what the source says of who may read it.
    """

    ref: ChannelRef
    visibility: Visibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSeen:
    """A chat that a whole account's export holds, offered for `Reading.chat`. `id` is the bare positive id."""

    id: int | None
    name: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class ServiceSeen:
    """A service message (a pin, a new title): counted, never a post. `where` says line or message.

    `pins`: the message that it pins.
    """

    where: str
    text: str
    pins: int | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """From `where` on the file is cut off or cannot be read, because of `why`; what came before is good.

    Always a file's last record. The report carries it as the file's error.
    """

    where: str
    why: str


Record = PartBegins | ChannelSeen | ChatSeen | IncomingPost | ServiceSeen | Skipped | Damage
"""`where` and `why` are plain English: a place ("line 12", "message 40") and a reason."""

__all__ = [
    "ChannelSeen",
    "ChatSeen",
    "Damage",
    "IncomingPost",
    "Part",
    "PartBegins",
    "Reading",
    "Record",
    "ServiceSeen",
    "Skipped",
]
