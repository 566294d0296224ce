"""Short answers of words alone: greeting, help, hints, choice of language."""

from __future__ import annotations

from bot.callbacks import LanguageTap
from bot.i18n import Words, languages, words_of
from bot.services.browsing import Holdings
from bot.views.screen import Button, Screen, joined
from core.richtext import RichText, styled
from core.types import Channel

_MOST_CHANNELS_NAMED = 5


def notice(words: Words, key: str) -> Screen:
    """One text of the language file."""
    return Screen(text=words.text(key))


def start_screen(holdings: Holdings, words: Words, *, private: bool) -> Screen:
    """The greeting: what the bot is, what it holds, what to try."""
    holds = _holds(holdings, words) if holdings.posts else words.text("start.text.empty")
    place = words.text("start.text.private" if private else "start.text.group")
    return Screen(text=joined("\n\n", [words.text("start.hello"), holds, place]))


def _holds(holdings: Holdings, words: Words) -> RichText:
    posts = words.text("start.holds", count=holdings.posts)
    names = [_linked_name(channel) for channel in holdings.channels[:_MOST_CHANNELS_NAMED]]
    more = ["…"] if len(holdings.channels) > _MOST_CHANNELS_NAMED else []
    named = words.text("start.channels", count=len(holdings.channels), names=joined(", ", [*names, *more]))
    return joined(" ", [posts, named])


def _linked_name(channel: Channel) -> RichText:
    name = channel.title or channel.name
    return styled(name, "text_link", url=f"https://t.me/{channel.username}") if channel.username else RichText(name)


def help_screen(words: Words, *, private: bool, author: bool = False) -> Screen:
    """The commands, each with a line. `author`: with those that are for the authors of channels alone."""
    parts = [words.text("help.commands")]
    if private:
        parts.append(words.text("help.private"))
    if author:
        parts.append(words.text("help.author"))
    return Screen(text=joined("\n\n", parts))


def language_screen(words: Words) -> Screen:
    """The languages to choose from."""
    buttons = tuple(
        Button(words_of(code).plain("language.name"), data=LanguageTap(language=code).pack()) for code in languages()
    )
    return Screen(text=words.text("language.choose"), rows=(buttons,))
