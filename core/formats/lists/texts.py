"""Text in all the shapes that lists have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.richtext import RichText, trim

TOO_LONG_TEXT = 1024 * 1024
"""In characters. A post has up to 4,096 of them: no longer text is one."""

TOO_LONG = "more text than a post can hold"

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_NAMES = ("from_name", "title", "sender_user_name", "hidden_user_name", "name", "sender_name")
_INSIDE = ("chat", "sender_chat", "from", "sender_user")


def text_of(value: object) -> tuple[str, object]:
    """The text of a value and, where it is an object, its entities.

    A string; pieces, some of them objects with a text, as Telegram Desktop writes them; or an object that holds one.
    Control characters are blanks, as Telegram makes them; CR LF and CR are LF.
    """
    inner: object = None
    if isinstance(value, Mapping):
        inner, value = value.get("entities"), value.get("text") or value.get("caption")
        if isinstance(value, Mapping):
            return text_of(value)
    if isinstance(value, list):
        value = "".join(map(_piece, value))
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if "\r" in text and not inner:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(" ", text), inner


def trimmed(rich: RichText) -> RichText:
    """As `trim` does it, quick where there is nothing to trim."""
    text = rich.text.strip()
    if len(text) == len(rich.text):
        return rich
    return trim(rich) if rich.entities else RichText(text)


def words(value: object) -> str | None:
    """A name or title; None where it is none."""
    return value.strip() or None if isinstance(value, str) else None


def forward_name(value: object) -> str | None:
    """Whose post was forwarded, as far as his name is told."""
    if not isinstance(value, Mapping):
        return words(value)
    for name in _NAMES:
        told = words(value.get(name))
        if told:
            return told
    full = " ".join(filter(None, (words(value.get("first_name")), words(value.get("last_name")))))
    inside = (value[name] for name in _INSIDE if isinstance(value.get(name), Mapping))
    return full or next(filter(None, map(forward_name, inside)), None)


def _piece(piece: object) -> str:
    if isinstance(piece, Mapping):
        piece = piece.get("text")
    return piece if isinstance(piece, str) else ""
