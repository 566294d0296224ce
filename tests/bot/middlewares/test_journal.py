"""One log line an update, and the end of the process that waits for those still running."""

from __future__ import annotations

import asyncio

from aiogram.types import Update, User

from bot.middlewares.journal import Journal
from tests.bot.letopis import Letopis
from tests.telegram import FakeUser


async def test_every_update_is_a_line_without_its_text(letopis: Letopis, anna: FakeUser) -> None:
    await anna.send("тайное слово")
    await anna.tap(0)
    lines = [entry for entry in letopis.logged if entry["event"] == "update"]
    assert [(line["kind"], line["chat_id"], line["user_id"]) for line in lines] == [
        ("message", anna.id, anna.id),
        ("callback_query", anna.id, anna.id),
    ]
    assert all(line["ms"] >= 0 and line["update_id"] for line in lines)
    assert "тайное" not in str(lines)


async def test_an_update_of_nobody(letopis: Letopis) -> None:
    journal = Journal()

    async def handler(_event: object, _data: object) -> str:
        return "done"

    assert await journal(handler, User(id=1, is_bot=False, first_name="x"), {}) == "done"
    line = letopis.logged[-1]
    assert (line["update_id"], line["kind"], line["chat_id"], line["user_id"]) == (None, None, None, None)


async def test_an_update_of_a_kind_that_is_not_known_yet(letopis: Letopis) -> None:
    journal = Journal()

    async def handler(_event: object, _data: object) -> None:
        """Nobody takes it."""

    await journal(handler, Update(update_id=7), {})
    line = letopis.logged[-1]
    assert (line["event"], line["update_id"], line["kind"]) == ("update", 7, None)


async def test_it_is_drained_when_the_last_update_is_done(letopis: Letopis) -> None:
    journal, go_on = Journal(), asyncio.Event()
    await journal.drained()

    async def handler(_event: object, _data: object) -> None:
        await go_on.wait()

    running = [asyncio.create_task(journal(handler, Update(update_id=1), {})) for _ in range(2)]
    waiting = asyncio.create_task(journal.drained())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    go_on.set()
    await asyncio.gather(*running)
    await waiting
