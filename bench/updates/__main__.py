"""The load benchmark: `python -m bench.updates run`, `python -m bench.updates report docs/updates.md`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random

from bench.search import places, prepare
from bench.search.report import filled
from bench.updates.archive import archive_of
from bench.updates.report import tables
from bench.updates.running import Measured, Times, echo_command, letopis_command, measured

RESULTS = "updates.json"
THINK_S = 4.0
"""How long people think on average where they take their time."""


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line and does what it says."""
    parser = argparse.ArgumentParser(prog="python -m bench.updates", description=__doc__)
    parser.add_argument("--data", type=Path, default=places.DATA, help="where corpus, archive and results are kept")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="measures the bots one after another")
    run.add_argument("--size", type=int, default=prepare.REAL_SIZE, help="posts")
    run.add_argument("--people", type=int, default=200)
    run.add_argument("--updates", type=int, default=2000)
    run.add_argument("--think", type=float, default=THINK_S, help="seconds, where people take their time")
    run.set_defaults(act=_run)
    report = commands.add_parser("report", help="puts the tables of the latest run into a page")
    report.add_argument("page", type=Path)
    report.set_defaults(act=_report)
    options = parser.parse_args(arguments)
    options.act(options)


def _run(options: argparse.Namespace) -> None:
    docs = prepare.corpus_of(options.size, options.data, places.CHANNELS, _say)
    queries = [query.text for query in prepare.queries_of(docs, options.data, _say)]
    Random(2026).shuffle(queries)
    archive = archive_of(docs, options.data, _say)
    kept: dict[str, object] = {"people": options.people, "think_s": options.think, "posts": len(docs)}
    found = {}
    for name, command in (("echo", echo_command()), ("letopis", letopis_command())):
        _say(f"measuring {name}")
        work = measured(command, archive, queries, options.people, options.updates, options.think)
        found[name] = asyncio.run(work)
        _say(json.dumps(asdict(found[name]), ensure_ascii=False))
    kept |= {name: asdict(numbers) for name, numbers in found.items()}
    (options.data / RESULTS).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("\n\n".join(tables(found["letopis"], found["echo"]).values()))


def _report(options: argparse.Namespace) -> None:
    kept = json.loads((options.data / RESULTS).read_text(encoding="utf-8"))
    found = {name: _measured(kept[name]) for name in ("letopis", "echo")}
    page = filled(options.page.read_text(encoding="utf-8"), tables(found["letopis"], found["echo"]))
    options.page.write_text(page, encoding="utf-8")


def _measured(kept: dict[str, object]) -> Measured:
    times = {name: Times(**kept[name]) for name in ("at_once", "paced", "idle")}  # type: ignore[arg-type]
    return Measured(**kept | times)  # type: ignore[arg-type]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
