"""What identifies a post of a source that has no message ids.

Its fingerprint: a hash of its normalised text and its ordinal among the equal texts of its file, fixed when the post is
first stored.

The rule of the normalised text must never change, for stored fingerprints hang on it: Unicode NFC, case folded, ё as е,
accents (U+0300-U+036F that do not belong to a letter) left out, every run of anything but letters and digits one blank,
none at the ends. A text without a letter or a digit stands for itself, with runs of white space as one blank.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.types import IncomingPost

_NO_WORD = re.compile(r"[\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A post as its file identifies it; `sightings` makes them."""

    fingerprint: str
    text: str
    message_ids: tuple[int, ...] = ()
    cut_off: bool = False


def normalised_text(text: str) -> str:
    """The text as it is compared, after the rule in the module's docstring."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    words = _NO_WORD.sub(" ", _ACCENTS.sub("", folded)).strip()
    return words or " ".join(text.split())


def fingerprint(text: str, ordinal: int) -> str:
    """Identity of the `ordinal`-th (from 0) post with this text in its file: 32 hex digits, a dot, the ordinal."""
    digest = hashlib.sha256(normalised_text(text).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:32]}.{ordinal}"


def sightings(posts: Iterable[IncomingPost]) -> Iterator[Sighting]:
    """The sightings of the posts of one file, which come in the file's order: it counts the ordinals."""
    seen: Counter[str] = Counter()
    for post in posts:
        normalised = normalised_text(post.text.text)
        yield Sighting(
            fingerprint=fingerprint(post.text.text, seen[normalised]),
            text=post.text.text,
            message_ids=post.message_ids,
            cut_off=post.cut_off,
        )
        seen[normalised] += 1
