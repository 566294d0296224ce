"""/stats: the numbers in words, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.charts.panels import rounded, when
from bot.charts.picture import stats_picture
from bot.i18n import Words
from bot.views.screen import Screen, joined, shortened
from core.richtext import RichText, concat, styled
from core.stats import ArchiveStats, Step
from core.types import Channel

_MOST_CHANNELS = 5
_MOST_TOPICS = 3
_LONGEST_NAME = 30
"""Of one among others."""


def stats_screen(stats: ArchiveStats, words: Words) -> Screen:
    """The numbers in words; short enough to stand below a picture."""
    if not stats.totals.posts:
        return Screen(text=words.text("stats.empty"))
    return Screen(text=joined("\n", [concat("📊 ", styled(_title(stats, words), "bold")), *_lines(stats, words)]))


def stats_drawing(stats: ArchiveStats, words: Words) -> str | None:
    """The numbers as a picture, in SVG; None where there is nothing in them to look at."""
    if not stats.totals.posts:
        return None
    return stats_picture(stats, _title(stats, words), _held(stats, words, by_days=stats.step is Step.DAY).text, words)


def _lines(stats: ArchiveStats, words: Words) -> Iterator[RichText]:
    totals = stats.totals
    yield _held(stats, words, by_days=True)
    if totals.dated == 0:
        yield words.text("stats.undated_all")
    elif totals.undated:
        yield words.text("stats.undated", count=totals.undated)
    if totals.average is not None:
        average = words.number(rounded(totals.average))
        yield words.text("stats.reactions", count=totals.reactions, average=average)
    else:
        yield words.text("stats.no_reactions" if totals.rated else "stats.unrated")
    if stats.peak is not None:
        count = stats.peak.tally.posts
        yield words.text(f"stats.peak.{stats.step}", count=count, when=when(stats.peak, stats, words))
    if stats.topics:
        names = ", ".join(shortened(topic.name, _LONGEST_NAME) for topic in stats.topics[:_MOST_TOPICS])
        yield words.text("stats.topics", count=len(stats.topics), names=names)
    if len(stats.channels) > 1:
        yield words.text("stats.channels_named", names=_channels(stats, words))
        yield words.text("stats.one_channel")


def _held(stats: ArchiveStats, words: Words, *, by_days: bool) -> RichText:
    """How many posts, and between which dates."""
    totals = stats.totals
    held = words.text("stats.held", count=totals.posts)
    if totals.first is None or totals.last is None:
        return held
    ends = [words.date(end) if by_days else words.month(end) for end in (totals.first, totals.last)]
    dates = ends[0] if ends[0] == ends[1] else words.plain("stats.dates", first=ends[0], last=ends[1])
    return concat(held, " · ", dates)


def _channels(stats: ArchiveStats, words: Words) -> str:
    named = [
        words.plain("stats.channel", name=shortened(_name(channel), _LONGEST_NAME), posts=posts)
        for channel, posts in stats.channels[:_MOST_CHANNELS]
    ]
    return ", ".join([*named, "…"] if len(stats.channels) > _MOST_CHANNELS else named)


def _title(stats: ArchiveStats, words: Words) -> str:
    if len(stats.channels) == 1:
        return _name(stats.channels[0][0])
    return words.plain("stats.channels", count=len(stats.channels))


def _name(channel: Channel) -> str:
    handle = f"@{channel.username}" if channel.username else channel.name
    return shortened(channel.title or handle)
