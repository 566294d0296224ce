"""What reading a JSON file tells, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Step(Enum):
    """What becomes of an object or array: told piece by piece, told whole, or passed over."""

    WALK = "walk"
    TAKE = "take"
    SKIP = "skip"


@dataclass(slots=True)
class Opened:
    """An object or array that is walked through begins."""

    path: str
    number: int


@dataclass(slots=True)
class Found:
    """A value. `loss`: what could not be kept of it, in plain English; None where it is whole."""

    path: str
    number: int
    value: Any
    loss: str | None = None


@dataclass(slots=True)
class Broken:
    """A value that cannot be read, because of `why`.

    `offset`: its place in the file, in bytes. `beginning`: its first bytes, none of one that was to be passed over.
    """

    path: str
    number: int
    why: str
    offset: int
    beginning: bytes


@dataclass(slots=True)
class Ended:
    """Always the last event: nothing behind `offset` (in bytes) can be read, because of `why`.

    `path`, `number`, `beginning`: as of the value in which the file ends, or of the last one begun.
    """

    path: str
    number: int
    why: str
    offset: int
    beginning: bytes


Event = Opened | Found | Broken | Ended
