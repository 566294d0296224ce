"""Files and folders of the operator's disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.errors import SourceUnreadable

_NUMBER = re.compile(r"(\d+)")


def source_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that the paths name: a folder stands for the files in it, numbers in their names in counting order.

    Hidden files are left out, and so are folders inside of folders. A folder without files stands for itself.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = sorted((file for file in path.iterdir() if _is_offered(file)), key=_counting_order)
        yield from files or [path]


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes. Raises SourceUnreadable, also where reading fails later on."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise SourceUnreadable(path=str(path), reason=error.strerror or str(error)) from error


def _is_offered(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _counting_order(file: Path) -> list[tuple[int, str]]:
    parts = _NUMBER.split(file.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
