"""A query as it was typed: its filters, and which of its words are searched for, so that any input is cheap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from core.search.filters import Filters, Sort, combined
from core.search.layout import swapped
from core.search.syntax import Typed, find_filters
from core.search.terms import LONGEST_WORD
from core.words import Token, tokens

MOST_WORDS = 12
MOST_CHARACTERS = 4096
"""What a Telegram message holds."""

MOST_FILTERS = 12


@dataclass(frozen=True, slots=True)
class Query:
    """The first distinct words of a text, in its order, those of exact phrases among them, and its filters.

    `cut`: it held more than is searched for. `malformed`: what looked like a filter and is searched for as words, just
    as they are.
    """

    text: str
    words: tuple[Token, ...]
    typed: tuple[Typed, ...] = ()
    malformed: tuple[Typed, ...] = ()
    cut: bool = False

    @property
    def filters(self) -> Filters:
        """All the filters at once."""
        return combined(one.filters for one in self.typed if one.filters)

    @property
    def sort(self) -> Sort:
        """The order that the last filter for it asks for."""
        return next((one.sort for one in reversed(self.typed) if one.sort), Sort.RELEVANCE)

    def with_words(self, corrected: Mapping[str, str]) -> str:
        """The text with other words in the places of some forms, wherever they are searched for."""
        place, pieces = 0, []
        for word in _outside(self.text, _no_phrases(self.typed)):
            if word.form in corrected:
                pieces += [self.text[place : word.start], corrected[word.form]]
                place = word.end
        return "".join([*pieces, self.text[place:]])

    def is_fixed(self, word: Token) -> bool:
        """Whether the word is searched for as it is: a number, or a part of a malformed filter."""
        return word.form.isdecimal() or any(one.start <= word.start < one.end for one in self.malformed)

    def other_layout(self) -> Query:
        """The words outside of the filters as the same keys give them on the other layout."""
        text, place = "", 0
        for one in self.typed:
            text += swapped(self.text[place : one.start]) + self.text[one.start : one.end]
            place = one.end
        text += swapped(self.text[place:])
        words, cut = _words(text, self.typed)
        return replace(self, text=text, words=words, cut=self.cut or cut)


def parse(text: str, zone: tzinfo = UTC) -> Query:
    """Reads the filters and the first MOST_WORDS distinct words of 1 to LONGEST_WORD letters; any text is a query.

    `zone`: in which the dates of filters begin.
    """
    read = text[:MOST_CHARACTERS]
    found = list(find_filters(read, zone))
    typed = [one for one in found if one.filters is not None or one.sort is not None]
    malformed = [one for one in found if one.filters is None and one.sort is None]
    words, cut = _words(read, typed, whole=len(read) == len(text))
    cut = cut or len(read) < len(text) or len(typed) > MOST_FILTERS
    return Query(text, words, tuple(typed[:MOST_FILTERS]), tuple(malformed[:MOST_FILTERS]), cut)


def _words(text: str, typed: Sequence[Typed], *, whole: bool = True) -> tuple[tuple[Token, ...], bool]:
    """The words to search for, and whether some are left out; `whole`: the text was not cut, maybe in a word."""
    cut = False
    words: dict[str, Token] = {}
    for word in _outside(text, _no_phrases(typed)):
        if len(word.form) > LONGEST_WORD or (word.end == len(text) and not whole):
            cut = True
        elif word.form not in words:
            if len(words) == MOST_WORDS:
                return tuple(words.values()), True
            words[word.form] = word
    return tuple(words.values()), cut


def _no_phrases(typed: Sequence[Typed]) -> list[Typed]:
    """The filters whose words are not searched for."""
    return [one for one in typed if not (one.filters and one.filters.phrases)]


def _outside(text: str, filters: Sequence[Typed]) -> Iterator[Token]:
    """The tokens of a text that stand in none of the filters, which are in its order."""
    place = 0
    for word in tokens(text):
        while place < len(filters) and filters[place].end <= word.start:
            place += 1
        if place == len(filters) or word.start < filters[place].start:
            yield word
