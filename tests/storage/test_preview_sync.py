from __future__ import annotations

from datetime import timedelta

import pytest

from core.deletions import Sighted
from core.errors import StorageError
from core.types import Channel
from storage import archive, preview_sync
from storage.database import Database
from storage.preview_sync import PreviewState
from tests.storage.archiving import store, told
from tests.storage.making import STORED_AT, make_channel

LATER = STORED_AT + timedelta(hours=1)


async def test_how_far_a_preview_is_read_is_remembered(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "other")
    full = PreviewState(
        channel_id=channel.id,
        covered=((1, 20), (40, 90)),
        complete=True,
        since=STORED_AT,
        synced_at=LATER,
        failures=2,
        problem="503",
    )
    async with database.transaction() as connection:
        assert await preview_sync.state(connection, channel.id) is None
        for state in (PreviewState(channel_id=other.id), PreviewState(channel_id=channel.id), full):
            await preview_sync.save_state(connection, state)
        assert await preview_sync.state(connection, channel.id) == full
        assert await preview_sync.all_states(connection) == [full, PreviewState(channel_id=other.id)]


async def test_a_state_belongs_to_a_channel_that_is_stored(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await preview_sync.save_state(connection, PreviewState(channel_id=4711))


async def test_what_was_seen_between_two_messages(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "other")
    await store(database, other, told("чужой", 4))
    album, one, gone, last, unseen = await store(
        database, channel, told("а", 3, 5), told("б", 4), told("в", 6), told("г", 9), told("д", 7)
    )
    async with database.transaction() as connection:
        await preview_sync.saw(connection, [album.id, one.id, gone.id, last.id], STORED_AT)
        await archive.mark_deleted(connection, [gone.id], STORED_AT)
        await preview_sync.missed(connection, [one.id, unseen.id], LATER)
        seen = await preview_sync.sightings(connection, channel.id, 2, 9)
        assert seen == [Sighted(album.id, (3, 5)), Sighted(one.id, (4,), LATER)]
        assert await preview_sync.sightings(connection, channel.id, 3, 4) == []


async def test_the_first_miss_counts_until_the_post_is_seen_again(database: Database, channel: Channel) -> None:
    [one] = await store(database, channel, told("а", 3))

    async def missed_since() -> object:
        [seen] = await preview_sync.sightings(connection, channel.id, 0, 9)
        return seen.missed_at

    async with database.transaction() as connection:
        await preview_sync.saw(connection, [one.id], STORED_AT)
        await preview_sync.missed(connection, [one.id], STORED_AT)
        await preview_sync.missed(connection, [one.id], LATER)
        assert await missed_since() == STORED_AT
        await preview_sync.saw(connection, [one.id], LATER)
        assert await missed_since() is None
        await preview_sync.missed(connection, [one.id], LATER)
        assert await missed_since() == LATER


async def test_what_is_missed_again_waits_for_being_marked(database: Database, channel: Channel) -> None:
    other = await make_channel(database, "other")
    [foreign] = await store(database, other, told("чужой", 4))
    one, two, three = await store(database, channel, told("а", 3), told("б", 4), told("в", 5))
    everything = [foreign.id, one.id, two.id, three.id]
    async with database.transaction() as connection:
        await preview_sync.saw(connection, everything, STORED_AT)
        await preview_sync.missed(connection, everything, STORED_AT)
        assert await preview_sync.gone(connection, channel.id) == []
        await preview_sync.missed_again(connection, everything, LATER)
        assert await preview_sync.gone(connection, channel.id) == [one.id, two.id, three.id]
        await preview_sync.saw(connection, [two.id], LATER)
        await archive.mark_deleted(connection, [three.id], LATER)
        assert await preview_sync.gone(connection, channel.id) == [one.id]
        await archive.revive(connection, [three.id])
        await preview_sync.saw(connection, [three.id], LATER)
        assert await preview_sync.gone(connection, channel.id) == [one.id]
        assert await preview_sync.gone(connection, other.id) == [foreign.id]
