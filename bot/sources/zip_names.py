"""The names of files in zips, which many programs write in another encoding than they say."""

from __future__ import annotations

import re
import unicodedata
from zipfile import ZipInfo

_SAYS_UTF8 = 0x800
_LETTERS = re.compile(r"[^\W\d_]+")


def readable_name(info: ZipInfo) -> str:
    """The name, with slashes. One that does not say that it is UTF-8 can be that (macOS), or Russian Windows' own."""
    name = info.filename
    if not info.flag_bits & _SAYS_UTF8 and not name.isascii():
        written = name.encode("cp437")
        utf8 = written.decode("utf-8", "replace")
        russian = written.decode("cp866")
        if "\ufffd" not in utf8 and utf8.isprintable():
            name = utf8
        elif _is_russian(russian):
            name = russian
    return name.replace("\\", "/")


def _is_russian(name: str) -> bool:
    """Whether all that is not ASCII are Cyrillic letters, in words without others."""
    words = _LETTERS.findall(name)
    others = [character for character in name if not character.isascii() and not character.isalpha()]
    return not others and all(word.isascii() or all(map(_is_cyrillic, word)) for word in words)


def _is_cyrillic(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CYRILLIC")
