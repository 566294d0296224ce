"""Posts stored together with their index, for the tests of the search index."""

from __future__ import annotations

from core.types import Channel, IncomingPost
from storage import search_index
from storage.database import Database
from storage.search_index import Indexed
from tests.storage.making import make_post


async def publish(database: Database, channel: Channel, *texts: str) -> list[Indexed]:
    """Stores posts of a channel and indexes them."""
    posts = [Indexed(await make_post(database, channel, text), channel.id, text) for text in texts]
    async with database.transaction() as connection:
        await search_index.add(connection, posts)
    return posts


async def publish_post(database: Database, channel: Channel, post: IncomingPost) -> Indexed:
    """Stores one post with all that is known of it and indexes it."""
    text = post.text.text
    indexed = Indexed(await make_post(database, channel, text, post), channel.id, text)
    async with database.transaction() as connection:
        await search_index.add(connection, [indexed])
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
