"""Reads dumps for the tests."""

from __future__ import annotations

import io

from core.formats.records import IncomingPost, Record
from core.formats.text_dump import parse


def read(dump: str | bytes) -> list[Record]:
    return list(parse(io.BytesIO(dump if isinstance(dump, bytes) else dump.encode())))


def posts_of(dump: str | bytes) -> list[IncomingPost]:
    return [record for record in read(dump) if isinstance(record, IncomingPost)]


def code_of(post: IncomingPost) -> list[tuple[str, str]]:
    """Type and text of each entity."""
    units = post.text.text.encode("utf-16-le")
    return [
        (entity.type, units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le"))
        for entity in post.text.entities
    ]
