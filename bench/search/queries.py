"""Known-item queries: made of a post's own words, each variant with chance of its own, so the same seed gives the same.

Even-numbered queries are for tuning, odd-numbered ones for reporting. Half of the posts asked for are real ones where
the corpus holds any.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from bench.search.content_words import Word, content_words, posts_with_form
from bench.search.corpus import Doc
from bench.search.variants import VARIANTS, Variant

SEED = 17
REAL_SHARE = 0.5
COMMONEST = 0.01
"""A query holds at least one word that stands in at most this share of the posts (and 10): others mean no post."""
TRIES = 4000
"""Posts looked at for one query before a variant is given up: a small corpus may have no fitting post."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the id of the post that it means. `words`: the post's own words that it was made of."""

    variant: str
    number: int
    text: str
    target: int
    words: str

    @property
    def half(self) -> str:
        """Which half it belongs to: "tune" or "report"."""
        return "report" if self.number % 2 else "tune"


def make_queries(docs: Sequence[Doc], per_variant: int, seed: int = SEED) -> list[Query]:
    """`per_variant` queries of every variant over these posts; fewer where they have too few fitting words."""
    counts = posts_with_form(doc.text for doc in docs)
    pools = [pool for pool in (_pool(docs, real=True), _pool(docs, real=False)) if pool]
    return [
        query
        for variant in VARIANTS
        for query in _of_variant(variant, pools, counts, per_variant, Random(f"{seed}/{variant.name}"), len(docs))
    ]


def save(queries: Iterable[Query], path: Path) -> None:
    """Writes JSON Lines; the file appears only when it is whole."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for query in queries:
            file.write(json.dumps(asdict(query), ensure_ascii=False) + "\n")
    part.replace(path)


def load(path: Path) -> list[Query]:
    """The saved queries."""
    with path.open(encoding="utf-8") as file:
        return [Query(**json.loads(line)) for line in file]


def _pool(docs: Sequence[Doc], *, real: bool) -> list[Doc]:
    return [doc for doc in docs if doc.is_real == real]


def _of_variant(
    variant: Variant, pools: list[list[Doc]], counts: Counter[str], number: int, rng: Random, posts: int
) -> list[Query]:
    made: list[Query] = []
    asked: set[str] = set()
    tries = 0
    while len(made) < number and tries < TRIES:
        tries += 1
        doc = rng.choice(pools[0] if rng.random() < REAL_SHARE else pools[-1])
        chosen = variant.choose(content_words(doc.text), counts, rng)
        if not chosen or not _means_something(chosen, counts, posts):
            continue
        text = variant.write(chosen, rng)
        if text and text not in asked:
            made.append(Query(variant.name, len(made), text, doc.id, " ".join(word.form for word in chosen)))
            asked.add(text)
            tries = 0
    return made


def _means_something(words: list[Word], counts: Counter[str], posts: int) -> bool:
    return min(counts[word.form] for word in words) <= max(10, posts * COMMONEST)
