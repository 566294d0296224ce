"""A group becomes a supergroup with another id: what it chose goes with it, and nobody is greeted anew."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.methods import GetMe

from bot.refusals import may_not_write
from core.types import Visibility
from storage import button_state, grants, random_shown
from tests.bot.letopis import Letopis
from tests.telegram import Chat, FakeUser
from tests.telegram.shapes import chat_json, user_json

_GREETING = "Привет! Я помню"


def moving(letopis: Letopis, old: Chat, new: Chat, by: FakeUser) -> list[tuple[Chat, dict[str, Any]]]:
    """The three updates that tell of it."""
    world = letopis.telegram.world
    told = []
    for chat, content in ((old, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": old.id})):
        body = {
            "message_id": 1000,
            "date": world.unix_now(),
            "chat": chat_json(world, chat),
            "from": user_json(by.user),
        }
        told.append((chat, world.new_update("message", body | content)))
    return [(new, world.set_bot_status(new, "member", by.user)), *told]


def two_groups(letopis: Letopis, anna: FakeUser) -> tuple[Chat, Chat]:
    old = letopis.telegram.group("Группа", admins=[anna], kind="group", bot="left")
    return old, letopis.telegram.group("Группа", admins=[anna], bot="left")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_it_is_not_greeted_again_in_whatever_order_it_is_told(
    letopis: Letopis, anna: FakeUser, order: tuple[int, ...]
) -> None:
    letopis.services.groups.settling_s = 0.1
    old, new = two_groups(letopis, anna)
    assert (await letopis.telegram.set_bot_status(old, "member", anna)).only.text.startswith(_GREETING)
    told = moving(letopis, old, new, anna)
    mark = len(letopis.telegram.world.events)
    await asyncio.gather(*(letopis.telegram.bring(told[number][1]) for number in order))
    assert letopis.telegram.answers_since(mark, new).silent
    assert letopis.telegram.answers_since(mark, old).silent


async def test_what_the_group_chose_holds_in_the_supergroup(letopis: Letopis, anna: FakeUser) -> None:
    old, new = two_groups(letopis, anna)
    await letopis.telegram.set_bot_status(old, "member", anna)
    await letopis.store("Тайное", visibility=Visibility.MEMBERS)
    await anna.send("/language", chat=old)
    await anna.tap("English")
    card = (await anna.send("/search сервер", chat=old)).only
    await anna.send("/random", chat=old)
    await anna.send("/quiet on", chat=old)
    async with letopis.services.database.transaction() as connection:
        await connection.execute("INSERT INTO chat_channels VALUES (?, 2, 1, 1)", (old.id,))
    for chat, update in moving(letopis, old, new, anna) * 2:
        await letopis.telegram.deliver(update, chat)
    async with letopis.services.database.reading() as connection:
        assert await grants.of_chat(connection, new.id) == {2}
        assert await grants.of_chat(connection, old.id) == set()
        assert len(await random_shown.shown(connection, new.id, "")) == 1
        assert await button_state.load(connection, "card0001", old.id) is not None
    assert (await letopis.services.groups.settings(new.id)).quiet
    assert (await letopis.services.groups.settings(new.id)).language == "en"
    assert (await letopis.services.groups.settings(old.id)).language is None
    assert any(f'"chat_id": {new.id}' in scope for scope, _ in letopis.telegram.world.commands)
    assert (await anna.tap("1", card)).only.kind == "edit"  # the old group's messages are the old group's still


async def test_what_the_supergroup_chose_already_stays(letopis: Letopis) -> None:
    groups, languages = letopis.services.groups, letopis.services.chat_languages
    await languages.choose(-1, "en")
    await languages.choose(-1002, "ru")
    await groups.moved(-1, -1002)
    assert (await groups.settings(-1002)).language == "ru"


async def test_every_table_that_knows_a_chat_is_moved_or_excused(letopis: Letopis) -> None:
    moved = {"chats", "chat_channels", "random_shown"}
    excused = {
        "button_state",  # taps on the old messages come from the old id
    }
    async with letopis.services.database.reading() as connection:
        rows = await connection.execute_fetchall(
            "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'chat_id'"
        )
    assert {row["name"] for row in rows} - excused == moved - {"chats"}


def test_the_refusal_that_names_the_new_id_is_no_error() -> None:
    """The move itself is told by a message anyway."""
    refusal = TelegramMigrateToChat(method=GetMe(), message="group chat was upgraded", migrate_to_chat_id=-1002)
    assert may_not_write(refusal)
