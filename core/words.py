"""One normaliser for the index, the query and the topics: tokens and their forms. Their lemmas: core.lemmas.

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
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

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
_APOSTROPHES = "'\u2019\u02bc"
_UNUSUAL = re.compile(
    r"[^\x00-\x7eа-я\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00d7"
    r"\u2000-\u200a\u2010-\u2029\u202f-\u205f\u20a0-\u20bf\u2190-\u23ff\u2500-\u2bff\ufe0f\U0001f300-\U0001faff]"
    rf"|(?<!{_LETTER}){_LETTER}[{_APOSTROPHES}]{_LETTER}|[cс]\+\+|[cfс]\#|\.net"
)
"""In lower-cased text: letters that have other forms than themselves, accents and marks, a word's second letter behind
an apostrophe, and words that live by their signs."""

_INSIDE_WORD = re.compile(rf"{_LETTER}[{_APOSTROPHES}]?\Z")
"""What stands before a letter that does not begin a word."""

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


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order; see the module's docstring for what a word and its form are.

    A text made of the forms has the same forms again.
    """
    before = -2
    for match in _word_pattern().finditer(text):
        start, end = match.span()
        form = _form(match[0])
        if form:
            yield Token(form, start, end, start - before == 1 and text[before] in CONNECTORS)
            before = end


def tokens_beginning(text: str, starts: Collection[str]) -> Iterator[Token]:
    """The tokens whose forms begin with one of `starts` (at least a letter each), in order: quick where few do.

    Words are looked for by their first letters; a text whose forms can differ from what is written in more than case
    and ё is gone through word by word.
    """
    folded = text.lower().replace("ё", "е")
    if len(folded) != len(text) or _UNUSUAL.search(folded):
        yield from (token for token in tokens(text) if token.form.startswith(tuple(starts)))
        return
    places = sorted({place for start in starts for place in _places(folded, start)})
    for place in places:
        if _INSIDE_WORD.search(text, max(0, place - 2), place):
            continue
        match = _word_pattern().match(text, place)
        if match:
            glued = place > 1 and text[place - 1] in _CONNECTOR_SET and text[place - 2].isalnum()
            yield Token(_form(match[0]), place, match.end(), glued)


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


def _places(text: str, start: str) -> Iterator[int]:
    place = text.find(start)
    while place >= 0:
        yield place
        place = text.find(start, place + 1)


def _compound(chain: list[Token]) -> Iterator[Compound]:
    if 1 < len(chain) <= LONGEST_COMPOUND:
        parts = tuple(part.form for part in chain)
        yield Compound("".join(parts), chain[0].start, chain[-1].end, parts)


@lru_cache(maxsize=FORMS_KEPT)
def _form(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return without_yo(word.lower())
    if word.lower() in _SIGNS:
        return _SIGNS[word.lower()]
    form = _fold(word)
    while (again := _fold(form)) != form:
        form = again
    return form


def _fold(word: str) -> str:
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    kept = (_without_accent(character) for character in composed if character.isalnum() and character != "\u02bc")
    return without_yo("".join(kept))


def _without_accent(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def without_yo(form: str) -> str:
    """The form with е for ё."""
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
