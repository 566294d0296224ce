"""The objects and arrays that a walk is inside of, and the places where it can rejoin them after damage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.formats.json_objects.events import Step
from core.formats.json_objects.window import Window

Anchors = Mapping[str, re.Pattern[bytes]]

OBJECT: Final = ord("{")
ARRAY: Final = ord("[")
CLOSING: Final = {OBJECT: ord("}"), ARRAY: ord("]")}


@dataclass(slots=True)
class Level:
    """An object or array that is walked through.

    `items`: the path of an array's elements, `count`: how many were begun, `step`: what they are for; None: not asked.
    """

    path: str
    closing: int
    items: str = field(init=False)
    count: int = 0
    step: Step | None = None

    def __post_init__(self) -> None:
        """Names the elements."""
        self.items = f"{self.path}[]"

    @property
    def is_array(self) -> bool:
        """Whether it is one; else it is an object."""
        return self.closing == CLOSING[ARRAY]


class Levels:
    """The levels, the document first; and what is known of the anchors ahead."""

    def __init__(self, window: Window, anchors: Anchors) -> None:
        self._window = window
        self._anchors = anchors
        self._levels: list[Level] = []
        # Up to here an element is taken to end before the next anchor; `_next`: where that is, once it is known.
        self._wary_until = self._next = 0

    def __bool__(self) -> bool:
        return bool(self._levels)

    def push(self, level: Level) -> None:
        """One level deeper."""
        self._levels.append(level)

    def pop(self) -> None:
        """One level back."""
        self._levels.pop()

    @property
    def last(self) -> Level:
        """The innermost one."""
        return self._levels[-1]

    def is_anchored(self, path: str) -> bool:
        """Whether there are anchors for elements of this path."""
        return path in self._anchors

    def limit(self) -> int | None:
        """Where the element at the position ends at the latest, if it lies where the end of another one was missing."""
        window = self._window
        if window.offset >= self._wary_until:
            return None
        if window.offset >= self._next:
            anchor = self._anchor(window.position + 1, len(window.buffer))
            if anchor is None:
                self._wary_until = 0
                return None
            self._next = window.passed + anchor[0]
        return self._next - window.passed

    def has_anchor(self, end: int) -> bool:
        """Whether another element begins between the position and here in the buffer."""
        return bool(self._anchors) and self._anchor(self._window.position + 1, end) is not None

    def rejoin(self, *, behind: int, doubtful: int) -> bool:
        """Go on at the next anchor in the buffer, from `behind` bytes behind the position; False where there is none.

        `doubtful`: up to here in the buffer an element ends before the next anchor, whatever it looks like.
        """
        window = self._window
        anchor = self._anchor(window.position + behind, len(window.buffer))
        if anchor is None:
            return False
        self._wary_until = max(self._wary_until, window.passed + doubtful)
        window.position, place = anchor
        del self._levels[place + 1 :]
        return True

    def _anchor(self, start: int, end: int) -> tuple[int, int] | None:
        """The first anchor in this piece of the buffer: its place, and that of its array among the levels."""
        found = None
        for place in range(len(self._levels) - 1, -1, -1):
            level = self._levels[place]
            pattern = self._anchors.get(level.items) if level.is_array else None
            match = pattern.search(self._window.buffer, start, end) if pattern else None
            if match and (found is None or match.start() < found[0]):
                found, end = (match.start(), place), match.end()
        return found
