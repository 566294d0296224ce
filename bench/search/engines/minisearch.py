"""MiniSearch in a child process of Node, as its documentation suggests for forgiving searches: fuzzy .2, prefix on.

The time of a search is measured inside Node: the pipe is not MiniSearch's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, NotInstalled

_FOLDER = Path(__file__).parents[1]
_PROGRAM = Path(__file__).with_name("minisearch.mjs")


class MiniSearch:
    """A child process that holds the index; it reads the posts from the saved corpus by itself."""

    name = "minisearch"
    wants_words = False

    def __init__(self, docs: Sequence[Doc], corpus: Path) -> None:
        node = shutil.which("node")
        if node is None or not (_FOLDER / "node_modules" / "minisearch").is_dir():
            raise NotInstalled("node, and `npm ci` in bench/search")
        self._process = subprocess.Popen(
            [node, "--max-old-space-size=8192", _PROGRAM, corpus, str(len(docs))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._answer()

    def search(self, query: str) -> Answer:
        """See Engine."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(query) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return Answer(tuple(answer["ids"]), answer["ms"])

    def close(self) -> None:
        """See Engine."""
        self._process.communicate()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("node has ended; what it said stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer
