"""The addresses that a post links to, written out in its text or behind it."""

from __future__ import annotations

import re

from core.richtext import RichText

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"«»]+", re.IGNORECASE)
_CLOSING = ".,;:!?…'”’]}"


def links_of(text: RichText) -> tuple[str, ...]:
    """Each address once, in the order of the alphabet; the punctuation of the sentence around it is not part of it."""
    found = _ADDRESS.findall(text.text) if "://" in text.text else ()
    written = map(_without_closing, found)
    behind = (entity.url for entity in text.entities if entity.url)
    return tuple(sorted(address for address in {*written, *behind} if not address.endswith("://")))


def _without_closing(address: str) -> str:
    """A closing bracket stays where the address itself opens one, as Wikipedia's do."""
    while address[-1] in _CLOSING or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address
