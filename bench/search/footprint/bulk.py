"""How many posts a second an import takes in, index included, in a fresh process with nothing cached."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time

from bench.search import corpus
from bench.search.engines import letopis
from bench.search.places import CHECKOUT


@dataclass(frozen=True, slots=True)
class Bulk:
    """`a_second`: posts a second by the clock; `a_core_second`: posts for a second of processor time."""

    posts: int
    a_second: float
    a_core_second: float


def bulk(corpus_file: Path, size: int) -> Bulk:
    """Imports the first `size` posts in a child process."""
    command = [sys.executable, "-m", "bench.search.footprint.bulk", str(corpus_file), str(size)]
    told = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return Bulk(**json.loads(told.stdout))


def main(corpus_file: Path, size: int) -> None:
    """The child: reading the corpus is not counted, opening the archive and the dictionary is."""
    # One channel, as a file has: an import takes whole batches of it.
    docs = [replace(doc, channel="bulk") for doc in corpus.load(corpus_file, size)]
    with tempfile.TemporaryDirectory() as folder:
        wall, processor = perf_counter(), process_time()
        letopis.build(docs, Path(folder) / "letopis.db")
        wall, processor = perf_counter() - wall, process_time() - processor
    print(json.dumps({"posts": len(docs), "a_second": len(docs) / wall, "a_core_second": len(docs) / processor}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
