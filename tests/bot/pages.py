"""Pages of listings made up for the tests of the views, and what a screen shows of its keyboard."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.services.listings import Entry, Listing, Page
from bot.views.screen import Screen
from core.richtext import RichText
from core.types import Channel, Highlighted, Post, Visibility

CHANNEL = Channel(id=1, telegram_id=7, username=None, title="Для своих", visibility=Visibility.PUBLIC)


def entry(
    index: int, title: str = "Название", snippet: str = "", *ranges: tuple[int, int], message_id: int = 0
) -> Entry:
    post = Post(
        id=index + 1,
        channel=CHANNEL,
        fingerprint="x",
        stored_at=datetime(2026, 3, 2, tzinfo=UTC),
        text=RichText(title),
        message_ids=(message_id,) if message_id else (),
    )
    return Entry(
        index=index, post=post, title=Highlighted(text=title), snippet=Highlighted(text=snippet, ranges=ranges)
    )


def page(listing: Listing, *entries: Entry, total: int | None = None, number: int = 0) -> Page:
    count = len(entries) if total is None else total
    pages = max(1, -(-count // 5))
    return Page(card_id="card", listing=listing, total=count, number=number, pages=pages, entries=entries)


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]
