from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import button_state, chats, random_shown
from storage.button_state import ButtonState
from storage.chats import ChatSettings
from storage.database import Database
from tests.storage.making import make_channel, make_post

NOW = datetime(2024, 5, 6, tzinfo=UTC)


async def test_a_chat_remembers_its_language(database: Database) -> None:
    async with database.transaction() as connection:
        assert await chats.language(connection, 7) is None
        await chats.set_language(connection, 7, "en")
        await chats.set_language(connection, 7, "ru")
        assert await chats.language(connection, 7) == "ru"
        assert await chats.language(connection, 8) is None


async def test_a_card_belongs_to_its_chat_and_is_replaced_under_its_id(database: Database) -> None:
    state = ButtonState(id="abc", chat_id=7, kind="search", payload={"words": ["докер"], "page": 1})
    async with database.transaction() as connection:
        await button_state.save(connection, state, NOW)
        assert await button_state.load(connection, "abc", 7) == state
        assert await button_state.load(connection, "abc", 8) is None
        assert await button_state.load(connection, "other", 7) is None
        changed = ButtonState(id="abc", chat_id=7, kind="search", payload={})
        await button_state.save(connection, changed, NOW)
        assert await button_state.load(connection, "abc", 7) == changed


async def test_old_cards_are_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        for age_days in (0, 29, 31):
            state = ButtonState(id=str(age_days), chat_id=7, kind="search", payload={})
            await button_state.save(connection, state, NOW - timedelta(days=age_days))
        assert await button_state.forget_older(connection, NOW - timedelta(days=30)) == 1
        assert await button_state.load(connection, "31", 7) is None
        assert await button_state.load(connection, "29", 7) is not None


async def test_a_round_remembers_what_it_has_shown_in_its_order(database: Database) -> None:
    channel = await make_channel(database)
    one, two = await make_post(database, channel, "один"), await make_post(database, channel, "два")
    async with database.transaction() as connection:
        for post_id in (one, two, one):
            await random_shown.mark(connection, 7, "", post_id)
        await random_shown.mark(connection, 7, "тема", two)
        assert await random_shown.shown(connection, 7, "") == [two, one]
        assert await random_shown.shown(connection, 8, "") == []
        await random_shown.start_round(connection, 7, "")
        assert await random_shown.shown(connection, 7, "") == []
        assert await random_shown.shown(connection, 7, "тема") == [two]


async def test_a_chat_that_chose_nothing(database: Database) -> None:
    async with database.reading() as connection:
        assert await chats.settings(connection, 7) == ChatSettings()


async def test_how_a_group_wants_to_be_answered(database: Database) -> None:
    async with database.transaction() as connection:
        await chats.set_quiet(connection, -7, quiet=True)
        await chats.set_bot_is_admin(connection, -7, is_admin=True)
        await chats.set_bot_is_admin(connection, -8, is_admin=True)
        await chats.set_language(connection, -7, "en")
        assert await chats.settings(connection, -7) == ChatSettings(language="en", quiet=True, bot_is_admin=True)
        assert await chats.quiet_chats(connection) == [-7]
        await chats.set_quiet(connection, -7, quiet=False)
        assert await chats.quiet_chats(connection) == []


async def test_a_group_is_greeted_once_until_the_bot_leaves(database: Database) -> None:
    async with database.transaction() as connection:
        await chats.set_language(connection, -7, "en")
        assert [await chats.greet_first(connection, -7) for _ in range(3)] == [True, False, False]
        await chats.set_bot_is_admin(connection, -7, is_admin=True)
        await chats.bot_left(connection, -7)
        assert await chats.settings(connection, -7) == ChatSettings(language="en")
        assert await chats.greet_first(connection, -7)


async def test_a_group_moves(database: Database) -> None:
    async with database.transaction() as connection:
        await chats.set_language(connection, -7, "en")
        await chats.set_quiet(connection, -7, quiet=True)
        await chats.move_chat(connection, -7, -1007)
        await chats.move_chat(connection, -7, -1007)
        assert await chats.settings(connection, -7) == ChatSettings()
        assert await chats.settings(connection, -1007) == ChatSettings(language="en", quiet=True)
        assert not await chats.greet_first(connection, -1007)
