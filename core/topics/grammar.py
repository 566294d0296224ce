"""The little grammar that phrases need: which words can stand in a topic, which go together, and their nominative."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import pymorphy3

from core.topics.common_words import (
    ADJECTIVES_WITHOUT_TOPIC,
    ENGLISH_NOT_ALONE,
    ENGLISH_WITHOUT_TOPIC,
    NEVER_IN_TOPICS,
    NOT_ALONE,
)
from core.words import Lemmas, readings_of, russian_dictionary, russian_lemma

_RUSSIAN = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*")
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_MORE_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}
_PLURAL_SHIFT = len(_CASES)
SINGULAR = (1 << _PLURAL_SHIFT) - 1
PLURAL = SINGULAR << _PLURAL_SHIFT
NOMINATIVE = 1 | 1 << _PLURAL_SHIFT
GENITIVE = NOMINATIVE << 1
ANY_CASE = SINGULAR | PLURAL

_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_SOFTENING = "гкхжшщч"
_LOAN_ENDINGS = {
    "ами": 0b010000_000000,
    "ов": 0b000010_000000,
    "ом": 0b000000_010000,
    "ем": 0b000000_010000,
    "ей": 0b000010_000000,
    "ам": 0b000100_000000,
    "ах": 0b100000_000000,
    "а": 0b000000_000010,
    "у": 0b000000_000100,
    "е": 0b000000_100000,
    "ы": 0b001001_000000,
    "и": 0b001001_000000,
    "": 0b000000_001001,
}
"""Endings of masculine nouns with the cases they mean, the accusative as of things; the longest are tried first."""

SHORTEST_NOUN = 3
SHORTEST_LOAN_WORD = 3
SHORTEST_ABBREVIATION = 2
ABBREVIATION_SHARE = 0.8


class Kind(Enum):
    """What a word can be in a topic."""

    NOUN = auto()
    ADJECTIVE = auto()
    FIRST_NAME = auto()
    SURNAME = auto()
    LATIN = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A form that can stand in a topic. `cases`: a bit for each case the form can be, singular ones below plural ones.

    `alone`: it can be a topic by itself. `is_loan`: the dictionary does not know it, its lemma stands in the texts.
    """

    lemma: str
    kind: Kind
    cases: int = ANY_CASE
    alone: bool = True
    is_loan: bool = False


_SAY_MORE = frozenset({Kind.ADJECTIVE, Kind.FIRST_NAME, Kind.LATIN})
"""Kinds that make a phrase out of a word that is no topic by itself."""


def word_of(form: str, lemmas: Lemmas, *, is_name: bool = False, loan_words: Container[str] = ()) -> Word | None:
    """What the form (as core.words makes it) can be in a topic; None: nothing, a phrase ends before it.

    `is_name`: it has a capital within sentences too. `loan_words`: forms of the same texts that the dictionary does
    not know; an unknown form that is one of them with a case ending is taken as its case.
    """
    if _RUSSIAN.fullmatch(form):
        return _loan_word(form, loan_words) or _russian(form, is_name=is_name)
    if _LATIN.fullmatch(form):
        alone = len(form) > 1 and form not in ENGLISH_NOT_ALONE
        return None if form in ENGLISH_WITHOUT_TOPIC else Word(lemmas.first(form), Kind.LATIN, alone=alone)
    return Word(form, Kind.NUMBER, alone=False) if form.isdecimal() else None


def is_loan_word(form: str) -> bool:
    """Whether it looks like the nominative of a noun too new for the dictionary: unknown, a consonant at its end."""
    return (
        _RUSSIAN.fullmatch(form) is not None
        and len(form) >= SHORTEST_LOAN_WORD
        and form[-1] in _CONSONANTS
        and not russian_dictionary().word_is_known(form)
    )


def abbreviation(form: str, capital_share: float) -> Word | None:
    """A Russian form that stands in capitals as an abbreviation: its own lemma, in any case; None: it is none.

    `capital_share`: how much of the form's occurrences are in capitals. A word that the dictionary does not know
    as an abbreviation can still be one (ИИ, МФТИ) where it is hardly ever written otherwise.
    """
    if not _RUSSIAN.fullmatch(form):
        return None
    readings = readings_of(form)
    known = any("Abbr" in tag.grammemes for _, tag, *_ in readings)
    unknown = len(form) == SHORTEST_ABBREVIATION or not russian_dictionary().word_is_known(form)
    if known or (unknown and capital_share >= ABBREVIATION_SHARE):
        return Word(form, Kind.NOUN, alone=form not in NOT_ALONE)
    return None


def go_together(first: Word, second: Word, *, glued: bool) -> bool:
    """Whether two neighbours make a phrase: adjective + noun, noun + genitive, Latin + Latin, name + surname.

    `glued`: a hyphen joins them; then almost anything goes before a noun or a Latin word, and a number after one.
    """
    kinds = (first.kind, second.kind)
    if glued:
        return second.kind in {Kind.NOUN, Kind.LATIN} or kinds == (Kind.LATIN, Kind.NUMBER)
    match kinds:
        case (Kind.LATIN, Kind.LATIN):
            return True
        case (Kind.ADJECTIVE, Kind.NOUN) | (Kind.ADJECTIVE, Kind.ADJECTIVE) | (Kind.FIRST_NAME, Kind.SURNAME):
            return bool(first.cases & second.cases)
        case (Kind.NOUN, Kind.NOUN):
            return first.alone and second.alone and bool(second.cases & GENITIVE)
    return False


def is_common_word(form: str) -> bool:
    """Whether the Russian dictionary knows the form, and neither as a name nor as an abbreviation."""
    if not _RUSSIAN.fullmatch(form) or not russian_dictionary().word_is_known(form):
        return False
    return not readings_of(form)[0][1].grammemes & {*_NAMES, "Abbr"}


def says_something(phrase: Sequence[Word]) -> bool:
    """Whether words that go together are a whole phrase, and not only words that any text has."""
    return phrase[-1].kind is not Kind.ADJECTIVE and any(word.alone or word.kind in _SAY_MORE for word in phrase)


def nominative(form: str, word: Word, *, plural: bool, gender: str | None = None) -> str | None:
    """The nominative of a form (lower case, ё as the dictionary has it); None where the dictionary has none.

    `gender`: that of the noun which an adjective belongs to, as `gender_of` tells it.
    """
    if word.is_loan:
        return word.lemma + (("и" if word.lemma[-1] in _SOFTENING else "ы") if plural else "")
    reading = _reading_of(form, word)
    if reading is None:
        return None
    wanted = ("nomn", "plur" if plural else "sing", reading[1].POS)
    fitting = (
        text
        for text, tag, *_ in russian_dictionary().get_lexeme(reading)
        if (tag.case, tag.number, tag.POS) == wanted and (plural or gender in {None, tag.gender})
    )
    return next(fitting, None)


def gender_of(form: str, word: Word) -> str | None:
    """The noun's gender for its adjectives; None where the dictionary does not know it."""
    if word.is_loan:
        return "masc"
    reading = _reading_of(form, word)
    return reading[1].gender if reading else None


def _reading_of(form: str, word: Word) -> pymorphy3.Parse | None:
    """The reading that the word was taken from."""
    parts = {"ADJF", "PRTF"} if word.kind is Kind.ADJECTIVE else {"NOUN"}
    fitting = (
        reading for reading in readings_of(form) if russian_lemma(reading[2]) == word.lemma and reading[1].POS in parts
    )
    return next(fitting, None)


def _loan_word(form: str, loan_words: Container[str]) -> Word | None:
    if russian_dictionary().word_is_known(form):
        return None
    for ending, cases in _LOAN_ENDINGS.items():
        lemma = form.removesuffix(ending) if ending else form
        if form.endswith(ending) and lemma in loan_words:
            return Word(lemma, Kind.NOUN, cases, is_loan=True)
    return None


def _russian(form: str, *, is_name: bool) -> Word | None:
    reading = _likeliest(readings_of(form), is_name=is_name)
    tag = reading[1]
    lemma = russian_lemma(reading[2])
    if tag.grammemes & {"Apro", "Anum"}:
        return None
    if tag.POS in {"ADJF", "PRTF"} and lemma not in ADJECTIVES_WITHOUT_TOPIC:
        return Word(lemma, Kind.ADJECTIVE, _cases(form, reading), alone=False)
    if tag.POS != "NOUN" or lemma in NEVER_IN_TOPICS:
        return None
    if tag.grammemes & {"Name", "Patr"} and russian_dictionary().word_is_known(form):
        return Word(lemma, Kind.FIRST_NAME, _cases(form, reading), alone=False)
    kind = Kind.SURNAME if "Surn" in tag.grammemes else Kind.NOUN
    alone = len(form) >= SHORTEST_NOUN and lemma not in NOT_ALONE
    return Word(lemma, kind, _cases(form, reading), alone=alone)


def _likeliest(readings: list[pymorphy3.Parse], *, is_name: bool) -> pymorphy3.Parse:
    """The first; but a name's where the word is one, and a noun's rather than a participle's (данные, учащийся)."""
    preferred: list[pymorphy3.Parse] = []
    if is_name and readings[0][1].POS == "NOUN":
        preferred = [reading for reading in readings if reading[1].grammemes & _NAMES]
    elif readings[0][1].POS == "PRTF":
        preferred = [reading for reading in readings if reading[1].POS == "NOUN"]
    return (preferred or readings)[0]


def _cases(form: str, chosen: pymorphy3.Parse) -> int:
    """The cases of the readings that share the chosen one's lemma and part of speech."""
    cases = 0
    for reading in readings_of(form):
        tag = reading[1]
        if reading[2] != chosen[2] or tag.POS != chosen[1].POS or tag.case is None:
            continue
        if "Fixd" in tag.grammemes:
            return ANY_CASE
        case = _CASES.index(_MORE_CASES.get(tag.case, tag.case))
        cases |= 1 << case + (_PLURAL_SHIFT if tag.number == "plur" else 0)
    return cases
