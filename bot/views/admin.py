"""A page of what operators and authors see of the archive, as a card."""

from __future__ import annotations

from collections.abc import Iterator

from bot.callbacks import AdminFileTap, AdminTap
from bot.i18n import Words
from bot.services.admin import PERIODS, AdminCard, AdminPage, AdminWish, Counted, Day, Freshness, OpenedPost, Reach, Row
from bot.views.listing import arrows
from bot.views.screen import LONGEST_LABEL, Button, Screen, joined, rows_of, shortened
from core.reading import read_text
from core.richtext import RichText, concat, styled
from core.types import Channel, Post

_TIMELESS = frozenset({AdminPage.ARCHIVE, AdminPage.READERS})
"""They tell of now, not of a number of days."""

_TABS = (AdminPage.ARCHIVE, AdminPage.READERS, AdminPage.DAYS), (AdminPage.ASKED, AdminPage.MISSED, AdminPage.OPENED)
_BYTES_OF_MB = 1_000_000


def admin_screen(card: AdminCard, words: Words) -> Screen:
    """The card."""
    rows = [_row(number, row, card.wish.page, words) for number, row in enumerate(card.rows, card.wish.first)]
    separator = "\n\n" if card.wish.page is AdminPage.ARCHIVE else "\n"
    body = joined(separator, rows) if rows else words.text("admin.empty")
    return Screen(text=joined("\n\n", [_heading(card, words), body, *_notes(card, words)]), rows=_buttons(card, words))


def channel_name(channel: Channel) -> str:
    """What a channel is called."""
    return channel.title or channel.name


def source_name(source: str, words: Words) -> str:
    """How posts came in; a source that is not known here by its own name."""
    key = f"admin.source.{source.replace('-', '_')}"
    return words.plain(key) if key in words.messages else source


def post_name(post: Post) -> str:
    """What a post is called: its first line."""
    return read_text(post).text.strip().partition("\n")[0]


def _heading(card: AdminCard, words: Words) -> RichText:
    parts = [words.text(f"admin.heading.{card.wish.page}")]
    if card.others or card.channel is not None:
        parts.append(RichText(_scope(card, words)))
    if card.wish.page not in _TIMELESS:
        parts.append(words.text("admin.period", count=card.wish.days))
    if card.pages > 1:
        parts.append(words.text("admin.page", page=card.wish.number + 1, pages=card.pages))
    return joined(" · ", parts)


def _scope(card: AdminCard, words: Words) -> str:
    return words.plain("admin.all") if card.channel is None else shortened(channel_name(card.channel), LONGEST_LABEL)


def _notes(card: AdminCard, words: Words) -> Iterator[RichText]:
    """What the numbers mean, and how large the database is."""
    if card.rows and card.wish.page is not AdminPage.ARCHIVE:
        yield words.text(f"admin.legend.{card.wish.page}")
    if card.size_bytes is not None and card.wish.page is AdminPage.ARCHIVE:
        yield words.text("admin.size", megabytes=words.number(round(card.size_bytes / _BYTES_OF_MB, 1)))


def _row(number: int, row: Row, page: AdminPage, words: Words) -> RichText:
    match row:
        case Freshness():
            return _channel(number, row, words)
        case Reach():
            named = "" if row.channel is None else shortened(channel_name(row.channel), LONGEST_LABEL)
            return words.text(f"admin.reach.{row.kind}", count=row.count, channel=named)
        case Counted(query, times, hits):
            return words.text(f"admin.row.{page}", number=number, query=shortened(query), times=times, hits=hits)
        case OpenedPost(post, times):
            return words.text("admin.row.opened", number=number, title=_linked(post), times=times)
        case Day():
            named = words.day(row.day)
            return words.text("admin.row.day", day=named, asked=row.asked, missed=row.missed, opened=row.opened)


def _channel(number: int, row: Freshness, words: Words) -> RichText:
    name = styled(shortened(channel_name(row.channel), LONGEST_LABEL), "bold")
    posts = words.text("admin.posts", count=row.posts)
    lines = [concat(f"{number}. ", name, " · ", posts)]
    if row.newest is not None:
        lines.append(words.text("admin.newest", date=words.date(row.newest)))
    if row.stored_at is not None:
        came = words.date(row.stored_at)
        source = source_name(row.source, words) if row.source else ""
        lines.append(words.text("admin.stored", date=f"{came} ({source})" if source else came))
    if row.synced_at is not None:
        lines.append(words.text("admin.synced", date=words.date(row.synced_at)))
    return joined("\n", lines)


def _linked(post: Post) -> RichText:
    title = shortened(post_name(post)) or "…"
    return styled(title, "text_link", url=post.url) if post.url else RichText(title)


def _buttons(card: AdminCard, words: Words) -> tuple[tuple[Button, ...], ...]:
    wish = card.wish
    channel = wish.channel_id or 0
    turns = [
        AdminTap(page=wish.page, channel=channel, days=wish.days, number=wish.number + step).pack() for step in (-1, 1)
    ]
    ways = [Button(words.plain("admin.file"), data=_file(wish))]
    if card.others and card.channel is not None:
        page = wish.page if card.of_all else AdminPage.ARCHIVE
        ways.append(Button(words.plain("admin.all_channels"), data=AdminTap(page=page, days=wish.days).pack()))
    return rows_of(
        _channels(card) if card.others else [],
        arrows(wish.number, card.pages, *turns),
        [] if wish.page in _TIMELESS else [_period(days, wish, words) for days in PERIODS],
        *([_tab(page, wish, words) for page in tabs] for tabs in _TABS),
        ways,
    )


def _channels(card: AdminCard) -> list[Button]:
    """In the list of channels a button for each, which leads to what is asked of it."""
    return [
        Button(str(number), data=AdminTap(page=AdminPage.ASKED, channel=row.channel.id, days=card.wish.days).pack())
        for number, row in enumerate(card.rows, card.wish.first)
        if isinstance(row, Freshness) and card.channel is None
    ]


def _tab(page: AdminPage, wish: AdminWish, words: Words) -> Button:
    channel = wish.channel_id or 0
    return Button(
        _marked(words.plain(f"admin.tab.{page}"), is_on=page is wish.page),
        data=AdminTap(page=page, channel=channel, days=wish.days).pack(),
    )


def _period(days: int, wish: AdminWish, words: Words) -> Button:
    return Button(
        _marked(words.plain("admin.days", count=days), is_on=days == wish.days),
        data=AdminTap(page=wish.page, channel=wish.channel_id or 0, days=days).pack(),
    )


def _marked(label: str, *, is_on: bool) -> str:
    return f"• {label}" if is_on else label


def _file(wish: AdminWish) -> str:
    return AdminFileTap(page=wish.page, channel=wish.channel_id or 0, days=wish.days).pack()
