"""What a channel is called: in its own posts that is no topic."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.lemmas import Lemmas
from core.topics.cleaning import Signatures, is_call
from core.words import tokens

_END_OF_NAME = re.compile(r"[|/•·:(\[—–]|\s-\s")
"""What follows in a title tells what the channel is about: Библиотека питониста | Python, Django."""

_NOT_IN_NAMES = re.compile(r"подпис\w*|наш\w*|канал\w*|чат\w*|лучш\w*|subscribe|join|channel", re.IGNORECASE)


def lemmas_of_names(titles: Iterable[str], left_out: Signatures, lemmas: Lemmas) -> set[frozenset[str]]:
    """The words of each name: of titles and handles that are known, and of what signatures call to subscribe to.

    Each as its lemmas and as it is written: names are often too new for the dictionary.
    """
    titles = tuple(titles)
    names = [*titles, *(_END_OF_NAME.split(title, maxsplit=1)[0] for title in titles)]
    names += [_NOT_IN_NAMES.sub(" ", line) for line in left_out.lines if is_call(line)]
    found: set[frozenset[str]] = set()
    for name in names:
        forms = [token.form for token in tokens(name) if not lemmas.is_function_word(token.form)]
        found |= {frozenset(forms), frozenset(map(lemmas.first, forms))}
    return found - {frozenset()}
