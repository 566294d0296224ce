from __future__ import annotations

import pytest
from aiogram import Bot
from structlog.testing import capture_logs

from bot.i18n import languages, words_of
from bot.menus import ADMIN_COMMANDS, GROUP_COMMANDS, PRIVATE_COMMANDS, commands, set_menus
from tests.telegram import TOKEN, FakeSession, World

SCOPES = {
    "all_private_chats": PRIVATE_COMMANDS,
    "all_group_chats": GROUP_COMMANDS,
    "all_chat_administrators": ADMIN_COMMANDS,
}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def bot(world: World) -> Bot:
    return Bot(TOKEN, session=FakeSession(world))


@pytest.mark.parametrize("default", ["ru", "en"])
async def test_a_menu_for_each_language_and_scope(world: World, bot: Bot, default: str) -> None:
    await set_menus(bot, default)
    for scope, names in SCOPES.items():
        for language in ("", *languages()):
            found = {command["command"]: command["description"] for command in world.commands[scope, language]}
            assert tuple(found) == names
            assert found["search"] == words_of(language or default).plain("menu.search")
    world.assert_clean()


@pytest.mark.parametrize("language", languages())
def test_a_line_is_as_long_as_telegram_allows(language: str) -> None:
    for command in commands(words_of(language), (*PRIVATE_COMMANDS, *ADMIN_COMMANDS)):
        assert 1 <= len(command.description) <= 256
        assert command.description.strip() == command.description


def test_the_group_menu_is_part_of_the_private_one() -> None:
    assert set(GROUP_COMMANDS) < set(PRIVATE_COMMANDS)


def test_a_groups_admins_have_what_its_members_have_and_more() -> None:
    """Telegram shows an admin the menu of his scope alone."""
    assert set(ADMIN_COMMANDS) - set(GROUP_COMMANDS) == {"allow", "disallow", "language", "quiet"}
    assert set(GROUP_COMMANDS) < set(ADMIN_COMMANDS)


async def test_quiet_groups_have_a_menu_of_their_own_after_a_start(world: World, bot: Bot) -> None:
    group = world.add_chat("supergroup", "Тихая", {world.bot.id: "member"})
    await set_menus(bot, "ru", [group.id])
    own = {key: menu for key, menu in world.commands.items() if str(group.id) in key[0]}
    assert len(own) == 2 * (1 + len(languages()))
    assert all(command["is_ephemeral"] for menu in own.values() for command in menu)
    world.assert_clean()


async def test_a_quiet_group_that_the_bot_has_left_is_tried_once(world: World, bot: Bot) -> None:
    group = world.add_chat("supergroup", "Тихая", {world.bot.id: "member"})
    with capture_logs() as logged:
        await set_menus(bot, "ru", [-1, group.id])
    assert [(line["event"], line["chat_id"]) for line in logged] == [("menu of a quiet group not changed", -1)]
    assert any(str(group.id) in scope for scope, _ in world.commands)
    assert len(world.take_violations()) == 1


@pytest.mark.parametrize("status", [400, 429, 500, 502])
async def test_a_refusal_is_tried_again(world: World, bot: Bot, status: int) -> None:
    world.faults.fail_next("setMyCommands", status, times=2, retry_after=0 if status == 429 else None)
    await set_menus(bot, "ru", pause_s=0)
    assert len(world.commands) == len(SCOPES) * (1 + len(languages()))


async def test_telegrams_own_pause_is_kept(world: World, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.menus.asyncio.sleep", sleep)
    world.faults.fail_next("setMyCommands", 429, retry_after=7)
    world.faults.fail_next("setMyCommands", 500, times=2)
    await set_menus(bot, "ru", pause_s=1)
    assert slept == [7, 2, 4]


async def test_what_is_refused_for_good_leaves_the_others(world: World, bot: Bot) -> None:
    world.faults.drop_next("setMyCommands", times=5)
    await set_menus(bot, "ru", pause_s=0)
    assert len(world.commands) == len(SCOPES) * (1 + len(languages())) - 1
