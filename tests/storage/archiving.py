"""Posts stored through the archive, with their index, for the tests of its changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.richtext import RichText
from core.types import Channel, IncomingPost, Post
from storage import archive, posts, search_upkeep
from storage.database import Connection, Database
from tests.storage.making import STORED_AT


def told(text: str, *message_ids: int, **more: object) -> IncomingPost:
    return replace(IncomingPost(text=RichText(text), message_ids=message_ids, source="test"), **more)  # type: ignore[arg-type]


async def store(
    database: Database, channel: Channel, *incoming: IncomingPost, now: datetime = STORED_AT, indexed: bool = True
) -> list[Post]:
    """Stores new posts and gives them back."""
    async with database.transaction() as connection:
        before = await posts.count_stored(connection, channel.id)
        inserts = [(f"{post.text.text}.{number}", post) for number, post in enumerate(incoming)]
        await archive.store(connection, channel.id, inserts, [], now, indexed=indexed)
        return (await everything(connection, channel))[before:]


async def everything(connection: Connection, channel: Channel) -> list[Post]:
    return [post async for batch in posts.each_stored(connection, channel.id) for post in batch]


async def stored(database: Database, channel: Channel) -> list[Post]:
    async with database.reading() as connection:
        return await everything(connection, channel)


async def well(database: Database) -> bool:
    return (await search_upkeep.check(database)).ok
