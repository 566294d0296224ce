"""What a source format is, and a source of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.formats.records import Part, Reading, Record
from core.types import Visibility

Parser = Callable[[Part, Reading], Iterator[Record]]
Joiner = Callable[[Iterator[Record]], Iterator[Record]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One source format.

    `looks_like` and `could_be` judge a file's first `HEAD_BYTES` bytes: surely this format, or perhaps. `parse` reads
    one file; `join` then sees the records of all files of a source in a row (albums reach over pages). `told_late`: a
    file tells its channel behind its posts. `continues`: files of it that lie together are one source. `visibility`:
    whom a new channel is shown to where the file does not say. `tells_encodings`: the parser itself says what it thinks
    of bytes that are not UTF-8.
    """

    name: str
    looks_like: Callable[[bytes], bool]
    could_be: Callable[[bytes], bool] = lambda _: False
    parse: Parser
    join: Joiner | None = None
    told_late: bool = False
    continues: bool = False
    visibility: Visibility = Visibility.PUBLIC
    tells_encodings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Files of one format that continue each other (the pages of an HTML export), mostly just one.

    `parts` opens them one after another, each only while it is asked for; it can be called again. `size_bytes`: of all
    of them, where it is known.
    """

    format: Format
    paths: tuple[str, ...]
    parts: Callable[[], Iterator[Part]]
    size_bytes: int | None = None
