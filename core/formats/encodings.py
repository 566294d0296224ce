"""What kind of bytes a file holds, told by its beginning."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

HEAD_BYTES = 64 * 1024
"""How much of a file's beginning tells its encoding and its format."""

_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_NULS = re.compile(rb"\0+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_UTF16_HIGH_BYTES = b"\x00\x04"
"""Of Latin and of Cyrillic letters."""

_MOST = 0.7
"""Share of a half of the bytes."""


class Encoding(StrEnum):
    """How a file's bytes are to be read."""

    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    OTHER_TEXT = "text in another encoding, perhaps windows-1251"
    BINARY = "binary data"


def encoding_of(head: bytes) -> Encoding:
    """The encoding of a file that begins with these bytes.

    UTF-8 with a tenth of it damaged is still UTF-8, and a hole of NUL bytes is one damage. An empty file is UTF-8.
    """
    if head.startswith(_BYTE_ORDER_MARKS) or _has_utf16_letters(head):
        return Encoding.UTF_16
    text = _NULS.sub(b"\0", head).decode("utf-8", "replace")
    controls = len(_CONTROLS.findall(text))
    if 10 * (text.count("\ufffd") + controls) <= len(text):
        return Encoding.UTF_8
    return Encoding.OTHER_TEXT if 100 * controls <= len(text) else Encoding.BINARY


def _has_utf16_letters(head: bytes) -> bool:
    """Whether one half of the bytes, every second one, is mostly made of high bytes, and the other half is not."""
    shares = [
        sum(half.count(byte) for byte in _UTF16_HIGH_BYTES) / max(len(half), 1) for half in (head[0::2], head[1::2])
    ]
    return max(shares) > _MOST and min(shares) < 1 - _MOST
