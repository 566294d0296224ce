"""A preview page: its channel, its messages' records, and what a reader of page after page needs to know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborNode

from core.formats.pages import (
    MOST_BYTES,
    PAGE_START,
    Page,
    cut,
    is_closed,
    parse_html,
    parse_pieces,
    why_not,
    why_unreadable,
)
from core.formats.preview.message import MessageReader, SeenMessage
from core.formats.preview.parts import name_in
from core.formats.records import ChannelSeen, Damage, Record
from core.types import ChannelRef, Visibility

NAME = "preview"
"""The format's name, and the `source` of its posts."""

CUT_OFF = "the page is cut off: its end is missing"
TOO_LARGE = f"the page is larger than {MOST_BYTES // 1024 // 1024} MiB: the rest was not read"
NO_MESSAGES = "no message in it: the channel is private, has no posts or does not exist, or the page is another one"

_START = re.compile(
    rb'<div\b(?P<before>[^<>]*?)\sdata-post="(?P<channel>[^"/<>]{1,64})/(?P<id>[0-9]{1,18})[^"<>]*"(?P<behind>[^<>]*)>'
)
_CONTAINER = re.compile(rb'class="[^"<>]*\btgme_channel_history\b')
_NUMBER = re.compile(r"([0-9]{1,18})")
_BEFORE = re.compile(r"[?&]before=([0-9]{1,18})(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What a preview page holds.

    `records` as `parse` gives them, the channel first. `message_ids`: of all its messages, ascending: service messages,
    messages that cannot be read, and the parts of albums (but for those that the page does not name) too. `before`:
    where the next older page begins (`?before=`). `whole`: the page is a channel's, from the list of messages to the
    end, so that an id missing between two of its ids is missing in the channel. `empty`: there is no message: a channel
    without posts or without preview, no channel at all, or a server that had enough of being asked.
    """

    ref: ChannelRef
    records: tuple[Record, ...] = ()
    message_ids: tuple[int, ...] = ()
    before: int | None = None
    whole: bool = False
    visibility: Visibility = Visibility.PUBLIC

    @property
    def empty(self) -> bool:
        """Whether there is no message on it."""
        return not self.message_ids

    @property
    def first_id(self) -> int | None:
        """The lowest message id."""
        return self.message_ids[0] if self.message_ids else None

    @property
    def last_id(self) -> int | None:
        """The highest message id."""
        return self.message_ids[-1] if self.message_ids else None


def read_page(html: bytes, seen_at: datetime | None) -> PreviewPage:
    """A page's contents; never raises. `seen_at`: when it was fetched, if that is known."""
    why = why_unreadable(html)
    if why:
        return PreviewPage(ref=ChannelRef(), records=(Damage("line 1", why),))
    page = cut(html, _START)
    reader = MessageReader(NAME, seen_at)
    if page.pieces or PAGE_START.search(html):
        seen = [reader.message(piece, element) for piece, element in parse_pieces(page.pieces)]
    else:
        seen = reader.fragment(html)
    container = bool(_CONTAINER.search(page.head))
    head = None if why_not(page.head) else parse_html(page.head)
    refs = _refs(seen, _title(head))
    return PreviewPage(
        ref=refs[0] if refs else ChannelRef(title=_title(head)),
        records=(*_records(refs, seen), *_damage(page, seen, container=container)),
        message_ids=tuple(sorted({number for one in seen for number in one.message_ids})),
        before=_before(head),
        whole=container and page.cut_at is None,
    )


def _refs(seen: list[SeenMessage], title: str | None) -> list[ChannelRef]:
    """Each message's channel, with all that the messages of the same name and the page's header tell of it."""
    ids = {one.ref.username: one.ref.telegram_id for one in seen if one.ref.telegram_id}
    titles = {one.ref.username: one.ref.title for one in reversed(seen) if one.ref.title}
    return [
        ChannelRef(
            telegram_id=ids.get(one.ref.username),
            username=one.ref.username,
            title=title or titles.get(one.ref.username),
        )
        for one in seen
    ]


def _records(refs: list[ChannelRef], seen: list[SeenMessage]) -> Iterator[Record]:
    last: ChannelRef | None = None
    for ref, one in zip(refs, seen, strict=True):
        if ref != last:  # a piece that tells nothing is not of the channel of the page before
            yield ChannelSeen(ref, Visibility.PUBLIC)
        last = ref
        yield one.record


def _damage(page: Page, seen: list[SeenMessage], *, container: bool) -> Iterator[Record]:
    piece = not page.pieces and not PAGE_START.search(page.head)
    if page.cut_at is not None and not (piece and is_closed(page.head)):
        yield Damage(f"line {page.cut_at}", CUT_OFF)
    elif not seen and not container:
        yield Damage("line 1", NO_MESSAGES)


def _title(head: LexborNode | None) -> str | None:
    """The channel's title as the page's header has it."""
    header = head.css_first(".tgme_channel_info_header_title, .tgme_header_title") if head else None
    return name_in(header) if header else None


def _before(head: LexborNode | None) -> int | None:
    """Where the link to older messages leads; it stands before the first message."""
    for link in head.css("a[data-before], .js-messages_more_wrap a") if head else ():
        found = _NUMBER.fullmatch(link.attributes.get("data-before") or "")
        found = found or _BEFORE.search(link.attributes.get("href") or "")
        if found:
            return int(found[1])
    return None
