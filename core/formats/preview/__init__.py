"""The public web preview of a channel, `t.me/s/<channel>`, and single messages' widgets (`?embed=1`), as saved pages.

About twenty messages a page, the oldest first. Large counts of views and reactions are rounded there; when a post was
edited is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.formats.format import Format
from core.formats.pages import looks_like_html, read_bytes
from core.formats.preview.page import NAME, TOO_LARGE, PreviewPage, read_page
from core.formats.records import Damage, Part, Reading, Record

__all__ = ["FORMAT", "NAME", "PreviewPage", "could_be", "looks_like", "parse", "read_page"]

_MARKER = re.compile(rb'class="[^"<>]*\btgme_(?:widget_message|channel_history|channel_info)')
_PAGE_OF_TELEGRAM = re.compile(rb'class="[^"<>]*\btgme_')


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes is surely a preview page or a message's widget."""
    return looks_like_html(head, _MARKER)


def could_be(head: bytes) -> bool:
    """Whether it is at least some page of t.me, or one whose beginning is damaged."""
    return bool(_PAGE_OF_TELEGRAM.search(head.replace(b"\0", b"")))


def parse(part: Part, _: Reading) -> Iterator[Record]:
    """The records of one page, in its order; a page that is cut off gives its complete messages, then a `Damage`."""
    content, all_of_it = read_bytes(part.stream)
    records = read_page(content, seen_at=None).records
    if all_of_it:
        yield from records
        return
    yield from (record for record in records if not isinstance(record, Damage))
    lines = content.count(b"\n") + 1
    yield Damage(f"line {lines}", TOO_LARGE)


FORMAT = Format(name=NAME, looks_like=looks_like, could_be=could_be, parse=parse, continues=True)
