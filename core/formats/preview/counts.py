"""Numbers as preview pages write them: "746", "69.6K", "1.2M", the last ones rounded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from selectolax.lexbor import LexborNode

from core.formats.markup import tokens
from core.reactions import normal_emoji

_COUNT = re.compile(r"(?P<number>[0-9]{1,12}(?:[.,][0-9]{1,3})?) ?(?P<unit>[KMB]?)")
_UNITS = {"K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_DIGITS = re.compile(r"[0-9]{1,20}")
_GROUP = 3
"""Digits between the separators of thousands."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and whether it was written out."""

    number: int | None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Reactions:
    """Counts by key, and whether none of them was rounded."""

    counts: Mapping[str, int]
    exact: bool = True


def count_of(text: str | None) -> Count | None:
    """A count as it is written; None where it is none."""
    found = _COUNT.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    number, unit = found["number"].replace(",", "."), found["unit"]
    if unit:
        return Count(int(Decimal(number) * _UNITS[unit]), exact=False)
    whole, _, fraction = number.partition(".")
    return Count(int(whole + fraction)) if len(fraction) in {0, _GROUP} else None


def reactions_of(elements: Iterable[LexborNode]) -> Reactions:
    """The reactions of a message; one whose emoji or number cannot be read is left out."""
    counts: Counter[str] = Counter()
    exact = True
    for element in elements:
        key = _key(element)
        count = count_of(_own_text(element))
        if key and count is not None and count.number is not None:
            counts[key] += count.number
            exact = exact and count.exact
    return Reactions(dict(counts), exact)


def _key(element: LexborNode) -> str | None:
    if "tgme_reaction_paid" in tokens(element):
        return "paid"
    custom = element.css_first("tg-emoji")
    if custom is not None:
        found = _DIGITS.fullmatch(custom.attributes.get("emoji-id") or "")
        return f"custom:{found[0]}" if found else "custom:?"
    emoji = element.css_first(".emoji")
    return normal_emoji(emoji.text().strip()) if emoji is not None else None


def _own_text(element: LexborNode) -> str:
    """The text beside the emoji, which is its own element."""
    return element.text(deep=False)
