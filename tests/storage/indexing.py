"""Posts stored together with their index, for the tests of the search index."""

from __future__ import annotations

from itertools import count

from core.reading import read_text
from core.richtext import RichText
from core.types import Channel, IncomingPost, Viewer
from storage import post_changes, search_index
from storage.database import Database
from storage.search_index import Indexed, SearchIndex
from tests.storage.making import STORED_AT

OPERATOR = Viewer.operator()
_ordinals = count()


async def publish(database: Database, channel: Channel, *texts: str) -> list[Indexed]:
    """Stores posts of a channel and indexes them, all in one transaction."""
    return await publish_posts(database, channel, *(IncomingPost(text=RichText(text), source="test") for text in texts))


async def publish_posts(database: Database, channel: Channel, *incoming: IncomingPost) -> list[Indexed]:
    """Stores posts with all that is known of them and indexes them, all in one transaction."""
    new = [(f"{next(_ordinals)}", post) for post in incoming]
    async with database.transaction() as connection:
        ids = await post_changes.insert(connection, channel.id, new, STORED_AT)
        indexed = [
            Indexed(post_id, channel.id, read_text(post).text) for post_id, post in zip(ids, incoming, strict=True)
        ]
        await search_index.add(connection, indexed)
    return indexed


async def edit(database: Database, post: Indexed, text: str) -> Indexed:
    """Gives a post another text, in the archive and in the index."""
    edited = Indexed(post.post_id, post.channel_id, text)
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET text = ? WHERE id = ?", (text, post.post_id))
        await search_index.replace(connection, [post], [edited])
    return edited


async def take_out(database: Database, post: Indexed) -> None:
    """Marks a post as deleted and takes it out of the index."""
    async with database.transaction() as connection:
        await connection.execute("UPDATE posts SET deleted_at = 1 WHERE id = ?", (post.post_id,))
        await search_index.remove(connection, [post])


async def found(index: SearchIndex, query: str, viewer: Viewer = OPERATOR) -> tuple[int, ...]:
    """Ids of the posts that answer a query."""
    return (await index.search(query, viewer)).answer.post_ids
