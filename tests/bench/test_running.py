"""Everything that the benchmark runs, over the invented corpus; peers that are not installed are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.search import __main__ as program
from bench.search import corpus, places, prepare, results, running
from bench.search.engines.engine import Answer
from bench.search.engines.fts5 import any_word
from bench.search.measure import Outcome, outcomes, quantile, score
from bench.search.queries import Query, make_queries
from tests.bench.invented import docs

SIZE = 64


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    corpus.save(docs(), folder / corpus.FILE)
    return folder


def silent(_: str) -> None:
    pass


@pytest.mark.parametrize("name", running.ENGINES)
def test_every_engine_finds_what_is_written(name: str, data: Path) -> None:
    said: list[str] = []
    queries = [Query("clean", 0, "байкал sqlite", 22, "байкал sqlite")]
    found = running.run([name], docs(), queries, data, said.append)
    if not found:
        pytest.skip(said[-1])
    assert found[name][0].rank == 1
    assert found[name][0].answer.ms > 0


def test_letopis_finds_sloppy_queries(data: Path) -> None:
    queries = make_queries(docs(), 6)
    found = running.run(["letopis", "fts5"], docs(), queries, data, silent)
    assert score(found["letopis"]).mrr > score(found["fts5"]).mrr


def test_a_run_from_the_command_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    misses, kept = data / "misses.txt", data / "scores.json"
    command = f"--data {data} run --size {SIZE} --half report --queries 2 --json {kept} --dump-misses {misses}"
    program.main(command.split())
    printed = capsys.readouterr().out
    assert "clean" in printed
    assert "letopis" in printed
    assert "fts5" in kept.read_text(encoding="utf-8")
    assert "rank" in misses.read_text(encoding="utf-8")
    assert set(results.read(data / places.RESULTS).runs[SIZE]) == {"letopis", "fts5"}


@pytest.mark.parametrize("measure", ["size", "insert", "bulk", "load"])
def test_a_cost_from_the_command_line(
    measure: str, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.search.costing.LOAD_QUERIES", 60)
    monkeypatch.setattr("bench.search.costing.NEW_POSTS", 30)
    program.main(f"--data {data} {measure} --size {SIZE}".split())
    assert f"{measure}: letopis" in capsys.readouterr().out
    assert measure in results.read(data / places.RESULTS).costs


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc")
def test_the_bots_answer_and_tell_their_memory(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.search.costing.STARTS", 1)
    monkeypatch.setattr("bench.search.costing.MESSAGES", 25)
    program.main(f"--data {data} bots --size {SIZE}".split())
    assert set(results.read(data / places.RESULTS).costs["bots"]) == {"letopis", "echo"}


def test_a_corpus_that_is_too_small_is_told(data: Path) -> None:
    with pytest.raises(SystemExit, match="only 64 posts"):
        prepare.corpus_of(100, data, data, silent)


def test_missing_sources_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    said: list[str] = []
    with pytest.raises(SystemExit):
        prepare.corpus_of(10, tmp_path, tmp_path / "none", said.append)
    assert [line.partition(":")[0] for line in said] == ["missing", "missing", "corpus"]


def test_an_unknown_engine_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.main(f"--data {data} run --engines sphinx".split())
    assert "unknown: sphinx" in capsys.readouterr().err


class Fixed:
    name = "fixed"
    wants_words = False

    def search(self, query: str) -> Answer:
        return Answer(tuple(map(int, query.split())), 2.0)

    def close(self) -> None:
        pass


def test_a_rank_is_that_of_the_first_equal_text() -> None:
    texts = {1: "раз", 2: "два", 3: "два"}
    asked = [Query("clean", 0, "1 3 2", 2, ""), Query("clean", 1, "1", 2, "")]
    found = outcomes(Fixed(), asked, texts)
    assert [outcome.rank for outcome in found] == [2, None]
    assert score(found).mrr == 0.25


def test_an_engine_that_wants_the_words_gets_them() -> None:
    engine = Fixed()
    engine.wants_words = True
    found = outcomes(engine, [Query("layout", 0, "typed", 2, "2")], {2: "два"})
    assert found == [Outcome(found[0].query, 1, Answer((2,), 2.0))]


def test_quantiles() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([0, 10], 0.95) == pytest.approx(9.5)
    assert quantile([7], 0.95) == 7
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


def test_words_for_fts5_are_quoted() -> None:
    assert any_word('кот "and" OR -x') == '"кот" OR "and" OR "OR" OR "x"'
    assert not any_word("?!")
