"""Which channel a sync belongs to, and how posts of other sources and of the preview become one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_services
from core.intake import Arrival
from core.richtext import RichText
from core.types import Channel, ChannelRef, IncomingPost, Viewer, Visibility
from storage import channels
from tests.bot.services.previewed import BEGAN, NAME, Sync, failing_at
from tests.preview_server import FIRST_AT, message

ID = 1_006_503_122


@pytest.fixture
async def sync(tmp_path: Path) -> AsyncIterator[Sync]:
    async with open_services(tmp_path / "letopis.db") as services:
        found = Sync(services)
        found.channel.post(*(message(number) for number in range(1, 6)))
        yield found


async def stored(sync: Sync, ref: ChannelRef, *posts: IncomingPost) -> Channel:
    """A channel that came by another way, with these posts."""
    async with sync.services.database.transaction() as connection:
        channel = await channels.insert(connection, ref, Visibility.MEMBERS)
    await sync.services.taking.take(channel, [Arrival(post=post) for post in posts], BEGAN)
    return channel


async def all_channels(sync: Sync) -> list[Channel]:
    return [channel for channel, _ in await sync.services.channel_list.all(Viewer.operator())]


async def test_a_new_channel_is_public_and_accepted(sync: Sync) -> None:
    report = await sync()
    (channel,) = await all_channels(sync)
    assert report.read.channel == channel
    assert (channel.telegram_id, channel.username, channel.title) == (ID, NAME, "Тихие заметки")
    assert (channel.visibility, channel.accepted) == (Visibility.PUBLIC, True)


async def test_a_stored_channel_is_found_by_its_id_and_takes_its_new_names(sync: Sync) -> None:
    known = await stored(sync, ChannelRef(telegram_id=ID, username="old_name", title="Старое"))
    await sync()
    (channel,) = await all_channels(sync)
    assert (channel.id, channel.username, channel.title) == (known.id, NAME, "Тихие заметки")
    assert channel.accepted
    assert channel.visibility is Visibility.MEMBERS


async def test_a_stored_channel_is_found_by_its_username_in_any_letter_case(sync: Sync) -> None:
    await stored(sync, ChannelRef(username=NAME.upper()))
    await sync()
    (channel,) = await all_channels(sync)
    assert (channel.telegram_id, channel.username) == (ID, NAME)


async def test_a_channel_may_be_asked_for_by_another_name_than_it_bears(sync: Sync) -> None:
    await sync(name="also_known_as")
    (channel,) = await all_channels(sync)
    assert channel.username == NAME


async def test_a_username_that_changed_hands_belongs_to_the_new_channel(sync: Sync) -> None:
    old = await stored(sync, ChannelRef(telegram_id=7, username=NAME, title="Старое"))
    await sync()
    assert [(one.telegram_id, one.username) for one in await all_channels(sync)] == [(7, None), (ID, NAME)]
    assert old.id != (await all_channels(sync))[1].id


async def test_in_a_scheduled_sync_it_is_a_problem(sync: Sync) -> None:
    await sync()
    sync.later(hours=1)
    sync.channel.telegram_id = 8
    await sync.due()
    state = await sync.state()
    assert state.problem is not None
    assert (state.problem.key, state.channel.telegram_id) == ("error.other_preview", ID)


async def test_a_page_that_tells_another_channel_in_the_middle_ends_the_walk(sync: Sync) -> None:
    sync.channel.post(*(message(number) for number in range(1, 41)))
    sync.wrong = lambda asked, right: right if asked == 1 else replace(sync.channel, telegram_id=8).page(21)
    report = await sync()
    assert report.error is not None
    assert (report.error.key, report.read.new) == ("error.other_preview", 20)


async def test_pages_that_tell_no_id(sync: Sync) -> None:
    sync.channel.telegram_id = None
    await sync()
    sync.channel.username = "new_name"
    await sync(name="new_name")
    assert [(one.telegram_id, one.username) for one in await all_channels(sync)] == [(None, NAME), (None, "new_name")]
    sync.channel.username = NAME
    sync.channel.telegram_id = ID
    sync.later(hours=1)
    await sync.due()
    assert [one.telegram_id for one in await all_channels(sync)] == [ID, None]


async def test_an_id_that_is_another_stored_channels(sync: Sync) -> None:
    sync.channel.telegram_id = None
    await sync()
    await stored(sync, ChannelRef(telegram_id=ID))
    sync.channel.telegram_id = ID
    sync.later(hours=1)
    await sync.due()
    problem = (await sync.state()).problem
    assert problem is not None
    assert problem.key == "error.other_preview"
    await sync()
    assert [(one.telegram_id, one.username) for one in await all_channels(sync)] == [(None, None), (ID, NAME)]


async def test_exact_counts_of_an_export_stay_and_its_posts_are_joined(sync: Sync) -> None:
    export = IncomingPost(
        text=RichText("Заметка номер 3 о том и о сём."),
        message_ids=(3,),
        published_at=FIRST_AT + timedelta(days=3),
        views=1234,
        reactions={"👍": 1067},
        source="desktop-json",
    )
    await stored(sync, ChannelRef(telegram_id=ID), export)
    sync.channel.post(message(3, reactions={"👍": "1.1K"}))
    report = await sync()
    assert (report.read.new, report.read.unchanged) == (4, 1)
    post = (await sync.posts())[3]
    assert (post.views, post.views_exact, post.reactions, post.reactions_exact) == (1234, True, {"👍": 1067}, True)


async def test_posts_of_a_dump_get_their_ids_and_are_not_doubled(sync: Sync) -> None:
    dumped = IncomingPost(
        text=RichText("Заметка номер 3 о том и о сём, и ещё немного слов.\nКонец."), source="text-dump"
    )
    await stored(sync, ChannelRef(username=NAME), dumped)
    sync.channel.post(message(3, dumped.text.text))
    report = await sync()
    assert (report.read.new, report.read.updated) == (4, 1)
    assert (await sync.posts())[3].source
    assert (await sync()).read.unchanged == 5


async def test_a_post_that_is_like_several_of_a_dump_is_new_and_told(sync: Sync) -> None:
    text = RichText("Заметка номер 3 о том и о сём, и ещё немного слов.\nКонец.")
    dumped = IncomingPost(text=text, source="text-dump")
    async with sync.services.database.transaction() as connection:
        channel = await channels.insert(connection, ChannelRef(username=NAME), Visibility.PUBLIC)
    same = [Arrival(post=dumped, fingerprint=fingerprint) for fingerprint in ("first", "second")]
    await sync.services.taking.take(channel, same, BEGAN)
    sync.channel.post(message(3, text.text))
    report = await sync()
    assert report.read.new == 5
    assert [place.where for place in report.read.uncertain] == ["Заметка номер 3 о том и о сём, и ещё немного слов."]


async def test_a_stored_channel_that_was_never_synced_and_cannot_be(sync: Sync) -> None:
    await stored(sync, ChannelRef(username=NAME))
    sync.wrong = failing_at(1)
    assert (await sync()).error is not None
    assert await sync.services.syncing.states() == []
