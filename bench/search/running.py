"""Runs engines over the corpus and the queries of one half."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.search import prepare
from bench.search.corpus import Doc
from bench.search.engines import letopis
from bench.search.engines.engine import Engine, NotInstalled
from bench.search.engines.floor import Floor, floor_path
from bench.search.engines.fts5 import Fts5
from bench.search.engines.minisearch import MiniSearch
from bench.search.engines.prefix import Prefix
from bench.search.engines.scan import Scan
from bench.search.engines.tantivy_stems import STEMS, STEMS_AND_FORMS, Tantivy
from bench.search.measure import Outcome, outcomes, warm_up
from bench.search.queries import Query

Say = Callable[[str], None]

ENGINES = (
    "letopis", "untouched", "fts5", "tantivy", "tantivy_forms", "minisearch", "prefix", "rapidfuzz",
    "floor",
)  # fmt: skip
SLOW = {"rapidfuzz": 20_000}
"""Engines that look at every post: over more posts than this they are asked SLOW_QUERIES a variant."""
SLOW_QUERIES = 2
TURN = 100
"""Queries that one engine is asked before it is the next one's turn: enough to fill the processor's caches again."""


def engine(name: str, docs: Sequence[Doc], data: Path, say: Say, *, reuse: bool = False) -> Engine:
    """The engine of this name with the posts taken in. Raises NotInstalled; KeyError for a name that is none.

    `reuse`: Letopis' newest archive of this size is taken, whatever program made it.
    """
    makers: dict[str, Callable[[], Engine]] = {
        "letopis": lambda: letopis.Letopis(archive(docs, data, say, reuse=reuse)),
        "untouched": lambda: letopis.Letopis(archive(docs, data, say, reuse=reuse), untouched=True),
        "fts5": lambda: Fts5(docs),
        "tantivy": lambda: Tantivy(docs, STEMS),
        "tantivy_forms": lambda: Tantivy(docs, STEMS_AND_FORMS),
        "minisearch": lambda: MiniSearch(docs, prepare.corpus_file(len(docs), data)),
        "prefix": lambda: Prefix(docs),
        "rapidfuzz": lambda: Scan(docs),
        "floor": lambda: Floor(docs, floor_path(data, len(docs))),
    }
    return makers[name]()


def archive(docs: Sequence[Doc], data: Path, say: Say, *, reuse: bool) -> Path:
    """Letopis' archive of these posts, built where it is not there; `reuse`: the newest one, whatever made it."""
    path = letopis.archive_path(data, len(docs))
    if reuse:
        path = letopis.newest_archive(data, len(docs)) or path
    if not path.exists():
        say(f"building {path.name} ...")
        letopis.build(docs, path)
    return path


def chosen(queries: Sequence[Query], half: str, variants: Sequence[str], number: int) -> list[Query]:
    """The first `number` queries of each variant that belong to the half; no variants named: all."""
    wanted = [query for query in queries if query.half == half and (not variants or query.variant in variants)]
    return first_of_each(wanted, number)


def first_of_each(queries: Sequence[Query], number: int) -> list[Query]:
    """The first `number` queries of each variant, in their order."""
    counts: Counter[str] = Counter()
    taken = []
    for query in queries:
        counts[query.variant] += 1
        if counts[query.variant] <= number:
            taken.append(query)
    return taken


def run(
    names: Sequence[str], docs: Sequence[Doc], queries: Sequence[Query], data: Path, say: Say, *, reuse: bool = False
) -> dict[str, list[Outcome]]:
    """Engine -> what its queries came to. Engines that are not installed are named and left out.

    The engines take turns, a few queries each: what else the machine does meanwhile hits them all alike.
    """
    engines = _engines(names, docs, data, say, reuse=reuse)
    texts = {doc.id: doc.text for doc in docs}
    few = set(first_of_each(queries, SLOW_QUERIES))
    found: dict[str, list[Outcome]] = {name: [] for name in engines}
    # The corpus in memory is the benchmark's own: the collector need not walk through it during a search.
    gc.collect()
    gc.freeze()
    for name, asked in engines.items():
        if not _is_slow(name, docs):
            warm_up(asked, queries)
    for start in range(0, len(queries), TURN):
        turn = queries[start : start + TURN]
        for name, asked in engines.items():
            some = [query for query in turn if query in few] if _is_slow(name, docs) else turn
            found[name] += outcomes(asked, some, texts)
    gc.unfreeze()
    for asked in engines.values():
        asked.close()
    return found


def _engines(names: Sequence[str], docs: Sequence[Doc], data: Path, say: Say, *, reuse: bool) -> dict[str, Engine]:
    engines = {}
    for name in names:
        try:
            engines[name] = engine(name, docs, data, say, reuse=reuse)
        except NotInstalled as error:
            say(f"left out: {name}: {error}")
    return engines


def _is_slow(name: str, docs: Sequence[Doc]) -> bool:
    return len(docs) > SLOW.get(name, len(docs))


def misses(found: Sequence[Outcome], docs: Sequence[Doc]) -> str:
    """The queries whose post was not first, to be read: what was asked, what was meant, what was found."""
    texts = {doc.id: " ".join(doc.text.split()) for doc in docs}
    lines = []
    for outcome in found:
        if outcome.rank == 1:
            continue
        query = outcome.query
        lines.append(f"{query.variant} #{query.number}  rank {outcome.rank or '-'}  {query.text!r}  of {query.words!r}")
        lines.append(f"    meant {query.target}: {texts[query.target][:80]}")
        lines += [f"    found {post_id}: {texts[post_id][:80]}" for post_id in outcome.answer.ids[:3]]
    return "\n".join(lines)
