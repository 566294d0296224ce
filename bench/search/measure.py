"""Asks an engine queries and sums up how good and how fast it answered. The sums are pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.search.engines.engine import Answer, Engine
from bench.search.queries import Query

DEPTH = 10
WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query came to: `rank` counts from 1; None: not among the first DEPTH."""

    query: Query
    rank: int | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class Score:
    """The sums over the queries of one variant; times in milliseconds."""

    queries: int
    mrr: float
    p50_ms: float
    p95_ms: float


def warm_up(engine: Engine, queries: Sequence[Query]) -> None:
    """Asks some of the queries, from all over them, so that caches and the processor are as in the midst of work."""
    for query in queries[:: max(1, len(queries) // WARM_UP)][:WARM_UP]:
        _ask(engine, query)


def outcomes(engine: Engine, queries: Sequence[Query], texts: Mapping[int, str]) -> list[Outcome]:
    """What the engine makes of the queries. `texts`: post id -> text; equal texts count as the same."""
    return [_outcome(query, _ask(engine, query), texts.__getitem__) for query in queries]


def scores(found: Iterable[Outcome]) -> dict[str, Score]:
    """Variant -> its score, in the order in which the variants came."""
    by_variant: dict[str, list[Outcome]] = {}
    for outcome in found:
        by_variant.setdefault(outcome.query.variant, []).append(outcome)
    return {variant: score(some) for variant, some in by_variant.items()}


def score(found: Sequence[Outcome]) -> Score:
    """The score of at least one outcome."""
    times = [outcome.answer.ms for outcome in found]
    mrr = sum(1 / outcome.rank for outcome in found if outcome.rank) / len(found)
    return Score(len(found), mrr, quantile(times, 0.5), quantile(times, 0.95))


def quantile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the values do not exceed, by linear interpolation. Raises ValueError without values."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _ask(engine: Engine, query: Query) -> Answer:
    return engine.search(query.words if engine.wants_words else query.text)


def _outcome(query: Query, answer: Answer, text_of: Callable[[int], str]) -> Outcome:
    wanted = text_of(query.target)
    for rank, post_id in enumerate(answer.ids[:DEPTH], start=1):
        if post_id == query.target or text_of(post_id) == wanted:
            return Outcome(query, rank, answer)
    return Outcome(query, None, answer)
