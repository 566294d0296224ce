from __future__ import annotations

from datetime import timedelta

from core.types import Visibility
from storage import channels, grants
from storage.database import Database
from tests.storage.making import STORED_AT, make_channel


async def test_a_channel_is_let_into_a_chat_and_out_again(database: Database) -> None:
    one, two = [await make_channel(database, name, Visibility.MEMBERS) for name in ("odin", "dva")]
    async with database.transaction() as connection:
        await grants.grant(connection, -5, one, 7, STORED_AT)
        await grants.grant(connection, -5, one, 8, STORED_AT + timedelta(hours=1))
        await grants.grant(connection, -5, two, 7, STORED_AT)
        await grants.grant(connection, -6, one, 7, STORED_AT)
        assert await grants.of_chat(connection, -5) == {one.id, two.id}
        assert await grants.of_chat(connection, -7) == frozenset()
        assert await grants.of_channel(connection, one) == {-5, -6}
        rows = await connection.execute_fetchall("SELECT granted_by FROM chat_channels WHERE chat_id = -5")
        assert [row["granted_by"] for row in rows] == [7, 7]
        assert await grants.revoke(connection, -5, one)
        assert not await grants.revoke(connection, -5, one)
        assert await grants.of_chat(connection, -5) == {two.id}


async def test_a_channel_that_has_gone_is_let_in_nowhere(database: Database) -> None:
    channel = await make_channel(database, "odin", Visibility.MEMBERS)
    async with database.transaction() as connection:
        await grants.grant(connection, -5, channel, 7, STORED_AT)
        await channels.delete_channel(connection, channel)
        assert await grants.of_chat(connection, -5) == frozenset()
