"""Short answers of words alone: greeting, help, hints, choice of language."""

from __future__ import annotations

from bot.callbacks import LanguageTap
from bot.i18n import Words, languages, words_of
from bot.views.screen import Button, Screen, joined


def notice(words: Words, key: str) -> Screen:
    """One text of the language file."""
    return Screen(text=words.text(key))


def start_screen(posts: int, words: Words, *, private: bool) -> Screen:
    """The greeting: what the bot is, how much it holds, what to try."""
    holds = words.text("start.holds", count=posts) if posts else words.text("start.text.empty")
    place = words.text("start.text.private" if private else "start.text.group")
    return Screen(text=joined("\n\n", [words.text("start.hello"), holds, place]))


def help_screen(words: Words, *, private: bool) -> Screen:
    """The commands, each with a line."""
    parts = [words.text("help.commands")]
    if private:
        parts.append(words.text("help.private"))
    return Screen(text=joined("\n\n", parts))


def language_screen(words: Words) -> Screen:
    """The languages to choose from."""
    buttons = tuple(
        Button(words_of(code).plain("language.name"), data=LanguageTap(language=code).pack()) for code in languages()
    )
    return Screen(text=words.text("language.choose"), rows=(buttons,))
