"""How long a value is: a leap from an opening bracket to the one that closes it, over whatever strings hold.

Only brackets of the value's own kind are counted, so that a wrong one of the other kind does no harm.
"""

from __future__ import annotations

import re

from core.formats.json_objects.repair import DEEPEST, LONGEST, TOO_DEEP, TOO_LONG
from core.formats.json_objects.window import Window

_INSIDE = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
NO_END = "its end is missing: the next one begins before"

_AT_ONCE = 3
"""So many levels of nesting are passed without a look at each: nearly all objects have no more."""


class CutOff(Exception):
    """The file ends inside of the value."""


class Unreadable(Exception):
    """The value cannot be read because of `why`. `end`: where it ends in the window's buffer, where that is known."""

    def __init__(self, why: str, end: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.end = end


class _Brackets:
    """Patterns for one kind of brackets. `inside`: up to the next one that has to be counted."""

    def __init__(self, opening: bytes, closing: bytes) -> None:
        self.opening = opening
        plain = rb'[^"' + re.escape(opening + closing) + rb"]*+"
        level = plain + rb'(?:"' + _INSIDE + rb'"' + plain + rb")*+"
        inside = level
        for _ in range(_AT_ONCE):
            inside = level + rb"(?:" + re.escape(opening) + inside + re.escape(closing) + level + rb")*+"
        self.inside = re.compile(inside, re.DOTALL)
        self.whole = re.compile(re.escape(opening) + inside + re.escape(closing), re.DOTALL)


_BRACKETS = {ord("{"): _Brackets(b"{", b"}"), ord("["): _Brackets(b"[", b"]")}
_STRING = re.compile(rb'"' + _INSIDE + rb'"', re.DOTALL)
_REST_OF_STRING = re.compile(_INSIDE, re.DOTALL)
_QUOTE = ord('"')


def end_of_container(window: Window, limit: int | None = None) -> int:
    """Where the object or array at the window's position ends, in its buffer; `limit`: there at the latest.

    The position stays at its beginning, though reading on can move it in the buffer. Raises Unreadable and CutOff.
    """
    brackets = _BRACKETS[window.buffer[window.position]]
    whole = brackets.whole.match(window.buffer, window.position, limit or len(window.buffer))
    end = whole.end() if whole else _end_step_by_step(window, brackets, limit)
    if end - window.position > LONGEST:
        raise Unreadable(TOO_LONG, end)
    return end


def _end_step_by_step(window: Window, brackets: _Brackets, limit: int | None) -> int:
    """The same for what is nested deeper, or reaches beyond the buffer."""
    length = depth = 1
    while depth:
        stop = limit or len(window.buffer)
        found = brackets.inside.match(window.buffer, window.position + length, stop)
        length = found.end() - window.position if found else length
        if window.position + length == stop or window.buffer[window.position + length] == _QUOTE:
            if limit:
                raise Unreadable(NO_END)
            _read_on(window)
            continue
        depth += 1 if window.buffer.startswith(brackets.opening, window.position + length) else -1
        length += 1
        if depth > DEEPEST:
            raise Unreadable(TOO_DEEP)
    return window.position + length


def end_of_string(window: Window) -> int:
    """Where the string at the window's position ends, in its buffer. Raises Unreadable and CutOff."""
    while not (found := _STRING.match(window.buffer, window.position)):
        _read_on(window)
    if found.end() - found.start() > LONGEST:
        raise Unreadable(TOO_LONG)
    return found.end()


def pass_container(window: Window) -> None:
    """Move behind the object or array at the window's position, however long and deep. Raises CutOff."""
    brackets = _BRACKETS[window.buffer[window.position]]
    window.position += 1
    depth = 1
    while depth:
        found = brackets.inside.match(window.buffer, window.position)
        window.position = found.end() if found else window.position
        if window.position == len(window.buffer):
            _forget(window)
        elif window.buffer[window.position] == _QUOTE:
            pass_string(window)
        else:
            depth += 1 if window.buffer.startswith(brackets.opening, window.position) else -1
            window.position += 1


def pass_string(window: Window) -> None:
    """Move behind the string at the window's position, however long. Raises CutOff."""
    window.position += 1
    while True:
        found = _REST_OF_STRING.match(window.buffer, window.position)
        window.position = found.end() if found else window.position
        if window.buffer.startswith(b'"', window.position):
            window.position += 1
            return
        _forget(window)


def _read_on(window: Window) -> None:
    if len(window.buffer) - window.position > LONGEST:
        raise Unreadable(TOO_LONG)
    if not window.more():
        raise CutOff


def _forget(window: Window) -> None:
    """Read on behind the position, which moves back to the buffer's beginning."""
    if not window.more():
        raise CutOff
