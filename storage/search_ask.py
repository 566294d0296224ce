"""The search index as one viewer sees it: core.search.asking.Ask over a read-only sqlite3 connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from core.search.asking import Candidate, Document, Group
from core.search.terms import COMPOUND_MARK, FORM_MARK, compound_parts, form_term
from core.search.vocabulary import Vocabulary
from core.types import Viewer
from storage.visible import sql_for

CHANNEL_MARK = "§"
MOST_COUNTED = 500
_LAST_CHARACTER = "\U0010ffff"


def channel_term(channel_id: int) -> str:
    """What the index holds for a post's channel."""
    return f"{CHANNEL_MARK}{channel_id}"


def load_vocabulary(connection: sqlite3.Connection, posts: int, characters: int) -> Vocabulary:
    """The forms of all posts, read from the index."""
    between = "SELECT term, doc FROM search_words WHERE term >= ? AND term <= ?"
    forms = connection.execute(between, (FORM_MARK, FORM_MARK + _LAST_CHARACTER))
    compounds = connection.execute(between, (COMPOUND_MARK, COMPOUND_MARK + _LAST_CHARACTER))
    return Vocabulary(
        ((term[1:], count) for term, count in forms),
        (compound_parts(term) for term, _ in compounds),
        posts=posts,
        characters=characters,
    )


class IndexAsk:
    """Answers for one viewer. Use it inside one read transaction, with the vocabulary of that moment."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, viewer: Viewer) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._viewer = viewer
        self._channels = self._restriction()

    def posts_with(self, terms: Iterable[str]) -> Mapping[str, int]:
        """See Ask: exact for a viewer who sees all channels, up to MOST_COUNTED for others."""
        if self._channels is not None:
            counts = {term: self._count(f'"{term}"') for term in terms}
            return {term: posts for term, posts in counts.items() if posts}
        forms: list[str] = []
        others: list[str] = []
        for term in terms:
            (forms if term.startswith(FORM_MARK) else others).append(term)
        counts = {term: posts for term in forms if (posts := self._vocabulary.posts_with(term[1:]))}
        if others:
            counts |= self._connection.execute(
                "SELECT term, doc FROM search_words WHERE term IN (SELECT value FROM json_each(?))",
                (json.dumps(others),),
            )
        return counts

    def posts_with_start(self, start: str) -> int:
        """See Ask: up to MOST_COUNTED."""
        return self._count(f'"{form_term(start)}" *')

    def match(self, groups: Sequence[Group], at_least: int, limit: int) -> list[Candidate]:
        """See Ask. The index's own bm25 decides."""
        rows = self._connection.execute(
            "SELECT rowid, -rank FROM search_index WHERE search_index MATCH ? ORDER BY rank LIMIT ?",
            (self._visible(_any_of(groups, at_least)), limit),
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
        if all(
            self._viewer.may_see(channel_id) for (channel_id,) in self._connection.execute("SELECT id FROM channels")
        ):
            return None
        terms = [channel_term(channel_id) for channel_id in sorted(self._viewer.channel_ids)]
        return " OR ".join(f'"{term}"' for term in terms or [CHANNEL_MARK])

    def _visible(self, expression: str) -> str:
        return expression if self._channels is None else f"({self._channels}) AND ({expression})"

    def _count(self, expression: str) -> int:
        row = self._connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)",
            (self._visible(expression), MOST_COUNTED),
        ).fetchone()
        return int(row[0])


def _any_of(groups: Sequence[Group], at_least: int) -> str:
    """The MATCH expression for so many of the groups at least."""
    expressions = [_expression(group) for group in groups]
    if at_least == 1:
        return " OR ".join(expressions)
    return " OR ".join(f"({' AND '.join(some)})" for some in combinations(expressions, at_least))


def _expression(group: Group) -> str:
    terms = [f'"{lemma}"' for lemma in group.lemmas]
    if group.start:
        terms.append(f'"{form_term(group.start)}" *')
    return f"({' OR '.join(terms)})"
