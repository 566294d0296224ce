"""A process that is killed at any moment leaves an archive in which every change is there whole, or not at all."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from core.types import ChannelRef
from storage import channels, inbox, posts, search_upkeep
from storage.database import Database
from tests.storage.archiving import everything
from tests.storage.indexing import OPERATOR

ROUNDS = 8

WRITER = '''
"""Keeps updates and applies them for ever: each makes two posts, which the next one joins; every third goes."""
import asyncio, sys
from pathlib import Path
from core.types import ChannelRef, Visibility
from storage import archive, channels, inbox, posts
from storage.database import Database
from storage.inbox import InboxUpdate
from tests.storage.archiving import told
from tests.storage.making import STORED_AT

async def apply(connection, channel, number):
    inserts = [(f"{n}.0", told(f"Кот номер {n} #лето", n)) for n in (2 * number, 2 * number + 1)]
    held = await posts.holders(connection, channel.id, [2 * number - 2, 2 * number - 1])
    before = {post.message_ids[0]: post for post in await posts.stored(connection, list(held.values()))}
    updates, absorbed = [], []
    if len(before) == 2:
        kept, gone = before[2 * number - 2], before[2 * number - 1]
        updates = [(kept, told(f"Вместе {number}", *kept.message_ids, *gone.message_ids))]
        absorbed = [(kept, [gone])]
    await archive.store(connection, channel.id, inserts, updates, STORED_AT, absorbed=absorbed)
    if absorbed and number % 3 == 0:
        await archive.mark_deleted(connection, [absorbed[0][0].id], STORED_AT)
    await inbox.done(connection, number)

async def main():
    database = await Database.open(Path(sys.argv[1]))
    async with database.transaction() as connection:
        ref = ChannelRef(username="tihiy")
        channel = await channels.find(connection, ref) or await channels.insert(connection, ref, Visibility.PUBLIC)
    async with database.reading() as connection:
        last = await posts.last_message_id(connection, channel.id) or 1
        waiting = [update.update_id for update in await inbox.waiting(connection, 9)]
    number = max([last // 2, *waiting])
    while True:
        number += 1
        async with database.transaction() as connection:
            await inbox.keep(connection, [InboxUpdate(update_id=number, kind="post", payload="{}")], STORED_AT)
        async with database.reading() as connection:
            waiting = [update.update_id for update in await inbox.waiting(connection, 9)]
        for update_id in waiting:
            async with database.transaction() as connection:
                await apply(connection, channel, update_id)
        print("applied", flush=True)

asyncio.run(main())
'''


async def test_what_was_begun_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "letopis.db"
    rng = Random(7)
    for _ in range(ROUNDS):
        await asyncio.to_thread(write_until_killed, path, rng.random() * 0.1)
        database = await Database.open(path)
        try:
            await check(database)
        finally:
            await database.close()


def write_until_killed(path: Path, after_s: float) -> None:
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"applied\n"
        time.sleep(after_s)
        writer.kill()


async def check(database: Database) -> None:
    assert await database.damage() is None
    assert (await search_upkeep.check(database)).ok
    async with database.reading() as connection:
        channel = await channels.find(connection, ChannelRef(username="tihiy"))
        assert channel is not None
        stored = await everything(connection, channel)
        waiting = {update.update_id for update in await inbox.waiting(connection, 99)}
        applied = await connection.execute_fetchall("SELECT update_id FROM inbox_applied")
        told = {message_id // 2 for post in stored for message_id in post.message_ids}
        assert told == {row["update_id"] for row in applied}
        assert not told & waiting
        assert await posts.count(connection, OPERATOR) == sum(not post.deleted for post in stored)
        assert all(len(post.message_ids) == 2 for post in stored[:-2])
        assert list(await connection.execute_fetchall("PRAGMA foreign_key_check")) == []
