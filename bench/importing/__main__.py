"""The import benchmark: `python -m bench.importing run`, `python -m bench.importing report docs/importing.md`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.importing.child import Spent
from bench.importing.messages import messages_of
from bench.importing.writers import WRITERS
from bench.search import places, prepare

RESULTS = "importing.json"


@dataclass(frozen=True, slots=True)
class Row:
    """A format's figures. `read`, `insert`: the peers; `store`: an import without the index; `index`: with it."""

    posts: int
    file_mb: float
    read: Spent
    insert: Spent
    store: Spent
    index: Spent

    @property
    def ratio(self) -> float:
        """An import without the index against the sum of its peers."""
        return self.store.seconds / (self.read.seconds + self.insert.seconds)


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line and does what it says."""
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--data", type=Path, default=places.DATA, help="where corpus and results are kept")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="measures the formats one after another")
    run.add_argument("--size", type=int, default=prepare.REAL_SIZE, help="posts")
    run.add_argument("--formats", type=lambda names: names.split(","), default=list(WRITERS))
    run.set_defaults(act=_run)
    report = commands.add_parser("report", help="puts the table of the latest run into a page")
    report.add_argument("page", type=Path)
    report.set_defaults(act=_report)
    options = parser.parse_args(arguments)
    options.act(options)


def _run(options: argparse.Namespace) -> None:
    docs = prepare.corpus_of(options.size, options.data, places.CHANNELS, _say)
    texts = [doc.text for doc in docs]
    rows = {}
    for name in options.formats:
        with tempfile.TemporaryDirectory(prefix="letopis-bench-") as made:
            rows[name] = _measured(name, texts, Path(made))
        _say(f"{name}: {rows[name].ratio:.2f}")
    kept = options.data / RESULTS
    kept.write_text(json.dumps({name: asdict(row) for name, row in rows.items()}, indent=1), encoding="utf-8")
    print(table(rows))


def _measured(name: str, texts: list[str], folder: Path) -> Row:
    source = folder / "source"
    source.mkdir()
    WRITERS[name](source, messages_of(texts))
    stored, indexed = folder / "stored.db", folder / "indexed.db"
    read = _child("read", name, source, stored)
    store = _child("stored", name, source, stored)
    return Row(
        posts=store.posts,
        file_mb=sum(path.stat().st_size for path in source.iterdir()) / 1e6,
        read=read,
        insert=_child("insert", name, folder, stored),
        store=store,
        index=_child("indexed", name, source, indexed),
    )


def _child(what: str, name: str, folder: Path, archive: Path) -> Spent:
    command = [sys.executable, "-m", "bench.importing.child", what, name, str(folder), str(archive)]
    done = subprocess.run(command, cwd=places.CHECKOUT, stdout=subprocess.PIPE, check=True, text=True)
    return Spent(**json.loads(done.stdout))


def table(rows: dict[str, Row]) -> str:
    """The figures as Markdown."""
    heads = (
        "format", "posts", "MB", "library, s", "sqlite3, s", "import, s", "ratio", "peak, MB", "indexed, posts a s",
        "peak, MB",
    )  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    lines += [
        f"| {name} | {row.posts:,} | {row.file_mb:.0f} | {row.read.seconds:.2f} | {row.insert.seconds:.2f} "
        f"| {row.store.seconds:.2f} | {row.ratio:.2f} | {row.store.peak_mb:.0f} "
        f"| {row.posts / row.index.seconds:,.0f} | {row.index.peak_mb:.0f} |"
        for name, row in rows.items()
    ]
    return "\n".join(lines)


def _report(options: argparse.Namespace) -> None:
    kept = json.loads((options.data / RESULTS).read_text(encoding="utf-8"))
    parts = ("read", "insert", "store", "index")
    rows = {name: Row(**row | {part: Spent(**row[part]) for part in parts}) for name, row in kept.items()}
    page = options.page.read_text(encoding="utf-8")
    begin, end = "<!-- table -->\n", "<!-- end -->"
    before, _, rest = page.partition(begin)
    options.page.write_text(f"{before}{begin}{table(rows)}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
