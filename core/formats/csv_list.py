"""CSV tables of posts: a line of field names, then a row a post; 4CAT's among them.

Commas, semicolons, tabs or bars stand between the fields, and quotation marks around bodies of several lines. What the
fields can be called and how their values are written is known to `core.formats.lists`. UTF-8, or UTF-16 as spreadsheets
save it; a table in windows-1251 is recognised, and the report says how to convert it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import BinaryIO

from core.formats.csv_rows import BYTE_ORDER_MARK, LONGEST_ROW, RawRow, fields_of, raw_rows
from core.formats.encodings import Encoding, encoding_of
from core.formats.format import Format
from core.formats.lists.names import Layout, Role, layout_of, plain_name
from core.formats.lists.records import records
from core.formats.lists.rows import RowReading, Told, read_row
from core.formats.records import Damage, Part, Reading, Record, ServiceSeen, Skipped
from core.formats.rewound import head_of, rewound

NAME = "csv"
"""The format's name, and the `source` of its posts."""

NO_NAMES = "no line of field names that tells where the posts' texts are"
NO_TEXT = "{} fields instead of {}, and no text among them"
TOO_LONG = f"a row over {LONGEST_ROW // 1024 // 1024} MiB"
NOT_UTF_8 = "bytes that are not UTF-8"
NUL = "NUL bytes"
CUT_OFF = "the file is cut off inside this row"
OTHER_ENCODING = (
    "not UTF-8 but {}; convert it and import the new file, for windows-1251: "
    "iconv -f WINDOWS-1251 -t UTF-8 old.csv > new.csv"
)

_DELIMITERS = ",;\t|"
_LONGEST_NAME = 60
"""In characters: of a field's name."""

_EXCEL = re.compile(r"sep=.\r?\n", re.IGNORECASE)
_UNDECODED = re.compile("[\udc80-\udcff]")
_4CAT = frozenset({"thread_id", "body", "timestamp"})

_Piece = Told | ServiceSeen | Skipped | Damage


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is written. `names`: of its columns, empty for those without one or with another one's."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]

    @property
    def layout(self) -> Layout:
        return layout_of(self.names)


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes surely is a table of posts: by the names in its first line."""
    table = _table(head)
    return table is not None and len(table.layout.roles) > 1


def could_be(head: bytes) -> bool:
    """Whether it can be one: its first line is nothing but a name for texts."""
    return _table(head) is not None


def parse(part: Part, reading: Reading) -> Iterator[Record]:
    """The records of a table, in its order."""
    return records(_pieces(part.stream, reading))


def _pieces(stream: BinaryIO, reading: Reading) -> Iterator[_Piece]:
    head = head_of(stream)
    table, encoding = _table(head), encoding_of(head)
    if encoding not in {Encoding.UTF_8, Encoding.UTF_16}:
        yield Damage("line 1", OTHER_ENCODING.format(encoding))
    elif table is None:
        yield Damage("line 1", NO_NAMES)
    else:
        yield from _rows(table, rewound(head, stream), reading)


def _rows(table: _Table, stream: BinaryIO, reading: Reading) -> Iterator[_Piece]:
    is_4cat = {plain_name(name) for name in table.names} >= _4CAT
    how = RowReading(source=NAME, zone=UTC if is_4cat else reading.zone, zone_known=is_4cat)
    rows = raw_rows(stream, table.encoding, table.delimiter)
    for row in rows:
        if row.text is None or not _EXCEL.fullmatch(f"{row.text}\n"):
            break  # the names
    for row in rows:
        where = f"line {row.number}"
        fields = [] if row.text is None else fields_of(row.text, table.delimiter)
        if _is_cut(row, fields, table):
            yield Damage(where, CUT_OFF)
            return
        fault = _fault(row)
        yield Skipped(where=where, why=fault) if fault else _told(table, fields, where, how)


def _is_cut(row: RawRow, fields: Sequence[str], table: _Table) -> bool:
    """Whether the file surely ends in this row: in a quoted field, in a character or before the last field."""
    is_inside = bool(row.text and _UNDECODED.match(row.text, len(row.text) - 1)) or len(fields) < len(table.names)
    return not row.closed or (not row.ended and is_inside)


def _fault(row: RawRow) -> str | None:
    if row.text is None:
        return TOO_LONG
    if "\0" in row.text:
        return NUL
    return NOT_UTF_8 if not row.text.isascii() and _UNDECODED.search(row.text) else None


def _told(table: _Table, fields: list[str], where: str, how: RowReading) -> Told | ServiceSeen | Skipped:
    names = table.names
    texts = table.layout.roles[Role.TEXT]
    if len(fields) > len(names) and names[-1] == texts[0]:
        # The delimiter stands in a text without quotation marks.
        fields = [*fields[: len(names) - 1], table.delimiter.join(fields[len(names) - 1 :])]
    item: Mapping[str, object] = {name: value for name, value in zip(names, fields, strict=False) if name}
    if len(fields) != len(names) and not any(str(item.get(name, "")).strip() for name in texts):
        return Skipped(where=where, why=NO_TEXT.format(len(fields), len(names)))
    return read_row(item, where, how)


def _table(head: bytes) -> _Table | None:
    """How the table is written whose file begins with these bytes; None where the first line names no text."""
    encoding = _codec(head)
    if encoding is None:
        return None
    text = head.decode(encoding, "replace").removeprefix(BYTE_ORDER_MARK)
    excel = _EXCEL.match(text)
    line = text[excel.end() if excel else 0 :].lstrip("\r\n").partition("\n")[0].removesuffix("\r")
    tables = [_Table(encoding, delimiter, _names(fields_of(line, delimiter))) for delimiter in _DELIMITERS]
    best = max(tables, key=lambda table: len(table.layout.roles))
    return best if Role.TEXT in best.layout.roles else None


def _names(fields: Sequence[str]) -> tuple[str, ...]:
    known = [name.strip() for name in fields]
    if any(len(name) > _LONGEST_NAME for name in known):
        return ()
    return tuple("" if name in known[:place] else name for place, name in enumerate(known))


def _codec(head: bytes) -> str | None:
    match encoding_of(head):
        case Encoding.UTF_8:
            return "utf-8"
        case Encoding.UTF_16:
            big = head.startswith(b"\xfe\xff") or head[:2].find(b"\0") == 0
            return "utf-16-be" if big else "utf-16-le"
        case Encoding.OTHER_TEXT:
            return "cp1251"
        case Encoding.BINARY:
            return None


FORMAT = Format(name=NAME, looks_like=looks_like, could_be=could_be, parse=parse, tells_encodings=True)
