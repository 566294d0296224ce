"""What a query is taken for: the words of it that carry its sense, and what is searched for in the place of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.search.asking import Group
from core.search.query import Query
from core.words import Token


@dataclass(frozen=True, slots=True)
class Row:
    """A word of the query and the groups that stand for it; `last`: it is the query's last, so that it may be cut."""

    word: Token
    groups: tuple[Group, ...]
    last: bool

    @property
    def is_met(self) -> bool:
        """Whether some visible post meets the word."""
        return any(group.posts for group in self.groups)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query is taken for.

    `query`: on the layout that it was meant for. `corrected`: typed forms -> what they were put right to.
    `meant`: typed forms -> the lemmas of all that they are taken for -> the form to tell.
    """

    query: Query | None = None
    rows: tuple[Row, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=dict)
    other_layout: bool = False
    meant: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def groups(self) -> list[Group]:
        """The groups that some visible post meets."""
        return [group for row in self.rows for group in row.groups if group.posts]

    @property
    def unmet(self) -> list[str]:
        """The forms that no visible post holds in any case."""
        return [row.word.form for row in self.rows if not row.is_met]

    @property
    def understood(self) -> str | None:
        """The query's text with the layout and the mistyped words put right; None where nothing was put right."""
        if self.query is None or not (self.corrected or self.other_layout):
            return None
        return self.query.with_words(self.corrected)
