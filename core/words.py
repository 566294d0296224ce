"""One normaliser for the index, the query and the topics: tokens, their forms and their lemmas.

The rules of `tokens`:

- A word is a run of letters and digits of any script. Combining marks, zero-width characters and soft hyphens inside
  it belong to it, and so does an apostrophe between two letters (don't, O'Reilly).
- Its form is compatibility-composed (NFKC), case-folded, ё is е, Latin letters lose their accents, and nothing but
  letters and digits is left: `Сло́во` -> слово, `don't` -> dont, `Café` -> cafe.
- Words that one hyphen or underscore joins (мета-обучение, GPT-4, #machine_learning) are tokens of their own, and all
  but the first are marked `glued`. `compounds` gives the whole written together (метаобучение, gpt4), so
  that an index over both finds either spelling.
- Names that live by their signs are spelled out: C++ -> cpp, C# -> csharp, F# -> fsharp, .NET -> dotnet.

Positions always refer to the text as it was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3
import pymorphy3_dicts_ru
import Stemmer

OWN_VERSION = 2
"""To be raised with every change of this module that changes a form or a lemma."""

LEMMAS_KEPT = 50_000
"""Words whose likeliest lemma one `Lemmas` remembers: about 12 MB."""

READINGS_KEPT = 2_000
"""Words of which one `Lemmas` remembers all the lemmas."""

FORMS_KEPT = 16_384
"""Written words whose forms are remembered by all who take tokens: about 3 MB."""

LONGEST_COMPOUND = 6
"""Parts of a compound: longer chains of underscores are drawings or keys, not words."""

CONNECTORS = "-_\u2010\u2011"
"""The characters that glue words: hyphens (U+2010 and U+2011 among them) and the underscore."""

HASHTAG = re.compile(r"(?<![\w#/&])#(\w*[^\W\d_]\w*)")
"""As Telegram marks them: letters, digits and underscores, at least one letter."""

_CONNECTOR_SET = frozenset(CONNECTORS)

_SIGNS = {
    "c++": "cpp",
    "с++": "cpp",
    "c#": "csharp",
    "с#": "csharp",
    "f#": "fsharp",
    ".net": "dotnet",
}
"""Both the Latin c and the Cyrillic с: the eye does not tell them apart."""

_LETTER = r"[^\W_]"
_SIGN = rf"\+\+(?<=(?<!{_LETTER})[CcСс]\+\+)|\#(?<=(?<!{_LETTER})[CcСсFf]\#)(?!{_LETTER})"
_DOTNET = rf"\.(?:(?<!{_LETTER}\.)|(?<=[Aa][Ss][Pp]\.))[Nn][Ee][Tt](?!{_LETTER})"
_PLAIN = re.compile(r"[0-9A-Za-zА-Яа-яЁё]+")
_RUSSIAN = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")
_APOSTROPHES = "'\u2019\u02bc"
_FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_ENGLISH_FUNCTION_WORD = re.compile(
    r"an?|and|are|as|at|be|but|by|for|from|has|have|her?|his|i|in|is|it|its|me|my|not|of|on|or|our|she|so|that|the|their"
    r"|them|they|this|to|us|was|we|were|what|when|where|which|who|will|with|you|your"
)
_HIGHEST_MARK = 0xE01F0
_MARK_FREE = range(0x20000, 0xE0000)
"""No marks and no zero-width characters stand between these two code points."""


class Token(NamedTuple):
    """One word of a text: its normalised form and where it stands (Python characters, end exclusive).

    `glued`: one hyphen or underscore joins it to the token before.
    """

    form: str
    start: int
    end: int
    glued: bool = False


class Compound(NamedTuple):
    """A chain of glued tokens as one word: their forms written together, the range of them all, and their forms."""

    form: str
    start: int
    end: int
    parts: tuple[str, ...]


@cache
def normaliser_version() -> str:
    """Says which forms and lemmas this program makes: two indexes agree only where their versions are equal.

    Made of this module's own number, the Russian dictionary's, the English stemmer's and Unicode's versions.
    """
    dictionary = f"{pymorphy3.__version__}+{pymorphy3_dicts_ru.__version__}"
    return f"{OWN_VERSION}/{dictionary}/{Stemmer.version()}/{unicodedata.unidata_version}"


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; see the module's docstring for what a word and its form are.

    A text made of the forms has the same forms again.
    """
    before = -1
    for match in _word_pattern().finditer(text):
        start, end = match.span()
        form = _form(match[0])
        if form:
            yield Token(form, start, end, start - before == 1 and text[before] in CONNECTORS)
            before = end


def forms_and_chains(text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """The forms of `tokens(text)`, and of its `compounds` the parts: three times as quick, without the places."""
    pieces = _word_pattern().split(text)
    forms = [_form(word) for word in pieces[1::2]]
    joints = pieces[2:-1:2]
    if _CONNECTOR_SET.isdisjoint(joints):
        return [form for form in forms if form], []
    chains: list[list[str]] = []
    chain = [forms[0]]
    for joint, form in zip(joints, forms[1:], strict=True):
        if joint in _CONNECTOR_SET and form and chain[-1]:
            chain.append(form)
        else:
            chains.append(chain)
            chain = [form]
    chains.append(chain)
    whole = [tuple(parts) for parts in chains if 1 < len(parts) <= LONGEST_COMPOUND]
    return [form for form in forms if form], whole


def compounds(words: Iterable[Token]) -> Iterator[Compound]:
    """The chains of glued tokens; those of more than LONGEST_COMPOUND parts are left out."""
    chain: list[Token] = []
    for word in words:
        if not word.glued:
            yield from _compound(chain)
            chain = []
        chain.append(word)
    yield from _compound(chain)


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
        """Those of the forms that the Russian dictionary holds (ё as е), for very many at once."""
        words = russian_dictionary().dictionary.words
        return [form for form in forms if form in words]

    def is_function_word(self, form: str) -> bool:
        """Whether the form only holds a sentence together: prepositions, conjunctions, particles, pronouns."""
        return self._function_words(form)


def readings_of(form: str) -> list[pymorphy3.Parse]:
    """What a Russian form can be, the likeliest first; of equally likely ones in the dictionary's fixed order."""
    return russian_dictionary().parse(form)


def russian_lemma(normal_form: str) -> str:
    """The dictionary's normal form as a form: some hold a hyphen that the word was written without."""
    return _without_yo(normal_form.replace("-", ""))


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


def _compound(chain: list[Token]) -> Iterator[Compound]:
    if 1 < len(chain) <= LONGEST_COMPOUND:
        parts = tuple(part.form for part in chain)
        yield Compound("".join(parts), chain[0].start, chain[-1].end, parts)


@lru_cache(maxsize=FORMS_KEPT)
def _form(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return _without_yo(word.lower())
    if word.lower() in _SIGNS:
        return _SIGNS[word.lower()]
    form = _fold(word)
    while (again := _fold(form)) != form:
        form = again
    return form


def _fold(word: str) -> str:
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    kept = (_without_accent(character) for character in composed if character.isalnum() and character != "\u02bc")
    return _without_yo("".join(kept))


def _without_accent(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def _without_yo(form: str) -> str:
    return form.replace("ё", "е")


@cache
def _word_pattern() -> re.Pattern[str]:
    """Words with the marks and zero-width characters inside them; made at first use, for it reads all of Unicode."""
    marks = "".join(
        chr(code)
        for codes in (range(_MARK_FREE.start), range(_MARK_FREE.stop, _HIGHEST_MARK))
        for code in codes
        if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me", "Cf"}
    )
    mark = "[" + _ranges(marks) + "]"
    joints = rf"(?:[{_APOSTROPHES}](?={_LETTER})|{mark}+)"
    return re.compile(rf"({_LETTER}+(?:{joints}{_LETTER}*)*(?:{_SIGN})?|{_DOTNET})")


def _ranges(characters: str) -> str:
    """Ascending characters as the inside of a regular expression's class."""
    ranges: list[list[str]] = []
    for character in characters:
        if ranges and ord(character) == ord(ranges[-1][1]) + 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    return "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in ranges)


@cache
def russian_dictionary() -> pymorphy3.MorphAnalyzer:
    """pymorphy3's dictionary of Russian, opened at the first call: 20 MB, shared by all who ask."""
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru", result_type=None)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)
