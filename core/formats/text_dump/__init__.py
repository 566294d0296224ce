"""The text dump: a channel's posts as a scraper leaves them, each in two damaged copies.

A post is its first line, the rest of copy A, copy B without the first line, and a line of reactions, which alone ends
it. The last line of each copy can be the channel's handle. Service lines stand between posts. `core.formats.text_dump`
has a module for each step: `lines` out of bytes, `blocks` out of lines, `copies` and `restore` for one clean text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from core.formats.encodings import Encoding, encoding_of
from core.formats.format import Format
from core.formats.records import ChannelSeen, Damage, IncomingPost, Record, ServiceSeen, Skipped
from core.formats.rewound import head_of
from core.formats.text_dump.blocks import Block, read_blocks
from core.formats.text_dump.copies import HANDLE
from core.formats.text_dump.lines import read_lines
from core.formats.text_dump.restore import RestoredLine, restore, rich_text
from core.formats.text_dump.service import ServiceLine
from core.reactions import parse_reaction_line
from core.richtext import trim
from core.types import ChannelRef

NAME = "text-dump"
"""The format's name, and the `source` of its posts."""

LONGEST_TITLE = 100
"""In characters. A longer first line is a sentence."""

LOOK_AHEAD = 32
LOOK_AHEAD_CHARACTERS = 1024 * 1024
"""So many posts, or so much text, are read before the first record is given, to tell whose handle ends the posts."""

EMPTY = "the file is empty"
CUT_OFF = "the file ends inside a post: its line of reactions is missing"
CUT_REACTIONS = "the file ends inside a line of reactions"
NO_REACTIONS = "not one line of reactions: no text dump, or one that is cut off inside its first post"
NO_TEXT = "reactions without a text"

_CUT_HANDLE = re.compile(r"@[A-Za-z0-9_]{0,32}")
_OTHER_FORMAT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[{<]|\[\s*[\[{\"\]])")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with these bytes is surely a text dump: it has a post with its line of reactions."""
    if encoding_of(head) is not Encoding.UTF_8:
        return False
    lines = [line.strip("\ufeff\0 \t\r") for line in head.decode("utf-8", "ignore").split("\n")]
    return any(parse_reaction_line(line) for line in lines[1:])


def could_be(head: bytes) -> bool:
    """Whether a file that begins with these bytes is at least some text, so that `parse` can tell more."""
    return encoding_of(head) is not Encoding.BINARY and not _OTHER_FORMAT.match(head)


def parse(stream: BinaryIO) -> Iterator[Record]:
    """The records of a text dump, in its order, in bounded memory whatever the stream holds.

    A post that cannot be read is skipped and the next one read; a post in which the file ends is given as far as it
    goes, marked `cut_off`. Errors of the stream itself (OSError, a damaged archive) pass through.
    """
    head = head_of(stream)
    encoding = encoding_of(head)
    if encoding is not Encoding.UTF_8:
        yield Damage("line 1", f"not UTF-8 but {encoding}")
        return
    pieces = map(_piece, read_blocks(read_lines(stream, head)))
    ahead = _look_ahead(pieces)
    if not ahead:
        yield Damage("line 1", EMPTY)
    dump = _Dump(_most_frequent_handle(ahead))
    yield from dump.channel_seen()
    for piece in chain(ahead, pieces):
        yield from dump.service(piece) if isinstance(piece, ServiceLine) else dump.post(piece)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block and the lines of the post in it: none where it holds no readable text."""

    block: Block
    lines: tuple[RestoredLine, ...]
    copies: int = 0

    @property
    def handle(self) -> str | None:
        """The username in the last line of more than one, where that line is surely whole."""
        if len(self.lines) <= 1 or not (self.block.closed or self.copies > 1):
            return None
        match = HANDLE.fullmatch(self.lines[-1].text)
        return match["username"] if match else None


def _piece(piece: Block | ServiceLine) -> _Draft | ServiceLine:
    if isinstance(piece, ServiceLine):
        return piece
    if piece.faults or not piece.lines:
        return _Draft(piece, lines=())
    restored = restore(piece.lines, cut=not piece.closed)
    return _Draft(piece, restored.lines, restored.copies)


class _Dump:
    """What is known of the whole dump while its pieces become records."""

    def __init__(self, handle: str | None) -> None:
        self._channel = ChannelRef(username=handle)
        self._has_reactions = False

    def channel_seen(self) -> Iterator[Record]:
        """The channel, where the dump tells anything of it."""
        if self._channel != ChannelRef():
            yield ChannelSeen(self._channel)

    def service(self, line: ServiceLine) -> Iterator[Record]:
        """The records of a service line."""
        yield ServiceSeen(f"line {line.number}", line.text)
        if line.title and line.title != self._channel.title:
            self._channel = replace(self._channel, title=line.title)
            yield from self.channel_seen()

    def post(self, draft: _Draft) -> Iterator[Record]:
        """The records of a block: a post, or why it is none; and that the file ends in it."""
        block = draft.block
        self._has_reactions = self._has_reactions or block.closed
        if draft.handle and not self._channel.username:
            self._channel = replace(self._channel, username=draft.handle)
            yield from self.channel_seen()
        if block.faults:
            yield Skipped(where=block.where, why="; ".join(block.faults))
        elif draft.lines and (self._has_reactions or _reads_like_a_post(draft)):
            yield self._incoming(draft)
        elif block.closed:
            yield Skipped(where=block.where, why=NO_TEXT)
        if block.cut:
            unclosed = CUT_OFF if self._has_reactions else NO_REACTIONS
            yield Damage(f"line {block.last}", CUT_REACTIONS if block.closed else unclosed)

    def _incoming(self, draft: _Draft) -> IncomingPost:
        block, lines = draft.block, self._without_handle(draft)
        return IncomingPost(
            text=trim(rich_text(lines)),
            has_title=len(lines) > 1 and len(lines[0].text) <= LONGEST_TITLE,
            reactions=block.reactions.counts if block.reactions else None,
            reactions_exact=block.reactions.exact if block.reactions else True,
            cut_off=not block.closed,
            source=NAME,
        )

    def _without_handle(self, draft: _Draft) -> tuple[RestoredLine, ...]:
        """The post's lines without the one of the channel's handle, which looks like code where only copy B has it."""
        *lines, last = draft.lines
        if lines and self._is_own_handle(last.text, cut=not draft.block.closed):
            return tuple(lines)
        if last.runs and self._is_own_handle(last.text[last.runs[-1] :], cut=False):
            lines.append(replace(last, text=last.text[: last.runs[-1]].rstrip(), runs=last.runs[:-1]))
            return tuple(lines)
        return draft.lines

    def _is_own_handle(self, line: str, *, cut: bool) -> bool:
        own = f"@{self._channel.username or ''}".lower()
        if cut:
            return own.startswith(line.lower()) or (own == "@" and bool(_CUT_HANDLE.fullmatch(line)))
        return own != "@" and line.lower() == own


def _look_ahead(pieces: Iterator[_Draft | ServiceLine]) -> list[_Draft | ServiceLine]:
    ahead: list[_Draft | ServiceLine] = []
    characters = 0
    for piece in pieces:
        ahead.append(piece)
        characters += sum(map(len, piece.block.lines)) if isinstance(piece, _Draft) else len(piece.text)
        if len(ahead) >= LOOK_AHEAD or characters > LOOK_AHEAD_CHARACTERS:
            break
    return ahead


def _most_frequent_handle(pieces: Iterable[_Draft | ServiceLine]) -> str | None:
    """The username most posts end with, the first of equals; another one is text of its post."""
    spellings: dict[str, str] = {}
    posts: Counter[str] = Counter()
    for piece in pieces:
        if isinstance(piece, _Draft) and piece.handle:
            spellings.setdefault(piece.handle.lower(), piece.handle)
            posts[piece.handle.lower()] += 1
    return spellings[max(posts, key=posts.__getitem__)] if posts else None


def _reads_like_a_post(draft: _Draft) -> bool:
    """Of a text without a single line of reactions: it has a second copy, ends with a handle, or is Russian."""
    *_, last = texts = [line.text for line in draft.lines]
    text = "\n".join(texts)
    is_russian = len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))
    return draft.copies > 1 or is_russian or bool(_CUT_HANDLE.fullmatch(last))


FORMAT = Format(
    name=NAME,
    looks_like=looks_like,
    could_be=could_be,
    parse=lambda part, _: parse(part.stream),
    told_late=True,
    tells_encodings=True,
)
