"""What operators and authors see, as a card and as a file: what does not come up in conversations."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from bot.i18n import words_of
from bot.services.admin import (
    AdminCard,
    AdminPage,
    AdminWish,
    Counted,
    Day,
    Freshness,
    OpenedPost,
    Reach,
    ReachKind,
    Row,
)
from bot.views.admin import admin_screen
from bot.views.admin_file import admin_file
from core.richtext import RichText, utf16_length
from core.types import Channel, Post, Visibility

WORDS = words_of("en")
CHANNEL = Channel(id=1, telegram_id=11, username="svoi", title="Everyone", visibility=Visibility.PUBLIC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def card(page: AdminPage, *rows: Row, pages: int = 1) -> AdminCard:
    return AdminCard(
        wish=AdminWish(page=page), channel=None, rows=rows, total=len(rows), pages=pages, others=True, of_all=True
    )


def written(page: AdminPage, *rows: Row) -> list[list[str]]:
    told = admin_file(card(page, *rows), WORDS).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(told, newline="")))[1:]


def post(text: str) -> Post:
    return Post(text=RichText(text), id=5, channel=CHANNEL, message_ids=(7,), fingerprint="x", stored_at=NOON)


@pytest.mark.parametrize("query", ["=1+1", "+7 914", "-капсулы кофе", "@SUM(A1)", "\tкофе", "\rкофе", " =1+1"])
def test_no_cell_is_computed(query: str) -> None:
    assert written(AdminPage.ASKED, Counted(query, 2, 3)) == [[f"'{query}", "2", "3"]]


def test_cells_with_quotes_commas_and_lines_stay_whole() -> None:
    hostile = 'a,"b"\nc'
    assert written(AdminPage.MISSED, Counted(hostile, 2, 0)) == [[hostile, "2"]]


def test_a_title_is_a_cell_of_its_own() -> None:
    rows = written(AdminPage.OPENED, OpenedPost(post("=HYPERLINK(1)\nrest"), 4))
    assert rows == [["'=HYPERLINK(1)", "Everyone", "https://t.me/svoi/7", "4"]]


def test_times_and_sources_of_a_channel() -> None:
    row = Freshness(channel=CHANNEL, posts=2, newest=NOON, stored_at=NOON, source="desktop-json", synced_at=NOON)
    when = "2026-03-02 12:00"
    exported = "Telegram Desktop export, JSON"
    assert written(AdminPage.ARCHIVE, row) == [["Everyone", "svoi", "2", when, when, exported, when]]
    shown = admin_screen(card(AdminPage.ARCHIVE, row), WORDS).text.text.splitlines()
    assert shown[2:6] == [
        "1. Everyone · 2 posts",
        "newest: Mar 2, 2026",
        f"last came in: Mar 2, 2026 ({exported})",
        "web preview read: Mar 2, 2026",
    ]


def test_a_source_of_a_newer_program_has_its_own_name() -> None:
    row = Freshness(channel=CHANNEL, posts=2, newest=None, stored_at=NOON, source="carrier-pigeon", synced_at=None)
    assert "(carrier-pigeon)" in admin_screen(card(AdminPage.ARCHIVE, row), WORDS).text.text


def test_the_longest_rows_stay_one_message() -> None:
    rows: list[Row] = [Counted("ы" * 100, 10**9, 200) for _ in range(10)]
    opened: list[Row] = [OpenedPost(post("ы" * 5000), 10**9) for _ in range(10)]
    reach: list[Row] = [Reach(ReachKind.LET_IN, 10**9, CHANNEL) for _ in range(10)]
    days: list[Row] = [Day(day=date(2026, 3, 2), asked=10**9, missed=10**9, opened=10**9) for _ in range(10)]
    for page, some in (
        (AdminPage.ASKED, rows),
        (AdminPage.OPENED, opened),
        (AdminPage.READERS, reach),
        (AdminPage.DAYS, days),
    ):
        screen = admin_screen(card(page, *some, pages=3), WORDS)
        assert utf16_length(screen.text.text) < 4096
        assert len(screen.text.entities) <= 100
        assert all(len((button.data or "").encode()) <= 64 for row in screen.rows for button in row)
