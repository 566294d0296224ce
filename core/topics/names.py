"""The name of a phrase: the form that a person would write, out of the forms that stand in the posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import cast

from core.topics.corpus import Corpus, is_glued, is_initial
from core.topics.grammar import Kind, Word, gender_of, is_common_word, nominative
from core.topics.phrases import Key, key_of, spans, words_of
from core.topics.readings import NOMINATIVE, PLURAL, SINGULAR
from core.topics.terms import places_of

PLURAL_SHARE = 1.5
"""A phrase is named in the plural where so many plural forms stand for one singular."""

LOWER_CASE_SHARE = 0.2
"""A word that is written small so often within sentences is no name."""

Codes = tuple[int, ...]

_DECLINED_BEFORE_HEAD = {Kind.ADJECTIVE, Kind.FIRST_NAME}


def name_phrases(keys: Iterable[Key], corpus: Corpus) -> dict[Key, str]:
    """A name for each key of a phrase or term."""
    written: dict[Key, Counter[Codes]] = {key: Counter() for key in keys}
    words = words_of(corpus, {lemma for key in written for lemma in key})
    for codes in corpus.posts:
        for start, end, found in spans(codes, words, corpus):
            ways = written.get(key_of(found))
            if ways is not None:
                ways[tuple(codes[start:end])] += 1
    for term, places in places_of((key for key, ways in written.items() if not ways), corpus).items():
        written[term].update(tuple(corpus.posts[place.post][place.start : place.end]) for place in places)
    return {key: _name(ways, corpus) for key, ways in written.items()}


def _name(ways: Counter[Codes], corpus: Corpus) -> str:
    plural = _is_plural(ways, corpus)
    best = max(ways, key=lambda codes: (_is_nominative(codes, corpus, plural=plural), ways[codes], codes))
    written = [corpus.surface(code).text.lower() for code in best]
    if not _is_nominative(best, corpus, plural=plural):
        end = _head(best, corpus) + 1
        written[:end] = _declined(best[:end], corpus, plural=plural)
    words = [_cased(word, _ways_of_word(ways, place, corpus)) for place, word in enumerate(written)]
    joints = ["-" if is_glued(code) else " " for code in best[1:]]
    return "".join(part for pair in zip(words, [*joints, ""], strict=True) for part in pair)


def _head(codes: Codes, corpus: Corpus) -> int:
    """The place of the last word that is declined: the first noun's, a hyphenated chain's last part, a surname."""
    kinds = [_word(code, corpus).kind for code in codes]
    head = next(place for place, kind in enumerate(kinds) if kind is not Kind.ADJECTIVE)
    while head + 1 < len(codes) and (is_glued(codes[head + 1]) or kinds[head] is Kind.FIRST_NAME):
        head += 1
    return head


def _cases(codes: Codes, corpus: Corpus) -> int:
    """The cases that the head and the adjectives before it can be in together."""
    head = _head(codes, corpus)
    cases = _word(codes[head], corpus).cases
    for code in codes[:head]:
        word = _word(code, corpus)
        if word.kind in _DECLINED_BEFORE_HEAD:
            cases &= word.cases
    return cases


def _is_plural(ways: Counter[Codes], corpus: Corpus) -> bool:
    singular = plural = 0
    for codes, times in ways.items():
        cases = _cases(codes, corpus)
        if not cases & PLURAL:
            singular += times
        elif not cases & SINGULAR:
            plural += times
    return plural > PLURAL_SHARE * singular


def _is_nominative(codes: Codes, corpus: Corpus, *, plural: bool) -> bool:
    return bool(_cases(codes, corpus) & NOMINATIVE & (PLURAL if plural else SINGULAR))


def _declined(codes: Codes, corpus: Corpus, *, plural: bool) -> list[str]:
    """The nominative of adjectives and head; what the dictionary cannot decline stays as it is written."""
    gender = gender_of(corpus.surface(codes[-1]).form, _word(codes[-1], corpus))
    declined = []
    for place, code in enumerate(codes, 1):
        surface, word = corpus.surface(code), _word(code, corpus)
        form = None
        # Of a glued pair the first part is mostly a stem (чат-бота), but sometimes declined too (Москве-реке).
        is_oblique = place < len(codes) and is_glued(codes[place]) and not word.cases & NOMINATIVE
        if place == len(codes) or is_oblique or word.kind in _DECLINED_BEFORE_HEAD:
            agreeing = gender if word.kind is Kind.ADJECTIVE else None
            form = nominative(surface.form, word, plural=plural, gender=agreeing)
        declined.append(form or surface.text.lower())
    return declined


def _ways_of_word(ways: Counter[Codes], place: int, corpus: Corpus) -> Counter[str]:
    """How the word at this place is written within sentences, where it ever stands there.

    A common word is no name because it opens a sentence, nor because it is shouted.
    """
    within: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for codes, times in ways.items():
        surface, initial = corpus.surface(codes[place]), is_initial(codes[place])
        common = is_common_word(surface.form)
        text = surface.text.lower() if common and (initial or surface.text.isupper()) else surface.text
        anywhere[text] += times
        if not initial:
            within[text] += times
    return within or anywhere


def _cased(word: str, ways: Counter[str]) -> str:
    """The lower-case word with the capitals that it mostly has."""
    small = sum(times for text, times in ways.items() if text.islower())
    if not word.isascii() and small >= LOWER_CASE_SHARE * ways.total():
        return word
    common = max(ways, key=lambda text: (text.lower() == word, ways[text], text))
    if common.lower() == word:
        return common
    return word.capitalize() if common[0].isupper() else word


def _word(code: int, corpus: Corpus) -> Word:
    return cast("Word", corpus.term_word(code))  # phrases and terms have no other words
