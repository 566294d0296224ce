"""The picture of /stats, as SVG: as wide as a phone shows well, as high as its panels need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.charts.face import face
from bot.charts.panels import (
    OVER_TIME_HEIGHT,
    drawn_topics,
    has_posts,
    has_reactions,
    posts_panel,
    reactions_panel,
    topics_height,
    topics_panel,
)
from bot.charts.svg import BOLD, Box, Colour, picture
from bot.charts.svg import words as line
from bot.i18n import Words
from core.stats import ArchiveStats

WIDTH = 1080
_MARGIN = 48
_GAP = 46
_TITLE, _SMALL_TITLE = 54, 44
_SUBTITLE = 32
_HEAD = _TITLE + 16 + _SUBTITLE + _GAP

_Panel = tuple[float, Callable[[ArchiveStats, Box, Words], Iterator[str]]]


def stats_picture(stats: ArchiveStats, title: str, subtitle: str, words: Words) -> str | None:
    """The picture; None where there is nothing in the numbers to look at. `title` is cut where it is too long."""
    panels = list(_panels(stats))
    if not panels:
        return None
    height = 2 * _MARGIN + _HEAD + sum(height for height, _ in panels) + _GAP * (len(panels) - 1)
    return picture(WIDTH, height, _pieces(panels, stats, title, subtitle, words))


def _panels(stats: ArchiveStats) -> Iterator[_Panel]:
    if has_posts(stats):
        yield OVER_TIME_HEIGHT, posts_panel
    if has_reactions(stats):
        yield OVER_TIME_HEIGHT, reactions_panel
    if drawn_topics(stats):
        yield topics_height(stats), topics_panel


def _pieces(panels: list[_Panel], stats: ArchiveStats, title: str, subtitle: str, words: Words) -> Iterator[str]:
    room = WIDTH - 2 * _MARGIN
    bold = face(BOLD)
    size = _TITLE if bold.width(bold.drawable(title), _TITLE) <= room else _SMALL_TITLE
    yield line((_MARGIN, _MARGIN + _TITLE - 10), bold.fitted(title, size, room), size, weight=BOLD)
    yield line((_MARGIN, _MARGIN + _TITLE + 16 + _SUBTITLE - 6), subtitle, _SUBTITLE, Colour.MUTED)
    top = float(_MARGIN + _HEAD)
    for height, panel in panels:
        yield from panel(stats, Box(_MARGIN, top, room, height), words)
        top += height + _GAP
