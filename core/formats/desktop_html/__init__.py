"""Telegram Desktop's HTML export: `messages.html`, `messages2.html` ..., a thousand messages a page.

The same channel exported as JSON gives the same posts, except for what HTML does not tell: when a post was last
changed, a code block's language, ids of custom emoji, which quotes are collapsed, and the channel's numeric id. Since
2026 it writes links' addresses encoded, and leaves out links that are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from core.formats import albums
from core.formats.desktop_html.message import Messages
from core.formats.format import Format, Parser
from core.formats.markup import words
from core.formats.pages import (
    MOST_BYTES,
    cut,
    looks_like_html,
    parse_html,
    parse_pieces,
    read_bytes,
    why_not,
    why_unreadable,
)
from core.formats.records import ChannelSeen, Damage, Part, Reading, Record
from core.types import ChannelRef, Visibility

NAME = "desktop-html"
"""The format's name, and the `source` of its posts."""

CUT_OFF = "the page is cut off: its end is missing"
TOO_LARGE = f"the page is larger than {MOST_BYTES // 1024 // 1024} MiB: the rest was not read"
NO_PAGE = "no page of an export: there is no message in it"

_START = re.compile(
    rb'<div\s+(?:id="message(?P<id_before>-?[0-9]{1,18})"\s+)?class="message (?P<class>[^"<>]*)"'
    rb'(?:\s+id="message(?P<id>-?[0-9]{1,18})")?[^<>]*>'
)
_MARKER = re.compile(rb'class="page_body chat_page"|class="message (?:service|default[^"]*)"\s+id="message-?[0-9]')
_HISTORY = re.compile(rb'class="history"')


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes is surely a page of an export's messages."""
    return looks_like_html(head, _MARKER)


def could_be(head: bytes) -> bool:
    """Whether it may be one whose beginning is damaged, or that is in an encoding of two bytes a character."""
    return bool(_MARKER.search(head.replace(b"\0", b"")))


def parse(part: Part, reading: Reading) -> Iterator[Record | albums.Message]:
    """The records of one page, in its order.

    A message that cannot be read is skipped. A page that is cut off gives its complete messages, then a `Damage`.
    """
    content, all_of_it = read_bytes(part.stream)
    why = why_unreadable(content)
    if why:
        yield Damage("line 1", why)
        return
    page = cut(content, _START)
    if not page.pieces and page.cut_at is None and not _HISTORY.search(content):
        yield Damage("line 1", NO_PAGE)
        return
    yield ChannelSeen(ChannelRef(title=_title(page.head)))
    messages = Messages(reading, NAME)
    for piece, element in parse_pieces(page.pieces):
        yield from messages.read(piece, element)
    if page.cut_at is not None:
        yield Damage(f"line {page.cut_at}", CUT_OFF if all_of_it else TOO_LARGE)


def _title(head: bytes) -> str | None:
    """The chat's name as the page's header has it."""
    body = None if why_not(head) else parse_html(head)
    header = body.css_first(".page_header .text.bold") if body else None
    return words(header.text()) if header else None


FORMAT = Format(
    name=NAME,
    looks_like=looks_like,
    could_be=could_be,
    parse=cast("Parser", parse),
    join=albums.join,
    continues=True,
    visibility=Visibility.MEMBERS,
)
