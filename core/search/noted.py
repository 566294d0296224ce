"""How a search is written into the log: so that equal ones are one, and nothing that may be somebody's own is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.search.query import Query, parse
from core.search.syntax import Typed
from core.words import tokens

LONGEST_NOTED = 100
"""Characters: a longer text is somebody's message, not a query."""

_YEARS = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?:-(?:19|20)\d\d)?(?!\d|[./-]\d)")
"""A year, or from one to another: no part of a date or of a longer number."""

_SOMEBODYS_OWN = re.compile(
    r"@"  # an e-mail address, the name of a user
    r"|://|\bwww\.|\bt\.me/"  # an address may hold a secret
    r"|\d{5,}"  # a code, a document, an account
    r"|\d(?:[\s().+/–-]*\d){6,}"  # a telephone, a card, a date of birth
    r"|(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z\d_-]{20,}",  # a key
)


def noted(query: str, *, found: bool) -> str | None:
    """The query as the log has it: its words as core.words has them, its filters as typed, one blank in between.

    None: it is not written down. That holds for what looks like somebody's own data (an address, a name with "@", many
    digits, a key), for what is too long to be a query or has no words, and for what was not `found` in a channel that
    it names itself.
    """
    text = " ".join(query.split())
    read = parse(text)
    if len(text) > LONGEST_NOTED or read.cut or not read.words:
        return None
    if not found and read.filters.channels:
        return None
    if _SOMEBODYS_OWN.search(_YEARS.sub("", _without_keyed(read))):
        return None
    return " ".join(_pieces(read.text, read.typed)).casefold()


def _without_keyed(read: Query) -> str:
    """The text without dates, the names of channels and the like."""
    text = read.text
    for one in reversed(read.typed):
        if _is_keyed(one):
            text = f"{text[: one.start]} {text[one.end :]}"
    return text


def _is_keyed(one: Typed) -> bool:
    filters = one.filters
    return filters is None or bool(filters.after or filters.before or filters.channels or filters.has)


def _pieces(text: str, typed: Sequence[Typed]) -> Iterator[str]:
    place = 0
    for one in typed:
        yield from (word.form for word in tokens(text[place : one.start]))
        yield one.text
        place = one.end
    yield from (word.form for word in tokens(text[place:]))
