"""What was measured, kept as JSON files in one folder, for the report to read: one file a measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.search.footprint.bots import Cost
from bench.search.footprint.bulk import Bulk
from bench.search.footprint.insert import Inserts
from bench.search.footprint.load import Load
from bench.search.footprint.size import Size
from bench.search.measure import Score

Measured = Score | Size | Inserts | Bulk | Cost | Load
Scores = Mapping[str, Mapping[str, Score]]
"""Engine -> variant -> score."""

_KINDS: dict[str, type[Measured]] = {
    "size": Size,
    "insert": Inserts,
    "bulk": Bulk,
    "bots": Cost,
    "load": Load,
}


@dataclass(frozen=True, slots=True)
class Results:
    """All that is kept. `runs`: posts -> scores; `costs`: measure -> what was measured -> the numbers."""

    runs: dict[int, Scores] = field(default_factory=dict)
    costs: dict[str, dict[str, Measured]] = field(default_factory=dict)


def keep_run(folder: Path, posts: int, scores: Scores) -> Path:
    """Keeps the scores of a run over so many posts, in the place of an earlier one's. The file."""
    shown = {engine: {variant: asdict(score) for variant, score in some.items()} for engine, some in scores.items()}
    return _write(folder / f"run-{posts}.json", shown)


def keep_costs(folder: Path, measure: str, costs: Mapping[str, Measured]) -> Path:
    """Keeps what a measure gave, in the place of an earlier one's. The file."""
    return _write(folder / f"{measure}.json", {name: asdict(cost) for name, cost in costs.items()})


def read(folder: Path) -> Results:
    """All that is kept in the folder; what was not measured is not there."""
    results = Results()
    for path in sorted(folder.glob("run-*.json")):
        engines = json.loads(path.read_text(encoding="utf-8"))
        results.runs[int(path.stem.removeprefix("run-"))] = {
            engine: {variant: Score(**score) for variant, score in some.items()} for engine, some in engines.items()
        }
    for measure, kind in _KINDS.items():
        path = folder / f"{measure}.json"
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            results.costs[measure] = {name: kind(**numbers) for name, numbers in kept.items()}
    return results


def _write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
