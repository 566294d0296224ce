"""A query as it was typed: which of its words are searched for, within limits that keep any input cheap."""

from __future__ import annotations

from dataclasses import dataclass

from core.search.terms import LONGEST_WORD
from core.words import Token, tokens

MOST_WORDS = 12
MOST_CHARACTERS = 4096
"""What a Telegram message holds."""


@dataclass(frozen=True, slots=True)
class Query:
    """The first distinct words of a text, in its order; `cut`: it held more than is searched for."""

    text: str
    words: tuple[Token, ...]
    cut: bool = False


def parse(text: str) -> Query:
    """Reads the first MOST_WORDS distinct words of 1 to LONGEST_WORD letters; any text is a query."""
    read = text[:MOST_CHARACTERS]
    cut = len(read) < len(text)
    words: dict[str, Token] = {}
    for word in tokens(read):
        if len(word.form) > LONGEST_WORD or word.end == MOST_CHARACTERS < len(text):
            cut = True
        elif word.form not in words:
            if len(words) == MOST_WORDS:
                return Query(text, tuple(words.values()), cut=True)
            words[word.form] = word
    return Query(text, tuple(words.values()), cut)
