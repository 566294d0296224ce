"""Results as aligned text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.search.measure import Score
from bench.search.results import Scores


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([first.strip().ljust(widths[0]), *rest]))
    return "\n".join(lines)


def quality(results: Scores) -> str:
    """MRR@10 of every engine and variant."""
    return aligned(_rows(results, "MRR@10", lambda score: f"{score.mrr:.3f}"))


def speed(results: Scores) -> str:
    """p50/p95 in ms of every engine and variant."""
    return aligned(_rows(results, "ms p50/p95", lambda score: f"{score.p50_ms:.2f}/{score.p95_ms:.2f}"))


def _rows(results: Scores, title: str, cell: Callable[[Score], str]) -> list[list[str]]:
    variants = list(dict.fromkeys(variant for scores in results.values() for variant in scores))
    rows = [[title, *results]]
    for variant in variants:
        cells = [cell(scores[variant]) if variant in scores else "" for scores in results.values()]
        rows.append([variant, *cells])
    return rows
