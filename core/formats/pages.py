"""HTML pages of messages: cut into messages first, then parsed in groups, so that damage stays in its message.

A message begins with a start tag that only messages have, and text is escaped, so a page can be cut by its bytes.
The parser (lexbor) repairs whatever HTML it gets, but in time and memory that grow with the square of how deep tags
are nested, and what one message leaves open goes on in the next one. Hence: messages whose tags are few and closed go
to it together; others alone, if they are well-formed or small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from core.formats.encodings import HEAD_BYTES, Encoding, encoding_of

MOST_BYTES = 64 * 1024 * 1024
"""Of a page; the largest real ones have a few MB."""

MOST_TAGS = 1000
"""Of a message that is parsed without a closer look; the largest real ones have some hundred."""

MOST_TAGS_OF_ALL = 20_000
DEEPEST = 100
"""Of a message with more tags than that."""

BAD_BYTES = "bytes that are not UTF-8"
NULS = "NUL bytes"
NO_ELEMENT = "no message in it"
WILD = "its tags are too many or too deeply nested to be a message's"

_GROUP = 64
_OTHER_VOID = (b"<img", b"<hr", b"<input", b"<source", b"<meta", b"<link")
_VOID = (b"<br", *_OTHER_VOID)
_TAG = re.compile(rb"<(/?)([A-Za-z][^\s/<>]*)[^<>]*")
_DIV = re.compile(rb"<(/?)div\b", re.IGNORECASE)
PAGE_START = re.compile(rb"<(?:html|head|body|!doctype)\b", re.IGNORECASE)
_PAGE_END = re.compile(rb"</html\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: its start tag as the pattern found it, and its bytes from there to where it ends."""

    tag: re.Match[bytes]
    html: bytes

    def group(self, name: str) -> str:
        """A group of the pattern that found the start tag; "" where it did not match."""
        return (self.tag[name] or b"").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Page:
    """A page cut into messages. `head`: what stands before the first one. `pieces`: the complete messages.

    `cut_at`: the line from which on the page is missing; None for a whole page.
    """

    head: bytes
    pieces: tuple[Piece, ...]
    cut_at: int | None = None


def read_bytes(stream: BinaryIO) -> tuple[bytes, bool]:
    """A page's bytes, at most `MOST_BYTES` of them, and whether that is all. Errors of the stream pass through."""
    chunks: list[bytes] = []
    size = 0
    while size <= MOST_BYTES:
        chunk = stream.read(min(MOST_BYTES + 1 - size, 4 * 1024 * 1024))
        if not chunk:
            return b"".join(chunks), True
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)[:MOST_BYTES], False


def why_unreadable(page: bytes) -> str | None:
    """Why the whole page cannot be read: it is empty or in another encoding."""
    if not page.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "the file is empty"
    encoding = encoding_of(page[:HEAD_BYTES])
    return None if encoding is Encoding.UTF_8 else f"not UTF-8 but {encoding}"


def looks_like_html(head: bytes, marker: re.Pattern[bytes]) -> bool:
    """Whether a file that begins with these bytes begins as HTML does and has the marker."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\0 \t\r\n").startswith(b"<") and bool(marker.search(head))


def cut(page: bytes, start: re.Pattern[bytes]) -> Page:
    """The page in messages, each from a match of `start` (a div's start tag) to where its div is closed.

    One that is not closed ends where the next one begins; the last one is complete only when it is closed or the page
    has its end. What never began as a page needs no end.
    """
    tags = list(start.finditer(page))
    if not tags:
        return Page(page, (), None if _PAGE_END.search(page) else page.count(b"\n") + 1)
    ends = [tag.start() for tag in tags[1:]]
    pieces = [Piece(tag, _own(page[tag.start() : end])) for tag, end in zip(tags, ends, strict=False)]
    head, last = page[: tags[0].start()], page[tags[-1].start() :]
    closed = _end_of_div(last)
    whole = bool(_PAGE_END.search(last)) or (closed is not None and not PAGE_START.search(head))
    if whole or closed is not None:
        pieces.append(Piece(tags[-1], last[:closed]))
    lost_from = tags[-1].start() + (closed or 0)
    return Page(head, tuple(pieces), None if whole else page.count(b"\n", 0, lost_from) + 1)


def is_closed(html: bytes) -> bool:
    """Whether as many tags open as close."""
    left_open = html.count(b"<") - 2 * html.count(b"</") - html.count(b"<br")
    return left_open == 0 or left_open == sum(map(html.count, _OTHER_VOID))


def parse_html(html: bytes) -> LexborNode | None:
    """The body of a piece of HTML; None where there is none."""
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS).body


def parse_pieces(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, LexborNode | str]]:
    """Each piece with its message's element, or with the reason why it cannot be read."""
    for group in _groups(pieces):
        elements = _elements(b"".join(piece.html for piece in group)) if len(group) > 1 else []
        if len(elements) == len(group):
            yield from zip(group, elements, strict=True)
        else:
            for piece in group:
                yield piece, why_not(piece.html) or next(iter(_elements(piece.html)), NO_ELEMENT)


def why_not(html: bytes) -> str | None:
    """Why a message is not given to the parser; None: it is."""
    if b"\0" in html:
        return NULS
    try:
        html.decode()
    except UnicodeDecodeError:
        return BAD_BYTES
    return None if html.count(b"<") <= MOST_TAGS or _is_well_formed(html) else WILD


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in groups to be parsed together; one that could harm others is a group of its own."""
    group: list[Piece] = []
    for piece in pieces:
        if is_closed(piece.html) and piece.html.count(b"<") <= MOST_TAGS and why_not(piece.html) is None:
            group.append(piece)
            if len(group) == _GROUP:
                yield group
                group = []
            continue
        if group:
            yield group
            group = []
        yield [piece]
    if group:
        yield group


def _is_well_formed(html: bytes) -> bool:
    """Whether each tag is closed in order and none lies deep, so that parsing takes linear time."""
    open_tags: list[bytes] = []
    for number, tag in enumerate(_TAG.finditer(html)):
        name = tag[2].lower()
        if tag[1]:
            if not open_tags or open_tags.pop() != name:
                return False
        elif b"<" + name not in _VOID and not tag[0].endswith(b"/"):
            open_tags.append(name)
        if number > MOST_TAGS_OF_ALL or len(open_tags) > DEEPEST:
            return False
    return not open_tags


def _own(html: bytes) -> bytes:
    """What belongs to the div with which this HTML begins."""
    if html.count(b"<div") == html.count(b"</div") and html.rstrip().endswith(b"</div>"):
        return html
    return html[: _end_of_div(html)]


def _end_of_div(html: bytes) -> int | None:
    """Where the div with which this HTML begins is closed."""
    depth = 0
    for tag in _DIV.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            end = html.find(b">", tag.end())
            return end + 1 if end >= 0 else None
    return None


def _elements(html: bytes) -> list[LexborNode]:
    body = parse_html(html)
    return [node for node in body.iter() if node.tag == "div"] if body else []
