"""What the Russian dictionary says of a form: its readings, their cases, and its nominative."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

import pymorphy3

from core.lemmas import readings_of, russian_dictionary, russian_lemma

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
PLURAL_SHIFT = len(CASES)
SINGULAR = (1 << PLURAL_SHIFT) - 1
PLURAL = SINGULAR << PLURAL_SHIFT
NOMINATIVE = 1 | 1 << PLURAL_SHIFT
GENITIVE = NOMINATIVE << 1
ANY_CASE = SINGULAR | PLURAL
"""A bit for each case that a form can be in, the singular ones below the plural ones."""

READINGS_KEPT = 512
"""Every question about one form comes at about the same time; reading a form is most of the work of finding topics."""

SHORTEST_REST = 5
"""Letters that the dictionary has to know behind an unknown prefix (го|рутин): of fewer any word can be made."""

_OF_PARTICIPLES = frozenset({"actv", "pssv", "pres", "past"})
_MORE_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}


@lru_cache(maxsize=READINGS_KEPT)
def readings(form: str) -> tuple[pymorphy3.Parse, ...]:
    """What a Russian form can be, the likeliest first."""
    return tuple(readings_of(form))


def is_known(form: str) -> bool:
    """Whether the dictionary holds this very form (ё aside); otherwise its readings are guesses."""
    return russian_dictionary().word_is_known(form)


def noun_lemmas(form: str) -> frozenset[str]:
    """The lemmas of all nouns that the dictionary knows in this form."""
    return frozenset(
        russian_lemma(reading[2])
        for reading in readings(form)
        if reading[1].POS == "NOUN" and _is_in_dictionary(reading)
    )


def is_case_of_new_word(form: str) -> bool:
    """Whether an unknown form that ends in a consonant is surely no nominative: экзопланет, горутин, иноагентов.

    It is a known noun behind a prefix, in another form than its lemma; or a plural in -ов that no surname is like.
    """
    parses = readings(form)
    _, tag, normal_form, _, analyzers = parses[0]
    if tag.POS != "NOUN" or russian_lemma(normal_form) == form:
        return False
    rest = str(analyzers[0][1])
    if len(analyzers) > 1 and type(analyzers[0][0]).__name__ == "DictionaryAnalyzer" and len(rest) >= SHORTEST_REST:
        return True
    is_surname = any("Surn" in reading[1].grammemes for reading in parses)
    return form.endswith("ов") and russian_lemma(normal_form) == form[:-2] and not is_surname


def cases_of(form: str, chosen: pymorphy3.Parse) -> int:
    """The cases of the readings that share the chosen one's lemma and part of speech."""
    cases = 0
    for reading in readings(form):
        tag = reading[1]
        if reading[2] != chosen[2] or tag.POS != chosen[1].POS or tag.case is None:
            continue
        if "Fixd" in tag.grammemes:
            return ANY_CASE
        case = CASES.index(_MORE_CASES.get(tag.case, tag.case))
        cases |= 1 << case + (PLURAL_SHIFT if tag.number == "plur" else 0)
    return cases


def reading_of(form: str, lemma: str, parts: Container[str | None]) -> pymorphy3.Parse | None:
    """The likeliest reading with this lemma that is one of these parts of speech."""
    fitting = (reading for reading in readings(form) if russian_lemma(reading[2]) == lemma and reading[1].POS in parts)
    return next(fitting, None)


def declined(reading: pymorphy3.Parse, *, plural: bool, gender: str | None) -> str | None:
    """The nominative of a reading (lower case, ё as the dictionary has it); None where the dictionary has none.

    `gender`: of an adjective's noun; it only matters in the singular.
    """
    of = reading[1]
    # A verb has several participles: встроенный is not встроивший.
    wanted = ("nomn", "plur" if plural else "sing", of.POS, of.grammemes & _OF_PARTICIPLES)
    fitting = (
        text
        for text, tag, *_ in russian_dictionary().get_lexeme(reading)
        if (tag.case, tag.number, tag.POS, tag.grammemes & _OF_PARTICIPLES) == wanted
        and (plural or gender in {None, tag.gender})
    )
    return next(fitting, None)


def _is_in_dictionary(reading: pymorphy3.Parse) -> bool:
    analyzers = reading[4]
    return len(analyzers) == 1 and type(analyzers[0][0]).__name__ == "DictionaryAnalyzer"
