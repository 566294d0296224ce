"""Three made-up formats, told by a file's first byte: posts (P), pages that continue each other (<), lists ([)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core import formats
from core.formats.format import Format
from core.formats.records import Part, Reading, Record


def _nothing(_part: Part, _reading: Reading) -> Iterator[Record]:
    return iter(())


POSTS = Format(
    name="posts",
    looks_like=lambda head: head.startswith(b"P"),
    could_be=lambda head: head.startswith(b"p"),
    parse=_nothing,
)
PAGES = Format(name="pages", looks_like=lambda head: head.startswith(b"<"), parse=_nothing, continues=True)
LISTS = Format(name="lists", looks_like=lambda head: head.startswith(b"["), parse=_nothing)


@pytest.fixture
def made_up_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_FORMATS", (POSTS, PAGES, LISTS))
