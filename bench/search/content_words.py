"""The words of a post that a reader might search for. Pure apart from pymorphy3's dictionary, which is opened once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

import pymorphy3

SHORTEST = 3
LONGEST = 24
_NOT_WORDS = re.compile(r"(?:https?://|www\.|t\.me/)\S*|\S+@\S+|[@/\\]\S+|\S*[_=<>{}$]\S*|\([^)\s]*://[^)]*\)")
_WORD = re.compile(r"(?<![\w-])[а-яё]+(?![\w-])|(?<![\w-])[a-z]+(?![\w-])", re.IGNORECASE)
_CONTENT = frozenset("NOUN ADJF ADJS VERB INFN PRTF PRTS GRND ADVB COMP".split())
_EMPTY_LEMMAS = frozenset(
    """
    быть мочь весь это этот который свой сам самый такой так как что чтобы очень уже еще ещё также можно нужно надо
    другой иной один мой твой наш ваш тот каждый любой какой где когда там тут здесь теперь тогда только просто лишь
    год раз день человек время дело хотеть стать являться иметь сказать говорить знать новый большой
    """.split()
)
_ENGLISH_EMPTY = frozenset(
    """
    the and for are but not you all any can had her was one our out has him his how its may new now old see two who did
    get let put say she too use with from that this they will would there their what about which when make like just
    into your some them than then other been were more also http https www com org html
    """.split()
)


_UNUSUAL = frozenset("Supr V-oy V-ey V-be V-en V-bi V-ie incl Litr Arch".split())
"""Grammemes of forms that hardly anybody types: superlatives, -ою, and the imperatives in -мте."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a post that could stand in a query: lower case as written (ё kept), and its number in the post."""

    form: str
    lemma: str
    place: int

    @property
    def is_latin(self) -> bool:
        """Written in Latin letters."""
        return self.form.isascii()


def content_words(text: str) -> list[Word]:
    """The content words in order, addresses and code left out."""
    found = []
    for place, match in enumerate(_WORD.finditer(_NOT_WORDS.sub(" ", text))):
        form = match[0].lower()
        lemma = content_lemma(form)
        if lemma:
            found.append(Word(form, lemma, place))
    return found


@lru_cache(maxsize=400_000)
def content_lemma(form: str) -> str | None:
    """The normal form of a content word; None for function words, empty words, too short and too long ones."""
    if not SHORTEST <= len(form) <= LONGEST:
        return None
    if form.isascii():
        return None if form in _ENGLISH_EMPTY else form
    _, tag, normal_form, *_ = parsed(form)
    if tag.POS not in _CONTENT or "Apro" in tag.grammemes or normal_form in _EMPTY_LEMMAS:
        return None
    return normal_form.replace("ё", "е")


def is_known(form: str) -> bool:
    """Whether the Russian dictionary holds this form."""
    return dictionary().word_is_known(form)


@lru_cache(maxsize=100_000)
def other_forms(form: str) -> tuple[str, ...]:
    """The usual forms of the same word and part of speech that read differently, ё aside; in the dictionary's order."""
    parse = parsed(form)
    lexeme = dictionary().get_lexeme(parse)
    forms = dict.fromkeys(
        word.replace("ё", "е")
        for word, tag, *_ in lexeme
        if tag.POS == parse[1].POS and len(word) >= SHORTEST and not _UNUSUAL & tag.grammemes
    )
    return tuple(other for other in forms if other != form.replace("ё", "е") and " " not in other)


@lru_cache(maxsize=100_000)
def yo_switched(form: str) -> str | None:
    """The form with е for each ё, or with ё where the dictionary says that an е stands for it; None: no ё in it."""
    if "ё" in form:
        return form.replace("ё", "е")
    if "е" not in form or not is_known(form):
        return None
    word = parsed(form)[0]
    return word if "ё" in word and word.replace("ё", "е") == form else None


def near_each_other(words: list[Word], count: int, rng: Random, nearness: float = 3.0) -> list[Word]:
    """`count` words of distinct lemmas in the text's order: one by chance, then those near it more likely.

    Fewer where the post has no more.
    """
    anchor = rng.choice(words)
    chosen = [anchor]
    while len(chosen) < count:
        taken = {word.lemma for word in chosen}
        rest = [word for word in words if word.lemma not in taken]
        if not rest:
            break
        weights = [1.0 / (nearness + abs(word.place - anchor.place)) ** 2 for word in rest]
        chosen += rng.choices(rest, weights)
    return sorted(chosen, key=lambda word: word.place)


def posts_with_form(texts: Iterable[str]) -> Counter[str]:
    """How many texts hold each word as it is written (lower case)."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({match[0].lower() for match in _WORD.finditer(text)})
    return counts


@lru_cache(maxsize=100_000)
def parsed(form: str) -> pymorphy3.Parse:
    """The likeliest reading of a form."""
    return dictionary().parse(form)[0]


@cache
def dictionary() -> pymorphy3.MorphAnalyzer:
    """pymorphy3's dictionary, opened at the first call."""
    return pymorphy3.MorphAnalyzer(lang="ru", result_type=None)
