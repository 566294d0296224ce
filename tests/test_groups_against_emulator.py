"""Groups over HTTP with a strict emulator of the Bot API server, where one lies beside the checkout."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT

COMMAND = [sys.executable, "-m", "bot", "run"]


@asynccontextmanager
async def running_bot(tgemu: Any, emulator: Any, path: Path) -> AsyncIterator[Any]:
    """The bot's own process over an empty archive."""
    env = {"DATABASE_PATH": str(path / "letopis.db")}
    process = tgemu.BotProcess(COMMAND, emulator, cwd=CHECKOUT, env=env, token_env="BOT_TOKEN", url_env="BOT_API_URL")
    async with process as bot:
        await bot.wait_ready()
        yield bot
        report = await bot.stop()
        assert report.clean
        assert not bot.tracebacks()


async def test_it_greets_keeps_quiet_and_moves(tgemu: Any, tmp_path: Path) -> None:
    async with tgemu.Emulator(validate=True) as emulator, running_bot(tgemu, emulator, tmp_path) as bot:
        anna = emulator.create_user("Анна", language_code="ru")
        group = emulator.create_group("Группа", members=[anna], bot=False)
        owner = next(member.user_id for member in group.members.values() if member.status == "creator")
        owner = emulator.world.users[owner]
        emulator.add_bot(group, by=anna)
        await emulator.wait_message(group, "Привет!")
        emulator.user_sends(group, anna, "просто разговор")
        emulator.user_sends(group, anna, "/search@other_bot слова")
        await emulator.assert_silent(group, 0.5)
        emulator.user_sends(group, owner, "/QUIET вкл", anonymous=True)
        await emulator.wait_message(group, "только тот, кто спросил")
        supergroup = emulator.migrate(group)
        await emulator.assert_silent(supergroup, 2)
        emulator.user_sends(supergroup, anna, "/last")
        answer = await emulator.wait_message(supergroup, "", seen_by=anna)
        assert answer.receiver == anna.id
        await bot.restart()
        await emulator.assert_silent(supergroup, 1)
        emulator.remove_bot(supergroup)
        emulator.add_bot(supergroup, by=anna)
        await emulator.wait_message(supergroup, "Привет!")
        emulator.assert_clean()
        assert emulator.journal.warnings == []


async def test_a_forum_and_where_the_bot_may_not_write(tgemu: Any, tmp_path: Path) -> None:
    async with tgemu.Emulator(validate=True) as emulator, running_bot(tgemu, emulator, tmp_path) as bot:
        anna = emulator.create_user("Анна", language_code="ru")
        forum = emulator.create_supergroup("Форум", members=[anna], forum=True)
        topic = emulator.create_topic(forum, anna, "Поиск")
        for thread in (topic.id, 0):
            emulator.user_sends(forum, anna, "/help", thread=thread)
            assert (await emulator.wait_message(forum, "/search")).message.thread_id == thread
        emulator.close_topic(forum, anna, topic)
        emulator.user_sends(forum, anna, "/help", thread=topic)
        await emulator.assert_silent(forum, 0.7)
        emulator.faults.retry_after("sendMessage", 3, chat_id=forum.id)
        emulator.user_sends(forum, anna, "/help")
        await emulator.assert_silent(forum, 0.7)
        assert len(bot.grep("not answered")) == 2
        assert [violation.kind for violation in emulator.violations] == ["state"]  # the closed topic, once


@pytest.mark.parametrize(("version", "is_ephemeral"), [("10.3", True), ("10.2", True), ("9.0", False)])
async def test_quiet_on_servers_of_every_age(tgemu: Any, tmp_path: Path, version: str, is_ephemeral: bool) -> None:
    """An older server's public answer stands, and it is not asked again; one of 10.2 has other names for it."""
    options = tgemu.Options(api_version=version)
    async with tgemu.Emulator(validate=True, options=options) as emulator, running_bot(tgemu, emulator, tmp_path):
        anna = emulator.create_user("Анна", language_code="ru")
        group = emulator.create_supergroup("Группа", members=[anna], admin=True)
        emulator.promote(group, anna)
        emulator.user_sends(group, anna, "/quiet on")
        await emulator.wait_message(group, "только тот, кто спросил")
        await emulator.settle()
        for _ in range(2):
            emulator.user_sends(group, anna, "/language")
            answer = await emulator.wait_message(group, "На каком языке", seen_by=anna)
            assert (answer.receiver == anna.id) is is_ephemeral
        card = emulator.bot_messages(group, seen_by=anna)[-1]
        query = emulator.tap(anna, card, "English")
        await emulator.query_answer(query)
        await emulator.settle()
        overlooked = [str(warning) for warning in emulator.journal.warnings if warning.kind == "api_version"]
        assert sum("ephemeral_message_parameters" in warning for warning in overlooked) == (version != "10.3")
        assert len(emulator.violations) == (version == "10.2")  # where the other names are found out
        assert emulator.unanswered_callbacks() == []
        assert emulator.bot_messages(group)[-1].body == "From now on I speak English."
