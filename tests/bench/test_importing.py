"""The import benchmark's invented channel, which is one and the same in every format."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from bench.importing import __main__ as bench
from bench.importing.messages import Message, messages_of
from bench.importing.writers import WRITERS
from bot.sources.files import sources_of
from core import formats
from core.formats.format import Source
from core.formats.records import Damage, IncomingPost, Reading, Record, Skipped
from core.richtext import Entity, RichText

TEXTS = [
    f"Запись {number} о том, как <всё> устроено & почему 🔥\nВторая строка номер {number}." for number in range(60)
]
Told = tuple[object, ...]


def records_of(name: str, folder: Path) -> list[Record]:
    WRITERS[name](folder, messages_of(TEXTS))
    (source,) = sources_of([folder])
    assert isinstance(source, Source)
    assert source.format.name == name
    return list(formats.parse(source.format, source.parts(), Reading()))


def text_of(post: IncomingPost) -> Told:
    return (post.text.text, tuple((entity.type, entity.offset, entity.length) for entity in post.text.entities))


def whole(post: IncomingPost) -> Told:
    return (post.message_ids, post.published_at, *text_of(post), post.reactions, post.media)


WHAT_A_FORMAT_TELLS: dict[str, Callable[[IncomingPost], Told]] = {
    "desktop-json": lambda post: (*whole(post), post.forwarded_from),
    "desktop-html": lambda post: (*whole(post), post.forwarded_from),
    "preview": lambda post: (*whole(post), post.views),
    "letopis-jsonl": lambda post: (*whole(post), post.views, post.forwarded_from),
    "json-list": lambda post: (post.message_ids, post.published_at, post.text.text, post.views),
    "csv": lambda post: (post.message_ids, post.published_at, post.text.text, post.views),
    "text-dump": lambda post: (post.text.text,),
}


def as_post(message: Message) -> IncomingPost:
    """What the message is, by what the richest format tells of it."""
    units = len(message.text[: message.bold].encode("utf-16-le")) // 2
    bold = (Entity("bold", 0, units),) if units else ()
    return IncomingPost(
        text=RichText(message.text, bold),
        message_ids=(message.id,),
        published_at=message.at,
        reactions=message.reactions or None,
        media=("photo",) if message.photo else (),
        views=message.views,
        forwarded_from=message.forwarded_from,
    )


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_tells_the_same_channel(name: str, tmp_path: Path) -> None:
    records = records_of(name, tmp_path)
    assert not [record for record in records if isinstance(record, Damage | Skipped)]
    told = WHAT_A_FORMAT_TELLS[name]
    found = [told(record) for record in records if isinstance(record, IncomingPost)]
    assert found == [told(as_post(message)) for message in messages_of(TEXTS)]


def test_a_tiny_run_measures_and_fills_the_page(tmp_path: Path) -> None:
    row = bench._measured("csv", TEXTS, tmp_path)
    assert row.posts == len(TEXTS)
    assert row.ratio > 0
    (tmp_path / bench.RESULTS).write_text(json.dumps({"csv": asdict(row)}), encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- table -->\n<!-- end -->\nBehind\n", encoding="utf-8")
    for _ in range(2):
        bench.main(["--data", str(tmp_path), "report", str(page)])
    lines = page.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("Before", "Behind")
    assert [line[:12] for line in lines[2:5]] == ["| format | p", "|---|---|---", "| csv | 60 |"]
