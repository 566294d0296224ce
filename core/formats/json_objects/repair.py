r"""JSON that is not quite JSON, made valid where nothing else can have been meant.

Telegram Desktop writes control characters as `\x0B`, and a version of 2022 wrote paths without quotation marks
(`"document_id": video_files/sticker (2).webm`). Other programs leave raw control characters, halves of surrogate
pairs, NaN, or a comma behind the last element. A value that is valid as it stands is never changed.
"""

from __future__ import annotations

import re
from math import isinf
from typing import Any

import orjson

LONGEST = 16 * 1024 * 1024
"""In bytes. A longer value is not loaded."""

DEEPEST = 200
"""Objects, or arrays, inside of each other. What is nested deeper is not loaded."""

MOST_PARTS = 1_000_000
"""Values inside of one value. More of them would take hundreds of megabytes of memory."""

TOO_LONG = f"longer than {LONGEST // 1024 // 1024} MiB"
TOO_DEEP = f"nested deeper than {DEEPEST} levels"
TOO_MANY = f"made of more than {MOST_PARTS:,} values"
LOST_BYTES = "bytes that are not UTF-8 became U+FFFD"
LOST_HALVES = "halves of surrogate pairs became U+FFFD"

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BARE = r'[^ \t\r\n"{}\[\]:,]++(?:[ \t]++[^ \t\r\n"{}\[\]:,]++)*+'
_PIECE = re.compile(rf"(?P<string>{_STRING})|(?P<comma>,)[ \t\r\n]*+(?=[\]}}])|(?P<bare>{_BARE})", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_BLANKS = re.compile(r"[ \t]+")
_WORDS = frozenset({"true", "false", "null"})
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})
_HIGH, _LOW = r"u[Dd][89ABab][0-9A-Fa-f]{2}", r"u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
_ESCAPE = re.compile(
    rf'\\(?:(?P<good>{_HIGH}\\{_LOW})|(?P<half>{_HIGH}|{_LOW})|(?P<known>["\\/bfnrt]|u[0-9A-Fa-f]{{4}})'
    r"|x(?P<code>[0-9A-Fa-f]{2})|)|(?P<control>[\x00-\x1f])"
)
_SQUARE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(?P<open>\[++)|(?P<close>\]++)', re.DOTALL)


def load(raw: bytes) -> tuple[Any, str | None]:
    """One JSON value, repaired where it has to be, and what was lost of it by that (None: nothing).

    Raises ValueError, with the reason in plain English, for what cannot be read or is too much; never for a string with
    its quotation marks, nor for what holds none of JSON's own signs.
    """
    value, loss, _ = load_marked(raw)
    return value, loss


def load_marked(raw: bytes) -> tuple[Any, str | None, bool]:
    """The same, and whether it had to be repaired."""
    if raw.count(b"[") > DEEPEST and _too_deep(raw):
        raise ValueError(TOO_DEEP)
    if len(raw) > MOST_PARTS and raw[:1] != b'"' and raw.count(b",") + raw.count(b"{") + raw.count(b"[") > MOST_PARTS:
        raise ValueError(TOO_MANY)
    try:
        return orjson.loads(raw), None, False
    except orjson.JSONDecodeError:
        return *_load_repaired(raw), True


def _load_repaired(raw: bytes) -> tuple[Any, str | None]:
    loss = None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text, loss = raw.decode("utf-8", "replace"), LOST_BYTES
    repaired = _PIECE.sub(_repaired_piece, text)
    if loss is None and any(found["half"] for found in _ESCAPE.finditer(text)):
        loss = LOST_HALVES
    try:
        return orjson.loads(repaired), loss
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not valid JSON: {error.msg}") from error


def _repaired_piece(found: re.Match[str]) -> str:
    piece = found[0]
    if found["string"]:
        return _ESCAPE.sub(_repaired_escape, piece)
    if found["comma"]:
        return piece[1:]
    if piece in _NO_NUMBERS or (_NUMBER.fullmatch(piece) and isinf(float(piece))):
        return "null"
    if all(word in _WORDS or _NUMBER.fullmatch(word) for word in _BLANKS.split(piece)):
        return piece
    return orjson.dumps(piece).decode()


def _repaired_escape(found: re.Match[str]) -> str:
    if found["good"] or found["known"]:
        return found[0]
    if found["half"]:
        return r"\ufffd"
    code = found["code"] or (f"{ord(found['control']):02x}" if found["control"] else None)
    return rf"\u00{code}" if code else r"\\"


def _too_deep(raw: bytes) -> bool:
    depth = 0
    for found in _SQUARE.finditer(raw):
        depth += len(found["open"] or b"") - len(found["close"] or b"")
        if depth > DEEPEST:
            return True
    return False
