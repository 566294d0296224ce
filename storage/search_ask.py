"""The search index as one viewer sees it: core.search.asking.Ask over a read-only sqlite3 connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from core.search.asking import Candidate, Document, Group
from core.search.vocabulary import Vocabulary
from core.types import Viewer
from storage.visible import sql_for

CHANNEL_MARK = "§"
"""No form holds it, so that a channel's number is never taken for a word."""

MOST_COUNTED = 500


def channel_term(channel_id: int) -> str:
    """What the index holds for a post's channel."""
    return f"{CHANNEL_MARK}{channel_id}"


def load_vocabulary(connection: sqlite3.Connection, posts: int, characters: int) -> Vocabulary:
    """The written forms of all posts, read from the index."""
    rows = connection.execute("SELECT term, doc FROM search_form_terms")
    terms = (row for row in rows if not row[0].startswith(CHANNEL_MARK))
    return Vocabulary(terms, posts=posts, characters=characters)


class IndexAsk:
    """Answers for one viewer. Use it inside one read transaction, with the vocabulary of that moment."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, viewer: Viewer) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._viewer = viewer
        self._channels = self._restriction()

    def posts_with_lemmas(self, lemmas: Iterable[str]) -> Mapping[str, int]:
        """See Ask: exact for a viewer who sees all channels, up to MOST_COUNTED for others."""
        if self._channels is not None:
            return self._counts("search_lemmas", lemmas)
        rows = self._connection.execute(
            "SELECT term, doc FROM search_lemma_terms WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(lemmas)),),
        )
        return dict(rows)

    def posts_with_forms(self, forms: Iterable[str]) -> Mapping[str, int]:
        """See Ask: exact for a viewer who sees all channels, up to MOST_COUNTED for others."""
        if self._channels is not None:
            return self._counts("search_forms", forms)
        return {form: posts for form in forms if (posts := self._vocabulary.posts_with(form))}

    def match(self, groups: Sequence[Group], at_least: int, limit: int) -> list[Candidate]:
        """See Ask. The index's own bm25 decides."""
        rows = self._connection.execute(
            "SELECT rowid, -rank FROM search_lemmas WHERE search_lemmas MATCH ? ORDER BY rank LIMIT ?",
            (self._visible(_at_least(groups, at_least)), limit),
        )
        return [Candidate(post_id, relevance) for post_id, relevance in rows]

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        """See Ask."""
        condition, parameters = sql_for(self._viewer)
        rows = self._connection.execute(
            "SELECT id, text, has_title, reactions_total, coalesce(published_at, stored_at) FROM posts"
            f" WHERE id IN (SELECT value FROM json_each(?)) AND {condition}",
            (json.dumps(list(post_ids)), *parameters),
        )
        return [Document(*row) for row in rows]

    def _restriction(self) -> str | None:
        """The channels as a MATCH expression; None where the viewer sees every channel there is."""
        if self._viewer.channel_ids is None:
            return None
        if all(self._viewer.may_see(row[0]) for row in self._connection.execute("SELECT id FROM channels")):
            return None
        terms = [channel_term(channel_id) for channel_id in sorted(self._viewer.channel_ids)]
        return " OR ".join(f'"{term}"' for term in terms or [CHANNEL_MARK])

    def _visible(self, expression: str) -> str:
        return expression if self._channels is None else f"({self._channels}) AND ({expression})"

    def _counts(self, table: str, terms: Iterable[str]) -> dict[str, int]:
        """Visible posts that hold each term, of a viewer who does not see everything."""
        count = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
        found = {}
        for term in terms:
            (posts,) = self._connection.execute(count, (self._visible(f'"{term}"'), MOST_COUNTED)).fetchone()
            if posts:
                found[term] = posts
        return found


def _at_least(groups: Sequence[Group], number: int) -> str:
    """The MATCH expression for so many of the groups at least."""
    expressions = ["(" + " OR ".join(f'"{lemma}"' for lemma in group.lemmas) + ")" for group in groups]
    if number == 1:
        return " OR ".join(expressions)
    return " OR ".join(f"({' AND '.join(some)})" for some in combinations(expressions, number))
