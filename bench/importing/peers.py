"""What an import is measured against: the parser's library reading the file, and bare SQLite storing the same rows."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import orjson
from selectolax.lexbor import LexborHTMLParser

ROWS_A_TRANSACTION = 200
"""As an import has it."""

_TABLES = ("channels", "posts", "post_messages", "post_links")


def _read_json(folder: Path) -> None:
    for path in folder.iterdir():
        orjson.loads(path.read_bytes())


def _read_html(folder: Path) -> None:
    for path in folder.iterdir():
        LexborHTMLParser(path.read_bytes())


def _read_json_lines(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as lines:
            for line in lines:
                orjson.loads(line)


def _read_csv(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            for _ in csv.reader(lines):
                pass


def _read_text(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open(encoding="utf-8") as lines:
            for _ in lines:
                pass


READERS: Mapping[str, Callable[[Path], None]] = {
    "desktop-json": _read_json,
    "desktop-html": _read_html,
    "preview": _read_html,
    "letopis-jsonl": _read_json_lines,
    "json-list": _read_json,
    "csv": _read_csv,
    "text-dump": _read_text,
}
"""The library that each format's parser reads with, over the whole file; a text dump has none but Python's lines."""


def insert_s(archive: Path, copy: Path) -> float:
    """How long sqlite3 alone takes to put an archive's posts into the same tables with the same indexes, in seconds."""
    with sqlite3.connect(archive) as source:
        statements = [
            row[0]
            for row in source.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN"
                " (SELECT value FROM json_each(?)) ORDER BY type DESC",
                (orjson.dumps(_TABLES).decode(),),
            )
        ]
        rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
    target = sqlite3.connect(copy, isolation_level=None)
    target.execute("PRAGMA journal_mode = WAL")
    target.execute("PRAGMA synchronous = NORMAL")
    for statement in statements:
        target.execute(statement)
    begun = perf_counter()
    for start in range(0, len(rows["posts"]), ROWS_A_TRANSACTION):
        target.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            _insert(target, table, rows[table][start : start + ROWS_A_TRANSACTION])
        target.execute("COMMIT")
    taken = perf_counter() - begun
    target.close()
    return taken


def _insert(target: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
