"""What fingers do to a word: typos, the wrong keyboard layout, a word cut short. Pure; chance is a `random.Random`."""

from __future__ import annotations

from random import Random

from rapidfuzz.distance import OSA

SHORTEST_MISTYPED = 4
SHORTEST_MISTYPED_TWICE = 6
FIRST_LETTER_SHARE = 0.1
_ROWS = (
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_TO_LATIN = dict(zip(_CYRILLIC_KEYS, _LATIN_KEYS, strict=True))
_TO_CYRILLIC = dict(zip(_LATIN_KEYS, _CYRILLIC_KEYS, strict=True))


def neighbours(letter: str) -> str:
    """The letters on the keys around this one; empty where it is on no letter key."""
    for rows in _ROWS:
        for row, keys in enumerate(rows):
            place = keys.find(letter)
            if place >= 0:
                beside = keys[max(place - 1, 0) : place] + keys[place + 1 : place + 2]
                above = rows[row - 1][place : place + 2] if row > 0 else ""
                below = rows[row + 1][max(place - 1, 0) : place + 1] if row < 2 else ""
                return beside + above + below
    return ""


def mistyped(word: str, rng: Random) -> str:
    """The word with one edit (OSA distance 1); words of fewer than SHORTEST_MISTYPED letters stay.

    The first letter is hit by FIRST_LETTER_SHARE of the edits.
    """
    if len(word) < SHORTEST_MISTYPED:
        return word
    while True:
        place = 0 if rng.random() < FIRST_LETTER_SHARE else rng.randrange(1, len(word))
        typed = _edited(word, place, rng)
        if OSA.distance(word, typed) == 1:
            return typed


def mistyped_twice(word: str, rng: Random) -> str:
    """The word with two edits (OSA distance 2); shorter words than SHORTEST_MISTYPED_TWICE get one or none."""
    if len(word) < SHORTEST_MISTYPED_TWICE:
        return mistyped(word, rng)
    while True:
        typed = mistyped(mistyped(word, rng), rng)
        if OSA.distance(word, typed) == 2:
            return typed


def one_mistyped(words: list[str], rng: Random) -> list[str]:
    """The words with one edit in one of those that are long enough."""
    long_enough = [place for place, word in enumerate(words) if len(word) >= SHORTEST_MISTYPED]
    if not long_enough:
        return words
    hit = rng.choice(long_enough)
    return [mistyped(word, rng) if place == hit else word for place, word in enumerate(words)]


def other_layout(text: str) -> str:
    """The text as the same keys give it under the other layout: Cyrillic letters as Latin keys, Latin as Cyrillic.

    Punctuation that is a Cyrillic letter's key changes only in a text without Cyrillic letters, so that
    `other_layout` of its own result is the text again.
    """
    if any(letter in _TO_LATIN for letter in text):
        swap = _TO_LATIN | {key: letter for key, letter in _TO_CYRILLIC.items() if key.isalpha()}
        return "".join(swap.get(letter, letter) for letter in text)
    return "".join(_TO_CYRILLIC.get(letter, letter) for letter in text)


def cut_short(word: str, rng: Random) -> str:
    """The word without its end: at least 3 letters and half of it are left; words of 3 letters stay."""
    least = max(3, (len(word) + 1) // 2)
    return word[: rng.randrange(least, len(word))] if least < len(word) else word


def _edited(word: str, place: int, rng: Random) -> str:
    before, letter, after = word[:place], word[place], word[place + 1 :]
    near = neighbours(letter) or letter
    match rng.choice(("replace", "swap", "drop", "insert", "double")):
        case "replace":
            return before + rng.choice(near) + after
        case "swap":
            return before + after[:1] + letter + after[1:]
        case "drop":
            return before + after
        case "insert":
            return before + letter + rng.choice(near) + after
        case _:
            return before + letter + letter + after
