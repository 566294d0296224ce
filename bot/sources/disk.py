"""Files and folders of the operator's disk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from bot.sources.entries import Entry, Folder, Open, counting_order, page_order

EXPORT_NAME = re.compile(r"(result|messages)[0-9]*\.(json|html)|index\.html")
"""How Telegram Desktop names what it exports."""

CHAT_FOLDER = re.compile(r"chat_[0-9]+")
"""How it names the folder of one chat in the HTML export of a whole account, in its folder "chats"."""

CHATS = "chats"


def read_folder(path: Path) -> Folder:
    """A folder's files, and the exports one level down; hidden ones are left out. Raises OSError."""
    inside = sorted((one for one in path.iterdir() if not one.name.startswith(".")), key=_order)
    files = [disk_entry(one) for one in inside if _is_file(one)]
    exports: list[Entry] = []
    accounts: list[Path] = []
    for folder in (one for one in inside if _is_folder(one)):
        if CHAT_FOLDER.fullmatch(folder.name):
            accounts += [folder] if _exports(folder) else []
        elif folder.name == CHATS:
            accounts += (one for one in _listed(folder) if CHAT_FOLDER.fullmatch(one.name) and _exports(one))
        else:
            exports += _exports(folder)
    return Folder(str(path), files, exports, account=str(min(accounts, key=_order)) if accounts else None)


def disk_entry(path: Path) -> Entry:
    """A file of the disk."""
    size_bytes = status.st_size if (status := _status(path)) else 0  # opening it will say what is wrong
    return Entry(path=str(path), folder=str(path.parent), name=path.name, size_bytes=size_bytes, opening=_disk)


def what_it_is(path: Path) -> str | None:
    """Why something that is no folder cannot be read as a file; None where it can. Raises OSError."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        return None
    kinds = {stat.S_ISFIFO: "a pipe", stat.S_ISSOCK: "a socket", stat.S_ISCHR: "a device", stat.S_ISBLK: "a device"}
    named = next((name for is_kind, name in kinds.items() if is_kind(mode)), "something else")
    return f"it is {named}, not a file"


@contextmanager
def _disk() -> Iterator[Open]:
    yield open_disk_entry


def open_disk_entry(entry: Entry) -> BinaryIO:
    """The file's bytes. Raises OSError."""
    return Path(entry.path).open("rb")


def _exports(folder: Path) -> list[Entry]:
    named = (one for one in _listed(folder) if EXPORT_NAME.fullmatch(one.name) and _is_file(one))
    return [disk_entry(one) for one in sorted(named, key=lambda one: page_order(one.name))]


def _listed(folder: Path) -> list[Path]:
    """What is in a folder that nobody asked for: nothing where it cannot be looked into."""
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _is_file(path: Path) -> bool:
    return (status := _status(path)) is not None and stat.S_ISREG(status.st_mode)


def _is_folder(path: Path) -> bool:
    return (status := _status(path)) is not None and stat.S_ISDIR(status.st_mode)


def _status(path: Path) -> os.stat_result | None:
    with suppress(OSError):
        return path.stat()
    return None


def _order(path: Path) -> list[tuple[tuple[int, str], str]]:
    return counting_order(path.name)
