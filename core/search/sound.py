"""One word in the other script: Russian typed in Latin letters, and English as it is heard and written in Russian.

    rekomendacii, rekomendatsii -> рекомендации        докер -> docker, дримера -> dreamer

Both ways are tables of what a letter or a group of letters can stand for; the words of the archive decide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, islice

MOST_SPELLINGS = 96
"""Russian spellings made of one Latin word before signs are put in."""

MOST_SIGNED = 800
"""Spellings with signs put in, of all the spellings of one word."""

TELLING = 4
"""Letters of a beginning that tells whether a spelling is worth to go on with."""


MOST_STEPS = 4_000
"""Beginnings of Latin words that are looked up for one Russian word."""

SHORTEST_HEARD = 3
"""Letters of an English word that a Russian one can stand for."""

_TO_RUSSIAN = {
    "shch": "щ", "sch": "щ сч", "shh": "щ", "sh": "ш щ", "ch": "ч х", "zh": "ж", "kh": "х", "ts": "ц тс", "tz": "ц",
    "tc": "ц", "yo": "е йо", "jo": "е йо", "io": "ио е", "yu": "ю", "ju": "ю", "iu": "ю иу", "ya": "я", "ja": "я",
    "ia": "ия я", "iia": "ия", "iya": "ия ыя", "ija": "ия", "ye": "е", "je": "е", "ie": "ие ье е", "iye": "ие ые",
    "ije": "ие ые", "yye": "ые", "ii": "ии ий", "iy": "ий ый", "ij": "ий ый", "yj": "ый", "yy": "ый", "ck": "к",
    "ph": "ф", "a": "а", "b": "б", "c": "ц к с", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и ы й",
    "j": "й ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к я", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "в ш", "x": "х кс", "y": "ы й и", "z": "з", "4": "ч", "6": "ш", "'": "ь",
}  # fmt: skip
"""The usual ways of writing Russian in Latin letters: passports, libraries, maps, chats."""

_TO_ENGLISH = {
    "шн": "tion ssion cion shn", "шен": "tion sion shen", "жн": "sion", "чер": "ture cher tcher", "дж": "j g dg ge",
    "кс": "x cks ks cs ccs", "кв": "qu kw", "ай": "i y ie igh ai ey ig", "яй": "i", "ей": "a ai ay ey ei e",
    "эй": "a ai ay ei ey eigh", "ой": "oy oi", "оу": "o ow oa ou", "ау": "ow ou au ao", "иу": "iew eu", "ия": "ia",
    "ер": "er or ur ir ear ar re", "эр": "er ar air are", "ар": "ar er", "ор": "or our ore", "ир": "ir ear eer",
    "а": "a u o", "б": "b bb", "в": "v w wh", "г": "g gg h gu gh", "д": "d dd", "е": "e a ea ie ee ai",
    "ж": "g j zh s", "з": "z s th zz", "и": "i e ee ea y ie ey", "й": "y i", "к": "k c ck ch q cc", "л": "l ll",
    "м": "m mm", "н": "n nn kn", "о": "o a au aw oa ou", "п": "p pp", "р": "r rr wr", "с": "s c ss sc th ce",
    "т": "t tt th", "у": "u oo ou ew w o", "ф": "f ph ff gh", "х": "h kh x wh", "ц": "c ts z tz", "ч": "ch tch c ture",
    "ш": "sh ch s", "щ": "sch shch", "ъ": "", "ь": "", "ы": "y i", "э": "e a ae", "ю": "u yu ew iu ue ou",
    "я": "ya ia a",
}  # fmt: skip
"""What English letters are heard as a Russian one; an e that is not heard may follow any of them."""

_ENDINGS = frozenset({
    "", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах", "ем", "ой", "ю", "я", "ей", "ями", "ях", "ям", "ев",
})  # fmt: skip
_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщ")
_AFTER_HARD_SIGN = ("е", "ю", "я")
_MOST_SIGNS = 2
_LONGEST_SOUND = 3


def russian_spellings(latin: str, may_begin: Callable[[list[str]], list[str]]) -> list[str]:
    """What a word in Latin letters can stand for in Russian ones, the plainest first; none where a letter has no sound.

    `may_begin`: of beginnings of TELLING letters, those that some word can have.
    """
    spellings = ["э", "е"] if latin.startswith("e") else [""]
    tested = False
    for options in _split(latin.removeprefix("e")):
        spellings = [start + option for option in options for start in spellings]
        if not tested and len(latin) > TELLING and all(len(spelling) >= TELLING for spelling in spellings):
            possible = set(may_begin([start for spelling in spellings for start in _beginnings(spelling)]))
            spellings = [spelling for spelling in spellings if not possible.isdisjoint(_beginnings(spelling))]
            tested = True
        spellings = spellings[:MOST_SPELLINGS]
    return [spelling for spelling in spellings if spelling]


def with_signs(spellings: Sequence[str]) -> list[str]:
    """The same with one or two of the signs ь and ъ, which Latin letters usually leave out; MOST_SIGNED at most."""
    rows = [_with_signs(spelling) for spelling in spellings]
    return list(islice((signed for row in rows for signed in row), MOST_SIGNED))


def _beginnings(spelling: str) -> list[str]:
    """What a word that is spelled so can begin with, TELLING letters of it: a soft sign may be missing."""
    places = [place for place in (2, 3) if spelling[place - 1] in _CONSONANTS]
    return [spelling[:TELLING], *(f"{spelling[:place]}ь{spelling[place:]}"[:TELLING] for place in places)]


def _with_signs(spelling: str) -> Iterator[str]:
    places = [
        place
        for place in range(1, len(spelling) + 1)
        if spelling[place - 1] in _CONSONANTS and not spelling[place:].startswith("ь")
    ]
    for most in range(1, _MOST_SIGNS + 1):
        for chosen in combinations(places, most):
            pieces = [spelling[start:end] for start, end in zip((0, *chosen), (*chosen, len(spelling)), strict=True)]
            yield "ь".join(pieces)
    for place in places:
        if spelling[place : place + 1] in _AFTER_HARD_SIGN:
            yield f"{spelling[:place]}ъ{spelling[place:]}"


def heard_as(russian: str, latin: Sequence[str]) -> list[str]:
    """Those of the Latin words (ascending) that a Russian one can be the sound of, with an ending or without."""
    options = [_english_options(russian, place) for place in range(len(russian))]
    may_end = [russian[place:] in _ENDINGS for place in range(len(russian) + 1)]
    found: dict[str, None] = {}
    waiting = [(0, "", 0)]
    for _ in range(MOST_STEPS):
        if not waiting:
            break
        place, start, above = waiting.pop()
        if may_end[place] and len(start) >= SHORTEST_HEARD:
            found.update({word: None for word in (start, start + "e") if _holds(latin, word)})
        for size, option in options[place] if place < len(russian) else []:
            longer = start + option
            at = bisect_left(latin, longer, above)
            if at < len(latin) and latin[at].startswith(longer):
                waiting.append((place + size, longer, at))
    return list(found)


def _holds(words: Sequence[str], word: str) -> bool:
    place = bisect_left(words, word)
    return place < len(words) and words[place] == word


def _split(latin: str) -> Iterator[tuple[str, ...]]:
    """What the groups of a word's letters stand for, the longest groups first."""
    table = _russian_options()
    place = 0
    while place < len(latin):
        size = next((size for size in (4, 3, 2, 1) if latin[place : place + size] in table), 0)
        if not size:
            yield ()
            return
        yield table[latin[place : place + size]]
        place += size


def _english_options(russian: str, place: int) -> list[tuple[int, str]]:
    """How many letters from `place` on stand for what, the rarest reading first."""
    table = _english_table()
    options = []
    for size in range(1, min(_LONGEST_SOUND, len(russian) - place) + 1):
        for option in table.get(russian[place : place + size], ()):
            options.append((size, option))
            if option and place + size < len(russian):
                options.append((size, option + "e"))
    return options


@cache
def _russian_options() -> dict[str, tuple[str, ...]]:
    return {latin: tuple(russian.split()) for latin, russian in _TO_RUSSIAN.items()}


@cache
def _english_table() -> dict[str, tuple[str, ...]]:
    return {russian: tuple(english.split()) or ("",) for russian, english in _TO_ENGLISH.items()}
