"""Invented numbers to draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from core.stats import ArchiveStats, Span, Step, Tally, Totals, stretches
from core.types import Channel, Topic, Visibility


def channel(title: str | None = "Заметки", number: int = 1, username: str | None = None) -> Channel:
    return Channel(id=number, telegram_id=77, username=username, title=title, visibility=Visibility.PUBLIC)


def topics(*names: str) -> tuple[Topic, ...]:
    return tuple(Topic(key=name, name=name, posts=max(1, 40 - 3 * number)) for number, name in enumerate(names))


def stats(
    first: datetime,
    last: datetime,
    posts: Sequence[int] = (3, 0, 7, 4),
    reactions: Sequence[int | None] = (10, 20),
    *,
    title: str | None = "Заметки",
    about: Sequence[str] = (),
) -> ArchiveStats:
    """Posts and reactions a post, the same again and again, from the first day to the last; None: not known."""
    step, starts = stretches(first, last, UTC)
    spans = []
    for number, start in enumerate(starts):
        count, liked = posts[number % len(posts)], reactions[number % len(reactions)]
        known = 0 if liked is None else count
        spans.append(Span(start=start, tally=Tally(posts=count, rated=known, reactions=known * (liked or 0))))
    total = sum(span.tally.posts for span in spans)
    totals = Totals(
        posts=total,
        dated=total,
        first=first,
        last=last,
        rated=sum(span.tally.rated for span in spans),
        reactions=sum(span.tally.reactions for span in spans),
    )
    return ArchiveStats(
        channels=((channel(title), total),), totals=totals, step=step, spans=tuple(spans), topics=topics(*about)
    )


def undated(posts: int = 40, *, about: Sequence[str] = (), reactions: int = 0) -> ArchiveStats:
    """Posts of which nobody knows when they were published."""
    totals = Totals(posts=posts, rated=posts if reactions else 0, reactions=reactions)
    return ArchiveStats(channels=((channel(), posts),), totals=totals, step=Step.MONTH, spans=(), topics=topics(*about))


def day(year: int, month: int = 1, day_: int = 1) -> datetime:
    return datetime(year, month, day_, 12, tzinfo=UTC)
