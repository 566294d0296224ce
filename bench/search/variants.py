"""The variants of a query: which words of a post are taken, and what becomes of them. Pure; chance is an argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.search.content_words import Word, is_known, near_each_other, other_forms, yo_switched
from bench.search.heard_words import HEARD
from bench.search.scripts import Latinizer, heard
from bench.search.typing_slips import cut_short, mistyped, mistyped_twice, one_mistyped, other_layout

Choose = Callable[[list[Word], Counter[str], Random], list[Word]]
Write = Callable[[list[Word], Random], str]

LENGTHS = (2, 3, 3, 4)
"""How many words a query has; one is drawn."""
RAREST_ONE, COMMONEST_ONE = 2, 30
"""Posts that hold the word of a one-word query."""
RAREST_HEARD, COMMONEST_HEARD = 2, 300
"""Posts that hold a word which is written by ear: rarer ones are names of functions, commoner ones signatures."""
_PRONOUNCEABLE = re.compile(r"(?!.*[^aeiouy]{4})(?![^aeiouy]{3}(?<!str))(?=.*[aeiouy].*)[a-z]{4,12}")


@dataclass(frozen=True, slots=True)
class Variant:
    """`choose` takes a post's content words, in how many posts each form stands, and chance; an empty list: no query.

    `write` makes the query of the chosen words; an empty text: none can be made of them.
    """

    name: str
    choose: Choose
    write: Write


def _some(fits: Callable[[Word], bool] = lambda _: True) -> Choose:
    """2-4 words near each other, all of which fit."""

    def choose(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:  # noqa: ARG001
        fitting = [word for word in words if fits(word)]
        if len({word.lemma for word in fitting}) < 2:
            return []
        return near_each_other(fitting, rng.choice(LENGTHS), rng)

    return choose


def _one(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:
    fitting = [word for word in words if RAREST_ONE <= counts[word.form] <= COMMONEST_ONE]
    return [rng.choice(fitting)] if fitting else []


def _english(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:  # noqa: ARG001
    latin = [word for word in words if word.is_latin]
    if len({word.lemma for word in latin}) < 2:
        return []
    return near_each_other(latin, rng.choice((1, 2, 2, 3)), rng)


def _english_to_mistype(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:
    chosen = _english(words, counts, rng)
    return chosen if any(len(word.form) >= 4 for word in chosen) else []


def _with_yo(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:  # noqa: ARG001
    with_yo = [word for word in words if yo_switched(word.form)]
    if not with_yo:
        return []
    several = near_each_other(with_yo, 3, rng)
    return several if len(several) > 1 else _with_company(several[0], words, 1, rng)


def _with_heard(words: list[Word], counts: Counter[str], rng: Random) -> list[Word]:
    sounding = [word for word in words if word.is_latin and RAREST_HEARD <= counts[word.form] <= COMMONEST_HEARD]
    listed = [word for word in sounding if word.form in HEARD]
    sounding = listed or [word for word in sounding if _PRONOUNCEABLE.fullmatch(word.form)]
    if not sounding:
        return []
    chosen = _with_company(rng.choice(sounding), words, rng.choice((1, 2, 2)), rng)
    return chosen if len(chosen) > 1 else []


def _with_company(word: Word, words: list[Word], number: int, rng: Random) -> list[Word]:
    """The word and so many Russian ones near it, in the text's order."""
    company = [other for other in words if not other.is_latin and other.lemma != word.lemma]
    distinct = {other.lemma: other for other in company}
    beside = sorted(distinct.values(), key=lambda other: (abs(other.place - word.place), other.place))[:8]
    return sorted([word, *rng.sample(beside, min(number, len(beside)))], key=lambda each: each.place)


def _is_inflectable(word: Word) -> bool:
    return word.is_latin or (is_known(word.form) and bool(other_forms(word.form)))


def _is_mistypable(word: Word) -> bool:
    return len(word.form) >= 4


def _is_mistypable_twice(word: Word) -> bool:
    return len(word.form) >= 6


def _each(change: Callable[[str, Random], str]) -> Write:
    return lambda words, rng: " ".join(change(word.form, rng) for word in words)


def inflected(form: str, rng: Random) -> str:
    """Another form of a Russian word; an English one with or without its plural s."""
    if form.isascii():
        other = form[:-1] if form.endswith("s") and len(form) > 3 and not form.endswith("ss") else form + "s"
        return rng.choice((other, form))
    return rng.choice(other_forms(form) or (form,))


def _inflected_and_mistyped(words: list[Word], rng: Random) -> str:
    return " ".join(mistyped(inflected(word.form, rng), rng) for word in words)


def _last_cut(words: list[Word], rng: Random) -> str:
    *before, last = (word.form for word in words)
    return " ".join([*before, cut_short(last, rng)]) if len(last) > 3 else ""


def _latin(words: list[Word], rng: Random) -> str:
    latin = Latinizer(rng).latin(_plain(words))
    return latin if latin != _plain(words) else ""


def _by_ear(words: list[Word], rng: Random) -> str:
    sounding = [word for word in words if word.form in HEARD] or [word for word in words if word.is_latin]
    one = rng.choice(sounding)
    return " ".join(heard(word.form, rng) if word is one else word.form for word in words)


def _plain(words: list[Word]) -> str:
    return " ".join(word.form for word in words)


VARIANTS = (
    Variant("clean", _some(), lambda words, _: _plain(words)),
    Variant("inflected", _some(_is_inflectable), _each(inflected)),
    Variant("typo_each", _some(_is_mistypable), _each(mistyped)),
    Variant("typo_two", _some(_is_mistypable_twice), _each(mistyped_twice)),
    Variant("typo_one", _some(), lambda words, rng: " ".join(one_mistyped([word.form for word in words], rng))),
    Variant(
        "inflected_typo", _some(lambda word: _is_inflectable(word) and len(word.form) > 3), _inflected_and_mistyped
    ),
    Variant("layout", _some(), lambda words, _: other_layout(_plain(words))),
    Variant("latin", _some(), _latin),
    Variant("cut", _some(), _last_cut),
    Variant("english", _english, lambda words, _: _plain(words)),
    Variant("english_typo", _english_to_mistype, _each(mistyped)),
    Variant("yo", _with_yo, _each(lambda form, _: yo_switched(form) or form)),
    Variant("heard", _with_heard, _by_ear),
    Variant("one_word", _one, lambda words, _: _plain(words)),
)
BY_NAME = {variant.name: variant for variant in VARIANTS}
