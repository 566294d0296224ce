"""One language's words: its messages with real plurals, its numbers and its dates."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType
from typing import cast

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from bot.i18n.template import Template, TemplateError, parse_template
from core.richtext import RichText

Day = date
"""The type, under a name that no method of Words has."""
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

Param = str | int | RichText
_Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. A simple one has the form "other" alone; a plural one is chosen by the parameter `count`."""

    forms: Mapping[str, Template]
    is_plural: bool

    @property
    def names(self) -> frozenset[str]:
        """The parameters it needs."""
        named = frozenset[str]().union(*(form.names for form in self.forms.values()))
        return named | {"count"} if self.is_plural else named


class Words:
    """How one reader is spoken to: a language's words, and the time zone of dates. Immutable.

    `messages` maps a dotted key ("search.nothing") to its message.
    """

    def __init__(self, language: str, toml: str, zone: tzinfo = UTC) -> None:
        """Reads a language file's text; raises ValueError, which names the language and the key, if it is wrong."""
        try:
            self._locale = Locale.parse(language.replace("-", "_"))
            messages = dict(_messages(tomllib.loads(toml), ""))
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(f"language file {language}: {error}") from error
        self.language = language
        self.zone = zone
        self.messages: Mapping[str, Message] = MappingProxyType(messages)

    def text(self, key: str, /, **params: Param) -> RichText:
        """The message, filled in: numbers as the language writes them, entities of RichText parameters in their place.

        Parameters that the message does not name are ignored. Raises KeyError for an unknown key or missing parameter.
        """
        message = self.messages[key]
        form = "other"
        if message.is_plural:
            form = self._locale.plural_form(cast("int", params["count"]))
        template = message.forms.get(form) or message.forms["other"]
        return template.fill({name: self._value(param) for name, param in params.items()})

    def plain(self, key: str, /, **params: Param) -> str:
        """The same as `text`, without entities: for buttons, menus and the terminal."""
        return self.text(key, **params).text

    def number(self, number: float) -> str:
        """12345 -> "12 345" (no-break spaces) in Russian, "12,345" in English; 0.25 -> "0,25", "0.25"."""
        return format_decimal(number, locale=self._locale)

    def compact(self, number: int) -> str:
        """The same in short from a thousand on: "1,2 тыс." in Russian, "1.2K" in English."""
        return format_compact_decimal(number, locale=self._locale, fraction_digits=1)

    def percent(self, share: float) -> str:
        """0.256 -> "26 %" (a no-break space) in Russian, "26%" in English."""
        return format_percent(share, locale=self._locale)

    def date(self, instant: datetime) -> str:
        """The day of an aware instant in the reader's zone: "5 мар. 2024 г.", "Mar 5, 2024"."""
        return format_date(instant.astimezone(self.zone), format="medium", locale=self._locale)

    def month(self, day: Day, *, year: bool = True) -> str:
        """The month of a day, as it stands by itself: "март 2024", "March 2024"; without the year "мар", "Mar"."""
        return format_date(day, "LLLL y" if year else "LLL", locale=self._locale).rstrip(".")

    def day(self, day: Day, *, whole: bool = False) -> str:
        """A day without its year: "5 мар", "Mar 5"; `whole`: its month in full, "5 марта", "March 5"."""
        return format_skeleton("MMMMd" if whole else "MMMd", day, locale=self._locale).rstrip(".")

    def _value(self, param: Param) -> RichText:
        if isinstance(param, RichText):
            return param
        return RichText(self.number(param) if isinstance(param, int) else param)


def _messages(table: _Table, prefix: str) -> Iterator[tuple[str, Message]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            yield key, Message({"other": _template(key, value)}, is_plural=False)
        elif not isinstance(value, dict):
            raise ValueError(f"{key} is neither a text nor a table")
        elif "other" in value:
            yield key, Message(MappingProxyType(_plural_forms(key, value)), is_plural=True)
        else:
            yield from _messages(value, f"{key}.")


def _plural_forms(key: str, table: _Table) -> dict[str, Template]:
    for form, source in table.items():
        if form not in PLURAL_FORMS or not isinstance(source, str):
            raise ValueError(f"{key}.{form} is no plural form")
    return {form: _template(f"{key}.{form}", cast("str", source)) for form, source in table.items()}


def _template(key: str, source: str) -> Template:
    try:
        return parse_template(source.strip("\n"))
    except TemplateError as error:
        raise ValueError(f"{key}: {error}") from error
