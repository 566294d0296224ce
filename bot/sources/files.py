"""Files and folders of the operator's disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import SourceUnreadable

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `named`: the operator named it himself, so it is meant to be read; else it is of a folder."""

    path: Path
    named: bool


def source_files(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """The files that the paths name: a folder stands for the files in it, numbers in their names in counting order.

    Hidden files are left out, and so are folders inside of folders. What cannot be looked into, and a folder without
    files, stands for itself: `open_file` says what is wrong with it.
    """
    for path in paths:
        try:
            files = sorted((file for file in path.iterdir() if _is_offered(file)), key=_counting_order)
        except OSError:  # mostly: it is no folder
            files = []
        yield from (SourceFile(file, named=False) for file in files)
        if not files:
            yield SourceFile(path, named=True)


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes. Raises SourceUnreadable, also where reading fails later on."""
    try:
        with path.open("rb") as stream:
            yield stream
    except IsADirectoryError as error:
        raise SourceUnreadable(path=str(path), reason="this folder has no file in it") from error
    except OSError as error:
        raise SourceUnreadable(path=str(path), reason=error.strerror or str(error)) from error


def _is_offered(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _counting_order(file: Path) -> list[tuple[int, str]]:
    parts = _NUMBER.split(file.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
