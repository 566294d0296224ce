"""One script written in the other: Russian in Latin letters, English words as Russians hear them. Pure."""

from __future__ import annotations

import re
from random import Random

from bench.search.heard_words import HEARD

_LATIN_WAYS = {
    "а": ("a",), "б": ("b",), "в": ("v",), "г": ("g",), "д": ("d",), "е": ("e", "e", "e", "ye", "je"),
    "ё": ("yo", "e", "jo"), "ж": ("zh", "zh", "j"), "з": ("z",), "и": ("i",), "й": ("y", "j", "i"), "к": ("k",),
    "л": ("l",), "м": ("m",), "н": ("n",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t",),
    "у": ("u",), "ф": ("f",), "х": ("h", "kh", "x"), "ц": ("ts", "c"), "ч": ("ch",), "ш": ("sh",),
    "щ": ("shch", "sch", "sh"), "ъ": ("", "'"), "ы": ("y", "i"), "ь": ("", "", "'"), "э": ("e",),
    "ю": ("yu", "ju", "iu"), "я": ("ya", "ja", "ia"),
}  # fmt: skip
_SOFT_E = {"ye", "je"}
_VOWELS = "аеёиоуыэюяьъ"

_SOUNDS = (
    # (pattern, sounds to choose from): the first pattern that fits at a place wins
    (r"tions\b", ("шнс",)), (r"tion", ("шн", "шен")), (r"sion", ("жн", "шн")), (r"ture\b", ("чер", "чур")),
    (r"tch", ("ч",)), (r"sch", ("ш", "ск")), (r"shi", ("ши",)), (r"sh", ("ш",)), (r"ch", ("ч",)), (r"ck", ("к",)),
    (r"dge?", ("дж",)), (r"ph", ("ф",)), (r"th", ("т", "з")), (r"wh", ("в", "у")), (r"igh", ("ай",)),
    (r"qu", ("кв",)), (r"kn", ("н",)),
    (r"\bx", ("кс",)), (r"x", ("кс",)), (r"ee|ea(?!u)", ("и",)), (r"oo", ("у",)), (r"ou", ("ау", "у")),
    (r"ow\b", ("оу",)), (r"ow", ("ау", "оу")), (r"ai|ay|ey\b", ("ей", "эй")), (r"oi|oy", ("ой",)),
    (r"au|aw", ("о", "ау")), (r"ew|ue", ("ю",)), (r"oa", ("оу", "о")), (r"ie\b", ("и",)), (r"le\b", ("л",)),
    (r"er\b|or\b(?<!for)", ("ер", "ер", "эр")), (r"a(?=[bcdfgklmnpstvz]e(s|d|r|rs)?\b)", ("ей", "эй")),
    (r"i(?=[bcdfgklmnpstvz]e(s|d|r|rs)?\b)", ("ай",)), (r"o(?=[bcdfgklmnpstvz]e(s|d|r|rs)?\b)", ("оу", "о")),
    (r"u(?=[bcdfgklmnpstvz]e(s|d|r|rs)?\b)", ("ю", "у")), (r"(?<=[a-z]{2})e\b", ("",)), (r"\by", ("й", "и")),
    (r"y\b", ("и",)), (r"y", ("и", "ай")), (r"([bcdfgklmnprstvz])(?=\1)", ("",)), (r"ce\b", ("с",)),
    (r"c(?=[eiy])", ("с",)), (r"c", ("к",)), (r"ge\b", ("дж",)), (r"g(?=[ei])", ("дж", "г")), (r"ng\b", ("нг",)),
    (r"j", ("дж",)), (r"w", ("в",)), (r"\be", ("э", "е")), (r"u(?=[bcdfgklmnpstvz]{2}|[bcdgkmnptz]\b)", ("а",)),
    (r"a", ("а", "а", "э")), (r"b", ("б",)), (r"d", ("д",)), (r"e", ("е",)), (r"f", ("ф",)), (r"g", ("г",)),
    (r"h", ("х",)), (r"i", ("и",)), (r"k", ("к",)), (r"l", ("л",)), (r"m", ("м",)), (r"n", ("н",)), (r"o", ("о",)),
    (r"p", ("п",)), (r"q", ("к",)), (r"r", ("р",)), (r"s", ("с",)), (r"t", ("т",)), (r"u", ("у", "ю")),
    (r"v", ("в",)), (r"z", ("з",)),
)  # fmt: skip
_SOUND_PATTERNS = tuple((re.compile(pattern), sounds) for pattern, sounds in _SOUNDS)


class Latinizer:
    """Writes Russian in Latin letters, each letter always in the one way that chance chose for this writer."""

    def __init__(self, rng: Random) -> None:
        self._ways = {letter: rng.choice(ways) for letter, ways in _LATIN_WAYS.items()}

    def latin(self, text: str) -> str:
        """The text (lower case) in Latin letters; what is not Cyrillic stays."""
        return "".join(self._letter(text, place) for place in range(len(text)))

    def _letter(self, text: str, place: int) -> str:
        way = self._ways.get(text[place], text[place])
        if way in _SOFT_E:
            # Writers who write ye for е do so only where it sounds so: first in a word or after a vowel.
            before = text[place - 1] if place else " "
            return way if before in _VOWELS or not before.isalpha() else "e"
        return way


def heard(word: str, rng: Random) -> str:
    """An English word (a-z) in Cyrillic as it sounds: from the hand list, else by rules with chance among them."""
    if word in HEARD:
        return rng.choice(HEARD[word])
    sounds = []
    place = 0
    while place < len(word):
        for pattern, choices in _SOUND_PATTERNS:
            match = pattern.match(word, place)
            if match:
                sounds.append(rng.choice(choices))
                place = max(match.end(), place + 1)
                break
        else:
            place += 1
    return "".join(sounds)
