"""The conversations of the transcripts with the real process: over HTTP with the double, and with a strict emulator."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import Any, cast

from bot.cli.importing import import_paths
from bot.services.importing import ImportWish
from tests.bot.conversations import CONVERSATIONS, Conversation
from tests.bot.letopis import OPERATOR, Letopis
from tests.bot.test_conversations import Talk
from tests.conftest import CHECKOUT
from tests.program import running
from tests.telegram import BotApiServer, Chat, FakeTelegram, FakeUser, World

SAMPLE = CHECKOUT / "bot" / "console" / "sample_channel.txt"
TOKEN = "123456789:AAEmulatedTokenForTestsOnly"
ANYTHING = re.compile("")
COMMAND = [sys.executable, "-m", "bot", "run"]
WITH_THE_SAME_PROCESS = [
    told for told in CONVERSATIONS if told.place != "older" and not any(step[0] in "~+" for step in told.steps)
]


class Served:
    """What a conversation needs of the bot under test, where the bot is a process of its own."""

    def __init__(self, server: BotApiServer) -> None:
        self.telegram = FakeTelegram(world=server.world)
        self.telegram.patience_s, self.telegram.quiet_s = 1.0, 0.03
        self.operator = self.telegram.user(OPERATOR, language_code="ru")

    def user(self, name: str, language: str | None) -> FakeUser:
        """Somebody new."""
        return self.telegram.user(name, language_code=language)

    def group(self, *members: FakeUser, admin: FakeUser | None = None) -> Chat:
        """A group with the bot in it."""
        return self.telegram.group("Читатели", members, admins=[admin] if admin else [])


async def test_the_same_conversations_over_http(tmp_path: Path) -> None:
    database = tmp_path / "letopis.db"
    await import_paths(database, [SAMPLE], ImportWish())
    async with BotApiServer(World()) as server:
        served = Served(server)
        async with running(server.url, database, admin_ids=str(served.operator.id)) as program:
            await program.until(lambda: server.is_polled and bool(server.world.commands))
            for told in WITH_THE_SAME_PROCESS:
                talk = Talk(cast("Letopis", served), told)
                await talk.begin()
                for step in told.steps:
                    await talk.step(step)
                served.telegram.assert_clean()
                server.world.guest_mode = False
            assert await program.stopped() == 0


class Emulated:
    """One conversation with the bot behind the emulator: in private and in groups."""

    def __init__(self, tgemu: Any, emulator: Any, told: Conversation) -> None:
        self.emulator = emulator
        self.user = emulator.create_user("Анна", language_code=told.language, started=True)
        self.thread: Any = 0
        self.anonymous = told.place == "anonymous"
        self.chat = None
        if told.place != "private":
            forum = told.place in ("topic", "general")
            self.chat = emulator.create_supergroup("Читатели", owner=self.user, forum=forum)
            if told.place == "topic":
                self.thread = emulator.create_topic(self.chat, self.user, "Вопросы")
        self.talk = tgemu.Conversation(emulator, self.user, self.chat, thread=self.thread)
        self.offered: Any = None

    async def step(self, step: str) -> None:
        """Does what the step says, and waits for what comes of it."""
        if step.startswith("["):
            await self.emulator.query_answer(self.talk.tap(step[1:-1]))
            await self._seen()
        elif step.startswith("?"):
            self.talk.start(step[1:])
            await self._seen()
        elif step.startswith("@"):
            self.offered = self.emulator.inline_query(self.user, step[1:])
            await self.emulator.query_answer(self.offered)
        elif step == "^":
            self.emulator.choose_result(self.user, self.offered, self.offered.results[0]["id"])
        else:
            self.talk.say(step, **({"anonymous": True} if self.anonymous else {}))
            await self._seen()

    async def _seen(self) -> None:
        """The next card; in a group there may be none."""
        try:
            await self.talk.expect(ANYTHING, timeout=3.0 if self.chat is None else 1.0)
        except Exception:
            if self.chat is None:
                raise


EMULATED = [
    told for told in WITH_THE_SAME_PROCESS if told.place in ("private", "group", "topic", "general", "anonymous")
]


async def test_the_same_conversations_with_an_emulator(tgemu: Any, tmp_path: Path) -> None:
    database = tmp_path / "letopis.db"
    await import_paths(database, [SAMPLE], ImportWish())
    env = {"DATABASE_PATH": str(database)}
    async with tgemu.Emulator(validate=True, token=TOKEN, username="letopis_bot") as emulator:
        process = tgemu.BotProcess(
            COMMAND, emulator, cwd=CHECKOUT, env=env, token_env="BOT_TOKEN", url_env="BOT_API_URL"
        )
        async with process as bot:
            await bot.wait_ready()
            for told in EMULATED:
                emulated = Emulated(tgemu, emulator, told)
                for step in told.steps:
                    await emulated.step(step)
                emulator.assert_clean()
                assert emulator.journal.warnings == [], told.name
            await asyncio.sleep(0.1)
            assert emulator.unanswered_callbacks() == []
            assert not bot.tracebacks()
