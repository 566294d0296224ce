"""Which of the files hold posts: told by their content, never by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bot.sources.entries import Entry, Folder, Judged, Open, Recognised, Refused, unreadable
from core.errors import SourceEmpty, SourceUnreadable, UnknownFormat
from core.formats import HEAD_BYTES, detect

ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

NO_FILE = "there is no file in it"
ZIP_IN_ZIP = "a zip inside of a zip is not opened: unpack it"
WHOLE_ACCOUNT = "this is the export of a whole account: import the folder of one channel by itself, such as {folder}"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MOST_OF_A_KIND = 3

Unzip = Callable[[Entry], Iterator[Judged]]


def judge(entry: Entry, open_entry: Open, unzip: Unzip | None, *, named: bool) -> Iterator[Judged]:
    """What an entry is, by its first bytes; a zip stands for the files in it.

    `named`: somebody named it, so it is worth guessing at. `unzip`: None where zips are not to be opened.
    """
    try:
        with open_entry(entry) as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        yield unreadable(entry.path, error)
        return
    is_empty = not head.removeprefix(_BYTE_ORDER_MARK).strip() and len(head) < HEAD_BYTES
    if is_empty:
        yield Refused(entry.path, SourceEmpty(path=entry.path))
    elif head.startswith(ZIP_BEGINNINGS):
        yield from unzip(entry) if unzip else [unreadable(entry.path, ZIP_IN_ZIP)]
    elif (known := detect(head, named=named)) is not None:
        yield Recognised(entry, known)
    else:
        yield Refused(entry.path, UnknownFormat(path=entry.path))


def look_through(folder: Folder, open_entry: Open, unzip: Unzip | None) -> Iterator[Judged]:
    """What the files of a folder are. Where some are of a format, those that are not (pictures) are passed over."""
    alone = len(folder.files) == 1
    judged: list[Judged] = []
    for entry in folder.files:
        judged += judge(entry, open_entry, unzip, named=alone)
    for entry in folder.exports:
        judged += judge(entry, open_entry, None, named=False)
    found = [one for one in judged if isinstance(one, Recognised) or isinstance(one.error, SourceUnreadable)]
    if found:
        yield from _told_once(folder.path, found)
    elif folder.account:
        yield unreadable(folder.path, WHOLE_ACCOUNT.format(folder=folder.account))
    elif len(judged) == 1:
        yield from judged
    elif judged:
        yield Refused(folder.path, UnknownFormat(path=folder.path))
    else:
        yield unreadable(folder.path, NO_FILE)


def _told_once(path: str, judged: list[Judged]) -> Iterator[Judged]:
    """The same, but one word for many files that cannot be read for the same reason."""
    counted = Counter(_reason(one) for one in judged)
    many = {reason for reason, files in counted.items() if reason and files > _MOST_OF_A_KIND}
    yield from (one for one in judged if _reason(one) not in many)
    yield from (unreadable(path, f"{counted[reason]} files in it: {reason}") for reason in sorted(many))


def _reason(one: Judged) -> str:
    return str(one.error.params["reason"]) if isinstance(one, Refused) else ""
