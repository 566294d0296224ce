"""A screen: one message's text and its keyboard, before Telegram's types."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import Words
from core.richtext import RichText, concat

LONGEST_ECHO = 60
LONGEST_LABEL = 40
"""Characters of a name or a query on a button."""

LONGEST_FILTER = 30
_MOST_FILTERS = 3
_LEFT_HANGING = " .,;:·•|/-–—(«“"
_PLAIN_QUOTES = str.maketrans("«»“”„", '"""""')


class Place(StrEnum):
    """Where a screen is shown."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends `data` back to the bot (at most 64 bytes), or opens `url`.

    Or it lets the user choose a chat and types the bot's name and `switch_inline` there. Or it leads out of a group
    into the private chat with the bot, with `start` as the payload (bot.deep_links); elsewhere such a one is left out.
    `place`: where it stands; None: everywhere.
    """

    label: str
    data: str | None = None
    url: str | None = None
    switch_inline: str | None = None
    start: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """What one message shows. `link_preview`: whether Telegram may show a preview of the first link.

    `placeholder`: the hint in the field where the reader is asked to answer this very message; not with buttons.
    """

    text: RichText
    rows: tuple[tuple[Button, ...], ...] = ()
    link_preview: bool = False
    placeholder: str | None = None


def joined(separator: str, parts: Iterable[RichText | str]) -> RichText:
    """The parts with the separator between them."""
    spaced = [piece for part in parts for piece in (separator, part)]
    return concat(*spaced[1:])


def shortened(typed: str, most: int = LONGEST_ECHO) -> str:
    """What a user typed, or a heading, as it is repeated to him: one line, cut after `most` characters, at a word where
    one ends near.
    """
    line = " ".join(typed.split())
    if len(line) <= most:
        return line
    space = line.rfind(" ", most * 2 // 3, most)
    return line[: space if space > 0 else most - 1].rstrip(_LEFT_HANGING) + "…"


def is_seen(text: str) -> bool:
    """Whether a reader sees anything of the text: Telegram takes marks of direction and the like away."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def inner(typed: str, most: int = LONGEST_ECHO) -> str:
    """The same for a place between quotation marks: its own ones become plain."""
    return shortened(typed, most).translate(_PLAIN_QUOTES)


def quoted(filters: Sequence[str], words: Words) -> str:
    """Filters as they were typed, in the language's quotation marks: the first of many, each shortened."""
    named = [words.plain("search.quoted", text=inner(typed, LONGEST_FILTER)) for typed in filters[:_MOST_FILTERS]]
    return ", ".join([*named, "…"] if len(filters) > _MOST_FILTERS else named)


def rows_of(*rows: tuple[Button, ...] | list[Button]) -> tuple[tuple[Button, ...], ...]:
    """The rows that hold a button."""
    return tuple(tuple(row) for row in rows if row)
