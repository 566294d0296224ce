"""Filters of a search as SQL: conditions on `posts`, and MATCH expressions for the two tables of the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.lemmas import Lemmas
from core.search.filters import Filters, Has
from core.search.terms import tag_term

_HAS = {
    Has.PHOTO: """posts.media LIKE '%"photo"%'""",
    Has.VIDEO: """(posts.media LIKE '%"video%' OR posts.media LIKE '%"animation"%')""",
    Has.LINK: "EXISTS (SELECT 1 FROM post_links WHERE post_links.post_id = posts.id)",
    Has.CODE: """(posts.entities LIKE '%"type": "pre"%' OR posts.entities LIKE '%"type": "code"%')""",
    Has.POLL: "posts.poll IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """`phrases` and `without`: MATCH expressions for search_lemmas; `tags` and `without_tags`: for search_forms;
    `on_posts`: SQL conditions on `posts` with their parameters.
    """

    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    on_posts: tuple[str, ...] = ()
    parameters: tuple[int, ...] = ()


def conditions_of(filters: Filters, lemmas: Lemmas) -> Conditions:
    """All the filters but the channel, which is a matter of the viewer."""
    on_posts, parameters = [_HAS[has] for has in sorted(filters.has)], []
    for instant, condition in ((filters.after, "posts.published_at >= ?"), (filters.before, "posts.published_at < ?")):
        if instant is not None:
            on_posts.append(condition)
            parameters.append(int(instant.timestamp()))
    return Conditions(
        phrases=tuple(_side_by_side(forms, lemmas) for forms in filters.phrases),
        without=tuple(_side_by_side(forms, lemmas) for forms in filters.without),
        tags=tuple(f'"{tag_term(tag)}"' for tag in filters.tags),
        without_tags=tuple(f'"{tag_term(tag)}"' for tag in filters.without_tags),
        on_posts=tuple(on_posts),
        parameters=tuple(parameters),
    )


def _side_by_side(forms: Iterable[str], lemmas: Lemmas) -> str:
    return f'"{" ".join(map(lemmas.first, forms))}"'
