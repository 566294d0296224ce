"""Makes the corpus and the queries in the data folder; both come out the same from the same inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from bench.search import corpus, packages, queries
from bench.search.corpus import Doc
from bench.search.queries import Query
from bench.search.remix import remixed

REAL_SIZE = 100_000
"""Posts beyond these are remixed, and no query asks for them."""
QUERIES_MADE = 1000
"""A variant; half of them for tuning."""

Say = Callable[[str], None]


def corpus_file(size: int, data: Path) -> Path:
    """The file whose first `size` posts are the corpus of this size."""
    return data / (corpus.FILE if size <= REAL_SIZE else f"remixed-{size}.jsonl")


def corpus_of(size: int, data: Path, channels: Path, say: Say) -> list[Doc]:
    """The first `size` posts, made where they are not there yet. Raises SystemExit where the sources give fewer."""
    path = corpus_file(size, data)
    if not path.exists():
        _make(size, data, channels, say)
    docs = corpus.load(path, size)
    if len(docs) < size:
        raise SystemExit(f"The corpus has only {len(docs):,} posts; delete {path} once its sources are there.")
    return docs


def queries_of(docs: list[Doc], data: Path, say: Say) -> list[Query]:
    """The queries over these posts, made where they are not there yet."""
    asked_for = docs[:REAL_SIZE]
    path = data / f"queries-{len(asked_for)}.jsonl"
    if not path.exists():
        made = queries.make_queries(asked_for, QUERIES_MADE)
        queries.save(made, path)
        say(f"queries: {len(made):,} in {path}")
    return queries.load(path)


def _make(size: int, data: Path, channels: Path, say: Say) -> None:
    path = corpus_file(size, data)
    if size > REAL_SIZE:
        docs = corpus_of(REAL_SIZE, data, channels, say)
        corpus.save(chain(docs, remixed(docs, size - REAL_SIZE)), path)
        say(f"corpus: {size - REAL_SIZE:,} remixed posts beyond the {REAL_SIZE:,}, in {path}")
    else:
        docs = corpus.in_order(_sources(data, channels, say), REAL_SIZE)
        corpus.save(docs, path)
        say(f"corpus: {len(docs):,} posts, {sum(doc.is_real for doc in docs):,} of them real ones, in {path}")


def _sources(data: Path, channels: Path, say: Say) -> Iterator[tuple[str, str]]:
    if not channels.is_dir():
        say(f"missing: {channels} (real posts)")
    absent = []
    yield from corpus.real_posts(channels)
    for package in packages.PACKAGES:
        folder = packages.unpacked(package, data / "packages")
        if folder is None:
            absent.append(package.name)
        else:
            yield from corpus.package_passages(package, folder)
    if absent:
        say(f"missing: Debian packages that apt could not fetch: {' '.join(absent)}")
