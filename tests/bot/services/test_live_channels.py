"""Whose posts are taken in, what a channel is called now, and who is in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.live import NOTHING
from bot.services.membership import chat_id_of
from core.live import BotMembership, MemberChanged, ReactionsHeard, ServiceHeard
from core.richtext import RichText
from core.types import ChannelRef, IncomingPost, Visibility
from storage import channels, offers
from tests.bot.services.hearing import (
    NEWS,
    NOW,
    OPERATOR,
    SECRET,
    STRANGER,
    Ear,
    edited,
    heard,
    hearing,
    told,
)


@pytest.fixture
async def ear(tmp_path: Path) -> AsyncIterator[Ear]:
    async with hearing(tmp_path) as opened:
        yield opened


def reactions(message_id: int, counts: dict[str, int], minutes: int = 60) -> ReactionsHeard:
    counted = IncomingPost(
        text=RichText(), message_ids=(message_id,), reactions=counts, changed_at=NOW + timedelta(minutes=minutes)
    )
    return ReactionsHeard(NEWS, counted)


def added(by: int, ref: ChannelRef = NEWS, *, is_admin: bool = True) -> BotMembership:
    return BotMembership(channel=ref, is_admin=is_admin, by=by, by_name="Некто")


async def test_a_channel_is_renamed(ear: Ear) -> None:
    await ear.know()
    await ear.hear(heard("раз", 5, ChannelRef(telegram_id=1001, username="vesti", title="Вести")))
    (channel,) = await ear.channels()
    assert (channel.username, channel.title, channel.bot_is_admin) == ("vesti", "Вести", True)
    await ear.hear(heard("два", 6, ChannelRef(telegram_id=1001, title="Вести")))
    (channel,) = await ear.channels()
    assert (channel.username, channel.title, channel.visibility) == (None, "Вести", Visibility.MEMBERS)


async def test_a_channel_known_by_its_username_alone(ear: Ear) -> None:
    await ear.know(ChannelRef(username="novosti"))
    await ear.hear(heard("раз", 5))
    (channel,) = await ear.channels()
    assert (channel.telegram_id, channel.title, len(await ear.posts())) == (1001, "Новости", 1)


async def test_a_username_alone_opens_no_members_channel(ear: Ear) -> None:
    await ear.know(ChannelRef(username="novosti"), Visibility.MEMBERS)
    assert [one.news for one in await ear.hear(added(STRANGER), heard("раз", 5))] == [True, False]
    (channel,) = await ear.channels()
    assert (channel.telegram_id, channel.bot_is_admin, await ear.posts()) == (None, False, [])
    await ear.hear(added(OPERATOR), heard("раз", 5))
    assert [(one.id, one.telegram_id) for one in await ear.channels()] == [(channel.id, 1001)]
    assert len(await ear.posts()) == 1


async def test_of_a_strange_channel_nothing_is_stored(ear: Ear) -> None:
    service = ServiceHeard(channel=NEWS, message_id=7, pinned=told("раз", 5))
    applied = await ear.hear(heard("раз", 5), heard("два", 6), edited("раз", 5), reactions(5, {"👍": 3}), service)
    assert [one.news for one in applied] == [True, False, False, False, False]
    assert (await ear.posts(), await ear.channels()) == ([], [])
    async with ear.database.reading() as connection:
        offer = await offers.of(connection, 1001)
    assert offer is not None
    assert (offer.dropped, offer.title, offer.offered_by) == (2, "Новости", None)


async def test_a_title_proves_nothing(ear: Ear) -> None:
    await ear.know(ChannelRef(title="Новости"))
    await ear.hear(heard("раз", 5))
    assert await ear.posts() == []


async def test_a_stored_channel_that_is_not_accepted(ear: Ear) -> None:
    async with ear.database.transaction() as connection:
        await channels.insert(connection, NEWS, Visibility.PUBLIC)
    assert [one.news for one in await ear.hear(heard("раз", 5))] == [True]
    assert await ear.posts() == []


@pytest.mark.parametrize(("ref", "visibility"), [(NEWS, Visibility.PUBLIC), (SECRET, Visibility.MEMBERS)])
async def test_an_operator_adds_the_bot(ear: Ear, ref: ChannelRef, visibility: Visibility) -> None:
    assert await ear.hear(added(OPERATOR, ref), heard("раз", 5, ref)) == [NOTHING, NOTHING]
    (channel,) = await ear.channels()
    assert (channel.telegram_id, channel.username, channel.title) == (ref.telegram_id, ref.username, ref.title)
    assert (channel.visibility, channel.bot_is_admin, channel.accepted) == (visibility, True, True)
    assert len(await ear.posts()) == 1


async def test_a_stranger_adds_the_bot(ear: Ear) -> None:
    applied = await ear.hear(added(STRANGER), heard("раз", 5), added(STRANGER, is_admin=False), added(STRANGER))
    assert [one.news for one in applied] == [True, False, False, False]
    (offer,) = await ear.offers.untold()
    assert (offer.offered_by, offer.offered_by_name, offer.dropped) == (STRANGER, "Некто", 1)
    assert (await ear.posts(), await ear.channels()) == ([], [])


async def test_a_stranger_adds_the_bot_to_a_known_channel(ear: Ear) -> None:
    await ear.know(ChannelRef(telegram_id=1001, title="Новости"))
    assert [one.news for one in await ear.hear(added(STRANGER))] == [False]
    (channel,) = await ear.channels()
    assert (channel.bot_is_admin, channel.username) == (True, "novosti")
    await ear.hear(added(STRANGER, is_admin=False))
    assert [channel.bot_is_admin for channel in await ear.channels()] == [False]


async def test_an_operator_adds_the_bot_after_a_stranger_did(ear: Ear) -> None:
    await ear.hear(added(STRANGER), added(OPERATOR), heard("раз", 5))
    assert len(await ear.posts()) == 1
    async with ear.database.reading() as connection:
        offer = await offers.of(connection, 1001)
    assert offer is not None
    assert offer.state == "accepted"


async def test_the_username_of_another_channel_goes_to_the_new_owner(ear: Ear) -> None:
    await ear.know(ChannelRef(telegram_id=5, username="novosti", title="Старые"))
    await ear.hear(added(OPERATOR))
    assert [(channel.telegram_id, channel.username) for channel in await ear.channels()] == [
        (5, None),
        (1001, "novosti"),
    ]


async def test_what_members_are_is_learnt(ear: Ear) -> None:
    chat_id = chat_id_of(2002)
    assert await ear.memberships.of_user(7, [chat_id]) == {chat_id}
    gone = MemberChanged(channel=SECRET, user_id=7, status="left", is_member=False)
    assert await ear.hear(gone) == [NOTHING]
    assert await ear.memberships.of_user(7, [chat_id]) == frozenset()
    await ear.hear(added(OPERATOR, SECRET))
    assert await ear.memberships.of_user(7, [chat_id]) == {chat_id}
    assert ear.asked == [(chat_id, 7)] * 2


async def test_without_telegram_there_is_nobody_to_learn_from(ear: Ear) -> None:
    ear.live._memberships = None
    gone = MemberChanged(channel=SECRET, user_id=7, status="left", is_member=False)
    assert await ear.hear(gone, added(OPERATOR, SECRET)) == [NOTHING, NOTHING]
