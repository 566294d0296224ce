"""The whole conversation over HTTP with a strict emulator of the Bot API server, where one lies beside the checkout."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT

TOKEN = "123456789:AAEmulatedTokenForTestsOnly"
ANYTHING = re.compile("")
COMMAND = [sys.executable, "-m", "bot", "run"]


@pytest.fixture
def env(tmp_path: Path, shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    settings = {"DATABASE_PATH": str(tmp_path / "letopis.db"), "DEFAULT_TIMEZONE": "Europe/Moscow"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    dump = shared_data / "knowledge_accumulator.txt"
    subprocess.run([sys.executable, "-m", "bot", "import", str(dump)], cwd=CHECKOUT, check=True, capture_output=True)
    return settings


async def reads_the_archive(talk: Any) -> None:
    talk.start()
    await talk.expect("20 постов")
    talk.say("сознанее")
    await talk.expect("Показаны результаты по «сознание»")
    talk.tap("1")
    await talk.expect("Оккама")
    talk.tap("↩ К списку")
    await talk.expect("Показаны результаты")
    talk.say("о рекомендациях")
    await talk.expect("Learning to Rank")
    talk.say("maml")
    await talk.expect("Model-Agnostic")
    talk.tap("1")
    await talk.expect("вектор весов W")


async def searches_again(talk: Any) -> None:
    talk.say("сознанее")
    await talk.expect("Показаны результаты по «сознание»")
    talk.tap("Искать «сознанее» как написано")
    await talk.expect("ничего не нашлось")
    talk.tap("🔎 сознание")
    await talk.expect("1. Почему никакого сознания")
    talk.tap("1")
    await talk.expect("Оккама")
    talk.tap("≈ Похожие")
    await talk.expect("Похожие на «Почему никакого сознания не существует»")
    talk.tap("1")
    await talk.expect(ANYTHING)
    talk.tap("≈ Похожие")
    await talk.expect("Похожие на")
    talk.tap("↩ К списку")
    await talk.expect("Похожие на «Почему никакого сознания не существует»")
    talk.tap("↩ К списку")
    await talk.expect("1. Почему никакого сознания")


async def narrows(talk: Any) -> None:
    talk.say("/help search")
    await talk.expect("Как уточнить поиск")
    talk.say("модель -рекомендации сорт:топ")
    await talk.expect("1. ")
    talk.say("модель после:вчера")
    await talk.expect("Не понял фильтр «после:вчера»")
    talk.say("модель после:2030")
    await talk.expect("Без «после:2030» нашлось бы")
    talk.tap("Без «после:2030»")
    await talk.expect("🔎 модель")
    talk.say("!!!")
    await talk.expect("Здесь нет слов для поиска")


async def turns_pages(talk: Any) -> None:
    talk.say("модель")
    first = await talk.expect("1. ")
    assert "1/2" in first.labels
    talk.tap("›")
    second = await talk.expect("1. ")
    assert "2/2" in second.labels
    talk.tap("‹")
    assert (await talk.expect("1. ")).text == first.text


async def browses(talk: Any) -> None:
    talk.say("/topics")
    topics = await talk.expect("тем")
    talk.tap(topics.labels[0])
    await talk.expect("1. ")
    talk.say("/topic лондоне")
    await talk.expect("Чё там в Лондоне")
    talk.say("/random")
    first = await talk.expect(ANYTHING)
    talk.tap("🎲 Ещё")
    second = await talk.expect(ANYTHING)
    assert first.text != second.text
    talk.say("/top")
    await talk.expect("❤ 161")
    talk.say("/last 2")
    await talk.expect("Последние 2 поста")


async def goes_wrong(talk: Any) -> None:
    for line in ("абракадабрище", "/search", "/nonsense", "/top вчера", '" OR NEAR(', "а" * 4096):
        talk.say(line)
        await talk.expect(ANYTHING)


async def speaks_english(talk: Any) -> None:
    talk.say("/language")
    await talk.expect("На каком языке")
    talk.tap("English")
    await talk.expect("I speak English")
    talk.say("/help")
    await talk.expect("find posts")


async def asks_in_a_forum(emulator: Any, anna: Any) -> None:
    group = emulator.create_supergroup("Группа", forum=True)
    emulator.join(group, anna)
    emulator.add_bot(group)
    topic = emulator.create_topic(group, anna, "Поиск")
    emulator.user_sends(group, anna, f"/search@{emulator.bot.username} робот", thread=topic)
    answer = await emulator.wait_message(group, "Foundational Model")
    assert answer.message.thread_id == topic.id
    for chatter in ("просто болтовня про роботов", "/nonsense"):
        emulator.user_sends(group, anna, chatter, thread=topic)
        await emulator.assert_silent(group, 0.5)


async def test_a_conversation_without_a_violation(tgemu: Any, env: dict[str, str]) -> None:
    async with tgemu.Emulator(validate=True, token=TOKEN) as emulator:
        process = tgemu.BotProcess(
            COMMAND, emulator, cwd=CHECKOUT, env=env, token_env="BOT_TOKEN", url_env="BOT_API_URL"
        )
        async with process as bot:
            await bot.wait_ready()
            anna = emulator.create_user("Анна", username="anna")
            talk = tgemu.Conversation(emulator, anna)
            for part in (
                reads_the_archive, searches_again, narrows, turns_pages, browses, goes_wrong, speaks_english
            ):  # fmt: skip
                await part(talk)
            await asks_in_a_forum(emulator, anna)
            report = await bot.stop()
            assert report.clean
            assert report.seconds < 5
            assert not bot.tracebacks()
            assert TOKEN not in bot.output()
        emulator.assert_clean()
        assert emulator.journal.warnings == []
        assert emulator.unanswered_callbacks() == []
