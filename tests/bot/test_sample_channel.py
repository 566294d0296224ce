"""The bundled channel: every post comes out of the parser as it was meant, and shows what the bot can do."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.console
from core.formats import text_dump
from core.formats.records import ChannelSeen, IncomingPost, Record, ServiceSeen
from core.richtext import slice_, utf16_length
from core.topics import find_topics
from core.types import ChannelRef

SAMPLE = Path(bot.console.__file__).with_name("sample_channel.txt")
MESSAGE_UNITS = 4096


@pytest.fixture(scope="module")
def records() -> list[Record]:
    with SAMPLE.open("rb") as stream:
        return list(text_dump.parse(stream))


@pytest.fixture(scope="module")
def posts(records: list[Record]) -> list[IncomingPost]:
    return [record for record in records if isinstance(record, IncomingPost)]


def test_nothing_but_posts_one_service_line_and_the_channels_name(records: list[Record]) -> None:
    assert {type(record) for record in records} == {ChannelSeen, IncomingPost, ServiceSeen}
    assert sum(isinstance(record, ServiceSeen) for record in records) == 1
    refs = [record.ref for record in records if isinstance(record, ChannelSeen)]
    assert refs[-1] == ChannelRef(username="tihiy_server", title="Тихий сервер")


def test_every_post_is_whole(posts: list[IncomingPost]) -> None:
    assert len(posts) == 24
    assert not any(post.cut_off for post in posts)
    for post in posts:
        lines = post.text.text.split("\n")
        assert len(set(lines)) == len(lines)
        assert "" not in lines
        assert not any("tihiy_server" in line or "`" in line for line in lines)
        assert sum((post.reactions or {}).values()) > 0


def test_titles(posts: list[IncomingPost]) -> None:
    titles = [post.title for post in posts if post.title]
    assert len(titles) == 22
    assert titles[:2] == ["О чём этот канал", "Резервная копия, которую никто не разворачивал"]
    single = [post.text.text for post in posts if "\n" not in post.text.text]
    assert [text.partition(" ")[0] for text in single] == ["Самый", "Перезагрузил"]


def test_code(posts: list[IncomingPost]) -> None:
    code = [
        (entity.type, slice_(post.text, entity.offset, entity.offset + entity.length).text)
        for post in posts
        for entity in post.text.entities
    ]
    assert [text for kind, text in code if kind == "code"] == [
        "PRAGMA journal_mode=WAL",
        "PRAGMA busy_timeout=5000",
        "COPY --from=build /venv /venv",
        "asyncio.create_task(check_disk())",
        "asyncio.TaskGroup",
        "is_personal",
        "curl -fsS localhost:8080/health",
    ]
    assert [text for kind, text in code if kind == "pre"] == [
        "A = MTBF / (MTBF + MTTR)",
        "A = 0.99 * 0.99 * 0.99 = 0.970",
        "A = 1 - (1 - 0.99) * (1 - 0.99) = 0.9999",
        "CREATE VIRTUAL TABLE notes_fts USING fts5(title, body);",
        "openssl x509 -checkend 1209600 -noout -in cert.pem",
        "restic backup /srv --exclude-caches\nrestic forget --keep-daily 7 --keep-weekly 8 --prune",
    ]


def test_one_post_is_too_long_for_one_message(posts: list[IncomingPost]) -> None:
    assert [post.title for post in posts if utf16_length(post.text.text) > MESSAGE_UNITS] == [
        "Большой переезд, или как сменить сервер и никого не разбудить"
    ]


def test_lists_and_reactions(posts: list[IncomingPost]) -> None:
    assert sum(post.text.text.count("\n- ") >= 3 for post in posts) == 3
    kinds = {emoji for post in posts for emoji in post.reactions or {}}
    assert {"❤\u200d🔥", "❤", "🔥", "✍"} <= kinds
    assert len({tuple(post.reactions or {}) for post in posts}) > 15


def test_topics_are_what_a_reader_would_call_them(posts: list[IncomingPost]) -> None:
    found = {topic.name for topic in find_topics((number, post.text.text) for number, post in enumerate(posts))}
    assert {"#sqlite", "#docker", "#кофе", "#мониторинг", "#путешествия", "резервная копия", "сервер"} <= found
    assert 12 <= len(found) <= 20
