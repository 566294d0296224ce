"""An author's rule: a topic's name and the words, phrases and hashtags whose posts it takes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.lemmas import Lemmas
from core.topics.hashtags import hashtag_key
from core.topics.nearest import without_signs
from core.words import HASHTAG, Token, compounds, tokens

LONGEST_NAME = 40
LONGEST_TERM = 60
"""Characters of a topic's name, as it fits on a button, and of one term of a rule."""

MOST_TERMS = 40

_SEPARATORS = re.compile(r"[,;]")
_QUOTES = "\"'«»“”„"
_SENTENCE_END = re.compile(r"[.!?…;:\n]")


class RuleFault(StrEnum):
    """Why a line is no rule: it has no "="; no name, or one without words; a name or a term that is too long; no terms,
    or too many; a term without words; a term of nothing but such words as hold every sentence together.
    """

    NO_SIGN = "no_sign"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_TERMS = "no_terms"
    MANY_TERMS = "many_terms"
    LONG_TERM = "long_term"
    WORDLESS = "wordless"
    COMMON = "common"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A topic's name, and its terms as they were written, each once."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRule:
    """Why a line is no rule; `piece` is the part of it that is wrong."""

    fault: RuleFault
    piece: str = ""


def parse_rule(line: str) -> Rule | BadRule:
    """Reads "RL = reinforcement, policy gradient, #rl"; semicolons part terms, too, quotes around them fall away."""
    left, sign, right = line.partition("=")
    if not sign:
        return BadRule(fault=RuleFault.NO_SIGN, piece=line.strip())
    name = parse_name(left)
    if isinstance(name, BadRule):
        return name
    terms: dict[str, str] = {}
    for piece in _SEPARATORS.split(right):
        term = " ".join(piece.strip(_QUOTES + " \t\n").split())
        if term:
            terms.setdefault(("#" if term.startswith("#") else "") + " ".join(_forms(term)), term)
    fault = next((fault for fault in map(_fault_of, terms.values()) if fault is not None), None)
    if fault is not None:
        return fault
    if not terms:
        return BadRule(fault=RuleFault.NO_TERMS, piece=name)
    if len(terms) > MOST_TERMS:
        return BadRule(fault=RuleFault.MANY_TERMS, piece=str(MOST_TERMS))
    return Rule(name=name, terms=tuple(terms.values()))


def parse_name(typed: str) -> str | BadRule:
    """A topic's name: one line, without quotes around it."""
    name = " ".join(typed.strip(_QUOTES + " \t\n").split())
    if not without_signs(name):
        return BadRule(fault=RuleFault.NO_NAME, piece=name)
    return BadRule(fault=RuleFault.LONG_NAME, piece=str(LONGEST_NAME)) if len(name) > LONGEST_NAME else name


def key_of_name(name: str) -> str:
    """The key of a topic that somebody called so: as a found one's (core.topics.records)."""
    return hashtag_key(name, Lemmas())


def _fault_of(term: str) -> BadRule | None:
    lemmas = Lemmas()
    forms = _forms(term)
    if not forms or (term.startswith("#") and not HASHTAG.fullmatch(term)):
        return BadRule(fault=RuleFault.WORDLESS, piece=term)
    if len(term) > LONGEST_TERM:
        return BadRule(fault=RuleFault.LONG_TERM, piece=str(LONGEST_TERM))
    if not term.startswith("#") and all(map(lemmas.is_function_word, forms)) and term.lower() == term:
        return BadRule(fault=RuleFault.COMMON, piece=term)
    return None


def _forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


@dataclass(frozen=True, slots=True)
class _Words:
    """A term of words: for each all its lemmas and itself; the key of the topic that it belongs to."""

    key: str
    words: tuple[frozenset[str], ...]


class Matcher:
    """Tells which topics a text belongs to by their terms: words and phrases in any form, hashtags in any spelling.

    The words of a phrase stand one after another in one sentence. A hyphen may join them, or they are written together.
    """

    def __init__(self, terms: Mapping[str, Sequence[str]]) -> None:
        """`terms`: by the topics' keys."""
        self._lemmas = Lemmas()
        self._known: dict[str, frozenset[str]] = {}
        self._tags: dict[str, set[str]] = defaultdict(set)
        self._by_first: dict[str, list[_Words]] = defaultdict(list)
        for key, ones in terms.items():
            for term in ones:
                self._add(key, term)

    def keys(self, text: str) -> set[str]:
        """The keys of the topics that the text belongs to."""
        words = list(tokens(text))
        found = set(self._tagged(text)) if self._tags and "#" in text else set()
        for place, word in enumerate(words):
            found.update(term.key for term in self._begun(word.form) if _goes_on(term, self, words, place, text))
        for compound in compounds(words):
            found.update(term.key for term in self._begun(compound.form) if len(term.words) == 1)
        return found

    def readings(self, form: str) -> frozenset[str]:
        """All lemmas of a form, and itself."""
        known = self._known.get(form)
        if known is None:
            known = self._known[form] = frozenset((form, *self._lemmas.of(form)))
        return known

    def _add(self, key: str, term: str) -> None:
        if term.startswith("#"):
            self._tags[hashtag_key(term, self._lemmas)].add(key)
            return
        words = list(tokens(term))
        ways = [tuple(self.readings(word.form) for word in words)]
        ways += [(self.readings(compound.form),) for compound in compounds(words) if len(compound.parts) == len(words)]
        for way in ways:
            for lemma in way[0]:
                self._by_first[lemma].append(_Words(key, way))

    def _tagged(self, text: str) -> Iterator[str]:
        for spelling in HASHTAG.findall(text):
            yield from self._tags.get(hashtag_key(spelling, self._lemmas), ())

    def _begun(self, form: str) -> Iterable[_Words]:
        """The terms that a word of this form begins."""
        return [term for lemma in self.readings(form) if lemma in self._by_first for term in self._by_first[lemma]]


def _goes_on(term: _Words, matcher: Matcher, words: Sequence[Token], place: int, text: str) -> bool:
    """Whether the term's words follow the first one, which stands at `place`."""
    if place + len(term.words) > len(words):
        return False
    for offset, wanted in enumerate(term.words[1:], place + 1):
        if wanted.isdisjoint(matcher.readings(words[offset].form)):
            return False
        if _SENTENCE_END.search(text, words[offset - 1].end, words[offset].start):
            return False
    return True
