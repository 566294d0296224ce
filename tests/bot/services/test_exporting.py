from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_services
from bot.services.exporting import Exporting, post_to_json
from bot.services.importing import ImportWish
from core.formats import json_list, letopis_jsonl, text_dump
from core.formats.format import Format
from core.richtext import Entity, RichText
from core.types import Channel, Post, Viewer, Visibility
from storage.database import Database
from tests.core.formats.dump_writer import dump
from tests.core.formats.list_reading import GOLDEN
from tests.core.formats.written_posts import FORMULAS, LOSSES, VECTORS
from tests.sourced import source_of
from tests.storage.making import delete_post, make_channel, make_post

CHANNEL = Channel(id=3, telegram_id=1234567890, username=None, title="Канал", visibility=Visibility.MEMBERS)
BARE = Post(
    id=5, channel=CHANNEL, fingerprint="f.0", stored_at=datetime(2024, 1, 1, tzinfo=UTC), text=RichText("Слова")
)
FULL = Post(
    id=7,
    channel=CHANNEL,
    fingerprint="0f.1",
    stored_at=datetime(2024, 1, 1, tzinfo=UTC),
    deleted_at=datetime(2024, 2, 1, tzinfo=UTC),
    text=RichText(
        "Заголовок 🔥\nТекст", (Entity("bold", 0, 12), Entity("text_link", 13, 5, url="https://example.org"))
    ),
    message_ids=(11, 12),
    has_title=True,
    published_at=datetime(2023, 12, 31, 21, 59, 59, tzinfo=UTC),
    edited_at=datetime(2024, 1, 2, tzinfo=UTC),
    reactions={"👍": 16, "❤\u200d🔥": 2},
    reactions_exact=False,
    views=1000,
    media=("photo", "video"),
    poll={"question": "Да?", "options": [{"text": "да", "votes": 3}]},
    album_id="99",
    forwarded_from="Другой канал",
    reply_to=10,
    signature="Анна",
    pinned=True,
    source="desktop-json",
)


def test_a_full_post() -> None:
    assert post_to_json(FULL) == {
        "channel": {"telegram_id": 1234567890, "username": None, "title": "Канал"},
        "post_id": 7,
        "message_ids": [11, 12],
        "published_at": "2023-12-31T21:59:59+00:00",
        "edited_at": "2024-01-02T00:00:00+00:00",
        "title": "Заголовок 🔥",
        "text": "Заголовок 🔥\nТекст",
        "entities": [
            {"type": "bold", "offset": 0, "length": 12},
            {"type": "text_link", "offset": 13, "length": 5, "url": "https://example.org"},
        ],
        "reactions": {"👍": 16, "❤\u200d🔥": 2},
        "reactions_exact": False,
        "views": 1000,
        "media": ["photo", "video"],
        "poll": {"question": "Да?", "options": [{"text": "да", "votes": 3}]},
        "forwarded_from": "Другой канал",
        "reply_to": 10,
        "signature": "Анна",
        "pinned": True,
        "deleted": True,
        "visibility": "members",
        "fingerprint": "0f.1",
        "url": "https://t.me/c/1234567890/11",
        "source": "desktop-json",
        "album_id": "99",
    }


def test_what_only_few_posts_have_stands_behind_the_usual_keys() -> None:
    unusual = replace(
        BARE,
        zone_known=False,
        views_exact=False,
        changed_at=datetime(2024, 1, 3, tzinfo=UTC),
        album_id="7",
        cut_off=True,
    )
    usual, told = post_to_json(BARE), post_to_json(unusual)
    assert list(told)[: len(usual)] == list(usual)
    assert {name: told[name] for name in list(told)[len(usual) :]} == {
        "zone_known": False,
        "views_exact": False,
        "changed_at": "2024-01-03T00:00:00+00:00",
        "album_id": "7",
        "cut_off": True,
    }


def test_what_is_not_known_is_null_and_what_there_is_none_of_is_empty() -> None:
    exported = post_to_json(BARE)
    unknown = {name for name, value in exported.items() if value is None}
    assert unknown == {
        "published_at", "edited_at", "title", "reactions", "views", "poll", "forwarded_from", "reply_to", "signature",
        "url",
    }  # fmt: skip
    assert exported["message_ids"] == exported["entities"] == exported["media"] == []


@pytest.mark.parametrize("post", [BARE, FULL])
def test_it_is_json(post: Post) -> None:
    assert json.loads(json.dumps(post_to_json(post))) == post_to_json(post)


async def test_just_the_posts_that_the_viewer_may_see_in_the_order_of_storing(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "letopis.db")
    first, second = await make_channel(database, "first"), await make_channel(database, "second")
    for number in range(4):
        await make_post(database, first, f"Пост {number}")
    await make_post(database, second, "Другой")
    await delete_post(database, 2)
    exporting = Exporting(database)

    marked = [line["deleted"] async for line in exporting.lines(Viewer.operator())]
    assert marked == [False, True, False, False, False]

    async def exported(viewer: Viewer, channel_id: int | None = None) -> list[object]:
        return [line["text"] async for line in exporting.lines(viewer, channel_id)]

    assert await exported(Viewer.operator()) == ["Пост 0", "Пост 1", "Пост 2", "Пост 3", "Другой"]
    assert await exported(Viewer.operator(), second.id) == ["Другой"]
    assert await exported(Viewer(frozenset({first.id}))) == ["Пост 0", "Пост 2", "Пост 3"]
    assert await exported(Viewer(frozenset({first.id})), second.id) == []
    await database.close()


NOW = datetime(2026, 3, 1, tzinfo=UTC)


async def export_of(database_path: Path, *contents: tuple[Format, bytes]) -> list[dict[str, object]]:
    """The lines that an archive of these files exports, without the numbers that it gave the posts."""
    async with open_services(database_path) as services:
        for known, content in contents:
            await services.importing.import_source(source_of(content, "x", known), ImportWish(), NOW)
        lines = [line async for line in services.exporting.lines(Viewer.operator())]
    assert lines
    return [{key: value for key, value in line.items() if key != "post_id"} for line in lines]


async def test_an_export_imported_into_an_empty_archive_is_exported_as_it_was(tmp_path: Path) -> None:
    exported = await export_of(
        tmp_path / "first.db",
        (text_dump.FORMAT, dump(VECTORS, FORMULAS, VECTORS, LOSSES).encode()),
        (letopis_jsonl.FORMAT, (GOLDEN / "letopis_jsonl.jsonl").read_bytes()),
        (json_list.FORMAT, (GOLDEN / "json_list.json").read_bytes()),
    )
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in exported).encode()
    again = await export_of(tmp_path / "second.db", (letopis_jsonl.FORMAT, lines))
    assert sorted(map(json.dumps, again)) == sorted(map(json.dumps, exported))
