"""What a text would have been on the other keyboard layout: `htrjvtylfwbb` is рекомендации."""

from __future__ import annotations

_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_SWAP = str.maketrans(_ENGLISH + _RUSSIAN, _RUSSIAN + _ENGLISH)


def swapped(text: str) -> str:
    """The same keys on the other layout: Russian ЙЦУКЕН for English QWERTY and back; other characters stay."""
    return text.translate(_SWAP)
