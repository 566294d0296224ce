"""What every format's parser yields, one record after another."""

from __future__ import annotations

from dataclasses import dataclass

from core.types import ChannelRef, IncomingPost, Skipped


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """The source says which channel it holds. Comes again when more of it is known; a later one is the fuller one."""

    ref: ChannelRef


@dataclass(frozen=True, slots=True)
class ServiceSeen:
    """A service message (a pin, a new title): counted, never a post. `where` says line or message."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Damage:
    """From `where` on the source is cut off or cannot be read, because of `why`; what came before is good.

    Always the last record. The report carries it as the file's error.
    """

    where: str
    why: str


Record = ChannelSeen | IncomingPost | ServiceSeen | Skipped | Damage
"""`where` and `why` are plain English: a place ("line 12", "lines 12-40") and a reason."""

__all__ = ["ChannelSeen", "Damage", "IncomingPost", "Record", "ServiceSeen", "Skipped"]
