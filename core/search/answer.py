"""The whole search: a query in, a frozen list of posts out."""

from __future__ import annotations

from collections.abc import Sequence

from core.search.asking import Ask, Candidate, Group
from core.search.groups import lemmas_of
from core.search.query import parse
from core.search.rank import Ranked, Ranker
from core.search.reading import Reader
from core.search.spelling import suggestions
from core.search.vocabulary import Vocabulary
from core.types import SearchAnswer
from core.words import Lemmas

MOST_POSTS = 200
RERANKED = 40
PAGE = 5
"""Fewer posts than this with all the words: those that lack one word are taken in too."""

FEWEST_GROUPS_TO_SPARE, MOST_GROUPS_TO_SPARE = 3, 8
"""How many words a query has where one of them may be missing: the combinations of more would be too many."""


def answer(query: str, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas) -> SearchAnswer:
    """The posts that answer a query, the best first, at most MOST_POSTS; any text is a query."""
    parsed = parse(query)
    reading = Reader(vocabulary, ask, lemmas).read(parsed)
    met = [group for group in reading.groups if group.posts]
    candidates, all_met = _retrieve(met, ask)
    if not candidates:
        near = suggestions(reading.unmet, vocabulary, ask, lemmas)
        return SearchAnswer(query=query, understood=None, post_ids=(), suggestions=near, cut=parsed.cut)
    ranker = Ranker(met, vocabulary, lemmas)
    best = ranker.rank(ask.documents([one.post_id for one in candidates[:RERANKED]]), all_met=all_met)
    ranked = best + _tail(best, candidates)
    return SearchAnswer(
        query=query,
        understood=reading.understood,
        post_ids=tuple(one.post_id for one in ranked),
        scores=tuple(one.score for one in ranked),
        lemmas=lemmas_of(met),
        cut=parsed.cut,
    )


def _retrieve(groups: Sequence[Group], ask: Ask) -> tuple[list[Candidate], bool]:
    """Posts with all the groups; with all but one where those are few; with any where there are none.

    The second value: whether every post holds every group.
    """
    if not groups:
        return [], False
    found = ask.match(groups, len(groups), MOST_POSTS)
    if len(found) < PAGE and FEWEST_GROUPS_TO_SPARE <= len(groups) <= MOST_GROUPS_TO_SPARE:
        wider = ask.match(groups, len(groups) - 1, MOST_POSTS)
        if len(wider) > len(found):
            whole = {one.post_id for one in found}
            return (found + [one for one in wider if one.post_id not in whole])[:MOST_POSTS], False
    if not found and len(groups) > 1:
        return ask.match(groups, 1, MOST_POSTS), False
    return found, True


def _tail(best: Sequence[Ranked], candidates: Sequence[Candidate]) -> list[Ranked]:
    """The candidates behind the reranked ones, in the index's order, scored below them in its proportions."""
    rest = candidates[RERANKED:]
    if not rest:
        return []
    lowest = best[-1].score if best else 0.0
    highest = max(one.relevance for one in rest) or 1.0
    return [Ranked(one.post_id, round(lowest * min(1.0, one.relevance / highest), 6)) for one in rest]
