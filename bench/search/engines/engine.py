"""What the benchmark asks of every search engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """Ids of posts, best first, and how long the engine took, in milliseconds."""

    ids: tuple[int, ...]
    ms: float


class Engine(Protocol):
    """An engine over a corpus that it has taken in. `name` is short: it heads a column.

    `wants_words`: it is asked with the post's own words that a query was made of, not with what was typed.
    """

    name: str
    wants_words: bool

    def search(self, query: str) -> Answer:
        """The best ten posts for a query as a user types it."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...


class NotInstalled(Exception):
    """The engine cannot run here; the message says what is missing."""


def timed(ask: Callable[[], Iterable[int]]) -> Answer:
    """Runs `ask` by the clock."""
    start = perf_counter()
    ids = tuple(ask())
    return Answer(ids, (perf_counter() - start) * 1000)
