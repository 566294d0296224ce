"""Which posts come into question: those with all the words of the query, in steps down to those with any.

All words; where no post has them all, all but one, the combination of the rarest words first; then two of many words,
then any of them. Each step is a plain AND of the index. Where a step has more posts than
are ranked, the index's own bm25 chooses, first among the posts that hold the very forms that were typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from core.search.asking import Ask, Candidate, Group

MOST_POSTS = 200
RANKED = 40
MOST_RANKED = 80
"""All the posts of a step are ranked where there are no more than that: quicker than to let the index choose RANKED."""

MOST_COMPARED = 20_000
"""Posts of the rarest word that bm25 compares, at a microsecond each; with only commoner words the last stored win."""

FEWEST_GROUPS_TO_SPARE, MOST_GROUPS_TO_SPARE = 3, 8
"""How many words a query has where one of them may be missing: the combinations of more would be too many."""

EXACT = 30
"""Of the ranked posts so many may be chosen for their exact forms."""

Places = frozenset[int]
"""Groups by their places in the query."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """`first`: the posts to rank, each with the groups that it is known to meet; `behind`: those that follow, in the
    index's order.
    """

    first: dict[int, Places] = field(default_factory=dict)
    behind: Sequence[Candidate] = ()


def with_all(groups: Sequence[Group], ask: Ask) -> Retrieved:
    """The posts that meet all the groups."""
    return _step(groups, frozenset(range(len(groups))), ask)


def with_fewer(groups: Sequence[Group], ask: Ask) -> Retrieved:
    """The posts that meet as many of the groups as any post does, where none meets them all."""
    first: dict[int, Places] = {}
    for step in _fewer_words(groups):
        for places in step:
            if len(first) < MOST_RANKED:
                found = _step([groups[place] for place in sorted(places)], places, ask).first
                first.update((post_id, found[post_id]) for post_id in found if post_id not in first)
        if first:
            break
    return Retrieved(dict(islice(first.items(), MOST_RANKED)))


def _step(groups: Sequence[Group], places: Places, ask: Ask) -> Retrieved:
    """The posts that meet all of these groups."""
    ids = ask.some(groups, MOST_RANKED + 1)
    if len(ids) <= MOST_RANKED:
        return Retrieved(dict.fromkeys(ids, places))
    if min(group.posts for group in groups) > MOST_COMPARED:
        last = ask.last_stored(groups, MOST_POSTS)
        return Retrieved(dict.fromkeys(last[:RANKED], places), [Candidate(post_id, 1.0) for post_id in last[RANKED:]])
    exact = ask.some(groups, EXACT + 1, exactly=True)
    if len(exact) > EXACT:
        exact = [one.post_id for one in ask.best(groups, EXACT, exactly=True)]
    ranked = ask.best(groups, MOST_POSTS)
    chosen = list(dict.fromkeys([*exact, *(one.post_id for one in ranked)]))[:RANKED]
    taken = set(chosen)
    return Retrieved(dict.fromkeys(chosen, places), [one for one in ranked if one.post_id not in taken])


def _fewer_words(groups: Sequence[Group]) -> Iterator[list[Places]]:
    """Which groups to ask for in one step after another, in each the rarest words first."""
    size = len(groups)
    may_spare = FEWEST_GROUPS_TO_SPARE <= size <= MOST_GROUPS_TO_SPARE
    if may_spare:
        yield _rarest_first(groups, size - 1)
    if may_spare and size - 1 > 2:  # noqa: PLR2004
        yield _rarest_first(groups, 2)
    if size > 1:
        yield _rarest_first(groups, 1)


def _rarest_first(groups: Sequence[Group], size: int) -> list[Places]:
    by_posts = sorted(range(len(groups)), key=lambda place: (groups[place].posts, place))
    return [frozenset(places) for places in combinations(by_posts, size)]
