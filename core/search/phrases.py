"""Exact phrases, checked on the posts' own texts: the index knows lemmas side by side, not forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.search.asking import Document
from core.search.filters import Forms
from core.search.terms import LONGEST_WORD
from core.words import forms_and_chains


def holding(phrases: Sequence[Forms], documents: Iterable[Document]) -> list[Document]:
    """The documents that hold every phrase: its forms side by side, in their order."""
    if not phrases:
        return list(documents)
    marked = [f" {' '.join(phrase)} " for phrase in phrases]
    return [document for document in documents if _holds(document.text, marked)]


def _holds(text: str, phrases: Sequence[str]) -> bool:
    written = f" {' '.join(form for form in forms_and_chains(text)[0] if len(form) <= LONGEST_WORD)} "
    return all(phrase in written for phrase in phrases)
