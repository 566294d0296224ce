"""The dump's lines put together to what stands between two lines of reactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.formats.text_dump.lines import Line
from core.formats.text_dump.service import ServiceLine, service_line
from core.reactions import ReactionLine, parse_reaction_line

MAX_POST_LENGTH = 1024 * 1024
MAX_POST_LINES = 1000
"""In characters and in lines. A post has up to 4,096 characters and stands twice in a dump: nothing longer is one."""

MAX_REACTION_LINE = 1000
"""In characters. A line of all the kinds of reactions there are stays below."""

FAULTS_NAMED = 5
"""So many faulty lines of one block are named."""

TOO_MUCH = "more than a post can hold, and no line of reactions ends it"

_JOINERS = "\u200d\ufe0f"


@dataclass(frozen=True, slots=True)
class Block:
    """What stands before a line of reactions, or before the file's end.

    `first`, `last`: its lines' numbers. `closed`: a line of reactions ended it. `reactions`: None where none did, or
    where that line is cut off. `faults`: why it cannot be read, empty where it can. `cut`: the file ends in it.
    """

    first: int
    last: int
    lines: tuple[str, ...]
    reactions: ReactionLine | None
    closed: bool
    faults: tuple[str, ...]
    cut: bool

    @property
    def where(self) -> str:
        """The block's place in the file."""
        return f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"


def read_blocks(lines: Iterable[Line]) -> Iterator[Block | ServiceLine]:
    """The blocks and the service lines of a dump, in its order.

    A service line stands only between posts: where a post has begun, the same words belong to the post.
    """
    block = _OpenBlock()
    for line in lines:
        reactions = _reactions(line.text)
        service = None if block.begun or reactions or line.fault else service_line(line.number, line.text)
        if service:
            yield service
        elif reactions:
            block.note(line)
            yield block.ended(None if line.cut else reactions, closed=True, cut=line.cut)
            block = _OpenBlock()
        else:
            block.add(line)
    if block.begun:
        yield block.ended(None, closed=block.drop_cut_reactions(), cut=True)


def _reactions(text: str) -> ReactionLine | None:
    return None if len(text) > MAX_REACTION_LINE else parse_reaction_line(text)


@dataclass(slots=True)
class _OpenBlock:
    """A block that still grows; what is too long for a post is passed over."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0
    length: int = 0
    too_much: bool = False

    @property
    def begun(self) -> bool:
        return self.first > 0

    def note(self, line: Line) -> None:
        """Takes the line's number and fault."""
        self.first = self.first or line.number
        self.last = line.number
        if line.fault and len(self.faults) < FAULTS_NAMED:
            self.faults.append(f"line {line.number}: {line.fault}")

    def add(self, line: Line) -> None:
        """Takes the line with its text."""
        self.note(line)
        self.length += len(line.text)
        self.too_much = self.too_much or self.length > MAX_POST_LENGTH or len(self.lines) >= MAX_POST_LINES
        if self.too_much:
            self.lines.clear()
        elif line.text:
            self.lines.append(line.text)

    def drop_cut_reactions(self) -> bool:
        """Takes reactions whose last count is missing out of the text; whether they surely were reactions."""
        if not self.lines or not _reactions(self.lines[-1].rstrip(_JOINERS) + "1"):
            return False
        line = self.lines.pop()
        return any(map(str.isdigit, line))

    def ended(self, reactions: ReactionLine | None, *, closed: bool, cut: bool) -> Block:
        faults = [TOO_MUCH] if self.too_much else self.faults
        return Block(self.first, self.last, tuple(self.lines), reactions, closed, tuple(faults), cut)
