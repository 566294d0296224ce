"""What Telegram says of members and administrators, as the rule takes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    TelegramObject,
    User,
)

from bot.membership import administrators_told_by, membership_of, memberships_told_by
from bot.services.membership import Membership
from tests.telegram import Chat, FakeSession, FakeTelegram, FakeUser

SOMEBODY = User(id=1, is_bot=False, first_name="Анна")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def bot(telegram: FakeTelegram) -> Bot:
    return Bot(telegram.world.token, session=FakeSession(telegram.world))


@pytest.fixture
def anna(telegram: FakeTelegram) -> FakeUser:
    return telegram.user("Анна")


@pytest.fixture
def olga(telegram: FakeTelegram) -> FakeUser:
    return telegram.user("Ольга")


@pytest.fixture
def channel(telegram: FakeTelegram, anna: FakeUser, olga: FakeUser) -> Chat:
    return telegram.group("Канал", [anna], admins=[olga], bot="administrator", kind="channel")


def _rights(kind: type[TelegramObject]) -> list[str]:
    return [name for name in kind.model_fields if name.startswith("can_")]


def restricted(*, is_member: bool) -> ChatMemberRestricted:
    rights: dict[str, Any] = dict.fromkeys(_rights(ChatMemberRestricted), False)
    return ChatMemberRestricted(user=SOMEBODY, is_member=is_member, until_date=NOW, **rights)


def test_every_kind_of_member() -> None:
    rights: dict[str, Any] = dict.fromkeys(_rights(ChatMemberAdministrator), False)
    for member, expected in (
        (ChatMemberOwner(user=SOMEBODY, is_anonymous=True), Membership("creator")),
        (ChatMemberAdministrator(user=SOMEBODY, is_anonymous=False, **rights), Membership("administrator")),
        (ChatMemberMember(user=SOMEBODY), Membership("member")),
        (restricted(is_member=True), Membership("restricted", is_member=True)),
        (restricted(is_member=False), Membership("restricted")),
        (ChatMemberLeft(user=SOMEBODY), Membership("left")),
        (ChatMemberBanned(user=SOMEBODY, until_date=NOW), Membership("kicked")),
    ):
        assert membership_of(member) == expected


async def test_members_are_asked_for(
    telegram: FakeTelegram, bot: Bot, channel: Chat, anna: FakeUser, olga: FakeUser
) -> None:
    memberships = memberships_told_by(bot)
    stranger = telegram.user("Кто-то")
    found = [await memberships.of_user(user.id, [channel.id]) for user in (anna, olga, stranger)]
    assert found == [{channel.id}, {channel.id}, set()]
    telegram.assert_clean()


@pytest.mark.parametrize("status", [400, 403, 429, 500, 502])
async def test_whatever_goes_wrong_is_a_no(
    telegram: FakeTelegram, bot: Bot, channel: Chat, anna: FakeUser, status: int
) -> None:
    telegram.world.faults.fail_next("getChatMember", status, retry_after=5 if status == 429 else None)
    assert await memberships_told_by(bot).of_user(anna.id, [channel.id]) == frozenset()
    telegram.world.faults.drop_next("getChatMember")
    assert await memberships_told_by(bot).of_user(anna.id, [channel.id]) == frozenset()
    assert await memberships_told_by(bot).of_user(anna.id, [channel.id]) == {channel.id}


async def test_administrators_are_asked_for(telegram: FakeTelegram, bot: Bot, channel: Chat, olga: FakeUser) -> None:
    administrators = administrators_told_by(bot)
    assert await administrators(channel.id) == {olga.id, telegram.world.bot.id}
    channel.members[telegram.world.bot.id] = "member"
    with pytest.raises(TelegramBadRequest):
        await administrators(channel.id)
