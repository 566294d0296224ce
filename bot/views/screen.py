"""A screen: one message's text and its keyboard, before Telegram's types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.richtext import RichText, concat

LONGEST_ECHO = 60
LONGEST_LABEL = 40
"""Characters of a topic's name on a button."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends `data` back to the bot (at most 64 bytes), or opens `url`."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What one message shows. `link_preview`: whether Telegram may show a preview of the first link."""

    text: RichText
    rows: tuple[tuple[Button, ...], ...] = ()
    link_preview: bool = False


def joined(separator: str, parts: Iterable[RichText | str]) -> RichText:
    """The parts with the separator between them."""
    spaced = [piece for part in parts for piece in (separator, part)]
    return concat(*spaced[1:])


def shortened(typed: str, most: int = LONGEST_ECHO) -> str:
    """What a user typed, or a heading, as it is repeated to him: one line, cut after `most` characters."""
    line = " ".join(typed.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def rows_of(*rows: tuple[Button, ...] | list[Button]) -> tuple[tuple[Button, ...], ...]:
    """The rows that hold a button."""
    return tuple(tuple(row) for row in rows if row)
