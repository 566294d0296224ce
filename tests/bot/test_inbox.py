"""Updates on their way from Telegram: kept before they are confirmed, whatever aiogram makes of them."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from aiogram import Bot
from aiogram.dispatcher.event.bases import CancelHandler
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.types import Update

from bot.services.inbox import Kept
from core.errors import DatabaseUnusable
from core.types import Viewer
from storage import inbox, posts
from storage.database import Database
from tests.bot.letopis import Letopis
from tests.telegram import FakeChannel, FakeTelegram


class Ear:
    """Asks for updates as polling does, and looks into the inbox."""

    def __init__(self, letopis: Letopis) -> None:
        self.letopis = letopis
        self.world = letopis.telegram.world
        self.telegram = FakeTelegram(world=self.world)  # without a dispatcher its updates wait to be asked for
        self.channel = FakeChannel(self.telegram, "Новости", owner=letopis.operator, username="novosti")
        self.bot: Bot = letopis.telegram.bot
        self.offset = 0

    async def poll(self) -> list[Update]:
        """One getUpdates, which confirms the ones before."""
        asked = ["message", "channel_post", "message_reaction_count", "my_chat_member", "chat_member", "poll"]
        updates = await self.bot.get_updates(offset=self.offset, allowed_updates=asked)
        self.offset = max([self.offset, *(update.update_id + 1 for update in updates)])
        return updates

    async def kept(self) -> list[str]:
        """The kinds that wait to be applied."""
        async with self.letopis.services.database.reading() as connection:
            return [update.kind for update in await inbox.waiting(connection, 100)]

    def write(self, kind: str, body: dict[str, Any]) -> None:
        """Telegram sends this, whatever it is."""
        self.world.updates.add(self.world.new_update(kind, body))


async def disk_full(*_: object) -> int:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


@pytest.fixture
def ear(empty: Letopis) -> Ear:
    return Ear(empty)


async def test_what_changes_the_archive_is_kept(ear: Ear) -> None:
    await ear.poll()
    await ear.channel.post("Чай остыл")
    await ear.channel.add_bot()
    await ear.channel.set_member(ear.telegram.user("Анна"), "member")
    await ear.channel.react(1, {"👍": 1})
    assert len(await ear.poll()) == 4
    assert await ear.kept() == ["channel_post", "my_chat_member", "chat_member", "message_reaction_count"]


async def test_what_changes_nothing_is_not_kept(ear: Ear) -> None:
    await ear.poll()
    anna = ear.telegram.user("Анна")
    group = ear.telegram.group("Группа", [anna])
    ear.write("my_chat_member", ear.world.set_bot_status(group, "administrator", anna.user)["my_chat_member"])
    ear.write("message", {"message_id": 1, "date": 1, "chat": {"id": anna.id, "type": "private"}, "text": "чай"})
    await ear.channel.post("Чай остыл")
    await ear.channel.forward(anna, 1)
    assert len(await ear.poll()) == 4
    assert await ear.kept() == ["channel_post"]


async def test_an_operators_forward_is_kept(ear: Ear) -> None:
    await ear.channel.post("Чай остыл")
    await ear.channel.forward(ear.letopis.operator, 1)
    await ear.poll()
    assert await ear.kept() == ["channel_post", "message"]


async def test_updates_that_cannot_be_kept_are_not_confirmed(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    await ear.channel.post("Чай остыл")

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "keep", disk_full)
        with pytest.raises(DatabaseUnusable):
            await ear.poll()
    assert await ear.kept() == []
    assert len(await ear.poll()) == 1
    assert await ear.kept() == ["channel_post"]


async def test_an_answer_that_is_lost_brings_the_same_again(ear: Ear) -> None:
    await ear.channel.post("Чай остыл")
    ear.world.faults.drop_next("getUpdates", after_effect=True)
    with pytest.raises(TelegramNetworkError):
        await ear.poll()
    assert await ear.kept() == []
    await ear.poll()
    ear.offset = 0
    await ear.poll()
    assert await ear.kept() == ["channel_post"]


@pytest.mark.parametrize(("status", "error"), [(500, TelegramServerError), (502, ClientDecodeError)])
async def test_errors_pass_through(ear: Ear, status: int, error: type[Exception]) -> None:
    ear.world.faults.fail_next("getUpdates", status)
    with pytest.raises(error):
        await ear.poll()


async def test_what_aiogram_cannot_read_is_kept_as_telegram_wrote_it(ear: Ear) -> None:
    await ear.poll()
    blocks = [{"type": "hologram", "blocks": [{"type": "paragraph", "text": "Чай остыл"}]}]
    chat = {"id": ear.channel.chat.id, "type": "channel", "title": "Новости"}
    ear.write(
        "channel_post", {"message_id": 9, "date": 1_700_000_000, "chat": chat, "rich_message": {"blocks": blocks}}
    )
    ear.write("message", {"message_id": "семь"})
    await ear.channel.post("Кофе")
    updates = await ear.poll()
    assert [update.channel_post is not None for update in updates] == [False, False, True]
    assert await ear.kept() == ["channel_post", "channel_post"]
    for update in updates:
        await ear.letopis.dispatcher.feed_update(ear.bot, update)
    assert [entry["kinds"] for entry in ear.letopis.take_troubles()] == [["channel_post"], ["message"]]


@pytest.mark.parametrize("result", [None, {}, ["слово"], [{"update_id": "семь"}]])
async def test_an_answer_that_holds_no_updates(ear: Ear, result: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear.world, "respond", lambda *_: (200, {"ok": True, "result": result}))
    if result is None:
        assert not await ear.bot.get_updates()
    else:
        with pytest.raises(ClientDecodeError):
            await ear.bot.get_updates()


async def test_when_it_was_polled_is_noted(ear: Ear) -> None:
    await ear.poll()
    async with ear.letopis.services.database.reading() as connection:
        assert await inbox.last_polled(connection) == ear.world.now


async def test_a_poll_that_cannot_be_noted_is_a_poll(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    async def locked(*_: object) -> None:
        raise sqlite3.OperationalError("locked")

    monkeypatch.setattr(inbox, "polled", locked)
    await ear.channel.post("Чай остыл")
    assert len(await ear.poll()) == 1
    assert [entry["event"] for entry in ear.letopis.take_troubles()] == ["the time of the poll is not noted"]


async def test_an_outage_is_noted_at_the_first_poll_behind_it(ear: Ear) -> None:
    await ear.letopis.listen()
    await ear.poll()
    await ear.letopis.live.inbox.keep([_added(ear)])
    await _until_applied(ear)
    ear.letopis.operator.user.has_started = True
    ear.telegram.advance(days=2)
    await ear.poll()
    await ear.telegram.wait_for(lambda: any(event.kind == "message" for event in ear.world.events))
    assert "Новости" in ear.letopis.operator.last.text


async def test_by_another_way_than_polling_it_is_kept_before_the_answer(ear: Ear) -> None:
    """A webhook feeds the dispatcher, and answers 200 when that is done."""
    channel = FakeChannel(ear.letopis.telegram, "Вести", owner=ear.letopis.operator)
    await channel.post("Чай остыл")
    await channel.forward(ear.letopis.operator, 1)
    assert await ear.kept() == ["channel_post", "message"]
    assert [method for method, _ in ear.world.calls] == []


async def test_one_that_is_kept_already_is_not_written_again(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    await ear.channel.post("Чай остыл")
    (update,) = await ear.poll()
    monkeypatch.setattr(Database, "transaction", None)
    await ear.letopis.dispatcher.feed_update(ear.bot, update)


async def test_one_that_cannot_be_kept_is_not_answered_with_success(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    await ear.channel.post("Чай остыл")
    (update,) = await ear.poll()
    another = update.model_copy(update={"update_id": update.update_id + 1})
    monkeypatch.setattr(inbox, "keep", disk_full)
    with pytest.raises(CancelHandler):
        await ear.letopis.dispatcher.feed_update(ear.bot, another)
    assert [entry["event"] for entry in ear.letopis.take_troubles()] == ["update not kept"]


async def test_a_strangers_forward_is_searched_for_as_before(ear: Ear) -> None:
    channel = FakeChannel(ear.letopis.telegram, "Вести", owner=ear.letopis.operator)
    await channel.post("Чай остыл")
    anna = ear.telegram.user("Анна", language_code="ru")
    await channel.forward(anna, 1)
    assert await ear.kept() == ["channel_post"]
    assert "ничего не нашлось" in anna.last.text


def _added(ear: Ear) -> Kept:
    made = ear.world.set_bot_status(ear.channel.chat, "administrator", ear.letopis.operator.user)
    return Kept(made["update_id"], "my_chat_member", made["my_chat_member"])


async def _until_applied(ear: Ear) -> None:
    async with ear.letopis.services.database.reading() as connection:
        for _ in range(500):
            if not await inbox.count(connection):
                return
            await posts.count(connection, Viewer.operator())
    raise AssertionError("not applied")
