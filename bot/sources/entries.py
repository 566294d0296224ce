"""The files that are looked at, wherever they lie, and what is found of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipInfo

from core.errors import SourceError, SourceUnreadable
from core.formats.format import Format

_NUMBER = re.compile(r"([0-9]+)")
_LAST_NUMBER = re.compile(r"([0-9]+)[^0-9]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the disk or of a zip.

    `path` is what to call it, `folder` the same of where it lies. `opening` opens what it lies in; what that gives then
    opens the entry. `member` is its place in its zip, None on the disk.
    """

    path: str
    folder: str
    name: str
    size_bytes: int
    opening: Callable[[], AbstractContextManager[Open]]
    member: ZipInfo | None = None


Open = Callable[[Entry], BinaryIO]
"""Opens an entry for reading. Raises OSError; so does reading, with a `strerror` that a person understands."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or a zip, as far as it is looked at: the files in it, and those that Telegram Desktop put lower.

    `account`: the folder of one chat, where this is the HTML export of a whole account.
    """

    path: str
    files: Sequence[Entry]
    exports: Sequence[Entry] = ()
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that is of a format."""

    entry: Entry
    format: Format


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, a folder or a zip that cannot be imported, and why."""

    path: str
    error: SourceError


Judged = Recognised | Refused


def unreadable(path: str, reason: str | OSError) -> Refused:
    """What cannot be read, because of this."""
    if isinstance(reason, OSError):
        reason = reason.strerror or str(reason)
    return Refused(path, SourceUnreadable(path=path, reason=reason))


def counting_order(name: str) -> list[tuple[tuple[int, str], str]]:
    """What to sort names by: numbers in them count, so that "part9" is before "part10"."""
    return [(_number(part), "") if part.isdecimal() else ((-1, ""), part) for part in _NUMBER.split(name.casefold())]


def page_order(name: str) -> tuple[tuple[int, str], list[tuple[tuple[int, str], str]]]:
    """What to sort the pages of an export by: the first one has no number ("messages.html", perhaps "index.html")."""
    stem = name.rpartition(".")[0] or name
    number = _LAST_NUMBER.search(stem)
    return _number(number[1]) if number else (0, ""), counting_order(name)


def _number(digits: str) -> tuple[int, str]:
    """A number of any length, such that numbers are in the order of their values."""
    value = digits.lstrip("0")
    return len(value), value
