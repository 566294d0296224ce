"""User-facing words, one data file for each language: adding a language is adding its file beside this one.

A file is TOML; tables give dotted keys. A message is a text, or a table of plural forms (one, few, many, other: those
that the language has by CLDR) chosen by the parameter `count`. What may stand in a text: bot.i18n.template.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache
from importlib.resources import files

from bot.i18n.words import Message, Param, Words
from core.errors import LetopisError
from core.richtext import RichText

__all__ = ["Message", "Param", "Words", "choose_language", "error_text", "is_named", "languages", "words_of"]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file, in the order of their codes."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def words_of(language: str, zone: tzinfo = UTC) -> Words:
    """The words of one of `languages()`, with dates as clocks in `zone` have them."""
    return Words(language, (files(__name__) / f"{language}.toml").read_text(encoding="utf-8"), zone)


def choose_language(user_language_code: str | None, stored: str | None, default: str) -> str:
    """The language to speak: the one chosen by the user before, else his Telegram's ("ru", "en-US"), else `default`."""
    code = (user_language_code or "").lower()
    for wanted in (stored, code, code.partition("-")[0]):
        if wanted in languages():
            return wanted
    return default


def error_text(words: Words, error: LetopisError) -> RichText:
    """What to tell a person about an error."""
    return words.text(error.key, **error.params)


def is_named(typed: str, key: str) -> bool:
    """Whether a person typed, in any case, one of the names that stand under the key, in any of the languages."""
    named = " ".join(typed.casefold().split())
    return any(named in words_of(language).plain(key).split(", ") for language in languages())
