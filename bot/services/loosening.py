"""What a query that found nothing can let go of, so that it finds something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from core.search.filters import Filters
from core.search.syntax import Typed, find_filters


class Loosening(StrEnum):
    """What is let go: one filter; the quotes of an exact phrase; all filters, hashtags becoming words."""

    FILTER = "filter"
    QUOTES = "quotes"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looser:
    """A query that finds something where the typed one did not. `dropped`: the filter that it lacks, as typed."""

    kind: Loosening
    dropped: str
    query: str


def looser_queries(query: str, emptied_by: Collection[str], zone: tzinfo) -> list[Looser]:
    """The query without each one of the filters that `emptied_by` (core.types.SearchAnswer) names.

    The words of an exact phrase stay. Where a filter is all there is, nothing is left to search for: it is passed over.
    """
    found = []
    for typed in find_filters(query, zone):
        rest = _one_line(_with(query, typed, _words_of_phrase(typed)))
        if typed.text in emptied_by and rest:
            kind = Loosening.QUOTES if _is_phrase(typed) else Loosening.FILTER
            found.append(Looser(kind=kind, dropped=typed.text, query=rest))
    return found


def words_alone(query: str, zone: tzinfo) -> str:
    """The query without all of its filters, the words of phrases and hashtags kept; "" where there is no filter."""
    narrowing = [typed for typed in find_filters(query, zone) if typed.filters]
    rest = query
    for typed in reversed(narrowing):
        rest = _with(rest, typed, _words_of_phrase(typed) or " ".join(_filters_of(typed).tags))
    return _one_line(rest) if narrowing else ""


def is_filtered(query: str, zone: tzinfo) -> bool:
    """Whether the query narrows or sorts."""
    return any(typed.filters or typed.sort for typed in find_filters(query, zone))


def _with(query: str, typed: Typed, words: str) -> str:
    """The query with words in the place of a filter; what stands before them stays in its place."""
    return f"{query[: typed.start]} {words} {query[typed.end :]}"


def _one_line(query: str) -> str:
    return " ".join(query.split())


def _words_of_phrase(typed: Typed) -> str:
    return typed.text[1:-1] if _is_phrase(typed) else ""


def _is_phrase(typed: Typed) -> bool:
    return bool(_filters_of(typed).phrases)


def _filters_of(typed: Typed) -> Filters:
    return typed.filters or Filters()
