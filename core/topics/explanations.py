"""What the posts themselves say is the same: reinforcement learning (RL), LLM (большие языковые модели)."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from core.topics.corpus import ASIDE, BREAKS, FLAGS, OPENING, Corpus, is_glued
from core.topics.grammar import Kind, Word
from core.topics.phrases import Key
from core.topics.readings import GENITIVE

ABBREVIATION_LETTERS = range(2, 7)
LONGEST_TERM = 6
"""Words of a term, those that only join the others among them."""

FEWEST_TRANSLATED = 2
"""Words of a term that one of another script explains: beside a single word it is more often an example."""

_IN_TERMS = frozenset({Kind.NOUN, Kind.ADJECTIVE, Kind.LATIN, Kind.FUNCTION})


@dataclass(slots=True)
class Explanation:
    """Two terms that the posts say are the same: the key of each with its kinds, and the posts (indices) that say so.

    `sure`: once is enough.
    """

    kinds: dict[Key, tuple[Kind, ...]] = field(default_factory=dict)
    posts: set[int] = field(default_factory=set)
    sure: bool = False


class _Said(NamedTuple):
    """A word beside a break: its text, what it can be in a term, whether a hyphen joins it to the word before."""

    text: str
    word: Word | None
    glued: bool

    @property
    def joins(self) -> bool:
        """It only joins the words around it."""
        return self.word is not None and self.word.kind is Kind.FUNCTION


_Term = Sequence[_Said]


def find_explanations(corpus: Corpus) -> list[Explanation]:
    """The pairs that the posts show, those that most posts show first.

    Two terms stand beside each other, the second in brackets or between commas, dashes and the like, and either

    - one is an abbreviation and the other's words have its letters as initials: in brackets that is sure;
    - or, in brackets, are as many as it has letters and of the other script: LLM, большие языковые модели;
    - or the one in brackets is a translation: as many words of the other script, the Latin ones written small, for
      otherwise they are a name.
    """
    abbreviations = {number for number, surface in enumerate(corpus.surfaces) if is_abbreviation(surface.text)}
    found: dict[frozenset[Key], Explanation] = defaultdict(Explanation)
    for number, codes in enumerate(corpus.posts):
        for place, code in enumerate(codes):
            if code == OPENING or (
                code == ASIDE and not abbreviations.isdisjoint({codes[place - 1] // FLAGS, codes[place + 1] // FLAGS})
            ):
                right = _said_after(codes, place, corpus)
                pair = _pair(_said_before(codes, place, corpus), right, in_brackets=code == OPENING) if right else None
                if pair is not None and _key(pair[0]) != _key(pair[1]):
                    _note(found[frozenset(map(_key, pair[:2]))], pair, number)
    return sorted(found.values(), key=lambda explanation: (-len(explanation.posts), sorted(explanation.kinds)))


def is_abbreviation(text: str) -> bool:
    """Whether a word is written as abbreviations are: two to six letters, all of them capitals."""
    return len(text) in ABBREVIATION_LETTERS and text.isalpha() and text.isupper()


def _said_before(codes: array[int], place: int, corpus: Corpus) -> list[_Said]:
    said: list[_Said] = []
    while place > 0 and len(said) < LONGEST_TERM and codes[place - 1] not in BREAKS:
        place -= 1
        said.append(_said(codes, place, corpus))
    return said[::-1]


def _said_after(codes: array[int], place: int, corpus: Corpus) -> list[_Said]:
    said: list[_Said] = []
    while codes[place + 1] not in BREAKS:  # every line ends in one
        place += 1
        said.append(_said(codes, place, corpus))
        if len(said) > LONGEST_TERM:
            return []
    return said


def _said(codes: array[int], place: int, corpus: Corpus) -> _Said:
    return _Said(corpus.surface(codes[place]).text, corpus.term_word(codes[place]), is_glued(codes[place]))


def _pair(left: _Term, right: _Term, *, in_brackets: bool) -> tuple[_Term, _Term, bool] | None:
    """The two terms that are the same, and whether that is sure."""
    if not left or not right:
        return None
    if len(right) == 1 and is_abbreviation(right[0].text):
        abbreviation, term = right[0], _last_words(left, len(right[0].text))
    elif is_abbreviation(left[-1].text):
        abbreviation, term = left[-1], right
    else:
        return _translated(left, right) if in_brackets else None
    if not _is_term(term) or abbreviation.word is None or any(is_abbreviation(said.text) for said in term):
        return None
    is_foreign = in_brackets and _differ_in_script([abbreviation], term)
    initials = "".join(said.text[0] for said in term if not said.joins).lower()
    has_initials = initials == abbreviation.text.lower()
    same = has_initials or (is_foreign and len(initials) == len(abbreviation.text))
    return ([abbreviation], term, in_brackets and has_initials) if same else None


def _translated(left: _Term, right: _Term) -> tuple[_Term, _Term, bool] | None:
    count = sum(not said.joins for said in right)
    term = _last_words(left, count)
    if count < FEWEST_TRANSLATED or not (_is_term(term) and _is_term(right) and _differ_in_script(term, right)):
        return None
    latin = right if right[0].text.isascii() else term
    # The first word may open a sentence.
    return (term, right, False) if all(said.text.islower() for said in latin[1:]) else None


def _last_words(said: _Term, count: int) -> _Term:
    """The last so many words, those that only join others not counted; none where there are too few."""
    for start in range(len(said) - 1, -1, -1):
        count -= not said[start].joins
        if count == 0:
            return said[start:]
    return []


def _is_term(said: _Term) -> bool:
    """Whether these words can be the whole name of something."""
    words = [one.word for one in said if one.word is not None and one.word.kind in _IN_TERMS]
    if not words or len(words) < len(said) or said[0].glued:
        return False
    if Kind.FUNCTION in (words[0].kind, words[-1].kind) or words[-1].kind is Kind.ADJECTIVE:
        return False
    return all(said[place].glued or _follows(*pair) for place, pair in enumerate(pairwise(words), 1))


def _follows(first: Word, second: Word) -> bool:
    match first.kind, second.kind:
        case (Kind.ADJECTIVE, Kind.ADJECTIVE | Kind.NOUN):
            return bool(first.cases & second.cases)
        case (Kind.NOUN, Kind.NOUN):
            return bool(second.cases & GENITIVE)
    return True


def _differ_in_script(first: _Term, second: _Term) -> bool:
    scripts = [{said.text.isascii() for said in term} for term in (first, second)]
    return scripts in ([{True}, {False}], [{False}, {True}])


def _note(explanation: Explanation, pair: tuple[_Term, _Term, bool], post: int) -> None:
    first, second, sure = pair
    explanation.sure |= sure
    explanation.posts.add(post)
    for term in (first, second):
        explanation.kinds[_key(term)] = tuple(said.word.kind for said in term if said.word)


def _key(term: _Term) -> Key:
    return tuple(said.word.lemma for said in term if said.word)
