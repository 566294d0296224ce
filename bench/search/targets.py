"""What the search is to reach, and what it reaches. Pure; the targets are those of the issue that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from bench.search.footprint.bots import Cost
from bench.search.footprint.bulk import Bulk
from bench.search.footprint.insert import Inserts
from bench.search.footprint.load import Load
from bench.search.footprint.size import Size
from bench.search.results import Measured, Results

POSTS = 100_000
MANY_POSTS = 1_000_000
T = TypeVar("T")
Measure = Callable[[Results], float | None]
"""The measured number; None: not everything that it takes was measured."""


@dataclass(frozen=True, slots=True)
class Target:
    """`measure` is to be at most `bound`, or at least. `unit` stands behind the numbers."""

    name: str
    measure: Measure
    bound: float
    at_most: bool = False
    unit: str = "×"

    def is_met(self, measured: float) -> bool:
        """Whether the measured number is on the right side of the bound."""
        return measured <= self.bound if self.at_most else measured >= self.bound


def targets() -> list[Target]:
    """All targets, in the order in which they are told."""
    return [*_quality(), *_speed(), *_costs()]


def ratio(field: str, ours: tuple[str, str], theirs: tuple[str, str], posts: int = POSTS) -> Measure:
    """How many times one engine's number is another's; each named by engine and variant."""

    def measured(results: Results) -> float | None:
        numbers = [_number(results, field, engine, variant, posts) for engine, variant in (ours, theirs)]
        if numbers[0] is None or not numbers[1]:
            return None
        return numbers[0] / numbers[1]

    return measured


def growth(results: Results) -> float | None:
    """How many times longer a clean query takes (p50) over ten times the posts."""
    many, few = (_number(results, "p50_ms", "letopis", "clean", posts) for posts in (MANY_POSTS, POSTS))
    return many / few if many is not None and few else None


def _number(results: Results, field: str, engine: str, variant: str, posts: int) -> float | None:
    score = results.runs.get(posts, {}).get(engine, {}).get(variant)
    return None if score is None else float(getattr(score, field))


def _quality() -> list[Target]:
    against = (
        ("clean", "fts5", 1.0),
        ("inflected", "tantivy", 1.05),
        ("typo_each", "tantivy", 1.15),
        ("typo_each", "minisearch", 1.03),
        ("inflected_typo", "tantivy", 1.5),
        ("inflected_typo", "minisearch", 1.5),
        # Against the same queries untouched: each variant has posts and words of its own, some harder to find.
        ("layout", "untouched", 0.98),
        ("latin", "untouched", 0.92),
        ("yo", "untouched", 0.98),
        ("cut", "minisearch", 1.0),
        ("english", "fts5", 1.0),
        ("one_word", "fts5", 1.0),
        ("heard", "fts5", 1.2),
    )
    return [
        Target(f"MRR@10, {variant}, against {peer}", ratio("mrr", ("letopis", variant), (peer, variant)), bound)
        for variant, peer, bound in against
    ]


def _speed() -> list[Target]:
    bounds = (
        ("p50", "clean", 0.3, POSTS),
        ("p50", "inflected", 0.3, POSTS),
        ("p50", "typo_each", 1.0, POSTS),
        ("p95", "clean", 0.6, POSTS),
        ("p95", "inflected", 0.6, POSTS),
        ("p95", "layout", 0.6, POSTS),
        ("p95", "typo_each", 1.5, POSTS),
        ("p95", "cut", 1.5, POSTS),
        ("p50", "clean", 0.3, MANY_POSTS),
    )
    timed = [
        Target(
            f"{field}, {variant}, against tantivy" + (f", {posts:,} posts" if posts != POSTS else ""),
            ratio(f"{field}_ms", ("letopis", variant), ("tantivy", variant), posts),
            bound,
            at_most=True,
        )
        for field, variant, bound, posts in bounds
    ]
    return [*timed, Target(f"p50, clean, {MANY_POSTS:,} posts against {POSTS:,}", growth, 10.0, at_most=True)]


def _costs() -> list[Target]:
    return [
        Target("memory of the bot above an echo bot's", _above_echo("pss_mb"), 120.0, at_most=True, unit=" MB"),
        Target("first answer after an echo bot's", _above_echo("first_answer_s"), 1.5, at_most=True, unit=" s"),
        Target("search on disk, against the texts", _of("size", "letopis", Size, "ratio"), 0.5, at_most=True),
        Target("live insert, median", _of("insert", "letopis", Inserts, "median_ms"), 5.0, at_most=True, unit=" ms"),
        Target("import, posts a second and core", _of("bulk", "letopis", Bulk, "a_core_second"), 2000.0, unit=""),
        # Plain FTS5 is quickest where it finds nothing, as for most of the mixed queries: both are told.
        Target("50 searches at once, all variants, p95, against fts5", _load_ratio("mixed"), 1.5, at_most=True),
        Target("50 searches at once, clean, p95, against fts5", _load_ratio("clean"), 1.5, at_most=True),
        Target("event-loop lag, p95", _of("load", "letopis mixed", Load, "lag_p95_ms"), 5.0, at_most=True, unit=" ms"),
    ]


def _kept(results: Results, measure: str, what: str, kind: type[T]) -> T | None:
    found: Measured | None = results.costs.get(measure, {}).get(what)
    return found if isinstance(found, kind) else None


def _of(measure: str, what: str, kind: type[Measured], field: str) -> Measure:
    def measured(results: Results) -> float | None:
        found = _kept(results, measure, what, kind)
        return None if found is None else float(attrgetter(field)(found))

    return measured


def _above_echo(field: str) -> Measure:
    def measured(results: Results) -> float | None:
        ours, echo = (_kept(results, "bots", what, Cost) for what in ("letopis", "echo"))
        return None if ours is None or echo is None else float(getattr(ours, field) - getattr(echo, field))

    return measured


def _load_ratio(queries: str) -> Measure:
    def measured(results: Results) -> float | None:
        ours, theirs = (_kept(results, "load", f"{what} {queries}", Load) for what in ("letopis", "fts5"))
        return None if ours is None or theirs is None else ours.p95_ms / theirs.p95_ms

    return measured
