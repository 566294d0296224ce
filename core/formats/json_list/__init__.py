"""JSON lists of posts, with the field names that people and programs give them.

An array of objects, alone or in an object (`{"messages": [...]}`); an object a line; or an array of mere texts. What
the fields can be called and how their values are written is known to `core.formats.lists`; that includes the dumps of
Telethon (`message.to_dict()`) and Pyrogram (`str(message)`). Where texts are Telethon's markdown, `markdown` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from core.formats.format import Format
from core.formats.json_lines import read_json_lines
from core.formats.json_list.detecting import Head, Shape, is_element, step_of
from core.formats.json_list.markdown import rich_text
from core.formats.json_objects import Broken, Ended, Found, read_json
from core.formats.lists.channels import NOBODY, channel, described, merged
from core.formats.lists.records import records
from core.formats.lists.rows import RowReading, Told, read_row
from core.formats.records import Damage, Part, Reading, Record, ServiceSeen, Skipped
from core.formats.rewound import head_of, rewound
from core.types import ChannelRef

NAME = "json-list"
"""The format's name, and the `source` of its posts."""

_ARRAY = re.compile(rb"\s*\[\s*(?:[{\[\"\]]|\Z)")
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"

NO_POST = "neither an object nor a text"

_Piece = Told | ServiceSeen | Skipped | Damage


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes surely is a list of posts."""
    return Head(head).is_list_of_posts


def could_be(head: bytes) -> bool:
    """Whether it begins as an array does, in whatever encoding, so that `parse` can tell more."""
    return bool(_ARRAY.match(head.replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS)))


def parse(part: Part, reading: Reading) -> Iterator[Record]:
    """The records of a list, in its order."""
    beginning = head_of(part.stream)
    head, stream = Head(beginning), rewound(beginning, part.stream)
    rows = RowReading(source=NAME, zone=reading.zone, markup=rich_text if head.is_markdown else None)
    return records(_of_lines(stream, rows) if head.shape is Shape.LINES else _of_document(stream, rows))


def _of_lines(stream: BinaryIO, reading: RowReading) -> Iterator[_Piece]:
    for line in read_json_lines(stream):
        where = f"line {line.number}"
        if line.cut:
            yield Damage(where, line.why or "")
            return
        if not line.unreadable:
            yield _read(line.value, where, reading)
        if line.why:
            yield Skipped(where=where, why=line.why)


def _of_document(stream: BinaryIO, reading: RowReading) -> Iterator[_Piece]:
    around: dict[str, object] = {}
    common = NOBODY
    for event in read_json(stream, step_of):
        where = f"item {event.number}"
        match event:
            case Found(path=path, value=value, loss=loss) if is_element(path):
                yield _in_channel(_read(value, where, reading), common)
                if loss:
                    yield Skipped(where=where, why=loss)
            case Found(path=path, value=value):
                around[path.rpartition(".")[2]] = value
                common = _common_channel(around)
            case Broken(path=path, why=why) if is_element(path):
                yield Skipped(where=where, why=why)
            case Ended(why=why, offset=offset):
                yield Damage(where if event.number else f"byte {offset}", why)
            case _:
                pass


def _read(value: object, where: str, reading: RowReading) -> Told | ServiceSeen | Skipped:
    if isinstance(value, str):
        return read_row({"text": value}, where, reading)
    return read_row(value, where, reading) if isinstance(value, dict) else Skipped(where=where, why=NO_POST)


def _in_channel(piece: _Piece, common: ChannelRef) -> _Piece:
    return Told(piece.post, common) if isinstance(piece, Told) and piece.channel == NOBODY else piece


def _common_channel(around: Mapping[str, object]) -> ChannelRef:
    """The channel that is named beside the list, before it."""
    return merged((*(channel(around[name]) for name in ("channel", "chat") if name in around), described(around)))


FORMAT = Format(name=NAME, looks_like=looks_like, could_be=could_be, parse=parse)
