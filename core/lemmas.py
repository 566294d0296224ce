"""One normaliser for the index, the query and the topics: the lemmas of the forms that core.words makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pymorphy3
import pymorphy3_dicts_ru
import Stemmer

from core.words import without_yo

OWN_VERSION = 2
"""To be raised with every change of this module or of core.words that changes a form or a lemma."""

LEMMAS_KEPT = 50_000
"""Words whose likeliest lemma one `Lemmas` remembers: about 12 MB."""

LONGEST_WITH_YO = 15
"""Letters of a form that is tried with an ё in every place of an е."""

READINGS_KEPT = 2_000
"""Words of which one `Lemmas` remembers all the lemmas."""

_RUSSIAN = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")
_FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_ENGLISH_FUNCTION_WORD = re.compile(
    r"an?|and|are|as|at|be|but|by|for|from|has|have|her?|his|i|in|is|it|its|me|my|not|of|on|or|our|she|so|that|the|their"
    r"|them|they|this|to|us|was|we|were|what|when|where|which|who|will|with|you|your"
)


@cache
def normaliser_version() -> str:
    """Says which forms and lemmas this program makes: two indexes agree only where their versions are equal.

    Made of this module's own number, the Russian dictionary's, the English stemmer's and Unicode's versions.
    """
    dictionary = f"{pymorphy3.__version__}+{pymorphy3_dicts_ru.__version__}"
    return f"{OWN_VERSION}/{dictionary}/{Stemmer.version()}/{unicodedata.unidata_version}"


class Lemmas:
    """Normal forms: Russian by pymorphy3's dictionary, Latin by the English Snowball stemmer, other words unchanged.

    Takes forms as `tokens` makes them and gives forms of the same kind (lower case, е for ё). The dictionary is opened
    at the first Russian word and shared by all instances; the memory of an instance is bounded. Threads may share one.
    """

    def __init__(self) -> None:
        self._readings = lru_cache(maxsize=READINGS_KEPT)(_normal_forms)
        self._first = lru_cache(maxsize=LEMMAS_KEPT)(_first_normal_form)
        self._function_words = lru_cache(maxsize=READINGS_KEPT)(_is_function_word)

    def of(self, form: str) -> tuple[str, ...]:
        """All normal forms, the most likely first; never empty."""
        return self._readings(form)

    def first(self, form: str) -> str:
        """The most likely normal form."""
        return self._first(form)

    def is_known_word(self, form: str) -> bool:
        """Whether the Russian dictionary holds this very form (ё aside)."""
        return _RUSSIAN.fullmatch(form) is not None and russian_dictionary().word_is_known(form)

    def known_words_of(self, forms: Iterable[str]) -> list[str]:
        """Those of the forms that the Russian dictionary holds as they are, for very many at once; words with ё are not
        found (`known_words_with_yo_of`).
        """
        words = russian_dictionary().dictionary.words
        return [form for form in forms if form in words]

    def known_words_with_yo_of(self, forms: Iterable[str]) -> list[str]:
        """Those that the dictionary holds with one ё: it can stand in several places, so this takes thrice as long."""
        words = russian_dictionary().dictionary.words
        short = (form for form in forms if len(form) <= LONGEST_WITH_YO)
        return [form for form in short if any(spelling in words for spelling in _with_yo(form))]

    def is_function_word(self, form: str) -> bool:
        """Whether the form only holds a sentence together: prepositions, conjunctions, particles, pronouns."""
        return self._function_words(form)


def readings_of(form: str) -> list[pymorphy3.Parse]:
    """What a Russian form can be, the likeliest first; of equally likely ones in the dictionary's fixed order."""
    return russian_dictionary().parse(form)


def russian_lemma(normal_form: str) -> str:
    """The dictionary's normal form as a form: some hold a hyphen that the word was written without."""
    return without_yo(normal_form.replace("-", ""))


def _with_yo(form: str) -> Iterator[str]:
    """The form with one ё in each place where it may stand."""
    place = form.find("е")
    while place >= 0:
        yield f"{form[:place]}ё{form[place + 1 :]}"
        place = form.find("е", place + 1)


def _is_function_word(form: str) -> bool:
    if not _RUSSIAN.fullmatch(form):
        return _ENGLISH_FUNCTION_WORD.fullmatch(form) is not None
    _, tag, *_ = readings_of(form)[0]
    return tag.POS in _FUNCTION_WORDS or "Apro" in tag.grammemes


def _first_normal_form(form: str) -> str:
    lemma = _normal_forms(form)[0]
    return form if lemma == form else lemma


def _normal_forms(form: str) -> tuple[str, ...]:
    if _RUSSIAN.fullmatch(form):
        known = _dictionary_lemmas(form)
        if len(known) == 1:
            return tuple(known)
        return tuple(dict.fromkeys(russian_lemma(normal_form) for _, _, normal_form, *_ in readings_of(form)))
    return (_stemmer().stemWord(form) if _LATIN.fullmatch(form) else form,)


def _dictionary_lemmas(form: str) -> set[str]:
    """The lemmas that the dictionary holds for a form, in no order: quicker than weighing its readings."""
    morphology = russian_dictionary()
    dictionary = morphology.dictionary
    found = dictionary.words.similar_items(form, morphology.char_substitutes)
    return {russian_lemma(dictionary.build_normal_form(*place, word)) for word, places in found for place in places}


@cache
def russian_dictionary() -> pymorphy3.MorphAnalyzer:
    """pymorphy3's dictionary of Russian, opened at the first call: 20 MB, shared by all who ask."""
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru", result_type=None)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)
