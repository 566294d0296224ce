"""Reactions in all the spellings that lists have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from core.formats.lists.counts import Count, count
from core.reactions import ReactionLine, normal_emoji, parse_reaction_line

UNKNOWN_CUSTOM = "custom:?"
"""All custom emoji whose ids are not told."""

PAID = "paid"

_LONGEST = 10_000
"""In characters, of a written list. One of all kinds of reactions is far below, also where it repeats each emoji."""

_LONGEST_EMOJI = 40
"""In characters."""

_EMOJI_NAMES = ("emoji", "emoticon", "reaction", "name")
_CUSTOM_NAMES = ("custom_emoji_id", "document_id")
_COUNT_NAMES = ("count", "total_count", "votes", "number", "n")
_LISTS = ("results", "reactions")
_PAID = re.compile(r"paid|star|⭐\ufe0f? ?paid", re.IGNORECASE)
_CUSTOM = re.compile(r"(?:custom(?:_emoji)?[:_])?(?P<id>\d{5,20})")
_PUNCTUATION = re.compile(r"[{}\[\]()'\"=:;,|/\s×]+")
_CLUSTERS = regex.compile(r"\X")
_PLAIN = regex.compile(r"[\w\s\p{P}]")


class Reactions(NamedTuple):
    """Counts by emoji in normal form, `custom:<id>` or `paid`, and whether none was rounded."""

    counts: Mapping[str, int]
    exact: bool = True


def reactions(value: object) -> Reactions | None:
    """The reactions that a value tells; None where it tells none of them, a mere total too.

    Counts by emoji; lists of objects, each with an emoji and a count, also inside of an object, as Telethon's
    `results`; a line ("👍16❤5") or each emoji as often as it was given ("👍👍❤").
    """
    if isinstance(value, str):
        return _written(value.strip())
    if isinstance(value, list):
        return _summed(_listed(value))
    if not isinstance(value, Mapping):
        return None
    inside = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    return _summed(_listed(inside)) if isinstance(inside, list) else _summed(_mapped(value))


def _mapped(value: Mapping[object, object]) -> Iterator[tuple[str, Count]]:
    for name, number in value.items():
        key, told = _key(name), count(number)
        if key and told:
            yield key, told


def _listed(items: list[object]) -> Iterator[tuple[str, Count]]:
    for item in items:
        if isinstance(item, Mapping):
            key, told = _key_of(item), count(_first(item, _COUNT_NAMES))
            if key and told:
                yield key, told


def _summed(pairs: Iterator[tuple[str, Count]]) -> Reactions:
    counts: dict[str, int] = {}
    exact = True
    for key, told in pairs:
        counts[key] = counts.get(key, 0) + told.number
        exact = exact and told.exact
    return Reactions(counts, exact)


def _key_of(item: Mapping[object, object]) -> str | None:
    """The key of one reaction's object, or of a listed item that holds one."""
    custom = _first(item, _CUSTOM_NAMES)
    if custom is not None:
        return _key(custom) or UNKNOWN_CUSTOM
    if "paid" in str(item.get("_") or item.get("_type") or item.get("type") or "").lower():
        return PAID
    named = _first(item, _EMOJI_NAMES)
    inside = item.get("type") if named is None else named
    if isinstance(inside, Mapping):
        return _key_of(inside)
    return _key(named)


def _key(name: object) -> str | None:
    """The key of a reaction by its emoji or its id; None for what is neither."""
    text = str(name).strip() if isinstance(name, str | int) else ""
    custom = _CUSTOM.fullmatch(text)
    if custom:
        return f"custom:{custom['id']}"
    if _PAID.fullmatch(text):
        return PAID
    line = parse_reaction_line(f"{text} 1") if 0 < len(text) < _LONGEST_EMOJI else None
    return normal_emoji(text) if line and len(line.counts) == 1 else None


def _written(text: str) -> Reactions | None:
    if not text or len(text) > _LONGEST:
        return None
    if text[0] in "{[":
        try:
            return reactions(json.loads(text))
        except (ValueError, RecursionError):
            pass  # Python writes its dicts and lists in nearly the same way
    line = parse_reaction_line(text) or parse_reaction_line(_PUNCTUATION.sub(" ", text))
    if line:
        return _of_line(line)
    clusters = [found[0] for found in _CLUSTERS.finditer(text) if not found[0].isspace()]
    if not clusters or any(_PLAIN.match(cluster) for cluster in clusters):
        return None
    return _summed((normal_emoji(cluster), Count(1)) for cluster in clusters)


def _of_line(line: ReactionLine) -> Reactions:
    return Reactions(line.counts, line.exact)


def _first(item: Mapping[object, object], names: tuple[str, ...]) -> object:
    return next((item[name] for name in names if item.get(name) is not None), None)
