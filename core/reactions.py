"""Reactions as sources write them: emoji in many spellings, and lines such as `👍16❤5🔥2`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

_TONE = "\U0001f3fb-\U0001f3ff"

_VARIATION_SELECTORS = regex.compile("[\ufe0e\ufe0f]")

# Emoji of several parts whose joiner a source lost (it belongs behind each match), from Unicode's
# emoji-zwj-sequences.txt: the two hearts, gender signs, professions and hair, and single pairs.
_JOINER = "\u200d"
_LOST_JOINER = regex.compile(
    rf"""
      ❤ (?=[🔥🩹])
    | (?: \p{{Emoji_Modifier_Base}} [{_TONE}]? | [👯🤼🧞🧟] ) (?=[♀♂])
    | [👨👩🧑] [{_TONE}]? (?=[⚕⚖✈🌾🍳🍼🎄🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦰🦱🦲🦳🦼🦽])
    | 🏳 (?=[🌈⚧]) | 🏴 (?=☠) | 👁 (?=🗨) | 🐕 (?=🦺) | 🐈 (?=⬛) | 🐻 (?=❄) | 🐦 (?=[⬛🔥])
    | 😮 (?=💨) | 😵 (?=💫) | 😶 (?=🌫) | 🙂 (?=[↔↕]) | ⛓ (?=💥) | 🍋 (?=🟩) | 🍄 (?=🟫)
    """,
    regex.VERBOSE,
)

# Unicode calls © ® ™ pictographs, but "© 2023" is text.
_PICTOGRAPH = (
    rf"[\p{{Emoji}}&&\p{{Extended_Pictographic}}--[©®™]] [\ufe0e\ufe0f{_TONE}]{{0,2}} [\U000e0020-\U000e007f]{{0,8}}"
)
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP = r"[0-9\#*] \ufe0f? \u20e3"
_EMOJI = rf"(?: {_FLAG} | {_KEYCAP} | {_PICTOGRAPH} (?: {_JOINER} {_PICTOGRAPH} ){{0,6}} )"
_BLANKS = r"[\ \t\u00a0]*+"
# The digit of a keycap is no part of the number before it.
_NUMBER = r"(?P<whole>[0-9]{1,9}) (?: [.,] (?P<fraction>[0-9]{1,3}) )? (?P<unit>[KMКМ])? (?! \ufe0f? \u20e3 )"

_FLAGS = regex.VERBOSE | regex.VERSION1
_RUN = regex.compile(rf"(?P<emoji> (?P<one>{_EMOJI}){{1,4}} ) {_BLANKS} {_NUMBER} {_BLANKS}", _FLAGS)
_ONLY_EMOJI = regex.compile(rf"(?P<one>{_EMOJI}){{1,4}}", _FLAGS)
_STARTS_LIKE_NUMBER = tuple("0123456789#*")

_THOUSANDS = {"K": 1_000, "К": 1_000, "M": 1_000_000, "М": 1_000_000}  # Latin and Cyrillic letters
_MOST = 999_999_999
_GROUP = 3
"""Digits between the separators of thousands."""


@dataclass(frozen=True, slots=True)
class ReactionLine:
    """What a line of reactions says: normal emoji -> count, in the line's order.

    `exact`: no count was rounded, as "1.2K" is.
    """

    counts: Mapping[str, int]
    exact: bool = True


@lru_cache(maxsize=1024)  # the same few emoji stand under every post
def normal_emoji(emoji: str) -> str:
    """The one spelling under which an emoji is stored: NFC, without variation selectors, with its joiners.

    A joiner (U+200D) that a source lost comes back between known pairs: ❤🔥, 🤷♂, 👨💻 and their like.
    """
    bare = _VARIATION_SELECTORS.sub("", unicodedata.normalize("NFC", emoji))
    return _LOST_JOINER.sub(rf"\g<0>{_JOINER}", bare)


def parse_reaction_line(line: str) -> ReactionLine | None:
    """A line of nothing but reactions, each one to four emoji and a number; None for any other line.

    Several emoji before one number are one reaction that lost its joiners. Where they are no known pair they
    stay side by side as one key, so nothing is lost; but one emoji repeated ("🎉🎉 2024") is decoration of a
    text. Counts of the same emoji are summed. "1.2K" and "3M" are rounded counts, "1,234" is an exact one; a
    number of ten digits and more, or with another fraction, is no count.
    """
    counts: dict[str, int] = {}
    exact = True
    position, end = len(line) - len(line.lstrip()), len(line.rstrip())
    while position < end:
        run = _RUN.match(line, position, end)
        count = None if run is None or _repeats(run) else _count(run)
        if run is None or count is None:
            return None
        emoji = normal_emoji(run["emoji"])
        counts[emoji] = counts.get(emoji, 0) + count
        exact = exact and run["unit"] is None
        position = run.end()
    return ReactionLine(counts, exact) if counts else None


def render_reaction_line(counts: Mapping[str, int]) -> str:
    """The line that `parse_reaction_line` reads back as these counts.

    Raises ValueError for no counts at all, a count below zero or of ten digits, and a key that is not one to four
    emoji in normal form (a custom emoji's id, say).
    """
    parts: list[str] = []
    for emoji, count in counts.items():
        run = _ONLY_EMOJI.fullmatch(emoji)
        if run is None or _repeats(run) or normal_emoji(emoji) != emoji:
            raise ValueError(f"not an emoji in normal form: {emoji!r}")
        if not 0 <= count <= _MOST:
            raise ValueError(f"not a count that a line can hold: {count}")
        # Between a number and a keycap's digit a blank is needed.
        parts.append(f" {emoji}{count}" if parts and emoji.startswith(_STARTS_LIKE_NUMBER) else f"{emoji}{count}")
    if not parts:
        raise ValueError("no reactions, no line")
    return "".join(parts)


def _repeats(run: regex.Match[str]) -> bool:
    emoji = run.captures("one")
    return len(emoji) > 1 and len(set(emoji)) == 1


def _count(run: regex.Match[str]) -> int | None:
    """The number behind the emoji; None where it cannot be a count."""
    whole, fraction, unit = run["whole"], run["fraction"] or "", run["unit"]
    if unit is not None:
        thousandths = int(whole + fraction.ljust(_GROUP, "0"))
        return thousandths * _THOUSANDS[unit] // 1_000
    if not fraction:
        return int(whole)
    grouped = len(fraction) == _GROUP and len(whole) <= _GROUP
    return int(whole + fraction) if grouped else None
