"""The small language of the texts in the language files.

    <b>bold</b>  <i>italic</i>  <code>code</code>    our own words, marked; marks may nest
    {name}                                           a value; its characters are never read as a mark
    << {{ }}                                         the characters < { }

A text is parsed once, when its file is loaded; filling it in puts no markup into anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.richtext import Entity, RichText, concat, overlay, utf16_length

ENTITY_OF_TAG: Mapping[str, str] = MappingProxyType({"b": "bold", "i": "italic", "code": "code"})

_TOKEN = re.compile(
    r"(?P<literal><<|\{\{|\}\}|[^<{}]+)|</(?P<close>[a-z]+)>|<(?P<open>[a-z]+)>|\{(?P<name>[a-z_]+)\}|(?P<wrong>.)",
    re.DOTALL,
)


class TemplateError(ValueError):
    """A text that is not in the language above; says what is wrong."""


@dataclass(frozen=True, slots=True)
class _Value:
    name: str


@dataclass(frozen=True, slots=True)
class _Marked:
    entity_type: str
    parts: tuple[_Part, ...]


_Part = str | _Value | _Marked


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed text. `names` are the values it needs."""

    parts: tuple[_Part, ...]
    names: frozenset[str]

    def fill(self, values: Mapping[str, RichText]) -> RichText:
        """The text with its values, each with its own entities; raises KeyError(name) for a missing value."""
        return _filled(self.parts, values)


def parse_template(source: str) -> Template:
    """Raises TemplateError for an unknown, unclosed or wrongly closed mark and for a lone `<`, `{` or `}`."""
    open_marks: list[tuple[str, list[_Part]]] = [("", [])]
    names: set[str] = set()
    for token in _TOKEN.finditer(source):
        kind, value = str(token.lastgroup), token[str(token.lastgroup)]
        if kind == "open" and value in ENTITY_OF_TAG:
            open_marks.append((value, []))
        elif kind == "close" and value == open_marks[-1][0]:
            tag, parts = open_marks.pop()
            open_marks[-1][1].append(_Marked(ENTITY_OF_TAG[tag], tuple(parts)))
        elif kind == "name":
            names.add(value)
            open_marks[-1][1].append(_Value(value))
        elif kind == "literal":
            open_marks[-1][1].append(value[0] if value in {"<<", "{{", "}}"} else value)
        else:
            raise TemplateError(f"{token[0]!r} at position {token.start()} means nothing here")
    if len(open_marks) > 1:
        raise TemplateError(f"<{open_marks[-1][0]}> is never closed")
    return Template(tuple(open_marks[0][1]), frozenset(names))


def _filled(parts: tuple[_Part, ...], values: Mapping[str, RichText]) -> RichText:
    return concat(*(_filled_part(part, values) for part in parts))


def _filled_part(part: _Part, values: Mapping[str, RichText]) -> RichText | str:
    match part:
        case str():
            return part
        case _Value(name):
            return values[name]
        case _Marked(entity_type, parts):
            inner = _filled(parts, values)
            return overlay(inner, Entity(entity_type, 0, utf16_length(inner.text))) if inner.text else inner
