"""A channel's posts as numbers: what counting phrases needs, in a few bytes a word."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from core.topics.cleaning import prose_lines, signatures
from core.topics.grammar import Word, abbreviation, is_loan_word, word_of
from core.words import Lemmas, tokens

BREAK = 0
"""Stands where a phrase cannot go on: punctuation, line ends, addresses."""

LONGEST_TITLE = 120
"""Characters of a first line that says what the post is about; longer ones are paragraphs."""

NAME_SHARE = 0.8
"""A word that so often has a capital within sentences is a name."""

_GLUED = 1
_INITIAL = 2
_FLAGS = 4
_BLANKS = {" ", "\xa0"}
_INSIDE_SENTENCE = {",", ";", "(", '"', "«", ", «"}
_ABBREVIATION_LETTERS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Surface:
    """A word as it is written, and what it can be in a topic (None: nothing)."""

    text: str
    form: str
    word: Word | None


@dataclass(slots=True)
class _Ways:
    """How often a form is written: at all, in capitals, within sentences, there with a capital."""

    all: int = 0
    capitals: int = 0
    within: int = 0
    capitalised_within: int = 0

    @property
    def is_name(self) -> bool:
        return self.within > 0 and self.capitalised_within >= NAME_SHARE * self.within


def is_glued(code: int) -> bool:
    """Whether a hyphen joins this word to the one before."""
    return bool(code & _GLUED)


def is_initial(code: int) -> bool:
    """Whether the word opens a sentence or a line: its capital letter says nothing."""
    return bool(code & _INITIAL)


@dataclass(slots=True)
class Corpus:
    """Posts as sequences of codes; a code names a surface and how the word stands, BREAK separates.

    `title_ends[i]`: how many codes of `posts[i]` belong to its title.
    """

    posts: list[array[int]] = field(default_factory=list)
    title_ends: list[int] = field(default_factory=list)
    surfaces: list[Surface] = field(default_factory=list)

    def surface(self, code: int) -> Surface:
        """The surface that a code (not BREAK) names."""
        return self.surfaces[code // _FLAGS]


def build(texts: Sequence[str], lemmas: Lemmas) -> Corpus:
    """The posts' prose as codes, in the order of `texts`."""
    corpus = Corpus()
    left_out = signatures(texts)
    numbers: dict[str, int] = {"": 0}
    forms = [""]
    for text in texts:
        codes = array("i")
        lines = prose_lines(text, left_out)
        title_end = 0
        for number, line in enumerate(lines):
            codes.extend(_codes(line, numbers, forms))
            codes.append(BREAK)
            if number == 0 and len(line) <= LONGEST_TITLE:
                title_end = len(codes)
        corpus.posts.append(codes)
        corpus.title_ends.append(title_end)
    corpus.surfaces = _surfaces(numbers, forms, corpus.posts, lemmas)
    return corpus


def _codes(line: str, numbers: dict[str, int], forms: list[str]) -> Iterator[int]:
    end = 0
    initial = True
    for token in tokens(line):
        gap = line[end : token.start]
        adjacent = end > 0 and (token.glued or gap in _BLANKS)
        if end and not adjacent:
            yield BREAK
            initial = gap.strip() not in _INSIDE_SENTENCE
        text = line[token.start : token.end]
        number = numbers.setdefault(text, len(numbers))
        if number == len(forms):
            forms.append(token.form)
        yield number * _FLAGS + (_INITIAL if initial else 0) + (_GLUED if token.glued else 0)
        end = token.end
        initial = False


def _surfaces(numbers: dict[str, int], forms: list[str], posts: Iterable[array[int]], lemmas: Lemmas) -> list[Surface]:
    written = _count_ways(numbers, forms, posts)
    loan_words = {form for form in written if is_loan_word(form)}
    words: dict[str, Word | None] = {}
    abbreviations: dict[str, Word | None] = {}
    for form, ways in written.items():
        words[form] = word_of(form, lemmas, is_name=ways.is_name, loan_words=loan_words)
        if ways.capitals:
            abbreviations[form] = abbreviation(form, ways.capitals / ways.all)
    return [
        Surface(text, form, (_in_capitals(text) and abbreviations.get(form)) or words[form])
        for text, form in zip(numbers, forms, strict=True)
    ]


def _count_ways(numbers: dict[str, int], forms: list[str], posts: Iterable[array[int]]) -> dict[str, _Ways]:
    counts = Counter(code & ~_GLUED for code in chain.from_iterable(posts))
    written: dict[str, _Ways] = {}
    for text, number in numbers.items():
        ways = written.setdefault(forms[number], _Ways())
        within = counts[number * _FLAGS]
        times = within + counts[number * _FLAGS | _INITIAL]
        ways.all += times
        ways.capitals += times if _in_capitals(text) else 0
        ways.within += within
        ways.capitalised_within += within if text[:1].isupper() else 0
    return written


def _in_capitals(text: str) -> bool:
    return len(text) in _ABBREVIATION_LETTERS and text.isupper() and not text.isascii()
