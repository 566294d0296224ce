"""What `sources_of` finds, in short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.sources.files import Refused, sources_of
from core.formats.format import Source

Found = tuple[str, list[str]] | tuple[str, str]


def found(*paths: Path, root: Path) -> list[Found]:
    """Of each source its format and the paths of its files, of the others the path and why not; paths below `root`."""
    return [
        ("refused", f"{_below(one.path, root)}: {one.error.params.get('reason', one.error.key)}")
        if isinstance(one, Refused)
        else (one.format.name, [_below(path, root) for path in one.paths])
        for one in sources_of(paths)
    ]


def only_source(path: Path, watch: Callable[[int], None] | None = None) -> Source:
    [source] = sources_of([path], watch)
    assert isinstance(source, Source)
    return source


def contents(source: Source) -> list[bytes]:
    return [part.stream.read() for part in source.parts()]


def _below(path: str, root: Path) -> str:
    return path.removeprefix(f"{root}/")
