"""rapidfuzz over all texts, without an index: what a small bot does first."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from bench.search.corpus import Doc
from bench.search.engines.engine import Answer, timed


class Scan:
    """All texts in memory, compared with the query by `token_set_ratio`, the best of rapidfuzz's ratios here."""

    name = "rapidfuzz"
    wants_words = False

    def __init__(self, docs: Iterable[Doc]) -> None:
        self._texts = {doc.id: utils.default_process(doc.text) for doc in docs}

    def search(self, query: str) -> Answer:
        """See Engine."""
        return timed(lambda: self._ask(query))

    def close(self) -> None:
        """See Engine."""
        self._texts.clear()

    def _ask(self, query: str) -> list[int]:
        asked = utils.default_process(query)
        return [post_id for _, _, post_id in process.extract(asked, self._texts, scorer=fuzz.token_set_ratio, limit=10)]
