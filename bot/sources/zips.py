"""Files in zips: read in their place, nothing is ever written to the disk, and nothing in a zip is believed.

A zip can lie: about how much comes out of it, about where its files belong, about how many there are.
"""

from __future__ import annotations

import copy
import errno
import re
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipExtFile, ZipFile, ZipInfo

from bot.sources.disk import CHAT_FOLDER, CHATS, EXPORT_NAME
from bot.sources.entries import Entry, Folder, Judged, Open, Recognised, counting_order, page_order, unreadable
from bot.sources.judging import look_through
from bot.sources.streams import unpacked
from bot.sources.zip_directory import directory_bytes
from bot.sources.zip_names import readable_name

MOST_BYTES = 20 << 30
"""So much is read out of one zip, at most."""

MOST_TIMES = 500
BOMB_FROM_BYTES = 64 << 20
"""Out of a zip comes not more than so many times its own size, where that is much at all: text gives a hundred."""

MOST_DIRECTORY_BYTES = 32 << 20
"""Of the list of a zip's files, which is read into memory: about 200,000 files."""

LEADS_OUT = "the zip holds names that lead out of it"
IS_LINK = "the zip holds links"
_SHOWN = 80

_DRIVE = re.compile("[A-Za-z]:")
_ENCRYPTED = 0x1
_MACS_OWN = "__MACOSX"
_DAMAGED = (
    BadZipFile,
    NotImplementedError,
    ValueError,
    LookupError,
    EOFError,
    RuntimeError,
    OverflowError,
    struct.error,
)

Parts = tuple[str, ...]


def look_into(path: Path) -> Iterator[Judged]:
    """What is in a zip. It stands for a folder: the one that it was made of, where all its files are of one."""
    try:
        with _opened(path) as archive:
            listed = [(_parts(info), info) for info in archive.infolist() if not info.is_dir()]
            safe = [(parts, info) for parts, info in listed if not _danger(info)]
            folder = _folder(path, [(parts, info) for parts, info in safe if _is_shown(parts)])
            judged = list(look_through(folder, partial(_open, archive), None))
    except OSError as error:
        yield unreadable(str(path), error)
        return
    for danger in (LEADS_OUT, IS_LINK):
        named = [info.filename for _, info in listed if _danger(info) == danger]
        if named:
            yield unreadable(str(path), f"{danger}: left out {_counted(named)}, the first is {named[0][:_SHOWN]!r}")
    yield from _bounded(path, judged)


def _bounded(path: Path, judged: list[Judged]) -> Iterator[Judged]:
    """The same, unless too much would come out of the zip."""
    size_bytes = sum(one.entry.size_bytes for one in judged if isinstance(one, Recognised))
    times = size_bytes // max(path.stat().st_size, 1)
    if size_bytes > MOST_BYTES:
        yield unreadable(str(path), f"{size_bytes >> 30} GB would come out of the zip: unpack it and import its folder")
    elif size_bytes > BOMB_FROM_BYTES and times > MOST_TIMES:
        yield unreadable(str(path), f"the zip would grow to {times} times its size, as zip bombs do")
    else:
        yield from judged


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """The zip. Raises OSError."""
    try:
        with path.open("rb") as stream:
            size_bytes = directory_bytes(stream)
            if size_bytes is None:
                raise OSError(errno.EIO, "the zip is cut off or damaged: the list of its files is missing")
            if size_bytes > MOST_DIRECTORY_BYTES:
                raise OSError(errno.EFBIG, "there are too many files in the zip")
        archive = ZipFile(path)
    except _DAMAGED:
        raise OSError(errno.EIO, "the zip is damaged: the list of its files cannot be read") from None
    with archive:
        yield archive


@contextmanager
def _opening(path: Path) -> Iterator[Open]:
    with _opened(path) as archive:
        yield partial(_open, archive)


def _open(archive: ZipFile, entry: Entry) -> BinaryIO:
    """A file of the zip. Raises OSError."""
    member = cast("ZipInfo", entry.member)
    if member.flag_bits & _ENCRYPTED:
        raise OSError(errno.EACCES, "it is encrypted: unpack the zip with its password")
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise OSError(errno.EIO, "it is packed in a way that is not known here: unpack the zip")
    return unpacked(partial(_begin, archive, member), member)


def _begin(archive: ZipFile, member: ZipInfo) -> ZipExtFile:
    """The unpacked bytes from the first one on. Raises OSError."""
    unchecked = copy.copy(member)
    del unchecked.CRC  # zipfile would withhold the last piece of a file whose checksum is wrong
    try:
        if member.header_offset < 0:
            raise BadZipFile
        return cast("ZipExtFile", archive.open(unchecked))
    except _DAMAGED:
        raise OSError(errno.EIO, "the zip is damaged where it begins") from None


def _folder(path: Path, files: list[tuple[Parts, ZipInfo]]) -> Folder:
    root = _common_folders([parts[:-1] for parts, _ in files])
    opening = partial(_opening, path)
    direct: list[tuple[Parts, Entry]] = []
    exports: list[tuple[Parts, Entry]] = []
    accounts: list[Parts] = []
    for parts, info in files:
        *folders, name = parts[root:]
        entry = _entry(path, parts, info, opening)
        if not folders:
            direct.append((parts, entry))
        elif EXPORT_NAME.fullmatch(name):
            if CHAT_FOLDER.fullmatch(folders[-1]) and folders[:-1] in ([], [CHATS]):
                accounts.append(parts[:-1])
            elif len(folders) == 1:
                exports.append((parts, entry))
    account = min(accounts, key=lambda parts: counting_order(parts[-1])) if accounts else None
    return Folder(
        str(path),
        files=[entry for _, entry in sorted(direct, key=lambda one: counting_order(one[0][-1]))],
        exports=[entry for _, entry in sorted(exports, key=_export_order)],
        account=f"{path}/{'/'.join(account)}" if account else None,
    )


def _export_order(export: tuple[Parts, Entry]) -> tuple[object, ...]:
    *folders, name = export[0]
    return [counting_order(folder) for folder in folders], page_order(name)


def _entry(path: Path, parts: Parts, info: ZipInfo, opening: Callable[[], AbstractContextManager[Open]]) -> Entry:
    return Entry(
        path="/".join((str(path), *parts)),
        folder="/".join((str(path), *parts[:-1])),
        name=parts[-1],
        size_bytes=info.file_size,
        opening=opening,
        member=info,
    )


def _common_folders(folders: list[Parts]) -> int:
    """How many folders all the files have in common."""
    if not folders:
        return 0
    low, high = min(folders), max(folders)
    return next((depth for depth, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))


def _parts(info: ZipInfo) -> Parts:
    return tuple(part for part in readable_name(info).split("/") if part not in {"", "."})


def _is_shown(parts: Parts) -> bool:
    return bool(parts) and not any(part.startswith(".") or part == _MACS_OWN for part in parts)


def _danger(info: ZipInfo) -> str | None:
    """What is wrong with where a file of the zip would go."""
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name):
        return LEADS_OUT
    return IS_LINK if stat.S_ISLNK(info.external_attr >> 16) else None


def _counted(files: list[str]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files)} files"
