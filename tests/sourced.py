"""Sources of one stream, for tests and the picture of the README."""

from __future__ import annotations

import io

from core.formats import text_dump
from core.formats.format import Format, Source
from core.formats.records import Part


def source_of(content: bytes, path: str = "dump.txt", known: Format = text_dump.FORMAT) -> Source:
    """A source whose one file holds these bytes."""
    return Source(
        format=known, paths=(path,), parts=lambda: iter([Part(path, io.BytesIO(content))]), size_bytes=len(content)
    )
