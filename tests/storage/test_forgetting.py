"""Of every table it is asked what it holds of a user or of a chat, and whether that is forgotten."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from core.types import Channel
from storage import forgetting
from storage.database import Connection, Database
from tests.storage.making import make_post

USER, OTHER, GROUP = 987_654_321, 123_123_123, -100_987_654_321_987

FORGOTTEN = {
    "bookmarks": {"user_id"},
    "button_state": {"chat_id", "owner_id", "payload"},
    "channel_offers": {"offered_by", "offered_by_name"},
    "chat_channels": {"chat_id", "granted_by"},
    "chats": {"id"},
    "inbox": {"payload"},
    "notices": {"key"},
    "random_shown": {"chat_id"},
}
"""The columns that hold something of a user or of a chat. Whoever adds one adds it to storage/forgetting.py."""

EXCUSED = {
    "channels": "channels of the archive, which an operator has taken in",
    "curated_posts": "topics, as a channel's authors want them; which of them it was is not kept",
    "curated_topics": "topics, as a channel's authors want them; which of them it was is not kept",
    "curation_steps": "topics, as a channel's authors want them; which of them it was is not kept",
    "found_posts": "topics, found by the program",
    "found_topics": "topics, found by the program",
    "inbox_applied": "numbers of updates",
    "inbox_state": "one time",
    "kept_searches": "what a printed link searches for; who printed it is not kept",
    "media_refusals": "posts",
    "openings": "counts",
    "post_links": "posts",
    "post_messages": "posts",
    "post_topics": "posts",
    "posts": "posts, with the names that their channel has published with them",
    "preview_sightings": "posts",
    "preview_state": "channels of the archive",
    "search_changes": "posts",
    "search_log": "counts of queries, which are not kept where they look like somebody's own data",
    "search_log_channels": "counts of queries, which are not kept where they look like somebody's own data",
    "search_state": "counts",
    "topic_parts": "topics",
    "topics": "topics",
}
"""Why there is nothing of a user, nor of a chat, in a table."""

EXCUSED_COLUMNS = {
    "channel_offers.username": "the channel's",
    "channels.username": "the channel's",
    "inbox.received_at": "a time",
    "posts.forwarded_from": "as the channel has published it",
    "posts.signature": "as the channel has published it",
    "search_log.missed_by_guest": "a count",
    "curated_topics.name": "the topic's",
    "curated_topics.names": "the topic's",
    "found_topics.name": "the topic's",
    "topics.name": "the topic's",
}
"""Columns whose names sound as if they named somebody."""

_SOUNDS_PERSONAL = re.compile(r"user|owner|chat|(?<!_)by(?!te)|_by|who|name|payload|signature|forwarded|sender|receive")
_DERIVED = ("search_lemma", "search_form", "sqlite_")
"""The search index, whose tables hold words of posts; SQLite's own."""


async def schema(connection: Connection) -> dict[str, list[str]]:
    """Every table with its columns."""
    rows = await connection.execute_fetchall(
        "SELECT m.name AS table_name, p.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p"
        " WHERE m.type = 'table' ORDER BY m.name, p.cid"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        if not row["table_name"].startswith(_DERIVED):
            found.setdefault(row["table_name"], []).append(row["name"])
    return found


async def test_every_table_has_an_answer(database: Database) -> None:
    async with database.reading() as connection:
        tables = await schema(connection)
    assert set(tables) == set(FORGOTTEN) | set(EXCUSED)
    assert not set(FORGOTTEN) & set(EXCUSED)
    assert [f"{table}.{name}" for table, names in FORGOTTEN.items() for name in names - set(tables[table])] == []


async def test_every_column_that_sounds_personal_has_an_answer(database: Database) -> None:
    async with database.reading() as connection:
        tables = await schema(connection)
    personal = {
        f"{table}.{name}"
        for table, names in tables.items()
        for name in names
        if _SOUNDS_PERSONAL.search(name) and name not in FORGOTTEN.get(table, ())
    }
    assert personal == set(EXCUSED_COLUMNS)


async def fill(connection: Connection, channel: Channel, post_ids: tuple[int, int], user: int, group: int) -> None:
    """Something of a user and of a group in every place that can hold it."""
    forward = f'{{"from": {{"id": {user}, "is_bot": false, "first_name": "Анна"}}}}'
    own = f'{{"asked by": {user}}}'
    card = (
        "INSERT INTO button_state (id, chat_id, kind, payload, created_at, owner_id) VALUES (?, ?, 'search', ?, 1, ?)"
    )
    for statement, *values in (
        ("INSERT INTO bookmarks (user_id, post_id, saved_at) VALUES (?, ?, 1)", user, post_ids[0]),
        (card, f"own {user % 1000}", user, own, user),
        (card, f"in a group {user % 1000}", group, own, user),
        (card, f"of the group {user % 1000}", group, "{}", None),
        ("INSERT INTO channel_offers (telegram_id, offered_by, offered_by_name, state) VALUES (?, ?, ?, 'asked')",
         7 * user, user, f"Анна {user}"),
        ("INSERT INTO chat_channels VALUES (?, ?, ?, 1)", group, channel.id, user),
        ("INSERT INTO chat_channels VALUES (?, ?, ?, 1)", user, channel.id, OTHER + 1),
        ("INSERT INTO chats (id, language) VALUES (?, 'en')", user),
        ("INSERT INTO chats (id, language) VALUES (?, 'en')", group),
        ("INSERT INTO inbox VALUES (?, 'message', ?, 1, 5, 'KeyError')", user % 10_000, forward),
        ("INSERT INTO notices VALUES ('letting_in.anonymous', ?, 1, 1)", str(group)),
        ("INSERT INTO random_shown (chat_id, post_id) VALUES (?, ?)", user, post_ids[0]),
        ("INSERT INTO random_shown (chat_id, post_id) VALUES (?, ?)", group, post_ids[1]),
    ):  # fmt: skip
        await connection.execute(statement, values)


async def cells(connection: Connection, marker: int) -> set[str]:
    """Every column in which the number stands."""
    found = set()
    for table, names in (await schema(connection)).items():
        for row in await connection.execute_fetchall(f"SELECT * FROM {table}"):
            found |= {f"{table}.{name}" for name in names if re.search(rf"(?<!\d){abs(marker)}(?!\d)", str(row[name]))}
    return found


@pytest.fixture
async def filled(database: Database, channel: Channel) -> Database:
    """Two users, each with a group."""
    post_ids = await make_post(database, channel, "Кот"), await make_post(database, channel, "Кит")
    async with database.transaction() as connection:
        await fill(connection, channel, post_ids, USER, GROUP)
        await fill(connection, channel, post_ids, OTHER, GROUP - 1)
    return database


async def test_nothing_of_a_user_is_left(filled: Database) -> None:
    async with filled.transaction() as connection:
        before, others_before = await cells(connection, USER), await cells(connection, OTHER)
        of_user = {f"{table}.{name}" for table, names in FORGOTTEN.items() for name in names} - {"notices.key"}
        assert before == others_before == of_user
        await forgetting.forget_user(connection, USER)
        assert await cells(connection, USER) == set()
        assert await cells(connection, OTHER) == others_before


async def test_the_queries_that_are_forgotten_are_overwritten_in_the_file(filled: Database) -> None:
    secret = "тайный запрос"
    async with filled.transaction() as connection:
        for number in range(50):  # pages of their own, which become free
            values = (f"card{number}", USER, f'["{secret} {number} {"х" * 2000}"]', USER)
            await connection.execute("INSERT INTO button_state VALUES (?, ?, 'search', ?, 1, ?, 0)", values)
    assert secret.encode() in folded(filled)
    async with filled.transaction() as connection:
        [before] = await connection.execute_fetchall("PRAGMA secure_delete")
        await forgetting.forget_user(connection, USER)
        assert list(await connection.execute_fetchall("PRAGMA secure_delete")) == [before]
    written = folded(filled)
    assert str(OTHER).encode() in written
    assert secret.encode() not in written


def folded(database: Database) -> bytes:
    """The whole file, with the write-ahead log folded into it."""
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    return database.path.read_bytes()


async def test_what_a_user_has_decided_for_others_stays(filled: Database, channel: Channel) -> None:
    async with filled.transaction() as connection:
        await forgetting.forget_user(connection, USER)
        rows = await connection.execute_fetchall("SELECT channel_id FROM chat_channels WHERE chat_id = ?", (GROUP,))
        assert [row["channel_id"] for row in rows] == [channel.id]
        rows = await connection.execute_fetchall("SELECT offered_by FROM channel_offers ORDER BY telegram_id")
        assert [row["offered_by"] for row in rows] == [OTHER, None]
        rows = await connection.execute_fetchall("SELECT id FROM button_state WHERE chat_id = ?", (GROUP,))
        assert [row["id"] for row in rows] == [f"of the group {USER % 1000}"]


async def test_nothing_of_a_group_is_left_and_its_members_keep_theirs(filled: Database) -> None:
    async with filled.transaction() as connection:
        await forgetting.forget_group(connection, GROUP)
        assert await cells(connection, GROUP) == set()
        assert "chats.id" in await cells(connection, GROUP - 1)
        assert {"bookmarks.user_id", "chats.id", "button_state.owner_id"} <= await cells(connection, USER)


async def test_posts_that_wait_to_be_taken_in_are_not_lost(filled: Database) -> None:
    payload = f'{{"from": {{"id": {USER}}}}}'
    async with filled.transaction() as connection:
        for number, kind, failures in ((1, "channel_post", 5), (2, "message", 0)):
            await connection.execute(
                "INSERT INTO inbox VALUES (?, ?, ?, 1, ?, NULL)", (number, kind, payload, failures)
            )
        await forgetting.forget_user(connection, USER)
        rows = await connection.execute_fetchall("SELECT update_id FROM inbox WHERE update_id < 3 ORDER BY update_id")
        assert [row["update_id"] for row in rows] == [1, 2]
