"""The results as Markdown tables, and a page with the tables between its marks. Pure.

A mark is a line `<!-- bench:NAME -->`; all that stands up to `<!-- /bench:NAME -->` is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bench.search.measure import Score
from bench.search.results import Results, Scores
from bench.search.running import ENGINES
from bench.search.targets import POSTS, Target, targets

NOT_MEASURED = "Not measured."
_MARKED = re.compile(r"(<!-- bench:(\w+) -->\n).*?(<!-- /bench:\2 -->)", re.DOTALL)
_MARK = re.compile(r"<!-- /?bench:(\w+) -->")


def tables(results: Results) -> dict[str, str]:
    """The name of each mark -> the table that belongs there."""
    scores = results.runs.get(POSTS, {})
    return {
        "quality": by_variant(scores, lambda score: _short(score.mrr)),
        "speed": by_variant(scores, lambda score: f"{score.p50_ms:.2f} / {score.p95_ms:.2f}"),
        "growth": _growth(results),
        "targets": _targets(targets(), results),
        "costs": _costs(results),
    }


def filled(page: str, blocks: Mapping[str, str]) -> str:
    """The page with each marked block replaced. Raises ValueError for a mark that is unknown or has no other end."""
    whole = [match[2] for match in _MARKED.finditer(page)]
    for name in _MARK.findall(page):
        if name not in blocks:
            raise ValueError(f"nothing is called {name}; there are {', '.join(blocks)}")
    if len(_MARK.findall(page)) != 2 * len(whole):
        raise ValueError("a mark has no other end")
    return _MARKED.sub(lambda match: f"{match[1]}{blocks[match[2]]}\n{match[3]}", page)


def by_variant(scores: Scores, cell: Callable[[Score], str]) -> str:
    """A row for each variant, a column for each engine."""
    engines = sorted(scores, key=ENGINES.index)
    variants = list(dict.fromkeys(variant for name in engines for variant in scores[name]))
    rows = [[variant, *(_cell(scores[name], variant, cell) for name in engines)] for variant in variants]
    return markdown(["", *engines], rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; NOT_MEASURED where it has no rows."""
    if not rows:
        return NOT_MEASURED
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(scores: Mapping[str, Score], variant: str, cell: Callable[[Score], str]) -> str:
    return cell(scores[variant]) if variant in scores else ""


def _targets(listed: Sequence[Target], results: Results) -> str:
    rows = []
    for target in listed:
        measured = target.measure(results)
        bound = f"{'≤' if target.at_most else '≥'} {_amount(target.bound)}{target.unit}"
        if measured is None:
            rows.append([target.name, bound, "", "not measured"])
        else:
            verdict = "met" if target.is_met(measured) else "**missed**"
            rows.append([target.name, bound, f"{_amount(measured)}{target.unit}", verdict])
    return markdown(["", "target", "measured", ""], rows)


def _growth(results: Results) -> str:
    """p50/p95 of some variants over the sizes: ours, tantivy's, and how many times the floor's ours is."""
    rows = []
    for posts, scores in sorted(results.runs.items()):
        for variant in ("clean", "inflected", "typo_each"):
            ours, theirs, floor = (scores.get(name, {}).get(variant) for name in ("letopis", "tantivy", "floor"))
            if ours:
                times = [f"{score.p50_ms:.2f} / {score.p95_ms:.2f}" if score else "" for score in (ours, theirs, floor)]
                over = f"{ours.p50_ms / floor.p50_ms:.1f}×" if floor else ""
                rows.append([f"{posts:,}", variant, *times, over])
    return markdown(["posts", "", "letopis", "tantivy", "floor", "over the floor"], rows)


def _costs(results: Results) -> str:
    rows = []
    for measure, costs in results.costs.items():
        for what, numbers in costs.items():
            for field in numbers.__dataclass_fields__:
                value = getattr(numbers, field)
                if isinstance(value, int | float):
                    rows.append([f"{measure}: {what}", field, _amount(value)])
    return markdown(["", "", ""], rows)


def _short(share: float) -> str:
    """.123, as tables of shares are read best."""
    return f"{share:.3f}".removeprefix("0")


def _amount(value: float) -> str:
    """Whole numbers as they are, others with three digits or so."""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"
