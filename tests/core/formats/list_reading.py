"""Reads lists of posts for the tests, and writes records as JSON for the golden files."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from core.formats import parse
from core.formats.format import Format
from core.formats.records import IncomingPost, Part, PartBegins, Reading, Record
from core.richtext import RichText, entity_to_json
from core.types import ChannelRef

GOLDEN = Path(__file__).parent / "golden"


def read(known: Format, content: str | bytes, zone: tzinfo = UTC) -> list[Record]:
    """The file's records without the one that it begins."""
    raw = content if isinstance(content, bytes) else content.encode()
    first, *records = parse(known, [Part("x", io.BytesIO(raw))], Reading(zone=zone))
    assert first == PartBegins("x")
    return records


def posts_of(known: Format, content: str | bytes, zone: tzinfo = UTC) -> list[IncomingPost]:
    return [record for record in read(known, content, zone) if isinstance(record, IncomingPost)]


def as_json(record: Record) -> dict[str, object]:
    """The record's kind and those of its fields that are not as usual."""
    usual = IncomingPost(text=RichText()) if isinstance(record, IncomingPost) else None
    told: dict[str, object] = {"record": type(record).__name__}
    for field in fields(record):
        value = getattr(record, field.name)
        if usual is None or value != getattr(usual, field.name):
            told[field.name] = _plain(value)
    return told


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, RichText):
        return {"text": value.text, "entities": [entity_to_json(entity) for entity in value.entities]}
    if isinstance(value, ChannelRef):
        return {"telegram_id": value.telegram_id, "username": value.username, "title": value.title}
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
