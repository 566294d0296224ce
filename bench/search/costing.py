"""The commands that measure what Letopis costs beside the time of a search; each prints its numbers and keeps them."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from bench.search import places, prepare, results, running
from bench.search.corpus import Doc
from bench.search.footprint.archive_copy import copied
from bench.search.footprint.bots import costs
from bench.search.footprint.bulk import bulk
from bench.search.footprint.insert import inserts_into
from bench.search.footprint.load import fts5_load, letopis_load
from bench.search.footprint.size import size_of
from bench.search.queries import Query
from bench.search.remix import remixed
from bench.search.results import Measured

NEW_POSTS = 300
"""Posts that are stored one by one."""
MESSAGES = 1000
"""Searches that the running bot answers before its memory is read."""
STARTS = 3
LOAD_QUERIES = 2000

Say = Callable[[str], None]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], say: Say) -> None:
    """The commands size, insert, bulk, bots and load."""
    acts = {
        "size": ("bytes on disk that are there for the search", _size),
        "insert": ("the time of a live insert", _insert),
        "bulk": ("posts a second of an import", _bulk),
        "bots": ("memory and start of the running bot against an echo bot", _bots),
        "load": ("50 searches at once beside a writer, against FTS5", _load),
    }
    for name, (help_, act) in acts.items():
        command = commands.add_parser(name, help=help_)
        command.add_argument("--size", type=int, default=prepare.REAL_SIZE, help="posts")
        command.add_argument("--reuse", action="store_true", help="take the newest archive, though it may be outdated")
        command.set_defaults(act=_kept(name, act, say))


def _kept(
    name: str, act: Callable[[argparse.Namespace, Say], Mapping[str, Measured]], say: Say
) -> Callable[[argparse.Namespace], None]:
    def run(options: argparse.Namespace) -> None:
        measured = act(options, say)
        for what, numbers in measured.items():
            for field, value in asdict(numbers).items():
                print(
                    f"{name}: {what} {field} {value:,.2f}"
                    if isinstance(value, float)
                    else f"{name}: {what} {field} {value}"
                )
        say(f"kept in {results.keep_costs(options.data / places.RESULTS, name, measured)}")

    return run


def _size(options: argparse.Namespace, say: Say) -> dict[str, Measured]:
    archive, _ = _archive(options, say)
    return {"letopis": size_of(archive)}


def _insert(options: argparse.Namespace, say: Say) -> dict[str, Measured]:
    archive, docs = _archive(options, say)
    return {"letopis": inserts_into(archive, list(remixed(docs, NEW_POSTS)))}


def _bulk(options: argparse.Namespace, say: Say) -> dict[str, Measured]:
    prepare.corpus_of(options.size, options.data, places.CHANNELS, say)
    return {"letopis": bulk(prepare.corpus_file(options.size, options.data), options.size)}


def _bots(options: argparse.Namespace, say: Say) -> dict[str, Measured]:
    archive, docs = _archive(options, say)
    messages = [query.text for query in _mixed(options, docs, say)[:MESSAGES]]
    with copied(archive.absolute()) as path:
        return dict(asyncio.run(costs(path, messages, STARTS)))


def _load(options: argparse.Namespace, say: Say) -> dict[str, Measured]:
    """All variants mixed, and the clean queries alone: plain FTS5 is quickest where it finds nothing."""
    archive, docs = _archive(options, say)
    mixed = _mixed(options, docs, say)
    clean = [query for query in mixed if query.variant == "clean"]
    new = list(remixed(docs, NEW_POSTS * 10))
    measured: dict[str, Measured] = {}
    for name, queries in (("mixed", mixed), ("clean", clean)):
        asked = _repeated([query.text for query in queries], LOAD_QUERIES)
        measured[f"letopis {name}"] = letopis_load(archive, asked, new)
        measured[f"fts5 {name}"] = fts5_load(options.data, docs, asked, new)
    return measured


def _archive(options: argparse.Namespace, say: Say) -> tuple[Path, list[Doc]]:
    docs = prepare.corpus_of(options.size, options.data, places.CHANNELS, say)
    return running.archive(docs, options.data, say, reuse=options.reuse), docs


def _mixed(options: argparse.Namespace, docs: list[Doc], say: Say) -> list[Query]:
    """The queries of the reporting half, the variants in turn."""
    made = prepare.queries_of(docs, options.data, say)
    return sorted((query for query in made if query.half == "report"), key=lambda query: query.number)


def _repeated(texts: list[str], number: int) -> list[str]:
    """So many texts, from the first on and over again."""
    return [texts[place % len(texts)] for place in range(number)]
