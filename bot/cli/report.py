"""The report of an import as people read it: a table, or lines where a terminal is too narrow for that."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from bot.cli.naming import argument, handle, shown
from bot.cli.report_rows import ReportRow, report_rows, sum_of
from bot.services.importing import FileReport
from core.types import Channel, Visibility

PIPE_WIDTH = 1000
"""In a pipe nothing is folded."""

_PLACES_SHOWN = 10
_CHATS_SHOWN = 50
_HINTS_SHOWN = 5
_SHOWN_TO = {Visibility.PUBLIC: "everybody", Visibility.MEMBERS: "its members alone"}
_OTHER = {Visibility.PUBLIC: Visibility.MEMBERS, Visibility.MEMBERS: Visibility.PUBLIC}
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def print_report(files: Sequence[FileReport], *, dry_run: bool) -> None:
    """What came of each file, of all of them together, and what the operator may want to do now.

    A file that gave nothing but an error is left out: the error is told elsewhere.
    """
    rows = report_rows(files)
    if dry_run and rows:
        _write(["Nothing was changed. An import would do this:"])
    if rows:
        _print_counts(rows)
    for row in rows:
        _write(_places(row, named=len(rows) > 1))
    for file in files:
        _write(file.notes)
        _write(_offered_chats(file))
    if not dry_run:
        _write(_hints(files))


def _print_counts(rows: Sequence[ReportRow]) -> None:
    console = Console(
        file=sys.stdout,
        width=None if sys.stdout.isatty() else PIPE_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )
    table = _table(rows)
    if Measurement.get(console, console.options.update(max_width=PIPE_WIDTH), table).maximum <= console.width:
        console.print(table)
        return
    for row in rows:
        _write([f"{row.name} ({row.format})" + (f" into {row.channel}" if row.channel else ""), f"  {_counts(row)}"])
    if len(rows) > 1:
        together = sum_of(rows)
        _write([f"{together.name}: {_counts(together)}"])


def _table(rows: Sequence[ReportRow]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_footer=len(rows) > 1)
    together = sum_of(rows)
    for name, footer in (("file", together.name), ("format", ""), ("channel", "")):
        table.add_column(name, footer, no_wrap=True)
    names = [name for name, count in together.counts if count or name in {"posts", "new"}]
    for name in names:
        table.add_column(name, str(together.count(name)), justify="right", no_wrap=True)
    for row in rows:
        counts = (str(row.count(name) or "-") for name in names)
        table.add_row(*map(printable, (row.name, row.format, row.channel or "-")), *counts)
    return table


def _counts(row: ReportRow) -> str:
    """Such as: 20 posts: 18 new, 2 unchanged; 1 service message. What there is none of is left out."""
    details = ", ".join(f"{row.count(name)} {name}" for name in ("new", "updated", "unchanged") if row.count(name))
    read = _number(row.count("posts"), "post")
    beside = [
        _number(row.count(name), thing)
        for name, thing in (("service", "service message"), ("skipped", "skipped piece"))
        if row.count(name)
    ]
    return "; ".join([f"{read}: {details}" if details else read, *beside])


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _places(row: ReportRow, *, named: bool) -> Iterator[str]:
    """The first places that were skipped or are uncertain."""
    if row.places and named:
        yield f"{row.name}:"
    for kind, where, why in row.places[:_PLACES_SHOWN]:
        yield f"  {kind}: {where}: {why}"
    more = sum(kind == "uncertain" for kind, _, _ in row.places) + row.count("skipped") - _PLACES_SHOWN
    if more > 0:
        yield f"  ... and {more} more; --json names them"


def _offered_chats(file: FileReport) -> Iterator[str]:
    """The channels of a whole account's export, and how to take one."""
    if file.posts or not file.chats:
        return
    yield f"{file.path} is the export of a whole account. Its channels:"
    for chat in file.chats[:_CHATS_SHOWN]:
        yield f"  {chat.id if chat.id is not None else '-':>13}  {chat.kind:<15}  {chat.name or '-'}"
    if len(file.chats) > _CHATS_SHOWN:
        yield f"  ... and {len(file.chats) - _CHATS_SHOWN} more; --json names them all"
    yield "To import one of them:"
    example = file.chats[0]
    named = shlex.quote(example.name or "") if example.id is None else str(example.id)
    yield f"  letopis import --chat {named} {shlex.quote(file.path)}"


def _hints(files: Sequence[FileReport]) -> Iterator[str]:
    """Whom new posts are shown to, and which channels could be one."""
    news = {channel.id: channel for file in files if file.new for channel in file.channels}
    alike = {channel.id: file.alike for file in files for channel in file.channels if file.alike}
    read = {channel.id: channel for file in files for channel in file.channels}
    if len(news) > _HINTS_SHOWN:
        yield from _short_hints(list(news.values()))
    for channel in news.values() if len(news) <= _HINTS_SHOWN else ():
        named = handle(channel) if channel.id in alike else argument(channel)  # its title is not its own
        yield f"{shown(channel)} is shown to {_SHOWN_TO[channel.visibility]}. To change that:"
        yield f"  letopis channels --visibility {_OTHER[channel.visibility]} {named}"
    for channel in read.values():
        for other in alike.get(channel.id, ()):
            gone, kept = (other, channel) if channel.telegram_id and not other.telegram_id else (channel, other)
            yield f"{shown(channel)} could be the same channel as {handle(other)}. If it is:"
            yield f"  letopis channels --join {handle(gone)} {handle(kept)}"


def _short_hints(channels: Sequence[Channel]) -> Iterator[str]:
    """The same for many channels."""
    for visibility in Visibility:
        named = [shown(channel) for channel in channels if channel.visibility is visibility]
        if named:
            yield f"Shown to {_SHOWN_TO[visibility]}: {', '.join(named)}. To change that for one of them:"
            yield f"  letopis channels --visibility {_OTHER[visibility]} CHANNEL"


def _write(lines: Iterator[str] | Sequence[str]) -> None:
    sys.stdout.writelines(f"{printable(line)}\n" for line in lines)


def printable(text: str) -> str:
    """Foreign text without what a terminal would obey."""
    return _CONTROLS.sub("\ufffd", text)
