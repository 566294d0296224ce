"""What a query asks for beside its words: the records. How they are typed: core.search.syntax."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.types import Sort

__all__ = ["Filters", "Forms", "Has", "Sort", "combined"]

Forms = tuple[str, ...]
"""Words side by side, as core.words has them."""


class Has(StrEnum):
    """What a post holds beside words."""

    PHOTO = "photo"
    VIDEO = "video"
    LINK = "link"
    CODE = "code"
    POLL = "poll"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search; true where anything does.

    `phrases`: words that have to stand side by side in these very forms; `without`: words that must not stand side by
    side, in any form. Tags without "#". `after` and `before`: aware instants, from the one on, until before the other.
    `channels`: @names without "@", or titles, of which one channel has to bear all.
    """

    phrases: tuple[Forms, ...] = ()
    without: tuple[Forms, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    channels: frozenset[str] = field(default_factory=frozenset)
    has: frozenset[Has] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Filters()


def combined(filters: Iterable[Filters]) -> Filters:
    """All of them at once, in whatever order: of two dates the narrower one."""
    every = list(filters)
    if not every:
        return _NOTHING
    afters = [one.after for one in every if one.after]
    befores = [one.before for one in every if one.before]
    return Filters(
        phrases=tuple(phrase for one in every for phrase in one.phrases),
        without=tuple(forms for one in every for forms in one.without),
        tags=tuple(tag for one in every for tag in one.tags),
        without_tags=tuple(tag for one in every for tag in one.without_tags),
        after=max(afters, default=None),
        before=min(befores, default=None),
        channels=frozenset().union(*(one.channels for one in every)),
        has=frozenset().union(*(one.has for one in every)),
    )
