"""The normal form of a text's entities, after the rules by which TDLib keeps them.

- Code (`code`, `pre`) holds no other entity and stands in none, except in a quote.
- Links and their like (mentions, hashtags, custom emoji ...) do not overlap each other or code.
- Quotes do not overlap each other; code and links do not cross a quote's border.
- Styles (bold, italic ...) overlap whatever else but code and dates; one that overlaps or touches itself is one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from core.richtext.entities import CODE, ENTITY_TYPES, LINKS, QUOTES, STYLES, UNSTYLED, Entity

_RANK = {name: rank for rank, name in enumerate(ENTITY_TYPES)}

DEEPEST = len(STYLES) + 2
"""How many entities one character can have at most: every style, a quote, and code or a link."""


def arrange(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities of the same meaning in normal form, sorted by offset, the longer ones first.

    Where two contradict each other the one that begins first wins, then the longer one, and of the other
    the rest beside it stays; code and links win over styles. Expects known types and positive lengths.
    """
    ordered = sorted(entities, key=_order)
    if all(_are_apart(one, other) for one, other in pairwise(ordered)):
        return tuple(ordered)
    merged = _merged(ordered)
    quotes = _side_by_side(entity for entity in merged if entity.type in QUOTES)
    borders = sorted({border for quote in quotes for border in (quote.offset, quote.end)})
    single = _side_by_side(entity for entity in merged if entity.type in CODE + LINKS)
    solids = [part for entity in single for part in _cut(entity, borders)]
    plain = [entity for entity in solids if entity.type in UNSTYLED]
    styles = [part for entity in merged if entity.type in STYLES for part in outside(entity, plain)]
    return tuple(sorted([*quotes, *solids, *styles], key=_order))


def outside(entity: Entity, taken: Sequence[Entity]) -> Iterator[Entity]:
    """The parts of `entity` that lie outside of `taken` (ascending, apart from each other)."""
    start, end = entity.offset, entity.end
    for other in taken[bisect_right(taken, start, key=_end) :]:
        if other.offset >= end:
            break
        if other.offset > start:
            yield entity.placed(start, other.offset)
        start = other.end
    if start < end:
        yield entity.placed(start, end)


def as_telegram_counts(entities: Sequence[Entity]) -> list[Entity]:
    """The entities that Telegram makes of a normal form before it applies its limit to their number.

    TDLib cuts a style wherever another style begins inside it, and where a quote, code or a link begins or ends.
    """
    borders = {entity.offset for entity in entities}
    borders.update(entity.end for entity in entities if entity.type not in STYLES)
    ascending = sorted(borders)
    return [part for entity in entities for part in (_cut(entity, ascending) if entity.type in STYLES else (entity,))]


def _are_apart(one: Entity, other: Entity) -> bool:
    """Whether two neighbours need no arranging, as nearly all entities do: 1 µs instead of 6 for each."""
    return one.end < other.offset or (one.end == other.offset and one.type != other.type)


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _RANK[entity.type]


def _end(entity: Entity) -> int:
    return entity.end


def _merged(ordered: Iterable[Entity]) -> list[Entity]:
    """Overlapping entities of the same kind become one; styles also where they only touch."""
    result: list[Entity] = []
    latest: dict[Entity, int] = {}
    for entity in ordered:
        kind = entity.placed(0, 0)
        place = latest.get(kind)
        if place is not None:
            known = result[place]
            if entity.offset < known.end + (entity.type in STYLES):
                result[place] = known.placed(known.offset, max(known.end, entity.end))
                continue
        latest[kind] = len(result)
        result.append(entity)
    return sorted(result, key=_order)


def _side_by_side(ordered: Iterable[Entity]) -> list[Entity]:
    """The entities without overlaps: each begins where those before it end."""
    result: list[Entity] = []
    free_from = 0
    for entity in ordered:
        if entity.end > free_from:
            result.append(entity.placed(max(entity.offset, free_from), entity.end))
            free_from = entity.end
    return result


def _cut(entity: Entity, borders: Sequence[int]) -> Iterator[Entity]:
    """The entity in pieces, cut at each of the ascending borders that lies inside it."""
    start, end = entity.offset, entity.end
    for border in borders[bisect_right(borders, start) :]:
        if border >= end:
            break
        yield entity.placed(start, border)
        start = border
    yield entity.placed(start, end)
