"""Which message ids of a channel have been looked at, as spans without a gap: what an interrupted walk goes on from."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

Span = tuple[int, int]
"""The first and the last id, both looked at."""

Spans = tuple[Span, ...]
"""Ascending, with ids between them that were not looked at."""

FIRST_ID = 1
"""The lowest id that a message can have."""


def with_span(spans: Iterable[Span], added: Span) -> Spans:
    """The spans with another one; those that touch become one."""
    first, last = added
    apart: list[Span] = []
    for span in spans:
        if span[1] + 1 < first or last + 1 < span[0]:
            apart.append(span)
        else:
            first, last = min(first, span[0]), max(last, span[1])
    return tuple(sorted([*apart, (first, last)]))


def seen_below(spans: Iterable[Span], message_id: int) -> int:
    """The lowest id down to which there is no gap: `message_id` itself, or the first one of the span that holds it."""
    return next((first for first, last in spans if first <= message_id <= last), message_id)


def span_of_page(page_ids: AbstractSet[int], before: int | None, *, is_first: bool) -> Span | None:
    """The ids that are looked at with a page of these messages; None: none.

    `before`: below which id the page shows the messages, all there are down to its lowest one; None: it is the newest
    page. `is_first`: nothing comes before it.
    """
    last = max(page_ids, default=None) if before is None else before - 1
    if last is None or last < FIRST_ID:
        return None
    below = [number for number in page_ids if number <= last]
    if is_first:
        return FIRST_ID, last
    return (min(below), last) if below else None
