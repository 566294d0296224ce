"""Whom the channels are shown to: to operators all, to members theirs, to a group what an author let in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.membership import Membership, Memberships, chat_id_of
from bot.services.viewers import Viewers
from core.types import Channel, ChannelRef, Viewer, Visibility
from storage import channels, grants
from storage.database import Database

NOW = datetime(2026, 3, 2, tzinfo=UTC)
OPERATOR, MEMBER, AUTHOR, STRANGER, GROUP = 5, 6, 7, 8, -100_500
EVERYTHING = Viewer.operator()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "letopis.db")
    yield opened
    await opened.close()


async def make(database: Database, name: str, telegram_id: int | None, visibility: Visibility, *, admin: bool) -> int:
    async with database.transaction() as connection:
        ref = ChannelRef(telegram_id=telegram_id, username=name, title=name)
        channel = await channels.insert(connection, ref, visibility)
        if telegram_id is not None:
            await channels.set_bot_is_admin(connection, telegram_id, admin)
        return channel.id


async def stored(database: Database, channel_id: int) -> Channel:
    async with database.reading() as connection:
        (channel,) = await channels.all_channels(connection, Viewer(frozenset({channel_id})))
        return channel


class Telegram:
    """Everybody named is a member everywhere. Remembers what it was asked."""

    def __init__(self) -> None:
        self.members = {MEMBER: "member", AUTHOR: "creator"}
        self.asked: list[tuple[int, int]] = []

    async def ask(self, chat_id: int, user_id: int) -> Membership:
        self.asked.append((chat_id, user_id))
        return Membership(self.members.get(user_id, "left"))


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def viewers(database: Database, telegram: Telegram) -> Viewers:
    return Viewers(database, [OPERATOR], Memberships(telegram.ask, lambda: 0.0))


@pytest.fixture
async def public(database: Database) -> int:
    return await make(database, "open", 11, Visibility.PUBLIC, admin=True)


@pytest.fixture
async def secret(database: Database, public: int) -> int:
    return await make(database, "secret", 12, Visibility.MEMBERS, admin=True)


@pytest.fixture
async def closed(database: Database, secret: int) -> int:
    """The bot is no administrator of it."""
    return await make(database, "closed", 13, Visibility.MEMBERS, admin=False)


@pytest.fixture
async def nameless(database: Database, closed: int) -> int:
    """Telegram does not know it."""
    return await make(database, "nameless", None, Visibility.MEMBERS, admin=False)


@pytest.mark.usefixtures("nameless")
async def test_in_private(viewers: Viewers, telegram: Telegram, public: int, secret: int) -> None:
    guest, member = Viewer(frozenset({public})), Viewer(frozenset({public, secret}))
    for user_id, viewer in (
        (OPERATOR, EVERYTHING),
        (MEMBER, member),
        (AUTHOR, member),
        (STRANGER, guest),
    ):
        assert await viewers.of_chat(user_id, user_id) == viewer
    assert telegram.asked == [(chat_id_of(12), user_id) for user_id in (MEMBER, AUTHOR, STRANGER)]
    assert await viewers.guest() == guest


@pytest.mark.usefixtures("nameless")
async def test_in_a_group_the_chat_looks_whoever_asks(viewers: Viewers, telegram: Telegram, public: int) -> None:
    for user_id in (OPERATOR, MEMBER, AUTHOR, STRANGER, None):
        assert await viewers.of_chat(GROUP, user_id) == Viewer(frozenset({public}))
    assert await viewers.of_chat(MEMBER, None) == Viewer(frozenset({public}))
    assert await viewers.of_chat(OPERATOR, MEMBER) == Viewer(frozenset({public}))
    assert telegram.asked == []


async def test_what_an_author_let_in_is_shown_in_that_group_alone(
    viewers: Viewers, database: Database, telegram: Telegram, public: int, secret: int, closed: int
) -> None:
    async with database.transaction() as connection:
        for channel_id in (secret, closed):
            await grants.grant(connection, GROUP, await stored(database, channel_id), AUTHOR, NOW)
    for user_id in (OPERATOR, STRANGER, None):
        assert await viewers.of_chat(GROUP, user_id) == Viewer(frozenset({public, secret}))
        assert await viewers.of_chat(GROUP - 1, user_id) == Viewer(frozenset({public}))
    assert await viewers.of_chat(STRANGER, STRANGER) == Viewer(frozenset({public}))
    async with database.transaction() as connection:
        await grants.revoke(connection, GROUP, await stored(database, secret))
    assert await viewers.of_chat(GROUP, OPERATOR) == Viewer(frozenset({public}))
    assert telegram.asked == [(chat_id_of(12), STRANGER)]


async def test_without_a_bot_that_is_its_administrator_it_is_open_to_operators_alone(
    viewers: Viewers, database: Database, telegram: Telegram, public: int, secret: int
) -> None:
    async with database.transaction() as connection:
        await grants.grant(connection, GROUP, await stored(database, secret), AUTHOR, NOW)
    assert await viewers.of_chat(MEMBER, MEMBER) == Viewer(frozenset({public, secret}))
    async with database.transaction() as connection:
        await channels.set_bot_is_admin(connection, 12, is_admin=False)
    for chat_id, user_id in ((MEMBER, MEMBER), (AUTHOR, AUTHOR), (GROUP, AUTHOR), (GROUP, None)):
        assert await viewers.of_chat(chat_id, user_id) == Viewer(frozenset({public}))
    assert await viewers.of_chat(OPERATOR, OPERATOR) == EVERYTHING
    assert len(telegram.asked) == 1


@pytest.mark.usefixtures("secret")
async def test_where_there_is_no_telegram_to_ask(database: Database, public: int) -> None:
    viewers = Viewers(database, [OPERATOR])
    assert await viewers.of_chat(MEMBER, MEMBER) == Viewer(frozenset({public}))
    assert await viewers.of_chat(OPERATOR, OPERATOR) == EVERYTHING
    assert (viewers.is_operator(OPERATOR), viewers.is_operator(MEMBER)) == (True, False)


async def test_a_channel_that_becomes_public_is_everybodys(
    viewers: Viewers, database: Database, telegram: Telegram, public: int, secret: int
) -> None:
    async with database.transaction() as connection:
        await channels.set_visibility(connection, await stored(database, secret), Visibility.PUBLIC)
    assert await viewers.of_chat(STRANGER, STRANGER) == Viewer(frozenset({public, secret}))
    assert telegram.asked == []
