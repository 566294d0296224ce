"""The search index as one viewer sees it: core.search.asking.Ask over a read-only sqlite3 connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.lemmas import Lemmas
from core.search.asking import Candidate, Document, Group
from core.search.filters import Filters, Sort
from core.search.terms import is_own_lemma
from core.search.vocabulary import Counted, Vocabulary
from core.types import Viewer
from storage.post_rows import stored_text
from storage.search_filters import Conditions, conditions_of
from storage.values import IN_LIST, as_list
from storage.visible import sql_for

CHANNEL_MARK = "§"
"""No form holds it, so that a channel's number is never taken for a word."""

MOST_COUNTED = 100
"""Posts with a word that are counted for a viewer who does not see all. Of a word that so many posts show him he may
learn how common it is in the whole archive: to count on would take too long.
"""

_SORTS = {
    Sort.NEW: "posts.published_at DESC, posts.id DESC",
    Sort.TOP: "posts.reactions_total DESC, posts.published_at DESC, posts.id DESC",
}


def channel_term(channel_id: int) -> str:
    """What the index holds for a post's channel."""
    return f"{CHANNEL_MARK}{channel_id}"


@dataclass(frozen=True, slots=True)
class IndexAsk:
    """Answers for one viewer. Use it inside one read transaction, with the vocabulary of that moment.

    `exact`: the vocabulary holds the words of all the posts and of no others, so that it can answer for the index.
    """

    connection: sqlite3.Connection
    vocabulary: Vocabulary
    viewer: Viewer
    lemmas: Lemmas
    exact: bool = True
    conditions: Conditions = field(default_factory=Conditions)
    kept: str | None = None
    """Ids of the posts that it is narrowed to, as JSON; None: it is not."""

    channels: str | None = field(init=False)
    """The channels as a MATCH expression; None where the viewer sees every channel there is."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", _channels(self.connection, self.viewer))

    @property
    def sees_all(self) -> bool:
        """See Ask."""
        return self.exact and self.channels is None

    def sized(self) -> IndexAsk:
        """The same with a vocabulary as if the archive held no more posts than the viewer's channels do."""
        if self.channels is None:
            return self
        # Not by the rule of visible.py: to look at every post whether it is deleted takes twenty times as long.
        of_viewer = "FROM posts WHERE channel_id IN (SELECT value FROM json_each(:ids))"
        deleted = f"SELECT count(*) {of_viewer} AND deleted_at IS NOT NULL"
        (posts,) = self.connection.execute(
            f"SELECT count(*) - ({deleted}) {of_viewer}", {"ids": json.dumps(sorted(self.viewer.channel_ids or ()))}
        ).fetchone()
        characters = round(posts * self.vocabulary.average_length)
        return replace(self, vocabulary=replace(self.vocabulary, posts=posts, characters=characters))

    def within(self, filters: Filters) -> IndexAsk:
        """See Ask."""
        viewer = self._seeing(filters.channels) if filters.channels else self.viewer
        return replace(self, viewer=viewer, conditions=conditions_of(filters, self.lemmas))

    def among(self, post_ids: Sequence[int]) -> IndexAsk:
        """See Ask."""
        return replace(self, kept=as_list(post_ids))

    def visible_lemmas(self, lemmas: Iterable[str]) -> list[str]:
        """See Ask."""
        if self.sees_all:
            return [lemma for lemma in lemmas if self.vocabulary.lemmas.posts_with(lemma)]
        return [lemma for lemma in lemmas if self._count("search_lemmas", lemma, self.vocabulary.lemmas, 1)]

    def visible_forms(self, forms: Collection[str]) -> list[str]:
        """See Ask."""
        if self.sees_all:
            return [form for form in forms if self.vocabulary.holds(form)]
        return [form for form in forms if self._count(_table_of(form), form, self.vocabulary.forms, 1)]

    def posts_with_lemma(self, lemma: str) -> int:
        """See Ask."""
        return self._posts_with("search_lemmas", lemma, self.vocabulary.lemmas)

    def posts_with_form(self, form: str) -> int:
        """See Ask."""
        return self._posts_with(_table_of(form), form, self.vocabulary.forms)

    def some(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[int]:
        """See Ask."""
        source, parameters = self._source(groups, exactly=exactly)
        rows = self.connection.execute(f"SELECT search_lemmas.rowid {source} LIMIT ?", (*parameters, limit))
        return [row[0] for row in rows]

    def last_stored(self, groups: Sequence[Group], limit: int) -> list[int]:
        """See Ask."""
        source, parameters = self._source(groups)
        statement = f"SELECT search_lemmas.rowid {source} ORDER BY search_lemmas.rowid DESC LIMIT ?"
        return [row[0] for row in self.connection.execute(statement, (*parameters, limit))]

    def best(self, groups: Sequence[Group], limit: int, *, exactly: bool = False) -> list[Candidate]:
        """See Ask. The index's own bm25 decides."""
        source, parameters = self._source(groups, exactly=exactly)
        # The function, not the column: with the column FTS5 computes it for every match before anything else is asked.
        rank = "bm25(search_lemmas)"
        rows = self.connection.execute(
            f"SELECT search_lemmas.rowid, -{rank} {source} ORDER BY {rank} LIMIT ?", (*parameters, limit)
        )
        return [Candidate(post_id, relevance) for post_id, relevance in rows]

    def any_of(self, lemmas: Sequence[str], limit: int) -> list[Candidate]:
        """See Ask."""
        group = Group(dict.fromkeys(lemmas, 1.0), {}, 1)
        return self.best([group], limit)

    def sorted_by(self, sort: Sort, groups: Sequence[Group], limit: int) -> list[int]:
        """See Ask."""
        source, parameters = self._source(groups, with_posts=True)
        rows = self.connection.execute(
            f"SELECT posts.id {source} ORDER BY {_SORTS[sort]} LIMIT ?", (*parameters, limit)
        )
        return [row[0] for row in rows]

    def documents(self, post_ids: Sequence[int]) -> list[Document]:
        """See Ask."""
        condition, parameters = sql_for(self.viewer)
        rows = self.connection.execute(
            "SELECT id, text, poll, has_title, reactions_total, coalesce(published_at, stored_at) FROM posts"
            f" WHERE id IN (SELECT value FROM json_each(?)) AND {condition}",
            (json.dumps(list(post_ids)), *parameters),
        )
        return [Document(post_id, stored_text(text, poll), *more) for post_id, text, poll, *more in rows]

    def _source(
        self, groups: Sequence[Group], *, exactly: bool = False, with_posts: bool = False
    ) -> tuple[str, list[str | int]]:
        """FROM and WHERE of the posts that meet the groups and the filters, and the parameters."""
        expression = self._expression(groups)
        where = ["search_lemmas MATCH ?"] if expression else []
        parameters: list[str | int] = [expression] if expression else []
        tables = ["search_lemmas"] if expression else []
        if with_posts or self.conditions.on_posts:
            tables.append("posts")
            # The plus: posts are gone through in the order of the list, or by number, never channel by channel.
            visible, of_viewer = sql_for(self.viewer, "+posts.channel_id")
            where += [visible, *self.conditions.on_posts, *(["posts.id = search_lemmas.rowid"] if expression else [])]
            parameters += [*of_viewer, *self.conditions.parameters]
        row_id = "search_lemmas.rowid" if expression else "posts.id"
        for operator, table, matches in self._inside(groups, exactly=exactly, expressed=bool(expression)):
            # The plus keeps SQLite from asking the full-text table once for every row of the other one.
            where.append(
                f"{'+' if expression else ''}{row_id} {operator} (SELECT rowid FROM {table} WHERE {table} MATCH ?)"
            )
            parameters.append(matches)
        if self.kept is not None:
            where.append(f"{'+' if expression else ''}{row_id} {IN_LIST}")
            parameters.append(self.kept)
        return f"FROM {' CROSS JOIN '.join(tables)} WHERE {' AND '.join(where)}", parameters

    def _expression(self, groups: Sequence[Group]) -> str:
        """What the lemmas have to match; "" where nothing is asked of them but not to be there."""
        wanted = list(dict.fromkeys([*(_any(group.lemmas) for group in groups), *self.conditions.phrases]))
        if not wanted:
            return ""
        channels = self.channels
        expression = " AND ".join(wanted if channels is None else [channels, *wanted])
        return f"({expression}) NOT ({' OR '.join(self.conditions.without)})" if self.conditions.without else expression

    def _inside(self, groups: Sequence[Group], *, exactly: bool, expressed: bool) -> Iterator[tuple[str, str, str]]:
        """In which other matches the posts have to be, or must not be: operator, table, MATCH expression."""
        filters = self.conditions
        exact = [group.exact_forms for group in groups if exactly]
        tags = [*filters.tags, *(_any(forms) for forms in exact if not any(map(is_own_lemma, forms)))]
        if tags:
            yield "IN", "search_forms", " AND ".join(tags)
        if filters.without_tags:
            yield "NOT IN", "search_forms", " OR ".join(filters.without_tags)
        if filters.without and not expressed:
            yield "NOT IN", "search_lemmas", " OR ".join(filters.without)

    def _seeing(self, names: Collection[str]) -> Viewer:
        """The viewer, of all channels, of those alone that bear all the names."""
        rows = self.connection.execute("SELECT id, username, title, telegram_id FROM channels")
        wanted = {name.casefold() for name in names}
        ids = {row[0] for row in rows if wanted <= {str(known).casefold() for known in row[1:] if known is not None}}
        return Viewer(frozenset(channel_id for channel_id in ids if self.viewer.may_see(channel_id)))

    def _posts_with(self, table: str, term: str, words: Counted) -> int:
        """How many visible posts hold a term; where MOST_COUNTED do, how many posts of the archive."""
        if self.channels is None:
            return words.posts_with(term) if self.exact or self._count(table, term, words, 1) else 0
        posts = self._count(table, term, words, MOST_COUNTED)
        return posts if posts < MOST_COUNTED else max(posts, words.posts_with(term))

    def _count(self, table: str, term: str, words: Counted, limit: int) -> int:
        """How many visible posts hold a term, counted up to a limit.

        A rare term's posts are looked at one by one: to bring many channels' terms together takes ten times as long.
        """
        rows, condition = table, f"{table} MATCH ?"
        parameters: list[str | int] = [f'"{term}"']
        if self.channels is not None and words.posts_with(term) <= MOST_COUNTED:
            visible, of_viewer = sql_for(self.viewer, "+posts.channel_id")
            rows, condition = f"{table} CROSS JOIN posts ON posts.id = {table}.rowid", f"{condition} AND {visible}"
            parameters += of_viewer
        elif self.channels is not None:
            parameters = [f'{self.channels} AND "{term}"']
        statement = f"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {condition} LIMIT ?)"
        (posts,) = self.connection.execute(statement, (*parameters, limit)).fetchone()
        return int(posts)


def _table_of(form: str) -> str:
    return "search_lemmas" if is_own_lemma(form) else "search_forms"


def _channels(connection: sqlite3.Connection, viewer: Viewer) -> str | None:
    if viewer.channel_ids is None:
        return None
    if all(viewer.may_see(row[0]) for row in connection.execute("SELECT id FROM channels")):
        return None
    return _any([channel_term(channel_id) for channel_id in sorted(viewer.channel_ids)] or [CHANNEL_MARK])


def _any(terms: Iterable[str]) -> str:
    return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"
