from __future__ import annotations

from pathlib import Path

import pytest

from bench.search import report, results
from bench.search.footprint.bots import Cost
from bench.search.footprint.size import Size
from bench.search.measure import Score
from bench.search.results import Results
from bench.search.targets import MANY_POSTS, POSTS, targets

PAGE = "До.\n<!-- bench:quality -->\nстарое\n<!-- /bench:quality -->\nПосле.\n"


def scores(mrr: float, ms: float) -> dict[str, Score]:
    return {variant: Score(10, mrr, ms, 2 * ms) for variant in ("clean", "inflected")}


RESULTS = Results(
    runs={
        POSTS: {"letopis": scores(0.9, 1.0), "fts5": scores(0.8, 0.5), "tantivy": scores(0.89, 4.0)},
        MANY_POSTS: {"letopis": scores(0.9, 20.0), "tantivy": scores(0.8, 30.0)},
    },
    costs={
        "size": {"letopis": Size(1000, {"search_lemmas": 300})},
        "bots": {"letopis": Cost(330.0, 4.0), "echo": Cost(200.0, 3.0)},
    },
)


def test_blocks_are_replaced_and_the_rest_stays() -> None:
    page = report.filled(PAGE, {"quality": "| новое |"})
    assert page == PAGE.replace("старое", "| новое |")
    assert report.filled(page, {"quality": "| новое |"}) == page


def test_an_unknown_mark_is_told() -> None:
    with pytest.raises(ValueError, match="nothing is called quality"):
        report.filled(PAGE, {"speed": ""})


def test_a_mark_without_an_end_is_told() -> None:
    with pytest.raises(ValueError, match="no other end"):
        report.filled("<!-- bench:quality -->\n", {"quality": ""})


def test_the_table_of_quality() -> None:
    assert report.tables(RESULTS)["quality"].splitlines() == [
        "|  | letopis | fts5 | tantivy |",
        "| --- | ---: | ---: | ---: |",
        "| clean | .900 | .800 | .890 |",
        "| inflected | .900 | .800 | .890 |",
    ]


def test_targets_are_met_missed_or_not_measured() -> None:
    lines = report.tables(RESULTS)["targets"].splitlines()
    assert "| MRR@10, clean, against fts5 | ≥ 1.00× | 1.12× | met |" in lines
    assert "| MRR@10, inflected, against tantivy | ≥ 1.05× | 1.01× | **missed** |" in lines
    assert "| MRR@10, cut, against minisearch | ≥ 1.00× |  | not measured |" in lines
    assert "| p50, clean, against tantivy | ≤ 0.30× | 0.25× | met |" in lines
    assert "| p50, clean, 1,000,000 posts against 100,000 | ≤ 10.00× | 20.00× | **missed** |" in lines
    assert "| search on disk, against the texts | ≤ 0.50× | 0.30× | met |" in lines
    assert "| memory of the bot above an echo bot's | ≤ 120 MB | 130 MB | **missed** |" in lines


def test_nothing_measured_is_told() -> None:
    blocks = report.tables(Results())
    assert blocks["quality"] == blocks["growth"] == report.NOT_MEASURED
    assert blocks["targets"].count("not measured") == len(targets())


def test_results_are_kept(tmp_path: Path) -> None:
    for posts, engines in RESULTS.runs.items():
        results.keep_run(tmp_path, posts, engines)
    for measure, costs in RESULTS.costs.items():
        results.keep_costs(tmp_path, measure, costs)
    assert results.read(tmp_path) == RESULTS
