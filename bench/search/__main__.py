"""The search benchmark: `python -m bench.search prepare`, `python -m bench.search run`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Container
from dataclasses import asdict
from pathlib import Path

from bench.search import costing, places, prepare, report, results, running, tables
from bench.search.measure import scores
from bench.search.variants import BY_NAME


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line and does what it says."""
    options = _parser().parse_args(arguments)
    options.act(options)


def say(line: str) -> None:
    """Tells what is going on; results alone go to standard output."""
    print(line, file=sys.stderr, flush=True)


def _prepare(options: argparse.Namespace) -> None:
    docs = prepare.corpus_of(options.size, options.data, places.CHANNELS, say)
    prepare.queries_of(docs, options.data, say)


def _run(options: argparse.Namespace) -> None:
    docs = prepare.corpus_of(options.size, options.data, places.CHANNELS, say)
    made = prepare.queries_of(docs, options.data, say)
    queries = running.chosen(made, options.half, options.variants, options.queries)
    found = running.run(options.engines, docs, queries, options.data, say, reuse=options.reuse)
    summed = {name: scores(some) for name, some in found.items()}
    print(f"{len(docs):,} posts, {len(queries):,} queries of the half {options.half!r}\n")
    print(tables.quality(summed), tables.speed(summed), sep="\n\n")
    if options.json:
        shown = {name: {variant: asdict(score) for variant, score in some.items()} for name, some in summed.items()}
        options.json.write_text(json.dumps(shown, indent=1), encoding="utf-8")
    if options.half == "report" and not options.variants:
        say(f"kept in {results.keep_run(options.data / places.RESULTS, len(docs), summed)}")
    if options.dump_misses and "letopis" in found:
        options.dump_misses.write_text(running.misses(found["letopis"], docs), encoding="utf-8")


def _report(options: argparse.Namespace) -> None:
    tables_ = report.tables(results.read(options.data / places.RESULTS))
    if options.page is None:
        print("\n\n".join(f"## {name}\n\n{table}" for name, table in tables_.items()))
    else:
        options.page.write_text(report.filled(options.page.read_text(encoding="utf-8"), tables_), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--data", type=Path, default=places.DATA, help="where corpus, queries and indexes are kept")
    commands = parser.add_subparsers(required=True)

    preparing = commands.add_parser("prepare", help="makes the corpus and the queries")
    preparing.add_argument("--size", type=int, default=prepare.REAL_SIZE)
    preparing.set_defaults(act=_prepare)

    running_ = commands.add_parser("run", help="asks the engines and prints tables")
    running_.add_argument("--size", type=int, default=prepare.REAL_SIZE, help="posts")
    running_.add_argument("--half", choices=("tune", "report"), default="tune")
    running_.add_argument(
        "--engines", type=_names(running.ENGINES), default=["letopis", "fts5"], help=f"of {','.join(running.ENGINES)}"
    )
    running_.add_argument("--variants", type=_names(BY_NAME), default=[], help=f"of {','.join(BY_NAME)}")
    running_.add_argument("--queries", type=int, default=300, help="at most so many a variant")
    running_.add_argument("--reuse", action="store_true", help="take the newest archive, though the indexing changed")
    running_.add_argument("--json", type=Path, help="keep the scores here")
    running_.add_argument("--dump-misses", type=Path, help="write down what letopis did not find first")
    running_.set_defaults(act=_run)
    reporting = commands.add_parser("report", help="prints what is kept as tables, or writes them into a page")
    reporting.add_argument("page", nargs="?", type=Path, help="docs/search.md, with marks for the tables")
    reporting.set_defaults(act=_report)
    costing.add_commands(commands, say)
    return parser


def _names(known: Container[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        asked = text.split(",")
        unknown = [name for name in asked if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}")
        return asked

    return names


if __name__ == "__main__":
    main()
