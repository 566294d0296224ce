"""The little grammar that phrases need: which words can stand in a topic, which go together, and their nominative."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import pymorphy3

from core.lemmas import Lemmas, russian_lemma
from core.topics.common_words import (
    ADJECTIVES_WITHOUT_TOPIC,
    BEFORE_GENITIVE,
    ENGLISH_NOT_ALONE,
    ENGLISH_WITHOUT_TOPIC,
    NEVER_IN_TOPICS,
    NOT_ALONE,
)
from core.topics.readings import (
    ANY_CASE,
    GENITIVE,
    cases_of,
    declined,
    is_case_of_new_word,
    is_known,
    reading_of,
    readings,
)

RUSSIAN = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z][a-z0-9]*")
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
LIKELY_SHARE = 0.5
"""A reading that the dictionary takes for so much less likely than the first is none."""


class Kind(Enum):
    """What a word can be in a topic."""

    NOUN = auto()
    ADJECTIVE = auto()
    FIRST_NAME = auto()
    SURNAME = auto()
    LATIN = auto()
    NUMBER = auto()
    FUNCTION = auto()
    """A preposition or conjunction: only inside a term that the posts explain (обучение с подкреплением)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A form that can stand in a topic. `cases`: a bit for each case the form can be, singular ones below plural ones.

    `alone`: it can be a topic by itself. `leads`: a noun in the genitive can follow it. `is_loan`: the dictionary does
    not know it, its lemma stands in the texts.
    """

    lemma: str
    kind: Kind
    cases: int = ANY_CASE
    alone: bool = True
    leads: bool = True
    is_loan: bool = False


_SAY_MORE = frozenset({Kind.ADJECTIVE, Kind.FIRST_NAME, Kind.LATIN})
"""Kinds that make a phrase out of a word that is no topic by itself."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How a channel's posts write the words that the dictionary leaves open.

    `loan_words`: forms that look like new words' nominatives; an unknown form that is one of them with a case ending is
    taken as its case. `lemmas`: how often each lemma is written in forms that can be no other noun's.
    """

    loan_words: Container[str] = ()
    lemmas: Mapping[str, int] = field(default_factory=dict)


_ENDS_COMPOUNDS = frozenset({Kind.NOUN, Kind.LATIN, Kind.FIRST_NAME, Kind.SURNAME})


def word_of(form: str, lemmas: Lemmas, usage: Usage, *, is_name: bool = False, in_term: bool = False) -> Word | None:
    """What the form (as core.words makes it) can be in a topic; None: nothing, a phrase ends before it.

    `is_name`: it has a capital within sentences too. `in_term`: the posts explain the words that it stands among
    (большие языковые модели: LLM), and then they may be those that any text has.
    """
    if in_term and lemmas.is_function_word(form):
        return Word(form, Kind.FUNCTION, alone=False)
    if RUSSIAN.fullmatch(form):
        return _loan_word(form, usage.loan_words) or _russian(form, usage, is_name=is_name, in_term=in_term)
    if _LATIN.fullmatch(form):
        alone = len(form) > 1 and form not in ENGLISH_NOT_ALONE
        left_out = form in ENGLISH_WITHOUT_TOPIC and not in_term
        return None if left_out else Word(lemmas.first(form), Kind.LATIN, alone=alone)
    return Word(form, Kind.NUMBER, alone=False) if form.isdecimal() else None


def is_loan_word(form: str) -> bool:
    """Whether it looks like the nominative of a noun too new for the dictionary: unknown, a consonant at its end."""
    return (
        len(form) >= SHORTEST_LOAN_WORD
        and form[-1] in _CONSONANTS
        and RUSSIAN.fullmatch(form) is not None
        and not is_known(form)
        and not is_case_of_new_word(form)
    )


def abbreviation(form: str, capital_share: float) -> Word | None:
    """A form that stands in capitals as an abbreviation or spelt name: its own lemma, in any case; None: it is none.

    `capital_share`: how much of the form's occurrences are in capitals. A word that the dictionary does not know
    as an abbreviation can still be one (ИИ, МФТИ, REINFORCE) where it is hardly ever written otherwise.
    """
    if _LATIN.fullmatch(form) and form not in ENGLISH_WITHOUT_TOPIC and capital_share >= ABBREVIATION_SHARE:
        return Word(form, Kind.LATIN, alone=form not in ENGLISH_NOT_ALONE)
    if not RUSSIAN.fullmatch(form) or form in NEVER_IN_TOPICS:
        return None
    known = any("Abbr" in tag.grammemes for _, tag, *_ in readings(form))
    unknown = len(form) == SHORTEST_ABBREVIATION or not is_known(form)
    if known or (unknown and capital_share >= ABBREVIATION_SHARE):
        return Word(form, Kind.NOUN, alone=form not in NOT_ALONE)
    return None


def go_together(first: Word, second: Word, *, glued: bool) -> bool:
    """Whether two neighbours make a phrase: adjective + noun, noun + genitive, Latin + Latin, name + surname.

    `glued`: a hyphen joins them; then almost anything goes before a noun or a Latin word, and a number after one.
    """
    kinds = (first.kind, second.kind)
    if glued:
        return second.kind in _ENDS_COMPOUNDS or kinds == (Kind.LATIN, Kind.NUMBER)
    match kinds:
        case (Kind.LATIN, Kind.LATIN):
            return True
        case (Kind.ADJECTIVE, Kind.NOUN) | (Kind.ADJECTIVE, Kind.ADJECTIVE) | (Kind.FIRST_NAME, Kind.SURNAME):
            return bool(first.cases & second.cases)
        case (Kind.NOUN, Kind.NOUN):
            return first.leads and second.alone and bool(second.cases & GENITIVE)
    return False


def is_common_word(form: str) -> bool:
    """Whether the Russian dictionary knows the form, and neither as a name nor as an abbreviation."""
    if not RUSSIAN.fullmatch(form) or not is_known(form):
        return False
    return not readings(form)[0][1].grammemes & {*_NAMES, "Abbr"}


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
    return declined(reading, plural=plural, gender=gender) if reading else None


def gender_of(form: str, word: Word) -> str | None:
    """The noun's gender for its adjectives; None where the dictionary does not know it."""
    if word.is_loan:
        return "masc"
    reading = _reading_of(form, word)
    return reading[1].gender if reading else None


def _reading_of(form: str, word: Word) -> pymorphy3.Parse | None:
    """The reading that the word was taken from."""
    return reading_of(form, word.lemma, {"ADJF", "PRTF"} if word.kind is Kind.ADJECTIVE else {"NOUN"})


def _loan_word(form: str, loan_words: Container[str]) -> Word | None:
    if is_known(form):
        return None
    for ending, cases in _LOAN_ENDINGS.items():
        lemma = form.removesuffix(ending) if ending else form
        if form.endswith(ending) and lemma in loan_words:
            return Word(lemma, Kind.NOUN, cases, is_loan=True)
    return None


def _russian(form: str, usage: Usage, *, is_name: bool, in_term: bool) -> Word | None:
    reading = _likeliest(readings(form), usage, is_name=is_name)
    tag = reading[1]
    lemma = russian_lemma(reading[2])
    if tag.grammemes & {"Apro", "Anum"}:
        return None
    if tag.POS in {"ADJF", "PRTF"} and (in_term or lemma not in ADJECTIVES_WITHOUT_TOPIC):
        return Word(lemma, Kind.ADJECTIVE, cases_of(form, reading), alone=False)
    if tag.POS != "NOUN" or (lemma in NEVER_IN_TOPICS and not in_term):
        return None
    if tag.grammemes & {"Name", "Patr"} and is_known(form):
        return Word(lemma, Kind.FIRST_NAME, cases_of(form, reading), alone=False)
    kind = Kind.SURNAME if "Surn" in tag.grammemes else Kind.NOUN
    alone = len(form) >= SHORTEST_NOUN and lemma not in NOT_ALONE
    return Word(lemma, kind, cases_of(form, reading), alone=alone, leads=alone or lemma in BEFORE_GENITIVE)


def _likeliest(parses: Sequence[pymorphy3.Parse], usage: Usage, *, is_name: bool) -> pymorphy3.Parse:
    """The first; but a name's where the word is one, and a noun's rather than a participle's (данные, учащийся).

    Of two nouns with this form (парка: парк, парок) the one that the posts write in other forms too.
    """
    part_of_speech = parses[0][1].POS
    if part_of_speech not in {"NOUN", "PRTF"}:
        return parses[0]
    nouns = [reading for reading in parses if reading[1].POS == "NOUN"]
    names = [reading for reading in nouns if is_name and part_of_speech == "NOUN" and reading[1].grammemes & _NAMES]
    preferred = names or nouns or parses
    likely = [reading for reading in preferred if reading[3] >= LIKELY_SHARE * preferred[0][3]]
    # Of equals max takes the first, the likeliest.
    return max(likely, key=lambda reading: usage.lemmas.get(russian_lemma(reading[2]), 0))
