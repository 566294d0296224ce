"""The whole search: a query in, a frozen list of posts out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from core.lemmas import Lemmas
from core.search.asking import Ask, Candidate, Document, Group
from core.search.filters import Filters, Forms, Sort, combined
from core.search.groups import lemmas_of
from core.search.meaning import Reading
from core.search.phrases import holding
from core.search.query import Query, parse
from core.search.rank import Ranked, Ranker
from core.search.reading import Reader
from core.search.retrieval import MOST_POSTS, Retrieved, with_all, with_fewer
from core.search.syntax import Typed
from core.search.vocabulary import Vocabulary
from core.types import SearchAnswer

MOST_BLAMED = 4
"""Filters that are left out one by one to see which has emptied a result."""

MOST_WIDENED = 6
"""Words of a query that are all taken for their neighbours too, before some are left out."""

PAGE = 5
"""Fewer posts than this with all the words: the last word is taken for the beginning of longer ones, too."""

FEW = 2
"""Posts found at most where another spelling is looked for that finds more."""


MOST_PHRASED = 2_000
"""Posts whose texts are read for an exact phrase where all that match are asked for."""

_ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Found:
    """What a query comes to: how it was read at first and in the end, and what its filters leave of the index."""

    query: Query
    reader: Reader
    reading: Reading
    read: Reading
    retrieved: Retrieved
    narrowed: Ask


def answer(
    query: str,
    vocabulary: Vocabulary,
    ask: Ask,
    lemmas: Lemmas,
    *,
    zone: tzinfo = UTC,
    as_typed: bool = False,
    among: Sequence[int] | None = None,
    sort: Sort | None = None,
) -> SearchAnswer:
    """The posts that answer a query, the best first, at most MOST_POSTS; any text is a query.

    `zone`: in which the dates of filters begin. `as_typed`: every word is taken for itself. `among`: of those that
    `matching` gives the ones to choose from; how the query is read does not depend on it. `sort`: instead of the
    query's own.
    """
    found = _find(query, vocabulary, ask, lemmas, zone, as_typed=as_typed)
    parsed, reading, read = found.query, found.reading, found.read
    retrieved, narrowed = (found.retrieved, found.narrowed) if among is None else _among(found, among)
    ranker = Ranker(read.groups, vocabulary, lemmas)
    sort = sort or parsed.sort
    ordered = _ordered(parsed, sort, read.groups, retrieved, narrowed, ranker)
    told = replace(_told(parsed, sort), query=query)
    if not ordered:
        near = found.reader.suggestions(reading)
        return replace(told, suggestions=near, emptied_by=_emptied_by(parsed, reading.groups, ask))
    if read.meant:
        taken_for = _taken_for(read, ordered[0], narrowed, ranker, lemmas)
        read = replace(read, corrected={**read.corrected, **taken_for})
    read_plainly = read is reading and read.understood is None and not as_typed and among is None
    better = _better(reading, found.reader, narrowed, len(ordered)) if read_plainly and len(ordered) <= FEW else None
    return replace(
        told,
        understood=read.understood,
        post_ids=tuple(one.post_id for one in ordered),
        scores=tuple(one.score for one in ordered),
        lemmas=lemmas_of(read.groups),
        better=better,
    )


def _told(query: Query, sort: Sort) -> SearchAnswer:
    """What can be said before anything is found."""
    return SearchAnswer(
        query=query.text,
        cut=query.cut,
        malformed=tuple(one.text for one in query.malformed),
        wordless=not query.words,
        sort=sort,
    )


def matching(
    query: str, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas, *, zone: tzinfo = UTC, as_typed: bool = False
) -> list[int]:
    """Ids of all the posts that `answer` chooses from, in no special order; of an exact phrase the first ones alone."""
    found = _find(query, vocabulary, ask, lemmas, zone, as_typed=as_typed)
    groups, phrases = found.read.groups, found.query.filters.phrases
    if groups:
        ids = found.narrowed.some(groups, _ALL) or list(found.retrieved.first)
    else:
        ids = [] if found.query.words or not found.query.typed else found.narrowed.sorted_by(Sort.NEW, [], _ALL)
    if not phrases:
        return ids
    return [one.post_id for one in holding(phrases, found.narrowed.documents(ids[:MOST_PHRASED]))]


def _find(query: str, vocabulary: Vocabulary, ask: Ask, lemmas: Lemmas, zone: tzinfo, *, as_typed: bool) -> _Found:
    parsed = parse(query, zone)
    reader = Reader(vocabulary, ask, lemmas)
    reading = reader.read_as_typed(parsed) if as_typed else reader.read(parsed)
    narrowed = ask.within(parsed.filters) if parsed.filters else ask
    read, retrieved = _retrieved(reading, narrowed, None if as_typed else reader)
    return _Found(parsed, reader, reading, read, retrieved, narrowed)


def _among(found: _Found, post_ids: Sequence[int]) -> tuple[Retrieved, Ask]:
    """What was found, and the index, narrowed to some posts."""
    inside = found.narrowed.among(post_ids)
    if found.read.groups and found.narrowed.some(found.read.groups, 1):
        return with_all(found.read.groups, inside), inside
    kept = set(post_ids)
    first = {post_id: places for post_id, places in found.retrieved.first.items() if post_id in kept}
    return Retrieved(first), inside


def _retrieved(reading: Reading, ask: Ask, reader: Reader | None) -> tuple[Reading, Retrieved]:
    """The posts that come into question, and the reading that found them: a wider one where none has all the words."""
    if not reading.groups:
        return reading, Retrieved()
    found = with_all(reading.groups, ask)
    if reader is not None and len(found.first) < PAGE:
        longer = reader.read_longer(reading)
        more = with_all(longer.groups, ask) if longer is not reading else found
        if len(more.first) > len(found.first):
            return longer, more
    if found.first or len(reading.groups) == 1:
        return reading, found
    if reader is not None and 1 < len(reading.rows) <= MOST_WIDENED:
        wider = reader.read_wider(reading)
        found = with_all(wider.groups, ask)
        if found.first:
            return wider, found
    return reading, with_fewer(reading.groups, ask)


def _ordered(
    query: Query, sort: Sort, groups: Sequence[Group], retrieved: Retrieved, ask: Ask, ranker: Ranker
) -> list[Ranked]:
    """The posts in an order; of a query without words all that its filters leave."""
    phrases = query.filters.phrases
    if not groups and (query.words or not query.typed):
        return []
    if not groups or sort is not Sort.RELEVANCE:
        return _sorted(Sort.NEW if sort is Sort.RELEVANCE else sort, groups, retrieved, phrases, ask)
    documents = holding(phrases, ask.documents(list(retrieved.first)))
    best = ranker.rank(documents, retrieved.first)
    return best + _behind(best, retrieved.behind, phrases, ask)


def _sorted(
    sort: Sort, groups: Sequence[Group], retrieved: Retrieved, phrases: Sequence[Forms], ask: Ask
) -> list[Ranked]:
    """All matches in the order of a sort; where no post holds all the words, those that hold some of them."""
    ids = ask.sorted_by(sort, groups, MOST_POSTS)
    if not ids and groups:
        documents = ask.documents(list(retrieved.first))
        ids = [one.post_id for one in sorted(documents, key=_sort_key(sort), reverse=True)]
    if phrases:
        kept = {one.post_id for one in holding(phrases, ask.documents(ids))}
        ids = [post_id for post_id in ids if post_id in kept]
    return [Ranked(post_id, 0.0) for post_id in ids]


def _sort_key(sort: Sort) -> Callable[[Document], tuple[int, int, int]]:
    if sort is Sort.TOP:
        return lambda document: (document.reactions, document.freshness, document.post_id)
    return lambda document: (document.freshness, document.reactions, document.post_id)


def _behind(
    best: Sequence[Ranked], candidates: Sequence[Candidate], phrases: Sequence[Forms], ask: Ask
) -> list[Ranked]:
    """The candidates behind the ranked posts, in the index's order, scored below them in its proportions."""
    if phrases and candidates:
        kept = {one.post_id for one in holding(phrases, ask.documents([one.post_id for one in candidates]))}
        candidates = [one for one in candidates if one.post_id in kept]
    lowest = best[-1].score if best else 0.0
    highest = max((one.relevance for one in candidates), default=0.0) or 1.0
    rest = candidates[: MOST_POSTS - len(best)]
    return [Ranked(one.post_id, round(lowest * min(1.0, one.relevance / highest), 6)) for one in rest]


def _emptied_by(query: Query, groups: Sequence[Group], ask: Ask) -> tuple[str, ...]:
    """The filters, as they were typed, without any one of which something would be found."""
    if query.words and not groups:
        return ()
    narrowing: list[Typed] = []
    for one in query.typed:
        if one.filters and one.filters not in [other.filters for other in narrowing]:
            narrowing.append(one)
    blamed = []
    for one in narrowing[:MOST_BLAMED]:
        rest = combined(other.filters for other in narrowing if other.filters and other is not one)
        if _finds(groups, rest, ask):
            blamed.append(one.text)
    return tuple(blamed)


def _finds(groups: Sequence[Group], filters: Filters, ask: Ask) -> bool:
    narrowed = ask.within(filters) if filters else ask
    if filters.phrases:
        return bool(holding(filters.phrases, narrowed.documents(narrowed.sorted_by(Sort.NEW, groups, MOST_POSTS))))
    if not groups:
        return bool(narrowed.sorted_by(Sort.NEW, [], 1))
    return any(narrowed.some([group], 1) for group in groups)


def _taken_for(read: Reading, best: Ranked, ask: Ask, ranker: Ranker, lemmas: Lemmas) -> dict[str, str]:
    """Typed forms -> which of the words that they can mean the best post holds."""
    held = ranker.forms_in(ask.documents([best.post_id])[0])
    typed = [row.word.form for row in read.rows for group in row.groups if group.posts]
    taken_for: dict[str, str] = {}
    for place, form in enumerate(typed):
        told = read.meant.get(form, {}).get(lemmas.first(held[place])) if place in held else None
        if told and not told.startswith(form):
            taken_for[form] = told
    return taken_for


def _better(reading: Reading, reader: Reader, ask: Ask, found: int) -> str | None:
    """The query in another spelling, where that finds more."""
    other = reader.likelier(reading)
    if other is None:
        return None
    groups = reader.read(parse(other)).groups
    return other if groups and len(ask.some(groups, found + 1)) > found else None
