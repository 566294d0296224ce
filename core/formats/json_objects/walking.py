"""The walk through a document: outside token by token, over the objects in it in one leap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from core.formats.encodings import HEAD_BYTES, Encoding, encoding_of
from core.formats.json_objects.events import Broken, Ended, Event, Found, Opened, Step
from core.formats.json_objects.leaping import (
    NO_END,
    CutOff,
    Unreadable,
    end_of_container,
    end_of_string,
    pass_container,
    pass_string,
)
from core.formats.json_objects.levels import CLOSING, Anchors, Level, Levels
from core.formats.json_objects.repair import load, load_marked
from core.formats.json_objects.window import Window

Plan = Callable[[str], Step]

EMPTY = "the file is empty"
CUT_OFF = "the file is cut off"
NO_JSON = "no JSON from here on"
NOT_JSON = "no JSON here"
MORE_BEHIND = "the JSON document ends here, but the file goes on"

BEGINNING = 256
"""So many bytes of a broken value are told."""

_LOOK_AHEAD = 64 * 1024
"""Bytes behind a broken value in which the next anchor is looked for: where the value seems to end is doubtful."""

_LONGEST_ANCHOR = 4096
"""In bytes. One that is longer is not found where the file was read in two pieces."""

_BLANKS = re.compile(rb"[ \t\r\n,]*+")
_BARE = re.compile(rb'[^\s"{}\[\]:,]++')
_QUOTE, _COLON = b'":'


def read_json(stream: BinaryIO, plan: Plan, anchors: Anchors | None = None) -> Iterator[Event]:
    """What the package's docstring says."""
    return _Walk(stream, plan, anchors or {}).events()


class _Stop(Exception):
    """Nothing more can be read, because of `why`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Walk:
    def __init__(self, stream: BinaryIO, plan: Plan, anchors: Anchors) -> None:
        self._window = Window(stream)
        self._levels = Levels(self._window, anchors)
        self._plan = plan
        # The value that is being read, and whether its beginning stands at the position.
        self._path, self._number, self._inside = "", 0, False

    def events(self) -> Iterator[Event]:
        try:
            self._begin()
            event = self._value(self._look(EMPTY))
            while True:
                if event is not None:
                    yield event
                if not self._levels:
                    break
                event = self._next()
            self._expect_nothing()
        except CutOff:
            yield self._ended(CUT_OFF)
        except _Stop as stop:
            yield self._ended(stop.why)

    def _begin(self) -> None:
        window = self._window
        while len(window.buffer) < HEAD_BYTES and window.more():
            pass
        encoding = encoding_of(window.buffer[:HEAD_BYTES])
        if encoding is not Encoding.UTF_8:
            raise _Stop(f"not UTF-8 but {encoding}")
        window.position = 3 if window.buffer.startswith(b"\xef\xbb\xbf") else 0

    def _look(self, why: str | None = None) -> int:
        """The next byte that counts; the position moves to it. At the file's end CutOff, or _Stop if told why."""
        window = self._window
        while True:
            blanks = _BLANKS.match(window.buffer, window.position)
            window.position = blanks.end() if blanks else window.position
            if window.position < len(window.buffer):
                return window.buffer[window.position]
            if not window.more():
                raise _Stop(why) if why else CutOff

    def _next(self) -> Event | None:
        """The next thing in the innermost level."""
        self._inside = False
        level, first = self._levels.last, self._look()
        if first == level.closing:
            self._window.position += 1
            self._levels.pop()
            return None
        if level.is_array:
            level.count += 1
            self._path, self._number = level.items, level.count
            return self._value(first, level)
        self._path, self._number = level.path, 0
        key = self._key(first)
        if key is None:
            return self._lost()
        self._path = f"{level.path}.{key}"
        return self._value(self._look())

    def _key(self, first: int) -> str | None:
        """The key at the position, which moves behind the colon; None where there is none."""
        if first != _QUOTE:
            return None
        try:
            end = end_of_string(self._window)
        except Unreadable:
            return None
        key, _ = load(self._window.buffer[self._window.position : end])
        self._window.position = end
        if self._look() != _COLON:
            return None
        self._window.position += 1
        return str(key)

    def _value(self, first: int, array: Level | None = None) -> Event | None:
        """What becomes of the value at the position, an element of that array if it is one."""
        self._inside = True
        if first not in CLOSING:
            return self._string() if first == _QUOTE else self._bare()
        step = array.step if array and array.step else self._plan(self._path)
        if array:
            array.step = step
        if step is Step.WALK:
            self._window.position += 1
            self._levels.push(Level(self._path, CLOSING[first]))
            return Opened(self._path, self._number)
        if step is Step.SKIP and not self._levels.is_anchored(self._path):
            pass_container(self._window)
            return None
        return self._container(take=step is Step.TAKE)

    def _container(self, *, take: bool) -> Event | None:
        """An object or array that is taken, or that is passed over with a look at where it ends."""
        window, end, event = self._window, None, None
        try:
            end = end_of_container(window, self._levels.limit())
            if take:
                event = self._taken(end)
            else:
                self._doubt(end)
        except CutOff:
            if not self._levels.has_anchor(len(window.buffer)):
                raise
            why = NO_END
        except Unreadable as unreadable:
            why, end = unreadable.why, unreadable.end
        else:
            window.position = end
            return event
        broken = self._broken(why) if take else None
        self._get_over(end)
        return broken

    def _taken(self, end: int) -> Found:
        raw = self._window.buffer[self._window.position : end]
        try:
            value, loss, repaired = load_marked(raw)
        except ValueError as error:
            raise Unreadable(str(error), end) from error
        if repaired:
            self._doubt(end)
        return Found(self._path, self._number, value, loss)

    def _doubt(self, end: int) -> None:
        """Raises Unreadable where another element begins before this end."""
        if self._levels.has_anchor(end):
            raise Unreadable(NO_END, end)

    def _get_over(self, end: int | None) -> None:
        """Leave the broken value at the position: to the next anchor, else to its end, as far as that is known."""
        window = self._window
        length = end - window.position if end else None
        goes_on = True
        while goes_on and len(window.buffer) - window.position < (length or 0) + _LOOK_AHEAD:
            goes_on = window.more()
        end = window.position + length if length else None
        if self._levels.rejoin(behind=1, doubtful=end or len(window.buffer)):
            return
        if end:
            window.position = end
        else:
            with suppress(CutOff):  # the next look finds out
                pass_container(window)

    def _lost(self) -> Event:
        """Where something else stands than may stand there: go on at the next anchor."""
        window, broken = self._window, self._broken(NOT_JSON)
        while not self._levels.rejoin(behind=0, doubtful=0):
            window.position = max(window.position, len(window.buffer) - _LONGEST_ANCHOR)
            if not window.more():
                raise _Stop(NO_JSON)
        return broken

    def _string(self) -> Event:
        window = self._window
        try:
            end = end_of_string(window)
        except Unreadable as unreadable:
            broken = self._broken(unreadable.why)
            with suppress(CutOff):  # the next look finds out
                pass_string(window)
            return broken
        raw = window.buffer[window.position : end]
        window.position = end
        return Found(self._path, self._number, *load(raw))

    def _bare(self) -> Event:
        """A number, true, false or null, or another word, which is taken for a string where it has a key."""
        window = self._window
        while True:
            found = _BARE.match(window.buffer, window.position)
            if not found or found.end() - found.start() > BEGINNING:
                return self._lost()
            if found.end() < len(window.buffer):
                break
            if not window.more():
                if self._levels:
                    raise CutOff
                break
        value, loss = load(found[0])
        broken = self._broken(NOT_JSON) if self._number and isinstance(value, str) else None
        window.position = found.end()
        return broken or Found(self._path, self._number, value, loss)

    def _broken(self, why: str) -> Broken:
        window = self._window
        beginning = window.buffer[window.position : window.position + BEGINNING]
        return Broken(self._path, self._number, why, window.offset, beginning)

    def _ended(self, why: str) -> Ended:
        window = self._window
        beginning = window.buffer[window.position : window.position + BEGINNING] if self._inside else b""
        return Ended(self._path, self._number, why, window.offset, beginning)

    def _expect_nothing(self) -> None:
        """Behind the document."""
        self._inside = False
        try:
            self._look()
        except CutOff:
            return
        raise _Stop(MORE_BEHIND)
