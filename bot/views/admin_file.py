"""A page of what operators and authors see of the archive, as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from bot.i18n import Words
from bot.services.admin import AdminCard, AdminPage, Counted, Day, Freshness, OpenedPost, Reach, Row
from bot.views.admin import channel_name, post_name, source_name

_COLUMNS = {
    AdminPage.ARCHIVE: ("channel", "username", "posts", "newest", "stored", "source", "synced"),
    AdminPage.READERS: ("who", "channel", "count"),
    AdminPage.DAYS: ("day", "asked", "missed", "opened"),
    AdminPage.ASKED: ("query", "times", "hits"),
    AdminPage.MISSED: ("query", "times"),
    AdminPage.OPENED: ("title", "channel", "link", "times"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would compute, in foreign words."""

_BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows UTF-8."""

_Cell = str | int | None


def admin_file(card: AdminCard, words: Words) -> bytes:
    """CSV with a heading, in UTF-8. Text that looks like a formula has an apostrophe before it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=words.plain("admin.file_separator"))
    writer.writerow(words.plain(f"admin.column.{name}") for name in _COLUMNS[card.wish.page])
    for row in card.rows:
        writer.writerow(_defused(cell) for cell in _cells(row, card.wish.page, words))
    return (_BYTE_ORDER_MARK + written.getvalue()).encode()


def file_name(card: AdminCard, now: datetime) -> str:
    """What the file is called."""
    return f"letopis-{card.wish.page}-{now.date().isoformat()}.csv"


def _defused(cell: _Cell) -> _Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def _cells(row: Row, page: AdminPage, words: Words) -> tuple[_Cell, ...]:
    match row:
        case Freshness():
            times = (row.newest, row.stored_at, row.synced_at)
            newest, stored, synced = (_instant(instant, words) for instant in times)
            source = source_name(row.source, words) if row.source else None
            return (row.channel.title, row.channel.username, row.posts, newest, stored, source, synced)
        case Reach():
            who = words.plain(f"admin.who.{row.kind}")
            return (who, None if row.channel is None else channel_name(row.channel), row.count)
        case Counted(query, times, hits):
            return (query, times, hits) if page is AdminPage.ASKED else (query, times)
        case OpenedPost(post, times):
            return (post_name(post), channel_name(post.channel), post.url, times)
        case Day():
            return (row.day.isoformat(), row.asked, row.missed, row.opened)


def _instant(instant: datetime | None, words: Words) -> str | None:
    """In the reader's zone, as spreadsheets read it."""
    return None if instant is None else instant.astimezone(words.zone).strftime("%Y-%m-%d %H:%M")
